"""The wire of Alertmanager's API version 2: answers (its api/v2/openapi.yaml)."""

from typing import Literal

from typing_extensions import TypedDict

from faultbook.gateway.answer_types import Time


class Receiver(TypedDict):
    name: str


class AlertStatus(TypedDict):
    state: Literal["active"]
    silencedBy: list[str]
    inhibitedBy: list[str]
    mutedBy: list[str]


class Alert(TypedDict):
    """A fault that is open. `fingerprint` is of its labels."""

    annotations: dict[str, str]
    endsAt: Time
    fingerprint: str
    receivers: list[Receiver]
    startsAt: Time
    status: AlertStatus
    updatedAt: Time
    generatorURL: str
    labels: dict[str, str]


class AlertGroup(TypedDict):
    labels: dict[str, str]
    receiver: Receiver
    routeLabels: dict[str, str]
    alerts: list[Alert]


class Silence(TypedDict):
    """There are none yet."""

    id: str


class ClusterStatus(TypedDict):
    status: Literal["disabled"]
    peers: list[str]


class VersionInfo(TypedDict):
    version: str
    revision: str
    branch: str
    buildUser: str
    buildDate: str
    goVersion: str


class Config(TypedDict):
    original: str


class Status(TypedDict):
    """`config.original` is YAML with a route and a receiver, which `amtool config` reads."""

    cluster: ClusterStatus
    versionInfo: VersionInfo
    config: Config
    uptime: Time


Error = str
