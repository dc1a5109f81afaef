"""Requests about heartbeats, as values."""

from faultbook_client.calls import Call, nothing
from faultbook_client.heartbeat_models import Heartbeat
from faultbook_client.parameters import HeartbeatChanges, HeartbeatFields
from faultbook_client.reading import list_reader, reader
from faultbook_client.wire import segment


def make(name: str, interval_minutes: int, more: HeartbeatFields) -> Call[Heartbeat]:
    """Sent again after a lost answer it would find its own, and be refused."""
    content = {**more, "name": name, "interval_minutes": interval_minutes}
    return Call(
        method="POST",
        path="/heartbeats",
        content=content,
        is_repeatable=False,
        read=reader(Heartbeat),
    )


def list_all() -> Call[list[Heartbeat]]:
    return Call(method="GET", path="/heartbeats", read=list_reader(Heartbeat, "data"))


def get(name: str) -> Call[Heartbeat]:
    return Call(method="GET", path=_path(name), read=reader(Heartbeat))


def change(name: str, changes: HeartbeatChanges) -> Call[Heartbeat]:
    return Call(method="PATCH", path=_path(name), content={**changes}, read=reader(Heartbeat))


def ping(name: str) -> Call[None]:
    return Call(method="POST", path=f"{_path(name)}/ping", read=nothing)


def delete(name: str) -> Call[None]:
    return Call(method="DELETE", path=_path(name), removes=True, read=nothing)


def _path(name: str) -> str:
    return f"/heartbeats/{segment(name)}"
