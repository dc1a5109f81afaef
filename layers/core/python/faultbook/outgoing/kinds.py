"""The one register of kinds of endpoints: how each makes a request of what is told."""

from collections.abc import Callable, Mapping
from datetime import datetime

from faultbook.domain.endpoints import Endpoint, EndpointKind
from faultbook.outgoing import slack, webhook
from faultbook.outgoing.connection import Request
from faultbook.outgoing.notice import Notice

MakeRequest = Callable[[Notice, Endpoint, datetime], Request]

KINDS: Mapping[EndpointKind, MakeRequest] = {
    EndpointKind.WEBHOOK: webhook.request_of,
    EndpointKind.SLACK: slack.request_of,
}
