"""The one register of kinds of endpoints: how each makes a request of what is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from faultbook.domain.endpoints import Endpoint, EndpointKind
from faultbook.domain.errors import InvalidRequest
from faultbook.outgoing import opsgenie, pagerduty, slack, teams, webhook
from faultbook.outgoing.address import AddressRefused, target_of
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import Notice

MakeRequest = Callable[[Notice, Endpoint, datetime], Request]


def _nothing(_: Endpoint) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """`complaints_of` says by setting what would be right; `usual_url` is where none is named."""

    request_of: MakeRequest
    complaints_of: Callable[[Endpoint], Mapping[str, str]] = _nothing
    usual_url: str = ""
    takes_authorization: bool = True


KINDS: Mapping[EndpointKind, Kind] = {
    EndpointKind.WEBHOOK: Kind(webhook.request_of),
    EndpointKind.SLACK: Kind(slack.request_of, takes_authorization=False),
    EndpointKind.TEAMS: Kind(teams.request_of, teams.complaints_of, takes_authorization=False),
    EndpointKind.PAGERDUTY: Kind(
        pagerduty.request_of, pagerduty.complaints_of, pagerduty.USUAL_URL
    ),
    EndpointKind.OPSGENIE: Kind(opsgenie.request_of, opsgenie.complaints_of, opsgenie.USUAL_URL),
}


def completed(endpoint: Endpoint, *, allow_loopback: bool = False) -> Endpoint:
    """With the usual URL where none is named. Raises InvalidRequest."""
    kind = KINDS[endpoint.kind]
    endpoint = replace(endpoint, url=endpoint.url or kind.usual_url)
    complaints: dict[str, str] = {}
    if endpoint.authorization and not kind.takes_authorization:
        complaints["authorization"] = f"nothing: with {endpoint.kind} the URL is the secret"
    try:
        target_of(endpoint.url, allow_loopback=allow_loopback)
        complaints |= kind.complaints_of(endpoint)
    except AddressRefused as refused:
        complaints["url"] = str(refused)
    if complaints:
        fields = {name: [complaint] for name, complaint in complaints.items()}
        raise InvalidRequest("Nothing can be sent with these settings.", fields)
    return endpoint
