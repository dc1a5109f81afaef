"""Create or update, get, partial update, acknowledge."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.fault import ChangeKind, Severity
from faultbook.domain.listing import FaultFilter
from faultbook.domain.retention import months_after
from faultbook.domain.spans import Span
from faultbook.domain.statistics import Measure, Subject
from faultbook.domain.text import name_of
from tests.support.builders import CUSTOMER, NOW
from tests.support.incidents_world import IncidentsApi, an_incident

PATCH = {
    "title": "Orders fail",
    "description": "Every fifth order is refused.",
    "recommendation": "Roll back the last release.",
    "status": "OPEN",
    "resolution": "",
    "severity": "HIGH",
    "priority": "P2",
}


class TestAnUpsert:
    def test_answers_the_bare_id_as_text(self, incidents: IncidentsApi):
        response = incidents("POST", "/incidents", an_incident())

        assert response.status == 200
        assert response.headers["content-type"] == "text/plain"
        assert response.text == str(int(response.text))

    def test_is_read_back_as_it_was_sent(self, incidents: IncidentsApi):
        sent = an_incident(startTime="2026-01-15T11:00:00Z", resolution="NONE YET")
        number = incidents.put(**sent)

        assert incidents.get(number) == sent | {
            "id": number,
            "startTime": "2026-01-15T11:00:00.000Z",
            "endTime": None,
            "ackTime": None,
            "ackUserId": None,
            "ackUserEmail": None,
        }

    def test_of_the_same_type_and_incident_id_updates(self, incidents: IncidentsApi):
        first = incidents.put()
        second = incidents.put(title="Orders and returns fail", severity="CRITICAL")

        assert second == first
        assert incidents.ids() == [first]
        assert incidents.get(first)["title"] == "Orders and returns fail"
        fault = wiring.stores.fault_store().get(CUSTOMER, first)
        assert (fault.version, fault.severity) == (2, Severity.CRITICAL)
        assert fault.last_change.what is ChangeKind.SEVERITY_RAISED

    def test_that_says_nothing_new_writes_nothing(self, incidents: IncidentsApi):
        number = incidents.put()
        incidents.put()

        assert wiring.stores.fault_store().get(CUSTOMER, number).version == 1

    def test_of_another_type_is_another_incident(self, incidents: IncidentsApi):
        assert len({incidents.put(type=kind) for kind in ("INCIDENT", "ANOMALY", "ALERT")}) == 3

    def test_resolves_at_the_end_time(self, incidents: IncidentsApi):
        number = incidents.put(startTime=int(NOW.timestamp()) - 3600)
        incidents.put(status="RESOLVED", resolution="FIXED", endTime=int(NOW.timestamp()) - 60)

        incident = incidents.get(number)
        assert (incident["status"], incident["resolution"]) == ("RESOLVED", "FIXED")
        assert incident["endTime"] == "2026-01-15T11:59:00.000Z"

    def test_corrects_the_end_of_what_was_resolved(self, incidents: IncidentsApi):
        over = {"status": "RESOLVED", "startTime": int(NOW.timestamp()) - 3600}
        number = incidents.put(**over, endTime=int(NOW.timestamp()) - 60)
        incidents.put(**over, endTime=int(NOW.timestamp()) - 600)

        assert incidents.get(number)["endTime"] == "2026-01-15T11:50:00.000Z"
        fault = wiring.stores.fault_store().get(CUSTOMER, number)
        assert (fault.version, fault.resolutions) == (3, 1)

    def test_moves_to_where_it_says(self, incidents: IncidentsApi):
        number = incidents.put()
        incidents.put(services=[{"name": "billing", "namespace": "n"}], sourceSite="tokyo")

        fault = wiring.stores.fault_store().get(CUSTOMER, number)
        assert (fault.resource_id, fault.path) == ("billing", "tokyo|billing")
        moved = wiring.faults().page(CUSTOMER, FaultFilter(path="tokyo"), 10).faults
        assert [fault.number for fault in moved] == [number]

    def test_of_something_over_has_been_open_and_is_resolved(self, incidents: IncidentsApi):
        number = incidents.put(status="RESOLVED", resolution="FIXED")

        fault = wiring.stores.fault_store().get(CUSTOMER, number)
        assert (fault.version, fault.resolution, fault.resolved_at) == (2, "FIXED", NOW)

    def test_reopens_what_was_resolved(self, incidents: IncidentsApi):
        number = incidents.put(status="RESOLVED", resolution="FIXED")
        incidents.clock.at += timedelta(minutes=5)

        assert incidents.put(status="OPEN", title="Again") == number
        incident = incidents.get(number)
        assert (incident["status"], incident["endTime"], incident["title"]) == (
            "OPEN",
            None,
            "Again",
        )

    def test_after_expiry_is_a_new_incident(self, incidents: IncidentsApi):
        first = incidents.put()
        incidents.clock.at = months_after(NOW, 14) + timedelta(seconds=1)

        assert incidents.put() != first

    def test_after_a_deletion_is_a_new_incident(self, incidents: IncidentsApi):
        first = incidents.put()
        store = wiring.stores.fault_store()
        store.delete(CUSTOMER, store.get(CUSTOMER, first))

        second = incidents.put()
        assert second != first
        assert incidents.put() == second

    def test_by_twenty_at_once_makes_one_incident(self, incidents: IncidentsApi):
        with ThreadPoolExecutor(20) as pool:
            numbers = list(pool.map(lambda n: incidents.put(title=f"Report {n}"), range(20)))

        assert len(set(numbers)) == 1
        assert incidents.ids() == numbers[:1]

    @pytest.mark.parametrize(
        ("field", "longest"),
        [
            ("incidentId", 16), ("title", 255), ("description", 2000), ("recommendation", 2000),
            ("source", 255), ("resolution", 20), ("sourceSite", 50), ("severity", 10),
            ("priority", 10),
        ],
    )  # fmt: skip
    def test_takes_texts_up_to_their_limit(self, incidents: IncidentsApi, field: str, longest: int):
        number = incidents.put(**{field: "é" * longest})
        refused = incidents("POST", "/incidents", an_incident(**{field: "é" * (longest + 1)}))

        assert incidents.get(number)[field] == "é" * longest
        assert refused.status == 400
        assert refused.json["_embedded"]["errors"][0]["message"].startswith(f"{field}: ")

    @pytest.mark.parametrize("field", sorted({*an_incident()}))
    def test_needs_every_field_but_the_times(self, incidents: IncidentsApi, field: str):
        assert incidents("POST", "/incidents", an_incident(**{field: None})).status == 400

    @pytest.mark.parametrize(
        "said",
        [
            {"type": "FAULT"}, {"category": "OTHER"}, {"status": "open"}, {"services": []},
            {"services": ["orders"]}, {"services": [{"name": 7}]},
            {"metadata": []}, {"startTime": "yesterday"},
            {"startTime": True}, {"startTime": 253_402_300_799}, {"startTime": -1},
            {"startTime": 1768478400, "endTime": 1768478399},
        ],
    )  # fmt: skip
    def test_refuses_what_is_out_of_range(self, incidents: IncidentsApi, said: dict[str, Any]):
        assert incidents("POST", "/incidents", an_incident(**said)).status == 400
        assert incidents.ids() == []

    def test_takes_the_documents_own_sample_of_2019(self, incidents: IncidentsApi):
        began, ended = "2019-08-24T14:15:22Z", "2019-08-24T15:15:22Z"
        number = incidents.put(startTime=began, endTime=ended, status="RESOLVED")

        shown = incidents.get(number)
        times = (shown["startTime"], shown["endTime"])
        assert times == ("2019-08-24T14:15:22.000Z", "2019-08-24T15:15:22.000Z")
        assert incidents.ids() == [number]

    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            ("2026-01-15T11:00Z", "2026-01-15T11:00:00.000Z"),
            ("2026-01-15T11:00:00.123456789Z", "2026-01-15T11:00:00.123Z"),
            ("2026-01-15 11:00:00", "2026-01-15T11:00:00.000Z"),
            ("2026-01-15T12:00:00+0100", "2026-01-15T11:00:00.000Z"),
            (1768474800.5, "2026-01-15T11:00:00.500Z"),
            (1768474800500, "2026-01-15T11:00:00.500Z"),
            ("1768474800", "2026-01-15T11:00:00.000Z"),
        ],
    )
    def test_takes_times_as_the_world_writes_them(
        self, incidents: IncidentsApi, said: object, shown: str
    ):
        assert incidents.get(incidents.put(startTime=said))["startTime"] == shown

    def test_takes_null_and_cleans_what_a_terminal_would_obey(self, incidents: IncidentsApi):
        body = an_incident(title="\u001b[31mOrders fail\u001b[0m", metadata={"log": "\u001b[1mx"})
        nulls = dict.fromkeys(["description", "recommendation", "resolution", "priority"])
        number = int(incidents.ok("POST", "/incidents", body | nulls))

        shown = incidents.get(number)
        assert (shown["title"], shown["description"]) == ("Orders fail", "")
        assert shown["metadata"] == {"log": "x"}

    def test_cuts_metadata_that_have_no_room(self, incidents: IncidentsApi):
        number = incidents.put(metadata={"k": "v" * 16_384, "a": 1})

        assert incidents.get(number)["metadata"] == {"k": "v" * 1999 + "…", "a": 1}

    @pytest.mark.parametrize(
        "names",
        [("東京", "大阪"), ("Zürich", "Zørich"), ("a b", "a-b"), ("a|b", "a%7Cb"), ("°", "²")],
    )
    def test_keeps_apart_what_has_two_names(self, incidents: IncidentsApi, names: tuple[str, str]):
        one, other = (
            incidents.put(incidentId=name, sourceSite=name, services=[{"name": name}])
            for name in names
        )

        for name, number in zip(names, (one, other), strict=True):
            assert incidents.ids(service=name) == [number]
        stored = {wiring.stores.fault_store().get(CUSTOMER, number).path for number in (one, other)}
        assert len(stored) == 2


class TestAnIncidentOfAnotherApi:
    def test_has_a_value_in_every_field(self, incidents: IncidentsApi):
        fault = incidents.store()

        assert incidents.get(fault.number) == {
            "id": fault.number,
            "type": "ALERT",
            "incidentId": incidents.get(fault.number)["incidentId"],
            "title": fault.message,
            "category": "RELIABILITY",
            "description": fault.cause,
            "recommendation": "",
            "source": "wantunnel-monitor",
            "status": "OPEN",
            "resolution": "",
            "services": [{"name": "dev_2j4k2l2j3k4l2j3k4", "namespace": "site_8a7b6c5d4e3f2g1h"}],
            "metricNames": [],
            "startTime": "2026-01-15T12:00:00.000Z",
            "endTime": None,
            "sourceSite": "site_8a7b6c5d4e3f2g1h",
            "severity": "HIGH",
            "priority": "NONE",
            "metadata": {},
            "ackTime": None,
            "ackUserId": None,
            "ackUserEmail": None,
        }

    def test_keeps_what_is_patched_as_it_was_shown(self, incidents: IncidentsApi):
        fault = incidents.store(message="m" * 1000)
        shown = incidents.get(fault.number)

        incidents.ok("PATCH", f"/incidents/{fault.number}", {name: shown[name] for name in PATCH})

        stored = wiring.stores.fault_store().get(CUSTOMER, fault.number)
        assert (stored.version, stored.message) == (1, "m" * 1000)

    def test_is_found_by_what_is_shown(self, incidents: IncidentsApi):
        number = incidents.store().number

        assert incidents.ids(service="dev_2j4k2l2j3k4l2j3k4") == [number]
        assert incidents.ids(namespace="site_8a7b6c5d4e3f2g1h") == [number]
        assert incidents.ids(category="RELIABILITY") == [number]
        assert incidents.ids(category="SECURITY") == []


class TestAPatch:
    def test_changes_what_it_says_as_one_change(self, incidents: IncidentsApi):
        number = incidents.put()
        fields = PATCH | {"title": "Fixed", "status": "RESOLVED", "resolution": "ROLLBACK"}

        shown = incidents.ok("PATCH", f"/incidents/{number}", fields)

        assert {name: shown[name] for name in fields} == fields
        assert shown == incidents.get(number)
        assert wiring.stores.fault_store().get(CUSTOMER, number).version == 2

    @pytest.mark.parametrize("field", sorted(PATCH))
    def test_needs_all_seven_fields(self, incidents: IncidentsApi, field: str):
        number = incidents.put()
        content = {name: value for name, value in PATCH.items() if name != field}

        assert incidents("PATCH", f"/incidents/{number}", content).status == 400


class TestAnAcknowledgement:
    def test_shows_whom_the_header_names_beside_whom_the_token_names(self, incidents: IncidentsApi):
        number = incidents.put()
        response = incidents(
            "POST",
            f"/incidents/{number}/acknowledge",
            headers={"user-id": "root"},
            email="ada@example.com",
        )

        incident = incidents.get(number)
        fault = wiring.stores.fault_store().get(CUSTOMER, number)
        assert (response.status, response.text) == (200, "")
        assert incident["ackUserId"] == "root"
        assert incident["ackUserEmail"] == "ada@example.com"
        assert incident["ackTime"] == "2026-01-15T12:00:00.000Z"
        assert (fault.last_change.by, fault.last_change.by_name) == ("user_1", "root")

    @pytest.mark.parametrize("named", ["x" * 300, "a\x1b[31mb", " Zoë "])
    def test_takes_whatever_the_header_names(self, incidents: IncidentsApi, named: str):
        number = incidents.put()

        response = incidents("POST", f"/incidents/{number}/acknowledge", headers={"user-id": named})

        assert response.status == 200
        assert incidents.get(number)["ackUserId"] == name_of(named)

    def test_stays_the_first(self, incidents: IncidentsApi):
        number = incidents.put()
        incidents("POST", f"/incidents/{number}/acknowledge")
        incidents("POST", f"/incidents/{number}/acknowledge", sub="user_2")

        assert incidents.get(number)["ackUserId"] == "user_1"


def test_the_types_are_those_of_the_enum(incidents: IncidentsApi):
    assert incidents.ok("GET", "/metadata/types") == ["INCIDENT", "ANOMALY", "ALERT"]


@pytest.mark.parametrize(
    ("number", "status"), [("1", 404), (str(1 << 53), 404), ("-1", 404), ("x", 400), ("1.0", 400)]
)
def test_an_id_that_is_nobodys_is_not_found(incidents: IncidentsApi, number: str, status: int):
    for method, path, body in [
        ("GET", f"/incidents/{number}", None),
        ("PATCH", f"/incidents/{number}", PATCH),
        ("POST", f"/incidents/{number}/acknowledge", None),
        ("GET", f"/incidents/{number}/notes", None),
        ("POST", f"/incidents/{number}/notes", {"body": "text"}),
        ("GET", f"/notes/{number}", None),
    ]:
        assert incidents(method, path, body).status == status, path


class TestACorrectedEnd:
    def test_counts_in_the_statistics_at_the_time_that_is_right(self, incidents: IncidentsApi):
        start = NOW - timedelta(hours=3)
        fields = {"startTime": start.isoformat()}
        incidents.put(**fields)
        for took in (timedelta(hours=2), timedelta(minutes=30)):
            incidents.put(**fields, status="RESOLVED", endTime=(start + took).isoformat())
            incidents.drain()

        counted = wiring.statistics().read(CUSTOMER, Span(start, NOW, 3))

        resolved = [bucket.get(Measure(Subject.RESOLVED), 0) for bucket in counted.buckets]
        assert resolved == [1, 0, 0]
        durations = counted.durations(Subject.TIME_TO_RESOLVE)
        assert (durations.count, durations.mean) == (1, 1800)


def test_a_customers_own_words_are_severities(incidents: IncidentsApi):
    words = {"HOUSTON": Severity.CRITICAL, "P1": Severity.LOW}
    wiring.settings_of_customers().choose(CUSTOMER, {"severity_words": words})

    examples = {"Houston": "CRITICAL", "p-1": "LOW", "P2": "HIGH", "HIGH": "HIGH", "": "MEDIUM"}
    for word, severity in examples.items():
        number = incidents.put(incidentId=f"i{word}", severity=word)
        fault = wiring.stores.fault_store().get(CUSTOMER, number)
        assert (fault.severity, incidents.get(number)["severity"]) == (Severity(severity), word)


def test_of_many_services_and_metrics_the_first_are_kept_and_a_mark(incidents: IncidentsApi):
    names = [f"s{number}" for number in range(150)]
    services = [{"name": name} for name in names]
    number = incidents.put(services=services, metricNames=names)

    shown = incidents.get(number)

    assert shown["services"] == [*services[:99], {"name": "… 51 more"}]
    assert shown["metricNames"] == [*names[:99], "… 51 more"]
    large = [{"name": "名" * 200, "about": "名" * 200} for _ in range(50)]
    incidents.put(services=large, metricNames=names)
    *kept, mark = incidents.get(number)["services"]
    assert kept == large[: len(kept)]
    assert mark == {"name": f"… {50 - len(kept)} more"}
