"""Documents that are kept with a host."""

from typing import Any

from tests.support.mackerel_world import World
from tests.support.registered_hosts import register, retire


def test_metadata_come_back_as_they_were_put(world: World):
    web = register(world)
    kept: dict[str, Any] = {"a": {"b": [1, None]}, "c_d-E": [], "null": None}
    for name, content in kept.items():
        body = "null" if content is None else content
        world.ok("PUT", f"/hosts/{web}/metadata/{name}", body)
        assert world.ok("GET", f"/hosts/{web}/metadata/{name}") == content

    names = world.ok("GET", f"/hosts/{web}/metadata")["metadata"]
    assert names == [{"namespace": name} for name in ("a", "c_d-E", "null")]


def test_metadata_have_at_most_100_kilobytes(world: World):
    web = register(world)

    assert world.call("PUT", f"/hosts/{web}/metadata/a", ["x" * (100 * 1024 - 4)]).status == 200
    assert world.call("PUT", f"/hosts/{web}/metadata/a", ["x" * (100 * 1024 - 3)]).status == 413


def test_a_host_has_at_most_50_metadata(world: World):
    web = register(world)
    for number in range(50):
        world.ok("PUT", f"/hosts/{web}/metadata/{number}", {})

    assert world.call("PUT", f"/hosts/{web}/metadata/50", {}).status == 400
    assert world.call("PUT", f"/hosts/{web}/metadata/49", {"again": True}).status == 200


def test_metadata_that_are_deleted_or_whose_host_retires_are_gone(world: World):
    web = register(world)
    for name in ("a", "b"):
        world.ok("PUT", f"/hosts/{web}/metadata/{name}", {})
    world.ok("DELETE", f"/hosts/{web}/metadata/a")
    assert world.call("DELETE", f"/hosts/{web}/metadata/a").status == 404
    assert world.ok("GET", f"/hosts/{web}/metadata")["metadata"] == [{"namespace": "b"}]

    retire(world, web)

    assert world.ok("GET", f"/hosts/{web}/metadata") == {"metadata": []}
