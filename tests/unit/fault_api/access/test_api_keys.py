"""API keys: made, listed, rotated, revoked."""

from datetime import timedelta
from typing import Any

import pytest

from functions.fault_api.translate import time_wire
from tests.support.access_world import World
from tests.support.builders import CUSTOMER, NOW


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
        content: dict[str, Any] = {"name": "probe", "scopes": ["faults:read"], field: value}
        answer = world.call("POST", "/api-keys", content)

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
