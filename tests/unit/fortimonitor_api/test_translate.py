from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.fault import ChangeKind, Fault, Kind, Severity, Status
from faultbook.domain.listing import FaultFilter
from faultbook.domain.severity_words import severity_of
from functions.fortimonitor_api import translate
from functions.fortimonitor_api.links import Links, last_part, number_of, user_id
from functions.fortimonitor_api.schemas import (
    CreateCustomIncident,
    CreateHistoricalOutage,
    ListOutages,
)
from tests.support.builders import NOW, a_change, a_fault

LINKS = Links("https://faults.example", lambda fault: f"{fault.customer_id}{fault.number}")
CAPTURED_KEYS = {
    "acknowledged", "compound_service", "compound_service_id", "compound_service_name",
    "description", "end_time", "exclude_from_availability", "has_active_maintenance", "hash",
    "metadata", "metric_tags", "network_service_type_list", "next_action", "server", "server_fqdn",
    "server_group_id", "server_group_name", "server_id", "server_name", "severity", "start_time",
    "status", "summary", "tags", "type", "url",
}  # fmt: skip


def incident(**fields) -> CreateCustomIncident:
    return CreateCustomIncident.model_validate({"description": "Disk is full"} | fields)


def outage(fault: Fault, *, full: bool = False):
    return translate.outage_wire(fault, LINKS, full=full)


def made(**fields) -> Fault:
    wire = incident(**fields)
    severity = severity_of(wire.severity or "", Severity.CRITICAL)
    report = translate.custom_incident("42", wire, severity, NOW)
    return report.opened("cus_1", 7, a_change())


class TestACustomIncident:
    @pytest.mark.parametrize(
        ("word", "severity"),
        [("warning", "WARNING"), ("SEV2", "HIGH"), ("odd", "CRITICAL"), (None, "CRITICAL")],
    )
    def test_has_the_severity_that_it_says(self, word: str | None, severity: str):
        assert made(severity=word).severity is Severity(severity)

    def test_is_a_critical_incident_of_its_server(self):
        fault = made()

        assert (fault.resource_id, fault.path) == ("42", "42")
        assert (fault.kind, fault.severity) == (Kind.INCIDENT, Severity.CRITICAL)
        assert (fault.reporter, fault.type) == ("custom-incident", "custom-incident")
        assert (fault.message, fault.cause) == ("Disk is full", "Custom incident")
        assert (fault.opened_at, fault.closes_at) == (NOW, None)

    def test_says_by_its_textkeys_what_reported_what(self):
        fault = made(plugin_textkey="my app", resource_textkey="cpu.load %")

        assert (fault.reporter, fault.source) == ("my app", "my app")
        assert (fault.type, fault.metric_names) == ("cpu.load %", ("cpu.load %",))

    @pytest.mark.parametrize("nothing", ["", " ", "\u200b", None])
    def test_with_textkeys_that_say_nothing_is_named_like_one_without(self, nothing: str | None):
        fault = made(plugin_textkey=nothing, resource_textkey=nothing)

        assert (fault.reporter, fault.type) == ("custom-incident", "custom-incident")

    @pytest.mark.parametrize("nothing", ["", " \n", "\x1b[0m", None])
    def test_without_a_description_says_where_it_is(self, nothing: str | None):
        fault = made(description=nothing, plugin_textkey="my app")

        assert fault.message == "Custom incident my app on 42"

    def test_may_have_begun_before_and_ends_after_its_duration(self):
        fault = made(start_time="2026-01-15 11:00:00", auto_close_duration=90)

        assert fault.opened_at == NOW - timedelta(hours=1)
        assert fault.closes_at == fault.opened_at + timedelta(seconds=90)

    def test_without_a_start_ends_after_its_duration_from_now(self):
        assert made(auto_close_duration=90).closes_at == NOW + timedelta(seconds=90)

    def test_with_a_duration_of_nothing_stays_open(self):
        assert made(auto_close_duration=0).closes_at is None

    def test_shows_its_metadata_as_pairs_of_texts_and_behind_the_description(self):
        shown = outage(made(metadata={"queue": 731, "of": "mail", "deep": {"a": [1, None]}}))

        assert shown["metadata"] == [
            {"name": "queue", "value": "731"},
            {"name": "of", "value": "mail"},
            {"name": "deep", "value": '{"a": [1, null]}'},
        ]
        assert shown["description"] == (
            'Disk is full\nqueue: 731\nof: mail\ndeep: {"a": [1, null]}'
        )


@given(
    st.text(min_size=1),
    st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.none(), max_size=5),
)
def test_a_description_that_was_read_can_be_sent_back(message: str, metadata):
    fault = a_fault(message=message, metadata=metadata)

    assert translate.message_of(translate.description_of(fault), fault) == message


class TestAnOutage:
    def test_has_the_keys_of_the_captured_ones_and_a_lead(self):
        assert set(outage(a_fault())) == CAPTURED_KEYS | {"lead"}

    @pytest.mark.parametrize(
        ("severity", "shown"),
        [
            (Severity.CRITICAL, "critical"),
            (Severity.HIGH, "critical"),
            (Severity.MEDIUM, "warning"),
            (Severity.WARNING, "warning"),
            (Severity.LOW, "warning"),
        ],
    )
    def test_is_critical_or_a_warning(self, severity: Severity, shown: str):
        assert outage(a_fault(severity=severity))["severity"] == shown

    @pytest.mark.parametrize("kind", Kind)
    def test_has_an_integer_at_the_end_of_its_url_which_is_negative_for_anomalies(self, kind: Kind):
        shown = outage(a_fault(number=7, kind=kind))
        end = int(shown["url"].rpartition("/")[2])

        assert (end, shown["type"]) == ((-7, "anomaly") if kind is Kind.ANOMALY else (7, "outage"))

    def test_is_active_without_an_end_and_resolved_with_one(self):
        fault = a_fault()
        over = fault.resolved(a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=1)))

        assert (outage(fault)["status"], outage(fault)["end_time"]) == ("active", None)
        assert outage(over)["status"] == "resolved"
        assert outage(over)["end_time"] == "Thu, 15 Jan 2026 13:00:00 -0000"

    def test_of_another_apis_fault_has_its_resource_as_server_and_its_site_as_group(self):
        shown = outage(a_fault(resource_id="dev_1", path="site_1|dev_1"))

        assert shown["server"] == "https://faults.example/v2/server/dev_1"
        assert shown["server_id"] == shown["server_name"] == shown["server_fqdn"] == "dev_1"
        assert shown["server_group_id"] == shown["server_group_name"] == "site_1"

    def test_of_a_resource_without_a_site_is_in_the_default_group(self):
        shown = outage(a_fault(resource_id="dev_1", path="dev_1"))

        assert (shown["server_group_id"], shown["server_group_name"]) == translate.NO_GROUP

    def test_in_full_has_the_server_itself(self):
        shown = outage(a_fault(resource_id="dev/1"), full=True)

        assert shown["server"]["url"] == "https://faults.example/v2/server/dev%2F1"
        assert shown["server"]["name"] == "dev/1"

    def test_is_acknowledged_by_a_whole_user_or_by_nobody(self):
        fault = a_fault()
        seen = fault.acknowledged(
            a_change(ChangeKind.ACKNOWLEDGED, by="user_2"), email="a@b.example"
        )
        url = f"https://faults.example/v2/user/{user_id('user_2')}"

        assert outage(fault)["acknowledged"] is None
        assert outage(seen)["acknowledged"] == {
            "url": url,
            "display_name": "a@b.example",
            "username": "a@b.example",
            "contact_info": [{"detail": "a@b.example", "type": "email", "url": url}],
            "roles": [],
            "created": None,
        }

    def test_of_a_compound_service_names_that_and_no_server(self):
        wire = CreateHistoricalOutage.model_validate(
            {
                "compound_service": "https://faults.example/v2/compound_service/77",
                "start_time": "2026-01-15 09:00:00",
                "end_time": "2026-01-15 09:30:00",
                "network_services": ["https://faults.example/v2/server/1/network_service/5"],
                "exclude_from_availability": True,
            }
        )
        shown = outage(translate.historical_outage("77", wire).opened("cus_1", 7, a_change()))

        assert shown["compound_service"] == "https://faults.example/v2/compound_service/77"
        assert shown["compound_service_id"] == shown["compound_service_name"] == "77"
        assert (shown["server"], shown["server_id"], shown["server_name"]) == (None, None, None)
        assert shown["exclude_from_availability"] is True
        assert shown["metric_tags"] == ["5"]


@given(st.datetimes(datetime(1971, 1, 1), datetime(9000, 1, 1)))  # noqa: DTZ001 - naive on purpose
def test_times_are_rfc_2822_in_utc_to_the_second(at: datetime):
    shown = translate.time_wire(at.replace(tzinfo=UTC))

    assert shown.endswith(" -0000")
    assert parsedate_to_datetime(shown) == at.replace(microsecond=0)


class TestAFilter:
    def test_of_nothing_asks_for_nothing(self):
        assert translate.outage_filter(ListOutages()) == FaultFilter()

    def test_takes_what_the_path_says_before_what_the_query_says(self):
        query = ListOutages.model_validate({"status": "resolved", "server": "1", "server_id": "2"})

        fault_filter = translate.outage_filter(query, status=Status.UNRESOLVED, server="3")

        assert fault_filter == FaultFilter(status=Status.UNRESOLVED, resource_id="3")

    @pytest.mark.parametrize("name", ["server", "server_id"])
    def test_knows_both_names_of_the_server(self, name: str):
        query = ListOutages.model_validate({name: "42"})

        assert translate.outage_filter(query).resource_id == "42"

    def test_of_a_severity_asks_for_all_that_show_it(self):
        query = ListOutages.model_validate({"severity": "critical"})

        assert translate.outage_filter(query).severities == {Severity.CRITICAL, Severity.HIGH}

    def test_holds_the_whole_second_of_its_end(self):
        query = ListOutages.model_validate(
            {"start_time": "2026-01-15 12:00:00", "end_time": "2026-01-15 12:00:00"}
        )
        fault_filter = translate.outage_filter(query)

        assert fault_filter.matches(a_fault(opened_at=NOW))
        assert fault_filter.matches(a_fault(opened_at=NOW + timedelta(milliseconds=999)))
        assert not fault_filter.matches(a_fault(opened_at=NOW + timedelta(seconds=1)))

    def test_of_a_compound_service_does_not_find_a_service_of_that_name(self):
        fault_filter = translate.outage_filter(ListOutages(), compound_service="77")
        other = ({"name": "77", "namespace": "prod"},)

        assert not fault_filter.matches(a_fault(services=other))


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("-7", 7), ("9007199254740991", 2**53 - 1), ("0", 0)],
)
def test_an_id_is_a_number_with_or_without_the_sign_of_an_anomaly(text: str, number: int):
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text", ["", "-", "--7", "+7", "7.0", "\u0667", "7 ", "1e3", "x", "9" * 17]
)
def test_what_is_no_id_is_none(text: str):
    assert number_of(text) is None


@pytest.mark.parametrize("reference", ["42", "https://a.example/v2/server/42", "/v2/server/42/"])
def test_a_reference_is_a_url_or_an_id_by_itself(reference: str):
    assert last_part(reference) == "42"
