"""What the Mackerel API answers, version 0. What is not required is absent, never null."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import StringConstraints
from typing_extensions import TypedDict

from faultbook.gateway.answer_types import Keywords
from functions.mackerel_api.schemas import AlertStatus, HostStatus

MonitorType = Literal[
    "connectivity",
    "host",
    "service",
    "external",
    "check",
    "expression",
    "anomalyDetection",
    "query",
]
Trigger = Literal[
    "monitoring",
    "manual",
    "monitorDelete",
    "hostRetire",
    "serviceDelete",
    "anomalyDetectionManuallyRetraining",
    "externalMonitoringServiceChange",
]
Id = Annotated[str, StringConstraints(pattern=r"^[1-9A-HJ-NP-Za-km-z]{11}$")]
ShortId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{1,15}$")]


class Alert(TypedDict):
    """Every fault is the alert of a check: the only type whose message every client shows."""

    id: Id
    status: AlertStatus
    monitorId: Id
    type: MonitorType
    hostId: ShortId
    message: str
    memo: str
    openedAt: int
    reason: NotRequired[str]
    closedAt: NotRequired[int]


class AlertList(TypedDict):
    alerts: list[Alert]
    nextId: NotRequired[Id]


class Memo(TypedDict):
    id: Id
    memo: str


class CheckDetail(TypedDict):
    message: str
    memo: str


class StatusDetail(TypedDict):
    type: Literal["check"]
    detail: CheckDetail


class AlertLog(TypedDict):
    id: Id
    status: AlertStatus
    trigger: Trigger
    monitorId: Id | None
    targetValue: float | None
    statusDetail: StatusDetail | None
    createdAt: int


class AlertLogList(TypedDict):
    logs: list[AlertLog]
    nextId: NotRequired[Id]


class Interface(TypedDict):
    name: str
    macAddress: NotRequired[str]
    ipAddress: NotRequired[str]
    ipv4Addresses: NotRequired[list[str]]
    ipv6Address: NotRequired[str]
    ipv6Addresses: NotRequired[list[str]]


class Host(TypedDict):
    id: ShortId
    name: str
    displayName: NotRequired[str]
    customIdentifier: NotRequired[str]
    status: HostStatus
    memo: str
    size: Literal["standard"]
    roles: dict[str, list[str]]
    isRetired: bool
    retiredAt: NotRequired[int]
    createdAt: int
    meta: dict[str, Any]
    interfaces: list[Interface]


class HostList(TypedDict):
    hosts: list[Host]


class OneHost(TypedDict):
    host: Host


class HostId(TypedDict):
    id: ShortId


class MonitoredStatusDetail(TypedDict):
    type: Literal["check"]
    message: str
    memo: NotRequired[str]


class MonitoredStatus(TypedDict):
    monitorId: Id
    status: AlertStatus
    detail: NotRequired[MonitoredStatusDetail]


class MonitoredStatusList(TypedDict):
    monitoredStatuses: list[MonitoredStatus]


class Namespace(TypedDict):
    namespace: str


class NamespaceList(TypedDict):
    metadata: list[Namespace]


Metadata = Any  # as a sender has put it


class NameList(TypedDict):
    """Always empty: metrics are taken and not kept."""

    names: Annotated[list[str], Keywords(maxItems=0)]


class Service(TypedDict):
    name: str
    memo: str
    roles: list[str]


class ServiceList(TypedDict):
    services: list[Service]


class Role(TypedDict):
    name: str
    memo: str


class RoleList(TypedDict):
    roles: list[Role]


class Organization(TypedDict):
    name: str
    displayName: str | None


class MonitorList(TypedDict):
    """Always empty: monitors are their senders' own, and check monitors have a list of theirs."""

    monitors: Annotated[list[dict[str, str]], Keywords(maxItems=0)]


class CheckMonitor(TypedDict):
    id: Id
    name: str


class CheckMonitorList(TypedDict):
    checks: list[CheckMonitor]
    nextId: NotRequired[Id]


class OneCheckMonitor(TypedDict):
    check: CheckMonitor


class RefusedReport(TypedDict):
    """`report` counts from 0."""

    report: int
    message: str


class ReportsTaken(TypedDict):
    """`refused` is there where some of the reports were not taken."""

    success: Literal[True]
    refused: NotRequired[list[RefusedReport]]


class Success(TypedDict):
    success: Literal[True]


class Message(TypedDict):
    message: str


class Error(TypedDict):
    """401 has the plain text, everything else the object."""

    error: Message | str
