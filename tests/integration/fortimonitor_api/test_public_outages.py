"""`/v2/public/outage/<hash>`: no credential but the link itself."""

from dataclasses import replace

import pytest

from faultbook import wiring
from functions.fortimonitor_api.api import links_of
from functions.fortimonitor_api.capability import SHORTEST_LIFE
from tests.integration.fortimonitor_api.conftest import FortiMonitor
from tests.support.builders import NOW
from tests.support.http_events import a_request

ACTIONS = ("acknowledge", "escalate", "delay/60")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(("method", "status"), [("PUT", 204), ("POST", 200)])
def test_a_hash_opens_the_outage_that_it_stands_in(
    fortimonitor: FortiMonitor, method: str, status: int, action: str
):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]

    response = fortimonitor.send(method, f"/v2/public/outage/{value}/{action}", key="")

    assert response.status == status
    fault = fortimonitor.stored(number)
    assert (fault.version, fault.last_change.by) == (2, "outage-link")


@pytest.mark.parametrize("action", ACTIONS)
def test_a_hash_gives_who_follows_the_link_a_button_and_changes_nothing(
    fortimonitor: FortiMonitor, action: str
):
    number = fortimonitor.open_incident(description="Disk is full")
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    before = fortimonitor.all_items()

    page = fortimonitor.send("GET", f"/v2/public/outage/{value}/{action}", key="")

    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<form method="post"><button>' in page.text
    assert str(number) in page.text
    assert "Disk is full" not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert fortimonitor.all_items() == before


def test_a_hash_acknowledges_by_the_button_with_what_the_link_says(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    form = {"content-type": "application/x-www-form-urlencoded"}

    page = fortimonitor.send(
        "POST",
        f"/v2/public/outage/{value}/acknowledge",
        query="message=mine",
        key="",
        headers=form,
    )

    assert f"Outage {number} is acknowledged." in page.text
    assert fortimonitor.stored(number).last_change.why == "mine"


def test_a_hash_has_no_button_for_an_outage_that_is_over(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    fortimonitor.send("PUT", f"/v2/outage/{number}/force_resolve")

    response = fortimonitor.send("GET", f"/v2/public/outage/{value}/acknowledge", key="")

    assert response.status == 400


@pytest.mark.parametrize("action", ACTIONS)
def test_a_hash_that_is_wrong_is_as_good_as_one_of_a_fault_that_is_gone(
    fortimonitor: FortiMonitor, action: str
):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    forged = value[:9] + ("A" if value[9] != "A" else "B") + value[10:]
    never_made = replace(fortimonitor.stored(number), number=number + 1)
    gone = links_of(a_request()).hash_of(never_made)
    before = fortimonitor.all_items()

    answers = [
        fortimonitor.send(method, f"/v2/public/outage/{one}/{action}", key="")
        for one in (forged, gone, "x", "X" * 1000)
        for method in ("PUT", "GET", "POST")
    ]

    assert all(answer == answers[0] for answer in answers)
    assert answers[0].status == 404
    assert fortimonitor.all_items() == before


@pytest.mark.parametrize("action", ACTIONS)
def test_a_hash_opens_nothing_once_its_time_is_over(fortimonitor: FortiMonitor, action: str):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    fortimonitor.clock.at = NOW + 2 * SHORTEST_LIFE
    before = fortimonitor.all_items()

    response = fortimonitor.send("PUT", f"/v2/public/outage/{value}/{action}", {}, key="")
    fresh = fortimonitor.get(f"/v2/outage/{number}")["hash"]

    assert response.status == 404
    assert fortimonitor.all_items() == before
    path = f"/v2/public/outage/{fresh}/{action}"
    assert fortimonitor.send("PUT", path, {}, key="").status == 204


def test_a_hash_is_under_its_customers_quota(
    fortimonitor: FortiMonitor, monkeypatch: pytest.MonkeyPatch
):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    monkeypatch.setenv("REQUESTS_PER_SECOND", "0.001")
    wiring.stores.environment.cache_clear()
    wiring.quota.cache_clear()
    path = f"/v2/public/outage/{value}/escalate"

    answers = [fortimonitor.send("PUT", path, {}, key="") for _ in range(2)]
    wiring.stores.environment.cache_clear()
    wiring.quota.cache_clear()

    assert [answer.status for answer in answers] == [204, 429]
    assert int(answers[1].headers["retry-after"]) > 0


def test_links_of_one_customer_are_revoked_and_no_others(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    other = fortimonitor.make_key("cus_other")
    created = fortimonitor.send(
        "POST", "/v2/server/1/custom_incident", {"description": "d"}, key=other
    )
    theirs = fortimonitor.get(f"/v2/outage/{created.headers['id']}", key=other)["hash"]
    mine = fortimonitor.get(f"/v2/outage/{number}")["hash"]

    def status(value: str) -> int:
        return fortimonitor.send("PUT", f"/v2/public/outage/{value}/escalate", {}, key="").status

    assert (status(mine), status(theirs)) == (204, 204)
    wiring.settings_of_customers().revoke_outage_links(fortimonitor.customer_id)
    assert (status(mine), status(theirs)) == (404, 204)
    wiring.forget_customer_settings(fortimonitor.customer_id)

    fresh = fortimonitor.get(f"/v2/outage/{number}")["hash"]
    assert fresh != mine
    assert (status(mine), status(fresh)) == (404, 204)


def test_whoever_follows_a_link_may_say_who_it_is(fortimonitor: FortiMonitor):
    number = fortimonitor.open_incident()
    value = fortimonitor.get(f"/v2/outage/{number}")["hash"]

    path = f"/v2/public/outage/{value}/acknowledge"
    fortimonitor.send("POST", path, query="who=Ada", key="")

    change = fortimonitor.stored(number).last_change
    assert (change.by, change.by_name) == ("outage-link", "Ada")
