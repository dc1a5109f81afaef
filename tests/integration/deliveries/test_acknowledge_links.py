"""From a message in a channel to the acknowledgement of its fault, and whom it is put down to."""

import re

import pytest

from tests.integration.deliveries.conftest import PostOffice

ORIGIN = "https://faults.example"


def link_in(office: PostOffice) -> str:
    """The path of the newest message's link."""
    text = office.receiver.received[-1].body.decode()
    [link] = re.findall(rf"<{ORIGIN}(/endpoints/[^|]+)\|Acknowledge>", text)
    return str(link)


@pytest.fixture
def fault_id(office: PostOffice) -> str:
    """Of a fault that a channel was told of."""
    office.endpoint(name="#noc", kind="slack")
    fault_id: str = office.town.api.create()["id"]
    office.tell()
    return fault_id


def test_the_button_acknowledges_and_the_timeline_names_the_endpoint(
    office: PostOffice, fault_id: str
):
    link = link_in(office)
    looked_at = office.town.api("GET", link, token="")
    before = office.town.api("GET", f"/fault/{fault_id}").json
    pressed = office.town.api("POST", link, token="")
    again = office.town.api("POST", link, token="")
    after = office.town.api("GET", f"/fault/{fault_id}").json

    assert (looked_at.status, pressed.status, again.status) == (200, 200, 200)
    assert before["acknowledged_by"] is None
    assert after["acknowledged_by"] == f"endpoint:{link.split('/')[2]}"
    assert after["acknowledged_by_name"] == "#noc"
    assert (before["version"], after["version"]) == (1, 2)


def test_a_link_to_what_is_over_changes_nothing(office: PostOffice, fault_id: str):
    link = link_in(office)
    office.town.api("POST", f"/fault/{fault_id}/resolve", {})
    pressed = office.town.api("POST", link, token="")

    assert "is over" in pressed.text
    assert office.town.api("GET", f"/fault/{fault_id}").json["acknowledged_by"] is None


def test_a_link_ends_with_its_endpoint(office: PostOffice, fault_id: str):
    link = link_in(office)
    office.admin("DELETE", "/".join(link.split("/")[:3]))

    assert office.town.api("POST", link, token="").status == 404
    assert office.town.api("GET", f"/fault/{fault_id}").json["acknowledged_by"] is None
