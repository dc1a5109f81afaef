"""The one register of kinds of endpoints: how each makes a request of what is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from faultbook.domain.endpoints import Endpoint, EndpointKind
from faultbook.domain.errors import InvalidRequest
from faultbook.outgoing import (
    eventbridge,
    faultbook_api,
    mail,
    opsgenie,
    pagerduty,
    slack,
    teams,
    topic,
    webhook,
)
from faultbook.outgoing.address import AddressRefused, target_of
from faultbook.outgoing.aws_call import AwsCall
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import Notice

MakeRequest = Callable[[Notice, Endpoint, datetime], Request | AwsCall]


def _nothing(_: Endpoint) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """`complaints_of` says by setting what would be right; `usual_url` is where none is named.

    `parameter` is the template's without which nothing is sent; of ARNs only those that it names.
    """

    request_of: MakeRequest
    complaints_of: Callable[[Endpoint], Mapping[str, str]] = _nothing
    usual_url: str = ""
    takes_authorization: bool = True
    parameter: str = ""


KINDS: Mapping[EndpointKind, Kind] = {
    EndpointKind.WEBHOOK: Kind(webhook.request_of),
    EndpointKind.SLACK: Kind(slack.request_of, takes_authorization=False),
    EndpointKind.TEAMS: Kind(teams.request_of, teams.complaints_of, takes_authorization=False),
    EndpointKind.PAGERDUTY: Kind(
        pagerduty.request_of, pagerduty.complaints_of, pagerduty.USUAL_URL
    ),
    EndpointKind.OPSGENIE: Kind(opsgenie.request_of, opsgenie.complaints_of, opsgenie.USUAL_URL),
    EndpointKind.FAULTBOOK: Kind(faultbook_api.request_of, faultbook_api.complaints_of),
    EndpointKind.EVENTBRIDGE: Kind(
        eventbridge.request_of, takes_authorization=False, parameter="EventBusArn"
    ),
    EndpointKind.SNS: Kind(topic.request_of, takes_authorization=False, parameter="TopicArns"),
    EndpointKind.EMAIL: Kind(
        mail.request_of, mail.complaints_of, takes_authorization=False, parameter="MailFrom"
    ),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """`targets` by the parameter that names them, in which e-mail has its sender."""

    targets: Mapping[str, Sequence[str]]
    loopback: bool = False


def completed(endpoint: Endpoint, allowed: Allowed) -> Endpoint:
    """With the usual URL where none is named. Raises InvalidRequest."""
    kind = KINDS[endpoint.kind]
    targets = allowed.targets.get(kind.parameter, ())
    is_mail = endpoint.kind is EndpointKind.EMAIL
    usual = targets[0] if len(targets) == 1 and not is_mail else kind.usual_url
    endpoint = replace(endpoint, url=endpoint.url or usual)
    complaints = dict(kind.complaints_of(endpoint))
    if endpoint.authorization and not kind.takes_authorization:
        complaints["authorization"] = f"nothing: {endpoint.kind} takes none"
    if is_mail and not targets:
        complaints["kind"] = f"another: this Faultbook has no {kind.parameter}"
    if kind.parameter and not is_mail and endpoint.url not in targets:
        complaints["url"] = f"an ARN that the parameter {kind.parameter} of this Faultbook names"
    if not kind.parameter:
        complaints |= _refused(endpoint.url, allow_loopback=allowed.loopback)
    if complaints:
        fields = {name: [complaint] for name, complaint in complaints.items()}
        raise InvalidRequest("Nothing can be sent with these settings.", fields)
    return endpoint


def _refused(url: str, *, allow_loopback: bool) -> Mapping[str, str]:
    try:
        target_of(url, allow_loopback=allow_loopback)
    except AddressRefused as refused:
        return {"url": str(refused)}
    return {}
