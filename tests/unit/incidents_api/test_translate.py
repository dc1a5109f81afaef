import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from faultbook.domain import text
from faultbook.domain.fault import Acknowledgement, Fault, Kind, Severity, Status
from faultbook.domain.severity_words import severity_of
from functions.incidents_api import answers, schemas, translate
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.incidents_world import an_incident

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=10)
NAMES = WORDS.map(text.name_of)  # blanks at the ends of a name are nothing
SEEN = NAMES.filter(lambda word: not text.is_blank(word))
INCIDENT = TypeAdapter(answers.Incident)
INCIDENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(list(Kind)).map(str),
        "incidentId": WORDS.filter(bool),
        "title": SEEN,
        "category": st.sampled_from(["PERFORMANCE", "RELIABILITY", "SECURITY", "CONFIGURATION"]),
        "description": WORDS,
        "recommendation": WORDS,
        "source": WORDS,
        "status": st.just("OPEN"),
        "resolution": st.just(""),
        "services": st.lists(
            st.fixed_dictionaries({"name": NAMES}, optional={"namespace": NAMES, "tier": WORDS}),
            min_size=1,
            max_size=3,
        ),
        "metricNames": st.lists(WORDS, max_size=3),
        "startTime": st.integers(0, 4_000_000_000),
        "sourceSite": WORDS.filter(bool),
        "severity": WORDS,
        "priority": WORDS,
        "metadata": st.dictionaries(SEEN, WORDS, max_size=3),
    }
)


def wire(**fields: Any) -> schemas.PutIncident:
    return schemas.PutIncident.model_validate_json(json.dumps(an_incident(**fields)))


def meant(said: schemas.UpdateIncident) -> Severity:
    return severity_of(said.severity, Severity.MEDIUM)


def made(**fields: Any) -> Fault:
    sent = wire(**fields)
    return translate.report_of(sent, meant(sent)).opened(CUSTOMER, 7, a_change())


def edited(fault: Fault, **fields: Any) -> Fault:
    sent = wire(**fields)
    return fault.edited(a_change(), **translate.edits_of(fault, sent, meant(sent)))


@given(INCIDENTS)
def test_what_was_sent_is_shown(fields: dict[str, Any]):
    shown = translate.incident_wire(made(**fields))
    start = datetime.fromtimestamp(fields["startTime"], UTC)

    expected = fields | {"startTime": translate.time_wire(start)}
    assert {name: value for name, value in shown.items() if name in fields} == expected
    INCIDENT.validate_json(json.dumps(shown), strict=True, extra="forbid")


@given(INCIDENTS)
def test_what_comes_back_as_it_was_shown_changes_nothing(fields: dict[str, Any]):
    fault = made(**fields)

    assert edited(fault, **fields) is fault


@given(INCIDENTS)
def test_a_resource_a_reporter_and_a_path_are_what_other_apis_can_hold(fields: dict[str, Any]):
    fault = made(**fields)

    for name in (fault.resource_id, fault.reporter, *fault.path.split("|")):
        assert 1 <= len(name) <= 255
        assert "|" not in fault.resource_id
        assert name == name.strip()


def test_an_incident_is_a_fault_of_its_first_service_below_its_site():
    fault = made()

    assert (fault.resource_id, fault.path) == ("orders", "frankfurt|orders")
    assert (fault.reporter, fault.type, fault.kind) == ("prometheus", "reliability", Kind.INCIDENT)


@pytest.mark.parametrize(
    ("said", "resource", "path"),
    [
        ({"services": [{}]}, "INC-1", "frankfurt|INC-1"),
        ({"services": [{"name": " "}], "incidentId": "\n"}, "incident", "frankfurt|incident"),
        ({"sourceSite": "", "services": [{"name": "a|b #c"}]}, "a%7Cb #c", "a%7Cb #c"),
        ({"sourceSite": "東京", "services": [{"name": "支払い"}]}, "支払い", "東京|支払い"),
        ({"sourceSite": "Zürich"}, "orders", "Zürich|orders"),
        ({"sourceSite": "\u200b"}, "orders", "orders"),
    ],
)
def test_names_stay_as_people_gave_them(said: dict[str, Any], resource: str, path: str):
    fault = made(**said)

    assert (fault.resource_id, fault.path) == (resource, path)


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("CRITICAL", "CRITICAL"), ("fatal", "CRITICAL"), ("Emergency", "CRITICAL"),
        ("HIGH", "HIGH"), ("major", "HIGH"), ("ERROR", "HIGH"), ("MEDIUM", "MEDIUM"),
        ("moderate", "MEDIUM"), ("WARNING", "WARNING"), (" warn ", "WARNING"), ("minor", "LOW"),
        ("LOW", "LOW"), ("info", "LOW"), ("", "MEDIUM"), ("no word", "MEDIUM"),
        ("SEV1", "CRITICAL"), ("P1", "CRITICAL"), ("BLOCKER", "CRITICAL"), ("sev-2", "HIGH"),
        ("Sev 3", "MEDIUM"), ("p_4", "WARNING"), ("5", "LOW"), ("Informational", "LOW"),
    ],
)  # fmt: skip
def test_a_word_counts_as_a_severity(word: str, severity: str):
    assert severity_of(word, Severity.MEDIUM) is Severity(severity)


def test_a_word_is_shown_until_the_severity_is_another():
    fault = made(severity="major")

    assert translate.incident_wire(fault)["severity"] == "major"
    changed = fault.edited(a_change(), severity=Severity.LOW)
    assert translate.incident_wire(changed)["severity"] == "LOW"
    assert edited(fault, severity="fatal").severity is Severity.CRITICAL


def test_what_was_sent_empty_is_shown_empty():
    fault = made(severity="", priority="", source="")
    shown = translate.incident_wire(fault)

    assert (shown["severity"], shown["priority"], shown["source"]) == ("", "", "")
    assert edited(fault, severity="", priority="", source="") is fault
    assert translate.incident_wire(edited(made(), priority="", source=""))["source"] == ""
    changed = fault.edited(a_change(), severity=Severity.LOW)
    assert translate.incident_wire(changed)["severity"] == "LOW"


def test_what_another_api_reported_is_shown_as_it_was_sent_once_an_incident_is_made_of_it():
    fault = a_fault()
    shown = translate.incident_wire(fault)
    as_shown = {name: value for name, value in shown.items() if name in an_incident()}
    assert (shown["priority"], shown["source"]) == ("NONE", "wantunnel-monitor")

    assert edited(fault, **as_shown) is fault
    empty = edited(fault, **(as_shown | {"severity": "", "source": "", "title": "other"}))
    again = translate.incident_wire(empty)

    assert (again["severity"], again["source"], again["priority"]) == ("", "", "NONE")


def test_texts_of_other_apis_are_cut_to_the_limits_of_this_one():
    fault = a_fault(message="m" * 300, cause="c" * 3000)
    shown = translate.incident_wire(replace(fault, resolution="r" * 30))

    assert [len(shown[name]) for name in ("title", "description", "resolution")] == [255, 2000, 20]


def test_a_resolved_and_acknowledged_fault_shows_both():
    fault = replace(
        a_fault(),
        status=Status.RESOLVED,
        resolved_at=NOW,
        acknowledgement=Acknowledgement(NOW, "user_2"),
    )
    shown = translate.incident_wire(fault)

    assert (shown["status"], shown["endTime"]) == ("RESOLVED", "2026-01-15T12:00:00.000Z")
    assert (shown["ackUserId"], shown["ackUserEmail"]) == ("user_2", None)


def test_a_facet_counts_an_incident_once_for_a_value_and_shows_the_most_frequent():
    twice = made(services=[{"name": "a"}, {"name": "a"}])
    many = [made(metricNames=[f"m{n}"]) for n in range(101)]
    facets = {
        one["name"]: one["values"]
        for one in translate.facets_wire([twice, made(), *many], complete=False)
    }

    assert facets["service"] == [{"value": "orders", "count": 102}, {"value": "a", "count": 1}]
    assert len(facets["metric"]) == 100
    assert facets["metric"][0] == {"value": "orders_failed_total", "count": 2}


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("\n Disk full \nmore", "Disk full"),
        (" ", "incident on orders"),
        ("x" * 300, "x" * 254 + "…"),
    ],
)
def test_a_title_that_says_nothing_is_the_description_or_the_resource(description: str, title: str):
    fault = made(title=" \u200b", description=description)

    assert fault.message == title
    assert edited(fault, title=" \u200b", description=description) is fault
