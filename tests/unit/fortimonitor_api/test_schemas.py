"""What is taken and what is refused, at each limit and one beyond it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from functions.fortimonitor_api import schemas

FACE = "\U0001f600"
TIMES = {"start_time": "2026-01-15 09:00:00", "end_time": "2026-01-15 09:30:00"}
YEAR = 31_536_000


def read(model: type[BaseModel], fields: dict[str, Any]) -> Any:
    """As the gateway reads a body."""
    return model.model_validate_json(json.dumps(fields))


def a(model: type[BaseModel], **fields: Any) -> dict[str, Any]:
    least: dict[type[BaseModel], dict[str, Any]] = {
        schemas.CreateCustomIncident: {"description": "x"},
        schemas.CreateHistoricalOutage: {"server": "1"} | TIMES,
        schemas.SetSummary: {"summary": ""},
        schemas.SetTags: {"tags": []},
        schemas.SetLead: {"who": "x"},
        schemas.Broadcast: {"message": "x"},
        schemas.DelayMinutes: {"minutes": 0},
        schemas.AddLogEntry: {"entry": "x"},
        schemas.AddMetadata: {"outage_metadata_type": "x", "value": ""},
        schemas.SetDescription: {"description": "x"},
    }
    return least.get(model, {}) | fields


LIMITS = [
    (schemas.CreateCustomIncident, "auto_close_duration", YEAR, YEAR + 1),
    (schemas.CreateCustomIncident, "auto_close_duration", 0, -1),
    (schemas.CreateHistoricalOutage, "server", "a:1", " "),
    (schemas.Acknowledge, "delay_in_seconds", YEAR, YEAR + 1),
    (schemas.SetDescription, "description", "x", "\n"),
    (schemas.SetTags, "tags", ["x"] * 100, [""]),
    (schemas.Broadcast, "message", "x" * 2000, ""),
    (schemas.DelayMinutes, "minutes", 525_600, 525_601),
    (schemas.AddLogEntry, "entry", "x", "\u200b"),
    (schemas.AddMetadata, "outage_metadata_type", "x", ""),
]
CUT = [
    (schemas.CreateCustomIncident, "description", FACE * 2000),
    (schemas.Acknowledge, "message", FACE * 2000),
    (schemas.Acknowledge, "who", "x" * 500),
    (schemas.ForceResolve, "reason", "x" * 2000),
    (schemas.SetSummary, "summary", "x" * 2000),
    (schemas.AddLogEntry, "entry", FACE * 2000),
    (schemas.AddMetadata, "value", "x" * 2000),
]


@pytest.mark.parametrize(("model", "name", "good", "bad"), LIMITS)
def test_a_limit_is_the_last_that_is_taken(
    model: type[BaseModel], name: str, good: object, bad: object
):
    assert getattr(read(model, a(model, **{name: good})), name) == good
    with pytest.raises(ValidationError):
        read(model, a(model, **{name: bad}))


@pytest.mark.parametrize(("model", "name", "longest"), CUT)
def test_a_text_is_taken_up_to_its_limit_and_cut_behind_it(
    model: type[BaseModel], name: str, longest: str
):
    assert getattr(read(model, a(model, **{name: longest})), name) == longest
    longer = getattr(read(model, a(model, **{name: longest + "x"})), name)
    assert (len(longer), longer[-1], longer[:-1]) == (len(longest), "…", longest[:-1])


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("42", "42"),
        ("https://x.example/v2/server/42/", "42"),
        ("https://x.example/v2/server/My%20Server", "My Server"),
        ("/v2/server/Gi0%252F1", "Gi0/1"),
        ("Gi0%2F1", "Gi0/1"),
        ("Gi0/1", "Gi0/1"),
        (" サーバ1 ", "サーバ1"),
        ("50%", "50%"),
    ],
)
def test_a_server_is_named_by_its_name_its_id_or_its_url(reference: str, name: str):
    outage = a(schemas.CreateHistoricalOutage, server=reference)

    assert read(schemas.CreateHistoricalOutage, outage).server == name


def test_of_metadata_what_has_no_room_is_cut():
    metadata = {str(i): FACE * 2000 for i in range(20)}
    incident = a(schemas.CreateCustomIncident, metadata=metadata)

    kept = read(schemas.CreateCustomIncident, incident).metadata

    assert kept == {str(i): FACE * 2000 for i in range(8)} | {"…": "12 left out"}


@pytest.mark.parametrize("value", [True, "5", 5.5, "5.0", "+5", " 5", "\u0665", [5]])
def test_a_whole_number_in_a_body_is_nothing_else(value: object):
    with pytest.raises(ValidationError):
        read(schemas.Acknowledge, {"delay_in_seconds": value})


@pytest.mark.parametrize("value", ["yes", 1, "true", 0])
def test_a_flag_in_a_body_is_nothing_else(value: object):
    with pytest.raises(ValidationError):
        read(schemas.Acknowledge, {"should_broadcast": value})


@pytest.mark.parametrize(
    "value", ["5.0", "+5", " 5", "1_0", "\u0665", "5e0", "0x5", "-1", "x", ["5", "6"]]
)
@pytest.mark.parametrize("name", ["limit", "offset", "min_duration"])
def test_a_whole_number_in_a_query_is_nothing_else(name: str, value: object):
    with pytest.raises(ValidationError):
        schemas.ListOutages.model_validate({name: value})


@pytest.mark.parametrize(
    ("text", "flag"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)]
)
def test_a_flag_in_a_query_is_said_in_these_ways(text: str, *, flag: bool):
    assert schemas.GetOutage.model_validate({"full": text}).full is flag


@pytest.mark.parametrize("text", ["yes", "on", "2", "tru", ["true", "false"]])
def test_a_flag_in_a_query_is_not_said_otherwise(text: object):
    with pytest.raises(ValidationError):
        schemas.GetOutage.model_validate({"full": text})


def test_unknown_parameters_and_members_are_ignored():
    query = schemas.ListOutages.model_validate({"partner_customer_key": "x", "limit": "7"})
    body = read(schemas.ForceResolve, {"reason": "x", "id": 1, "ttl": 1, "version": 999})

    assert query == schemas.ListOutages.model_validate({"limit": "7"})
    assert body == schemas.ForceResolve(reason="x")


@pytest.mark.parametrize("value", ["Active", "active ", "unresolved", ["active", "resolved"]])
def test_a_word_of_a_set_is_exactly_that(value: object):
    with pytest.raises(ValidationError):
        schemas.ListOutages.model_validate({"status": value})


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-15 12:30:00",
        "2026-01-15T12:30:00Z",
        "2026-01-15t12:30:00z",
        "2026-01-15 12:30",
        "2026-01-15T12:30:00.000",
        "2026-01-15T12:30:00.000000999Z",
        "2026-01-15T12:30:00+00:00",
        "2026-01-15T13:30:00+0100",
        " 2026-01-15 12:30:00\n",
    ],
)
def test_a_time_is_in_utc_in_any_of_these_forms(text: str):
    read_time = read(schemas.CreateCustomIncident, {"description": "x", "start_time": text})

    assert read_time.start_time == datetime(2026, 1, 15, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30 12:00:00",
        "2026-01-15 24:00:00",
        "15/Jan/2026",
        "1768478400",
        1_768_478_401,
        "0001-01-01 00:00:00",
        "9999-01-01 00:00:00",
        "\u0662026-01-15",
    ],
)
def test_what_two_programs_could_read_differently_is_no_time(value: object):
    with pytest.raises(ValidationError):
        read(schemas.CreateCustomIncident, {"description": "x", "start_time": value})


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\x1b[31mfailed\x1b[0m", "failed"),
        ("a\x7fb", "a\ufffdb"),
        ("a\x85b", "a\ufffdb"),
    ],
)
def test_texts_are_cleaned(said: str, kept: str):
    for model, name in (
        (schemas.CreateCustomIncident, "description"),
        (schemas.AddLogEntry, "entry"),
        (schemas.ForceResolve, "reason"),
    ):
        assert getattr(read(model, a(model, **{name: said})), name) == kept
    incident = a(schemas.CreateCustomIncident, metadata={"x": said})
    assert read(schemas.CreateCustomIncident, incident).metadata == {"x": kept}


def test_an_incident_of_nulls_as_the_guide_prints_it_is_one_without_anything():
    guide = dict.fromkeys(
        ("description", "metadata", "plugin_textkey", "resource_textkey", "start_time")
    )

    empty = schemas.CreateCustomIncident(description="")
    assert read(schemas.CreateCustomIncident, guide) == empty
