"""Queries and paths: what is refused, what is as if left out, and which methods there are."""

from collections.abc import Iterator

import pytest

from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.native_api import ADMIN, READ, WRITE, NativeApi, native_api, routes


@pytest.fixture(scope="module")
def api(dynoxide: Engine) -> Iterator[NativeApi]:
    """One set of tables for all: what is refused leaves nothing behind."""
    with dynoxide.fresh_tables(), native_api(dynoxide, SteppingClock()) as api:
        yield api


@pytest.mark.parametrize(
    "limit",
    [
        *("0", "-1", "101", "1000000000", "9" * 20, "true", "%225%22", "5.0", "1_0", "%2B5"),
        *("%205", "%D9%A5", "5e0", "0x5", "5&limit=5", "NaN", "null", "[]", "%EF%BC%95"),
    ],
)
def test_a_limit_that_is_no_number_from_1_to_100_is_refused(api: NativeApi, limit: str):
    answer = api("GET", "/fault", query=f"limit={limit}")

    assert answer.status == 400
    assert list(answer.json["errors"]) == ["limit"]


@pytest.mark.parametrize(
    "query",
    [
        "severity=high",
        "severity=HIGH%20",
        "severity=%EF%BC%A8IGH",
        "severity=null",
        "order=worst",
        "order=severity,oldest",
        "acknowledged=True",
        "acknowledged=1",
        "kind=alert",
        "type=" + ",".join(f"t{number}" for number in range(51)),
        "assignee=%20",
        "limit=5&limit=5",
        "status=open",
        "status=Resolved",
        "site=a%7Cb",
        "resource_id=%00",
        "path=%7C",
        "from=2026-01-15",
        "from=now",
        "from=1768478400",
        "to=2026-01-15T12:00:00",
        "to=9999-12-31T23:59:59-23:00",
        "cursor=x",
        "cursor=" + "A" * 600,
        "unknown=1",
        "Limit=5",
        "limit[]=5",
        "%00=1",
    ],
)
def test_a_bad_query_is_refused(api: NativeApi, query: str):
    answer = api("GET", "/fault", query=query)

    assert answer.status == 400
    assert len(answer.text) < 1000


@pytest.mark.parametrize(
    "name", ["limit", "severity", "type", "site", "path", "q", "cursor", "from", "status"]
)
def test_an_empty_query_value_is_as_if_left_out(api: NativeApi, name: str):
    assert api("GET", "/fault", query=f"{name}=").json == api("GET", "/fault").json


@pytest.mark.parametrize("route", routes(), ids=lambda route: f"{route.method} {route.path}")
def test_every_route_refuses_a_query_field_that_it_does_not_know(api: NativeApi, route):
    path = route.path.replace("<fault_id>", api.create()["id"]).replace("<key_id>", "x")
    token = api("POST", "/fault/token", {}).json["token"]
    path = path.replace("<token>", token)

    answer = api(route.method, path, None, query="unknown=1", scopes=(READ, WRITE, ADMIN))

    assert answer.status == 400
    assert "unknown" in answer.json["errors"]


METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


@pytest.mark.parametrize("path", sorted({route.path for route in routes()}))
def test_a_path_says_which_methods_it_has(api: NativeApi, path: str):
    declared = sorted(route.method for route in routes() if route.path == path)
    concrete = path.replace("<fault_id>", "flt_x").replace("<token>", "x").replace("<key_id>", "x")

    if "GET" in declared:
        declared = sorted([*declared, "HEAD"])
    for method in METHODS:
        for token in (None, ""):
            answer = api(method, concrete, token=token)
            if method in declared:
                assert answer.status != 405
            else:
                assert (method, answer.status) == (method, 405)
                assert answer.headers["allow"] == ", ".join(declared)
                assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/fault//",
        "/fault/%2F",
        "/fault/..%2f..%2fapi-keys",
        "/fault/../api-keys",
        "/fault/flt_x/unknown",
        "/fault/flt_x/comment/1",
        "/fault/flt_x//comment",
        "/fault/" + "x" * 8192,
        "/fault/\x00",
        "/fault/flt_x\n",
        "/fault/\u202e",
        "/api-keys//rotate",
    ],
    ids=lambda path: ascii(path)[:40],
)
def test_a_strange_path_finds_nothing(api: NativeApi, dynoxide: Engine, path: str):
    before = dynoxide.digest()

    for method in ("GET", "POST", "DELETE"):
        answer = api(method, path, None if method != "POST" else {"comment": "c"})
        assert (
            answer.status == 200
            if path == "/fault/" and method == "GET"
            else 400 <= answer.status < 500
        )

    assert dynoxide.digest() == before


def test_one_trailing_slash_makes_no_difference(api: NativeApi):
    fault = api.create()

    assert api("GET", f"/fault/{fault['id']}/").json == fault


def test_a_page_after_its_end_is_empty(api: NativeApi):
    api.create()

    answer = api("GET", "/fault", query="from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")

    meta = {"count": 0, "cursor": None, "has_more": False, "complete": True}
    assert answer.json == {"data": [], "meta": meta}
