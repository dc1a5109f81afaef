"""Access tokens and API keys through their real handlers and wiring, over Dynoxide."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.errors import NotAuthenticated
from faultbook.domain.fault import Origin
from functions.fault_api.administration import lambda_handler
from tests.support.builders import CUSTOMER, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import NO_CONTEXT, Response, an_event
from tests.support.tokens import AUDIENCE, ISSUER, SECRET, a_token


def send(method: str, path: str, body: Any = None, **claims: Any) -> Response:
    """With every scope, unless `scope` says otherwise; an empty one sends no credential."""
    issued = int(wiring.clock().timestamp())
    fields: dict[str, Any] = {"scope": "faults:read faults:write admin", "iat": issued}
    fields |= {"exp": issued + 60} | claims
    headers = {"authorization": f"Bearer {a_token(**fields)}"} if fields["scope"] else {}
    event = an_event(method, path, body=body, headers=headers)
    return Response.of(lambda_handler(event, NO_CONTEXT))


def key_works(text: str) -> bool:
    try:
        wiring.api_key_authenticator().authenticate(text, "192.0.2.7", Origin.MACKEREL)
    except NotAuthenticated:
        return False
    return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SteppingClock:
    clock = SteppingClock()
    monkeypatch.setattr(wiring.stores, "clock", clock)
    return clock


@pytest.fixture(autouse=True)
def _environment(
    dynoxide: Engine, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    del clock  # only that it stands before anything asks for it
    with dynoxide.fresh_tables() as tables:
        environment = {
            "FAULTS_TABLE": tables.faults,
            "STATISTICS_TABLE": tables.statistics,
            "ACCESS_TABLE": tables.access,
            "PUBLIC_URL": "https://faults.example/",
            "SECRETS_PATH": "",
            "JWT_ALGORITHM": "HS256",
            "JWT_ISSUER": ISSUER,
            "JWT_AUDIENCE": AUDIENCE,
            "JWT_SECRET": SECRET.decode(),
            "TOKEN_SECRET": "the secret of tokens".ljust(32, "-"),
            "CURSOR_SECRET": "the secret of cursors".ljust(32, "-"),
            "API_KEY_PEPPER": "the pepper of keys".ljust(32, "-"),
            "AWS_ENDPOINT_URL_DYNAMODB": dynoxide.endpoint,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        forget_wiring()
        yield
        forget_wiring()


def test_a_link_is_made_listed_used_and_revoked():
    wiring.stores.fault_store().create(CUSTOMER, a_fault(message="Link down"))
    made = send("POST", "/fault/token", {"expire_after_minutes": 5}).json
    path = made["short_link"].removeprefix("https://faults.example")

    shown = send("GET", path, scope="")
    listed = send("GET", "/fault/token").json["data"]
    revoked = send("DELETE", f"/fault/token/{made['id']}")

    assert [fault["message"] for fault in shown.json] == ["Link down"]
    assert [token["id"] for token in listed] == [made["id"]]
    assert revoked.status == 204
    assert send("GET", path, scope="").status == 404
    assert send("GET", "/fault/token").json == {"data": []}
    assert send("DELETE", f"/fault/token/{made['id']}").status == 404


def test_a_link_ends_by_itself(clock: SteppingClock):
    made = send("POST", "/fault/token", {"expire_after_minutes": 5}).json
    path = f"/fault/token/{made['token']}"
    clock.at += timedelta(minutes=5)

    assert send("GET", path, scope="").status == 404


def test_a_key_is_made_listed_used_rotated_and_revoked(clock: SteppingClock):
    content = {"name": "probe", "scopes": ["faults:read"], "apis": ["mackerel"]}
    made = send("POST", "/api-keys", content).json
    assert key_works(made["key"])

    rotated = send("POST", f"/api-keys/{made['id']}/rotate").json
    assert key_works(made["key"])
    assert key_works(rotated["key"])
    clock.at += timedelta(hours=24)
    assert not key_works(made["key"])

    assert send("DELETE", f"/api-keys/{made['id']}").status == 204
    assert not key_works(rotated["key"])
    [listed] = send("GET", "/api-keys").json["data"]
    assert (listed["id"], listed["last_used_on"]) == (made["id"], "2026-01-15")
    assert listed["revoked_at"] is not None


def test_another_customer_reaches_none_of_it():
    token = send("POST", "/fault/token").json
    key = send("POST", "/api-keys", {"name": "probe", "scopes": ["faults:read"]}).json

    assert send("DELETE", f"/fault/token/{token['id']}", customer_id="cus_B").status == 404
    assert send("DELETE", f"/api-keys/{key['id']}", customer_id="cus_B").status == 404
    assert send("POST", f"/api-keys/{key['id']}/rotate", customer_id="cus_B").status == 404
    assert send("GET", "/fault/token", customer_id="cus_B").json == {"data": []}
    assert send("GET", "/api-keys", customer_id="cus_B").json == {"data": []}
    assert send("GET", f"/fault/token/{token['token']}", scope="").status == 200
    assert key_works(key["key"])
