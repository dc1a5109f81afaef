"""The routes of access tokens and API keys, over in-memory stores."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import telemetry
from faultbook.domain.errors import NotAuthenticated
from faultbook.gateway.api_key import ApiKeyAuthenticator
from faultbook.gateway.quota import Quota
from faultbook.gateway.share_token import ShareTokens
from faultbook.secret_store import SecretName, Secrets
from functions.fault_api.administration import api, lambda_handler
from functions.fault_api.translate import time_wire
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_comment, a_fault
from tests.support.fakes import InMemoryFaultStore
from tests.support.fresh_wiring import forget_wiring, replace_part
from tests.support.http_events import NO_CONTEXT, Response, an_event
from tests.support.tokens import Timer, a_token, an_authenticator

SECRETS = Secrets.given({name: f"{name} of at least thirty-two bytes" for name in SecretName})
ADMIN = "faults:read faults:write admin"


class World:
    def __init__(self) -> None:
        self.clock = SteppingClock()
        self.timer = Timer()
        self.store = InMemoryAccessStore(self.clock)
        self.faults = InMemoryFaultStore(self.clock)
        self.share_tokens = ShareTokens(
            self.store, lambda: SECRETS.get(SecretName.TOKEN), self.clock, self.timer
        )
        self.keys = ApiKeyAuthenticator(
            self.store, lambda: SECRETS.get(SecretName.API_KEY_PEPPER), self.clock, self.timer
        )
        self.quota = Quota(50, self.timer)

    def call(
        self, method: str, path: str, body: Any = None, *, scope: str | None = ADMIN, **claims: Any
    ) -> Response:
        """`scope` None: no credential."""
        token = a_token(scope=scope, **claims) if scope is not None else ""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        event = an_event(method, path, body=body, headers=headers)
        return Response.of(lambda_handler(event, NO_CONTEXT))

    def make_token(self, body: Any = None, **claims: Any) -> dict[str, Any]:
        made = self.call("POST", "/fault/token", body, **claims).json
        assert isinstance(made, dict)
        return made

    def make_key(self, **wanted: Any) -> dict[str, Any]:
        body = {"name": "probe", "scopes": ["faults:read"]} | wanted
        made = self.call("POST", "/api-keys", body)
        assert made.status == 201, made.text
        return dict(made.json)

    def key_works(self, text: str) -> bool:
        try:
            self.keys.authenticate(text, "192.0.2.7")
        except NotAuthenticated:
            return False
        return True


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    world = World()
    forget_wiring()
    authenticator = an_authenticator(clock=world.clock)
    parts: dict[str, Any] = {
        "clock": world.clock,
        "access_store": lambda: world.store,
        "fault_store": lambda: world.faults,
        "secrets": lambda: SECRETS,
        "share_tokens": lambda: world.share_tokens,
        "api_key_authenticator": lambda: world.keys,
        "admit": world.quota.admit,
    }
    for name, part in parts.items():
        replace_part(monkeypatch, name, part)
    monkeypatch.setattr(api, "authenticate", authenticator.authenticate)
    monkeypatch.setattr(api, "admit", world.quota.admit)
    yield world
    forget_wiring()


class TestAccessTokens:
    def test_a_token_is_made_for_an_hour_unless_told_otherwise(self, world: World):
        answer = world.call("POST", "/fault/token")

        assert answer.status == 200
        assert answer.json == {
            "id": answer.json["id"],
            "token": answer.json["token"],
            "type": "jwt",
            "expires_in_minutes": 60,
            "expires_at": "2026-01-15T13:00:00.000000Z",
            "short_link": f"https://faults.example/fault/token/{answer.json['token']}",
        }

    @pytest.mark.parametrize("minutes", [1, 43_200])
    def test_a_token_may_live_a_minute_to_30_days(self, world: World, minutes: int):
        made = world.make_token({"expire_after_minutes": minutes})

        assert made["expires_in_minutes"] == minutes

    @pytest.mark.parametrize(
        "minutes", [0, 43_201, -1, 1.0, "60", True, None, [60], 10**20], ids=repr
    )
    def test_any_other_life_is_refused(self, world: World, minutes: Any):
        answer = world.call("POST", "/fault/token", {"expire_after_minutes": minutes})

        assert answer.status == 400
        assert list(answer.json["errors"]) == ["expire_after_minutes"]
        assert world.store.list_access_tokens(CUSTOMER) == []

    def test_fields_that_are_not_the_senders_are_refused(self, world: World):
        body = {"expire_after_minutes": 60, "customer_id": "cus_B"}

        assert world.call("POST", "/fault/token", body).status == 400

    def test_the_link_shows_the_open_faults_without_any_other_credential(self, world: World):
        fault = a_fault()
        world.faults.create(CUSTOMER, fault)
        world.faults.create("cus_B", a_fault(customer_id="cus_B"))
        token = world.make_token()["token"]

        answer = world.call("GET", f"/fault/token/{token}", scope=None)

        [shown] = answer.json
        assert answer.status == 200
        assert (shown["customer_id"], shown["message"]) == (CUSTOMER, fault.message)
        assert (shown["status"], shown["comments"]) == ("unresolved", [])

    def test_the_link_shows_the_newest_comments(self, world: World):
        fault = a_fault()
        commented = fault.commented(fault.last_change, a_comment(body="On my way."))
        world.faults.create(CUSTOMER, commented)

        [shown] = world.call("GET", f"/fault/token/{world.make_token()['token']}", scope=None).json

        assert [comment["comment"] for comment in shown["comments"]] == ["On my way."]

    def test_the_older_name_of_the_path_is_as_good(self, world: World):
        made = world.call("POST", "/faults/token").json

        assert world.call("GET", f"/faults/token/{made['token']}", scope=None).status == 200
        assert world.call("GET", "/faults/token").json["data"][0]["id"] == made["id"]
        assert world.call("DELETE", f"/faults/token/{made['id']}").status == 204

    @pytest.mark.parametrize("kind", ["nonsense", "id", "bearer", "expired", "revoked", "cut"])
    def test_what_is_no_valid_token_is_not_found(self, world: World, kind: str):
        made = world.make_token()
        text = {"nonsense": "x", "id": made["id"], "bearer": a_token(), "cut": made["token"][:-1]}
        if kind == "revoked":
            world.call("DELETE", f"/fault/token/{made['id']}")
        if kind == "expired":
            world.clock.at += timedelta(hours=1)

        answer = world.call("GET", f"/fault/token/{text.get(kind, made['token'])}", scope=None)

        assert answer.status == 404
        assert answer.json["detail"] == "There is no such access token."

    def test_the_token_is_no_bearer_token(self, world: World):
        token = world.make_token()["token"]
        headers = {"authorization": f"Bearer {token}"}
        event = an_event("GET", "/fault/token", headers=headers)

        assert Response.of(lambda_handler(event, NO_CONTEXT)).status == 401

    def test_the_link_counts_against_the_customers_quota(self, world: World):
        token = world.make_token()["token"]
        statuses = [
            world.call("GET", f"/fault/token/{token}", scope=None).status for _ in range(120)
        ]

        assert statuses.count(200) == 99
        assert statuses.count(429) == 21
        assert world.call("GET", "/fault/token", customer_id="cus_B").status == 200

    def test_the_list_names_tokens_but_does_not_show_them(self, world: World):
        made = world.make_token(sub="user_7")

        answer = world.call("GET", "/fault/token", scope="faults:read")

        assert answer.json == {
            "data": [
                {
                    "id": made["id"],
                    "created_at": "2026-01-15T12:00:00.000000Z",
                    "created_by": "user_7",
                    "expires_at": "2026-01-15T13:00:00.000000Z",
                }
            ]
        }

    def test_a_revoked_token_is_gone_for_good(self, world: World):
        made = world.make_token()
        assert world.call("GET", f"/fault/token/{made['token']}", scope=None).status == 200

        revoked = world.call("DELETE", f"/fault/token/{made['id']}")

        assert (revoked.status, revoked.text) == (204, "")
        assert world.call("GET", f"/fault/token/{made['token']}", scope=None).status == 404
        assert world.call("DELETE", f"/fault/token/{made['id']}").status == 404

    def test_another_customers_token_is_as_good_as_missing(self, world: World):
        made = world.make_token()
        foreign = world.call("DELETE", f"/fault/token/{made['id']}", customer_id="cus_B")
        missing = world.call("DELETE", f"/fault/token/tok_{'a' * 20}", customer_id="cus_B")

        assert foreign == missing
        assert world.call("GET", f"/fault/token/{made['token']}", scope=None).status == 200


class TestApiKeys:
    def test_a_key_is_shown_once_with_all_that_is_known_of_it(self, world: World):
        body = {
            "name": "probe in hall 3",
            "scopes": ["faults:write", "faults:read"],
            "cidrs": ["192.0.2.0/24", "2001:DB8::/32", "198.51.100.4", "192.0.2.0/24"],
            "apis": ["mackerel"],
            "path": "berlin|hall 3",
            "topics": [
                "arn:aws:sns:us-east-1:123456789012:alarms",
                "arn:aws:sns:us-east-1:123456789012:alarms",
            ],
            "expires_at": "2026-06-01T02:00:00+02:00",
        }
        answer = world.call("POST", "/api-keys", body)

        assert answer.status == 201
        assert answer.json == {
            "id": answer.json["id"],
            "key": answer.json["key"],
            "name": "probe in hall 3",
            "scopes": ["faults:read", "faults:write"],
            "cidrs": ["192.0.2.0/24", "2001:db8::/32", "198.51.100.4/32"],
            "apis": ["mackerel"],
            "path": "berlin|hall 3",
            "topics": ["arn:aws:sns:us-east-1:123456789012:alarms"],
            "created_at": "2026-01-15T12:00:00.000000Z",
            "created_by": "user_1",
            "expires_at": "2026-06-01T00:00:00.000000Z",
            "rotated_at": None,
            "previous_secret_until": None,
            "revoked_at": None,
            "last_used_on": None,
        }

    def test_the_list_shows_everything_but_the_key(self, world: World):
        made = world.make_key()
        assert world.key_works(made["key"])

        [listed] = world.call("GET", "/api-keys").json["data"]

        assert listed == {name: value for name, value in made.items() if name != "key"} | {
            "last_used_on": "2026-01-15"
        }

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "n" * 101),
            ("name", "two\nlines"),
            ("name", " padded"),
            ("name", 5),
            ("name", None),
            ("scopes", []),
            ("scopes", ["admin"]),
            ("scopes", ["faults:read", "faults:paint"]),
            ("scopes", ["faults:read"] * 3),
            ("scopes", "faults:read"),
            ("scopes", None),
            ("cidrs", ["192.0.2.1/24"]),
            ("cidrs", ["192.0.2.0/33"]),
            ("cidrs", ["example.org"]),
            ("cidrs", ["127.1"]),
            ("cidrs", [3221225985]),
            ("topics", ["arn:aws:sqs:us-east-1:123456789012:alarms"]),
            ("topics", ["arn:aws:sns:us-east-1:123456789012:alarms"] * 21),
            ("cidrs", ["10.0.0.0/8"] * 51),
            ("apis", ["faults"]),
            ("apis", ["schedule"]),
            ("expires_at", "2026-01-15T12:00:00Z"),
            ("expires_at", "2030-01-15T12:00:00Z"),
            ("expires_at", 1768478400),
            ("expires_at", "tomorrow"),
            ("customer_id", "cus_B"),
            ("digest", "00"),
            ("key", "fb_1_2"),
        ],
        ids=repr,
    )
    def test_what_is_not_a_key_is_not_made(self, world: World, field: str, value: Any):
        wanted: dict[str, Any] = {"name": "probe", "scopes": ["faults:read"], field: value}
        answer = world.call("POST", "/api-keys", wanted)

        assert answer.status == 400
        assert all(name.split(".")[0] == field for name in answer.json["errors"])
        assert world.store.list_api_keys(CUSTOMER) == []

    def test_a_rotated_key_has_two_secrets_for_a_day(self, world: World):
        made = world.make_key()
        rotated = world.call("POST", f"/api-keys/{made['id']}/rotate")

        assert rotated.status == 200
        assert rotated.json["previous_secret_until"] == time_wire(NOW + timedelta(days=1))
        assert world.key_works(made["key"])
        assert world.key_works(rotated.json["key"])
        world.clock.at += timedelta(days=1)
        assert not world.key_works(made["key"])
        assert world.key_works(rotated.json["key"])

    def test_a_rotation_without_overlap_counts_at_once(self, world: World):
        made = world.make_key()
        assert world.key_works(made["key"])

        rotated = world.call("POST", f"/api-keys/{made['id']}/rotate", {"overlap_minutes": 0})

        assert rotated.json["previous_secret_until"] is None
        assert not world.key_works(made["key"])

    @pytest.mark.parametrize("minutes", [-1, 10_081, "5", 1.5, True, None], ids=repr)
    def test_an_overlap_is_0_to_7_days(self, world: World, minutes: Any):
        made = world.make_key()
        path = f"/api-keys/{made['id']}/rotate"

        assert world.call("POST", path, {"overlap_minutes": 10_080}).status == 200
        assert world.call("POST", path, {"overlap_minutes": minutes}).status == 400

    def test_a_revoked_key_is_out_at_once_and_stays_listed(self, world: World):
        made = world.make_key()
        assert world.key_works(made["key"])

        revoked = world.call("DELETE", f"/api-keys/{made['id']}")

        assert (revoked.status, revoked.text) == (204, "")
        assert not world.key_works(made["key"])
        [listed] = world.call("GET", "/api-keys").json["data"]
        assert listed["revoked_at"] == "2026-01-15T12:00:00.000000Z"
        assert world.call("DELETE", f"/api-keys/{made['id']}").status == 204
        assert world.call("POST", f"/api-keys/{made['id']}/rotate").status == 409

    def test_another_customers_key_is_as_good_as_missing(self, world: World):
        made = world.make_key()

        for method, tail in (("DELETE", ""), ("POST", "/rotate")):
            foreign = world.call(method, f"/api-keys/{made['id']}{tail}", customer_id="cus_B")
            missing = world.call(method, f"/api-keys/{'a' * 16}{tail}", customer_id="cus_B")
            assert foreign == missing
            assert foreign.status == 404
        assert world.call("GET", "/api-keys", customer_id="cus_B").json == {"data": []}
        assert world.key_works(made["key"])


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
