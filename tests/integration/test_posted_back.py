"""What one API shows of a fault is sent back to it as it was shown."""

from collections.abc import Iterator

import pytest

from faultbook import wiring
from faultbook.domain.identifiers import fault_id, short_id
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine
from tests.support.every_api import EveryApi, every_api
from tests.support.incidents_world import an_incident


@pytest.fixture
def api(dynoxide: Engine) -> Iterator[EveryApi]:
    with dynoxide.fresh_tables(), every_api(dynoxide, SteppingClock()) as api:
        yield api


def numbers(api: EveryApi) -> list[int]:
    return [item["id"] for item in api.ok("GET", "/api/v1/incidents")["data"]]


def test_the_native_api_names_each_field_that_only_it_can_say(api: EveryApi):
    fault = api.put()
    path = f"/fault/{fault_id(CUSTOMER, fault.number)}"
    shown = api.ok("GET", path)

    for method, place in (("POST", "/fault"), ("PUT", path)):
        refused = api(method, place, shown)
        assert refused.status == 400
        assert {"id", "created_at", "version"} <= refused.json["errors"].keys()
    assert numbers(api) == [fault.number]


def test_an_incident_is_itself_again(api: EveryApi):
    number = api.ok("POST", "/api/v1/incidents", an_incident())
    path = f"/api/v1/incidents/{number}"
    shown = api.ok("GET", path)

    assert api.ok("POST", "/api/v1/incidents", shown) == number
    assert api.ok("PATCH", path, shown) == api.ok("GET", path) == shown
    assert wiring.stores.fault_store().get(CUSTOMER, number).version == 1


def test_a_fault_of_another_api_is_the_incident_that_it_was_shown_as(api: EveryApi):
    fault = api.put()
    shown = api.ok("GET", f"/api/v1/incidents/{fault.number}")

    assert api.ok("POST", "/api/v1/incidents", shown) == fault.number
    assert wiring.stores.fault_store().get(CUSTOMER, fault.number).version == 1

    over = shown | {"status": "RESOLVED", "resolution": "FIXED"}
    assert api.ok("POST", "/api/v1/incidents", over) == fault.number
    assert numbers(api) == [fault.number]
    assert api.ok("GET", f"/fault/{fault_id(CUSTOMER, fault.number)}")["status"] == "resolved"


@pytest.mark.parametrize("other", [{"type": "INCIDENT"}, {"incidentId": short_id(7)}])
def test_an_incident_by_another_name_is_another(api: EveryApi, other: dict[str, str]):
    fault = api.put()
    shown = api.ok("GET", f"/api/v1/incidents/{fault.number}")

    made = api.ok("POST", "/api/v1/incidents", shown | other)

    assert made != fault.number
    assert len(numbers(api)) == 2


def test_an_incidents_own_id_is_not_taken_for_the_one_it_would_be_shown_under(api: EveryApi):
    number = api.ok("POST", "/api/v1/incidents", an_incident())

    made = api.ok("POST", "/api/v1/incidents", an_incident(incidentId=short_id(number)))

    assert made != number


def test_an_outage_is_no_custom_incident_and_the_answer_says_why(api: EveryApi):
    fault = api.put(metadata={"queue": 731})
    outage = api.ok("GET", f"/v2/outage/{fault.number}")

    refused = api("POST", f"/v2/server/{outage['server_id']}/custom_incident", outage)

    assert refused.status == 400
    assert "metadata" in refused.json


def test_texts_of_an_outage_go_back_as_they_came(api: EveryApi):
    fault = api.put(metadata={"queue": 731})
    path = f"/v2/outage/{fault.number}"
    outage = api.ok("GET", path)

    for name in ("description", "summary", "tags"):
        assert api("PUT", f"{path}/{name}", outage).status == 204

    assert api.ok("GET", path) == outage
    assert wiring.stores.fault_store().get(CUSTOMER, fault.number).version == 1


def test_an_alert_goes_back_as_its_own_memo(api: EveryApi):
    fault = api.put()
    path = f"/api/v0/alerts/{short_id(fault.number)}"
    alert = api.ok("GET", path)

    assert api.ok("PUT", path, alert) == {"id": alert["id"], "memo": ""}

    assert api.ok("GET", path) == alert
    assert wiring.stores.fault_store().get(CUSTOMER, fault.number).version == 1
