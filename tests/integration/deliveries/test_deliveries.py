"""From a change to a signed request at somebody else's server, and what comes of each answer."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from tests.integration.deliveries.conftest import MINUTE, PostOffice
from tests.support.receivers import Received, Reply, a_receiver


def faults_of(received: list[Received]) -> list[str]:
    return [one.json["data"]["fault"]["id"] for one in received]


def test_a_change_is_posted_with_a_signature_that_the_standards_library_verifies(
    office: PostOffice,
):
    made = office.endpoint(authorization="Bearer of the owner")
    fault = office.town.api.create()
    office.tell()

    [received] = office.receiver.received
    told = received.json
    assert told["type"] == "fault.opened"
    assert told["data"]["fault"] == fault
    assert received.webhook_id == told["id"]
    assert received.headers["authorization"] == "Bearer of the owner"
    assert received.headers["webhook-signature"] == signature_at(made, received)


def test_for_a_day_after_a_rotation_both_secrets_sign(office: PostOffice):
    made = office.endpoint()
    rotated = office.admin("POST", f"/endpoints/{made['id']}/secret").json
    office.town.api.create()
    office.tell()
    office.town.clock.at += timedelta(hours=24)
    office.town.api.create()
    office.tell()

    first, second = office.receiver.received
    assert first.headers["webhook-signature"].split(" ")[1] == signature_at(made, first)
    assert first.headers["webhook-signature"].split(" ")[0] == signature_at(rotated, first)
    assert second.headers["webhook-signature"] == signature_at(rotated, second)


def signature_at(endpoint: dict[str, str], received: Received) -> str:
    """As the library makes it; what it verifies it compares with the machine's own clock."""
    at = datetime.fromtimestamp(int(received.headers["webhook-timestamp"]), UTC)
    return Webhook(endpoint["secret"]).sign(received.webhook_id, at, received.body.decode())


def test_a_life_is_told_in_its_order(office: PostOffice):
    office.endpoint()
    office.lives()
    office.tell()

    assert office.receiver.types() == ["fault.opened", "fault.resolved"]
    assert office.woken == []


def test_nobody_is_told_of_what_was_before_the_endpoint(office: PostOffice):
    office.town.api.create()
    office.town.clock.at += MINUTE
    office.endpoint()

    office.tell()

    assert office.receiver.received == []


def test_a_batch_that_comes_twice_is_told_once(office: PostOffice):
    office.endpoint()
    office.lives(3)
    records = office.town.records()
    office.town._invoke(records)  # noqa: SLF001 - as Lambda delivers a batch again
    office.deliver()
    office.town._invoke(records)  # noqa: SLF001 - as above
    office.deliver()

    assert len(office.receiver.received) == 6


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"types": ["fault.opened"]}, ["fault.opened", "fault.resolved"]),
        ({"types": ["fault.resolved"]}, ["fault.resolved"]),
        ({"severities": ["HIGH"]}, ["fault.opened", "fault.resolved"]),
        ({"severities": ["LOW"]}, []),
        ({"kinds": ["INCIDENT"]}, []),
        ({"path": "site_1"}, ["fault.opened", "fault.resolved"]),
        ({"path": "site_1|edge"}, []),
    ],
)
def test_a_filter_leaves_what_it_names_and_the_end_of_what_was_told(
    office: PostOffice, wanted: dict[str, object], told: list[str]
):
    office.endpoint(filters=[wanted])

    office.lives(resource_ancestry_path="site_1|edge-0", severity="HIGH")
    office.tell()

    assert office.receiver.types() == told


def test_who_was_told_that_it_opened_is_told_that_it_closed_whatever_became_of_the_filter(
    office: PostOffice,
):
    made = office.endpoint()
    fault_id = office.town.api.create()["id"]
    office.tell()
    filters = [{"path": "elsewhere"}]
    office.admin("PATCH", f"/endpoints/{made['id']}", {"filters": filters})
    office.endpoint(name="another, so that what is remembered is read again")

    office.town.api("POST", f"/fault/{fault_id}/acknowledge", {})
    office.town.api("DELETE", f"/fault/{fault_id}")
    office.tell()

    told = [one.json["type"] for one in office.receiver.received]
    assert told.count("fault.deleted") == 2
    assert told.count("fault.acknowledged") == 1


def test_an_endpoint_that_fails_is_asked_each_minute_and_then_told_in_order(office: PostOffice):
    office.endpoint()
    office.receiver.decide = lambda _: Reply(503)
    office.lives(3)
    office.tell()
    assert len(office.receiver.received) == 2  # at once, and five seconds later

    office.minutes(3)
    assert 3 <= len(office.receiver.received) <= 5
    assert len({one.webhook_id for one in office.receiver.received[:3]}) == 1
    office.receiver.decide = lambda _: Reply()
    office.minutes(2)

    assert len(office.receiver.taken) == 6
    by_fault: dict[str, list[str]] = {}
    for one in office.receiver.taken:
        by_fault.setdefault(one.json["data"]["fault"]["id"], []).append(one.json["type"])
    assert list(by_fault.values()) == [["fault.opened", "fault.resolved"]] * 3


def test_a_delivery_that_is_refused_alone_holds_up_its_own_fault_only(office: PostOffice):
    office.endpoint()
    first = office.town.api.create(resource_id="poison")["id"]
    office.record()
    office.receiver.decide = lambda received: Reply(400 if b"poison" in received.body else 200)
    office.town.api("POST", f"/fault/{first}/resolve", {})
    office.lives(2)
    office.tell()

    assert first not in faults_of(office.receiver.taken)
    assert len(office.receiver.taken) == 4
    office.receiver.decide = lambda _: Reply()
    office.minutes(2)
    ends = [one.json["type"] for one in office.receiver.taken[4:]]
    assert ends == ["fault.opened", "fault.resolved"]
    assert office.lanes() == []


def test_an_endpoint_that_is_gone_is_switched_off(office: PostOffice):
    made = office.endpoint()
    office.receiver.decide = lambda _: Reply(410)
    office.lives(2)
    office.tell()
    office.lives()
    office.minutes(2)

    assert len(office.receiver.received) == 1
    shown = office.admin("GET", f"/endpoints/{made['id']}").json
    assert (shown["enabled"], shown["off"]) == (False, "answered 410")
    assert office.lanes() == []


def test_a_redirect_is_never_followed(office: PostOffice):
    with a_receiver() as elsewhere:
        office.endpoint()
        office.receiver.decide = lambda _: Reply(302, headers={"Location": elsewhere.url})
        office.town.api.create()
        office.tell()

        assert elsewhere.received == []
        assert office.receiver.taken == []


def test_retry_after_is_heeded(office: PostOffice):
    office.endpoint()
    office.receiver.decide = lambda _: Reply(429, headers={"Retry-After": "600"})
    office.town.api.create()
    office.tell()
    asked = len(office.receiver.received)
    office.receiver.decide = lambda _: Reply()

    office.minutes(9)
    assert len(office.receiver.received) == asked
    office.minutes(3)
    assert office.receiver.types() == ["fault.opened"]


def test_an_endpoint_that_fails_for_long_is_a_fault_until_it_works(office: PostOffice):
    office.endpoint(name="pager")
    office.receiver.decide = lambda _: Reply(500)
    office.town.api.create()
    office.tell()

    office.minutes(14)
    assert failing(office) == []
    office.minutes(3)
    [fault] = failing(office)
    assert fault["resource_ancestry_path"] == "faultbook|endpoints|pager"
    assert fault["status"] == "unresolved"
    office.receiver.decide = lambda _: Reply()
    office.minutes(4)  # a probe comes within 66 seconds of the one before

    assert failing(office)[0]["status"] == "resolved"
    assert set(office.receiver.types()) == {"fault.opened", "fault.resolved"}


def failing(office: PostOffice) -> list[dict[str, object]]:
    answer = office.town.api("GET", "/fault", query="type=endpoint-failing")
    found: list[dict[str, object]] = answer.json["data"]
    return found


def test_an_endpoint_that_fails_for_three_days_is_switched_off(office: PostOffice):
    made = office.endpoint()
    office.receiver.decide = lambda _: Reply(500)
    office.town.api.create()
    office.tell()
    office.town.clock.at += timedelta(days=3)
    office.minutes(2)

    assert office.admin("GET", f"/endpoints/{made['id']}").json["off"] == "failed for three days"


def test_a_removed_endpoint_is_told_nothing_more(office: PostOffice):
    made = office.endpoint()
    office.town.api.create()
    office.record()
    assert office.admin("DELETE", f"/endpoints/{made['id']}").status == 204

    office.deliver()
    office.minutes(1)

    assert office.receiver.received == []
    assert office.lanes() == []


def test_slack_is_told_without_paging_everybody(office: PostOffice):
    office.endpoint(kind="slack")
    office.town.api.create(message="<!channel> 1 & 2", cause="a > b")
    office.tell()

    [received] = office.receiver.received
    said = received.body.decode()
    assert "<!channel>" not in said
    assert "&lt;!channel&gt; 1 &amp; 2" in received.json["text"]
    assert "webhook-signature" not in received.headers
