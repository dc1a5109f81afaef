"""Topics of Amazon SNS, by their ARNs, and where the SNS of each is."""

import re

TOPIC_ARN = r"^arn:(aws|aws-cn|aws-us-gov):sns:[a-z0-9-]{3,30}:[0-9]{12}:[A-Za-z0-9_-]{1,256}$"
_ARN = re.compile(TOPIC_ARN)
_IN_CHINA = "aws-cn"


def is_topic(arn: str) -> bool:
    return _ARN.fullmatch(arn) is not None


def origin_of(arn: str) -> str:
    """Of a topic's ARN; nothing in a message can name another."""
    _, partition, _, region, *_ = arn.split(":")
    return f"https://sns.{region}.amazonaws.com" + (".cn" if partition == _IN_CHINA else "")
