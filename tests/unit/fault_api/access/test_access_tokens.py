"""Access tokens: made, listed, revoked, and used by a dashboard."""

from datetime import timedelta
from typing import Any

import pytest

from functions.fault_api.administration import lambda_handler
from tests.support.access_world import World
from tests.support.builders import CUSTOMER, a_comment, a_fault
from tests.support.http_events import NO_CONTEXT, Response, an_event
from tests.support.tokens import a_token


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
