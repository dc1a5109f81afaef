"""What an endpoint was told, over the API, and the same again."""

from typing import Any

from tests.integration.deliveries.conftest import PostOffice
from tests.support.receivers import Reply


def listed(office: PostOffice, endpoint: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    answer = office.admin("GET", f"/endpoints/{endpoint['id']}/deliveries", query=query)
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = answer.json["data"]
    return found


def test_what_was_told_is_listed_and_shown_with_its_attempts(office: PostOffice):
    made = office.endpoint(authorization="Bearer of the owner")
    office.receiver.decide = lambda _: Reply(503, b"busy")
    office.town.api.create()
    office.tell()
    office.receiver.decide = lambda _: Reply()
    office.minutes(2)

    [delivery] = listed(office, made)
    shown = office.admin("GET", f"/endpoints/{made['id']}/deliveries/{delivery['id']}")

    assert (delivery["state"], delivery["attempt_count"], delivery["status"]) == (
        "delivered",
        3,
        200,
    )
    attempts = shown.json["attempts"]
    assert [(one["status"], one["error"], one["answer"]) for one in attempts] == [
        (503, "It answered 503.", "busy"),
        (503, "It answered 503.", "busy"),
        (200, None, "thanks"),
    ]
    sent = office.receiver.taken[0]
    assert shown.json["event"] == sent.json
    headers = {name.lower(): text for name, text in attempts[-1]["headers"].items()}
    assert headers["webhook-timestamp"] == sent.headers["webhook-timestamp"]
    assert headers["webhook-signature"] == headers["authorization"] == "…"
    assert "of the owner" not in shown.text
    assert sent.headers["webhook-signature"] not in shown.text


def test_what_is_sent_again_has_the_same_id(office: PostOffice):
    made = office.endpoint()
    office.lives(2)
    office.tell()
    told = office.receiver.taken[1]

    path = f"/endpoints/{made['id']}/deliveries/{told.webhook_id}/redeliver"
    answer = office.admin("POST", path)
    office.deliver()

    assert (answer.status, answer.json["state"]) == (202, "pending")
    assert [one.webhook_id for one in office.receiver.taken[4:]] == [told.webhook_id]
    assert office.receiver.taken[4].json == told.json
    assert office.lanes() == []


def test_all_that_failed_is_sent_again_in_the_order_of_its_faults(office: PostOffice):
    made = office.endpoint()
    office.receiver.decide = lambda _: Reply(410)
    office.lives(3)
    office.tell()
    office.admin("PATCH", f"/endpoints/{made['id']}", {"enabled": True})
    office.receiver.decide = lambda _: Reply()

    answer = office.admin(
        "POST", f"/endpoints/{made['id']}/deliveries/redeliver", {"state": "failed"}
    )
    office.deliver()

    assert answer.json["meta"]["redelivered"] == 6
    assert listed(office, made, "state=failed") == []
    told: dict[str, list[str]] = {}
    for one in office.receiver.taken:
        told.setdefault(one.json["data"]["fault"]["id"], []).append(one.json["type"])
    assert list(told.values()) == [["fault.opened", "fault.resolved"]] * 3


def test_a_run_that_has_no_time_for_a_long_log_goes_on_where_it_stopped(office: PostOffice):
    """Of what was sent again long ago, everything behind it is read."""
    made = office.endpoint()
    office.lives(2)
    office.tell()
    first = office.receiver.taken[0].webhook_id
    office.admin("POST", f"/endpoints/{made['id']}/deliveries/{first}/redeliver")
    asked = office.woken.pop().json
    time_left = iter([60_000] * 2)

    office.run(asked, lambda: next(time_left, 0))

    assert len(office.woken) == 1
    [lane] = office.lanes()
    assert lane["oldest"]["S"] > first
    office.deliver()
    assert len(office.receiver.taken) == 5
    assert office.lanes() == []
