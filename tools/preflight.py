"""Says in a line each what would stop a deployment: `python -m tools.preflight --stack faultbook`.

Before the build, because a build takes a minute and CloudFormation longer to say the same.
"""

import argparse
import re
import sys
from collections.abc import Iterator

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

# CloudFormation takes 128 characters, but names of rules, which begin with the stack's, end at 64.
LONGEST_STACK_NAME = 35
_STACK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_QUICK = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})


def problems(stack: str) -> Iterator[str]:
    if not _STACK_NAME.fullmatch(stack):
        yield f"STACK={stack}: a letter first, then letters, digits and hyphens"
    if len(stack) > LONGEST_STACK_NAME:
        yield f"STACK={stack}: {len(stack)} characters, {LONGEST_STACK_NAME} are the most"
    try:
        yield from _missing(boto3.Session())
    except (BotoCoreError, ClientError) as error:
        yield " ".join(str(error).split())


def _missing(session: boto3.Session) -> Iterator[str]:
    """Raises BotoCoreError or ClientError."""
    if not session.region_name:
        yield "no region: set AWS_DEFAULT_REGION, or `region` of the profile"
    if session.get_credentials() is None:
        yield "no credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID with its secret"
    elif session.region_name:
        session.client("sts", config=_QUICK).get_caller_identity()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.preflight", description=__doc__)
    parser.add_argument("--stack", default="faultbook", help="name of the stack")
    found = list(problems(parser.parse_args(arguments).stack))
    for problem in found:
        print(f"cannot deploy: {problem}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
