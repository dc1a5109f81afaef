"""The wire of Opsgenie's Alert API: what answers carry."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from faultbook.gateway.answer_types import Time

Priority = Literal["P1", "P2", "P3", "P4", "P5"]


class Error(TypedDict):
    message: str
    took: float
    requestId: str
    errors: NotRequired[dict[str, str]]


class Accepted(TypedDict):
    """The work is done by then; `requestId` tells how it went."""

    result: str
    took: float
    requestId: str


class Report(TypedDict, total=False):
    """Spans in milliseconds since the alert was created."""

    ackTime: int
    closeTime: int
    acknowledgedBy: str
    closedBy: str


class Integration(TypedDict):
    id: str
    name: str
    type: str


class ListedAlert(TypedDict):
    id: str
    tinyId: str
    alias: str
    message: str
    status: Literal["open", "closed"]
    acknowledged: bool
    isSeen: bool
    tags: list[str]
    snoozed: bool
    snoozedUntil: NotRequired[Time]
    count: int
    lastOccurredAt: Time
    createdAt: Time
    updatedAt: Time
    source: str
    owner: str
    priority: Priority
    teams: list[Any]
    responders: list[Any]
    integration: Integration
    report: Report


class Alert(ListedAlert):
    actions: list[str]
    entity: str
    description: str
    details: dict[str, str]


class AlertAnswer(TypedDict):
    data: Alert
    took: float
    requestId: str


class Paging(TypedDict, total=False):
    """Addresses of other pages of the same list."""

    first: str
    next: str
    prev: str
    last: str


class AlertList(TypedDict):
    data: list[ListedAlert]
    paging: Paging
    took: float
    requestId: str


class Count(TypedDict):
    count: int


class CountAnswer(TypedDict):
    data: Count
    took: float
    requestId: str


class RequestStatus(TypedDict):
    """Clients look at `success`, others at `isSuccess`."""

    success: bool
    isSuccess: bool
    action: str
    processedAt: Time
    integrationId: str
    status: str
    alertId: str
    alias: str


class RequestStatusAnswer(TypedDict):
    data: RequestStatus
    took: float
    requestId: str


class Note(TypedDict):
    note: str
    owner: str
    createdAt: Time
    offset: str


class NoteList(TypedDict):
    data: list[Note]
    paging: Paging
    took: float
    requestId: str


class Log(TypedDict):
    log: str
    type: str
    owner: str
    createdAt: Time
    offset: str


class LogList(TypedDict):
    data: list[Log]
    paging: Paging
    took: float
    requestId: str


class NothingListed(TypedDict):
    """Of what there is none of here."""

    data: list[Any]
    took: float
    requestId: str
