"""The item of a fault: groups of attributes are a matter of the code, not of what is stored."""

from dataclasses import replace

from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.dynamodb.fault_item import fault_of, item_of
from tests.support.builders import NOW, a_fault

GROUPED = replace(
    a_fault(incident=IncidentDetails("incident-1", "SECURITY", "P1", "Renew it.", "site_1")),
    outage=OutageDetails("Expired", ("tls", "web")),
    assignee="Ann",
    assigned_at=NOW,
)


def test_details_are_stored_flat():
    item = item_of(GROUPED)

    flat = {"external_id", "category", "priority", "recommendation", "source_site"}
    flat |= {"summary", "lead", "tags"}
    assert {name: item[name]["S"] for name in flat} == {
        "external_id": "incident-1",
        "category": "SECURITY",
        "priority": "P1",
        "recommendation": "Renew it.",
        "source_site": "site_1",
        "summary": "Expired",
        "lead": "Ann",
        "tags": '["tls","web"]',
    }


def test_details_come_back_in_their_groups():
    assert fault_of(item_of(GROUPED)) == GROUPED


def test_a_fault_without_details_stores_none():
    assert not {"category", "priority", "summary", "lead", "tags"} & item_of(a_fault()).keys()
