"""What the routes of access tokens and API keys have in common."""

import io
import json

import pytest

from faultbook import telemetry
from tests.support.access_world import ADMIN, World
from tests.support.builders import NOW
from tests.support.tokens import a_token

ROUTES = [
    ("POST", "/fault/token", "faults:write"),
    ("GET", "/fault/token", "faults:read"),
    ("DELETE", f"/fault/token/tok_{'a' * 20}", "faults:write"),
    ("POST", "/api-keys", "admin"),
    ("GET", "/api-keys", "admin"),
    ("POST", f"/api-keys/{'a' * 16}/rotate", "admin"),
    ("DELETE", f"/api-keys/{'a' * 16}", "admin"),
]


@pytest.mark.parametrize(("method", "path", "needed"), ROUTES)
def test_each_route_needs_its_scope(world: World, method: str, path: str, needed: str):
    others = " ".join({"faults:read", "faults:write", "admin"} - {needed})

    assert world.call(method, path, scope=None).status == 401
    assert world.call(method, path, scope=others).status == 403
    assert world.call(method, path, scope=needed).status not in {401, 403}
    assert world.store.list_api_keys("cus_B") == []


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/fault/token", "GET, HEAD, POST"),
        ("POST", "/fault/token/x", "DELETE, GET, HEAD"),
        ("DELETE", "/api-keys", "GET, HEAD, POST"),
        ("GET", "/api-keys/x", "DELETE"),
        ("DELETE", "/api-keys/x/rotate", "POST"),
    ],
)
def test_another_method_is_told_which_there_are(world: World, method: str, path: str, allowed: str):
    answer = world.call(method, path)

    assert answer.status == 405
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/fault/token/a/b", "/api-keys/a/b", "/api-keys/a/rotate/b"])
def test_other_paths_are_not_found(world: World, path: str):
    assert world.call("GET", path).status == 404


def test_no_log_line_holds_a_credential(world: World, monkeypatch: pytest.MonkeyPatch):
    log = io.StringIO()
    monkeypatch.setattr(telemetry.to_stdout, "stream", log)
    made = world.make_token()
    key = world.make_key()["key"]
    world.call("GET", f"/fault/token/{made['token']}", scope=None)
    world.call("GET", f"/fault/token/{made['token']}x", scope=None)

    lines = log.getvalue()
    assert [json.loads(line)["status"] for line in lines.splitlines()] == [200, 201, 200, 404]
    assert made["token"][-20:] not in lines
    assert key[-20:] not in lines
    assert a_token(scope=ADMIN)[-20:] not in lines


def test_times_of_answers_have_six_digits(world: World):
    world.clock.at = NOW.replace(microsecond=5)

    assert world.make_key()["created_at"] == "2026-01-15T12:00:00.000005Z"
