"""What an agent does with a host, and what is shown of it."""

from typing import Any

from tests.support.mackerel_world import World


def register(world: World, name: str = "web-1", **more: Any) -> str:
    new_id: str = world.ok("POST", "/hosts", {"name": name, "meta": {}} | more)["id"]
    return new_id


def report_of(world: World, host: str, status: str = "CRITICAL", **more: Any) -> None:
    world.report(status, source={"type": "host", "hostId": host}, **more)


def host(world: World, host_id: str) -> dict[str, Any]:
    found: dict[str, Any] = world.ok("GET", f"/hosts/{host_id}")["host"]
    return found


def ids(world: World, query: str = "") -> list[str]:
    return [found["id"] for found in world.ok("GET", "/hosts", query=query)["hosts"]]


def set_status(world: World, host_id: str, status: str) -> None:
    assert world.ok("POST", f"/hosts/{host_id}/status", {"status": status}) == {"success": True}


def retire(world: World, host_id: str) -> None:
    assert world.ok("POST", f"/hosts/{host_id}/retire", {}) == {"success": True}
