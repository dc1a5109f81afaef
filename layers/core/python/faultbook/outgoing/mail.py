"""E-mail by SES: a message for each event, which mail programs put in one thread for each fault.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html. SES gives each its
Message-ID; what joins them are References to one that nobody has sent.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from faultbook.domain.endpoints import Endpoint
from faultbook.domain.text import cut
from faultbook.outgoing.aws_call import AwsCall, Operation
from faultbook.outgoing.notice import Notice, alert_key

SCHEME = "mailto:"
MAX_ADDRESSES = 10
_MAX_SUBJECT = 200  # characters
_MAX_TEXT = 5000
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> AwsCall:
    """Who sends it is the deployment's, and added where it is sent."""
    del at
    message = {
        "Subject": {"Data": _subject(notice), "Charset": "UTF-8"},
        "Body": {"Text": {"Data": _text(notice), "Charset": "UTF-8"}},
        "Headers": [{"Name": name, "Value": value} for name, value in _headers(notice).items()],
    }
    to = {"ToAddresses": addresses_in(endpoint.url)}
    return AwsCall(Operation.SEND_EMAIL, "", {"Destination": to, "Content": {"Simple": message}})


def complaints_of(endpoint: Endpoint) -> Mapping[str, str]:
    addresses = addresses_in(endpoint.url)
    are_good = all(_ADDRESS.fullmatch(address) for address in addresses)
    if endpoint.url.startswith(SCHEME) and are_good and len(addresses) <= MAX_ADDRESSES:
        return {}
    return {"url": f"{SCHEME}noc@example.com, with up to {MAX_ADDRESSES} addresses and commas"}


def addresses_in(url: str) -> list[str]:
    return url.removeprefix(SCHEME).split(",")


def _headers(notice: Notice) -> dict[str, str]:
    """An answering machine leaves alone what is submitted by one (RFC 3834)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if notice.event:
        thread = f"<{alert_key(notice.event.fault)}@faultbook.invalid>"
        headers |= {"References": thread, "In-Reply-To": thread}
    return headers


def _subject(notice: Notice) -> str:
    """The same over a fault's life, or mail programs begin another thread."""
    title = notice.title
    if notice.event:
        fault = notice.event.fault
        title = f"[{fault.severity}] {fault.resource_id}: {fault.message}"
    return cut(" ".join(title.split()), _MAX_SUBJECT)


def _text(notice: Notice) -> str:
    facts = "\n".join(f"{name}: {value}" for name, value in notice.facts.items())
    acknowledge = f"Acknowledge: {notice.acknowledge_url}" if notice.acknowledge_url else ""
    parts = [notice.title, cut(notice.text, _MAX_TEXT), facts, notice.url, acknowledge]
    return "\n\n".join(part for part in parts if part) + "\n"
