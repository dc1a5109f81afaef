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


def read(model: type[BaseModel], said: dict[str, Any]) -> Any:
    """As the gateway reads a body."""
    return model.model_validate_json(json.dumps(said))


def a(model: type[BaseModel], **said: Any) -> dict[str, Any]:
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
    return least.get(model, {}) | said


LIMITS = [
    (schemas.CreateCustomIncident, "description", FACE * 2000, FACE * 2001),
    (schemas.CreateCustomIncident, "description", "x", ""),
    (schemas.CreateCustomIncident, "plugin_textkey", "x" * 255, "x" * 256),
    (schemas.CreateCustomIncident, "resource_textkey", "x" * 255, "x" * 256),
    (schemas.CreateCustomIncident, "auto_close_duration", YEAR, YEAR + 1),
    (schemas.CreateCustomIncident, "auto_close_duration", 0, -1),
    (
        schemas.CreateCustomIncident,
        "metadata",
        {str(i): i for i in range(50)},
        {str(i): i for i in range(51)},
    ),
    (schemas.CreateCustomIncident, "metadata", {"x" * 255: 1}, {"x" * 256: 1}),
    (schemas.CreateCustomIncident, "metadata", {"x": 1}, {"": 1}),
    (schemas.CreateCustomIncident, "metadata", {"x": FACE * 2000}, {"x": FACE * 2001}),
    (schemas.CreateCustomIncident, "metadata", {"x": [1] * 666}, {"x": [1] * 667}),
    (schemas.CreateHistoricalOutage, "server", "x" * 255, "x" * 256),
    (schemas.CreateHistoricalOutage, "server", f"{'x' * 498}/1", f"{'x' * 499}/1"),
    (schemas.CreateHistoricalOutage, "server", "https://x.example/42/", "https://x.example/4|2"),
    (schemas.CreateHistoricalOutage, "server", "a:1", "/"),
    (schemas.CreateHistoricalOutage, "network_services", ["x"] * 100, ["x"] * 101),
    (schemas.Acknowledge, "message", "x" * 2000, "x" * 2001),
    (schemas.Acknowledge, "who", "x" * 500, "x" * 501),
    (schemas.Acknowledge, "delay_in_seconds", YEAR, YEAR + 1),
    (schemas.ForceResolve, "reason", "x" * 2000, "x" * 2001),
    (schemas.SetDescription, "description", "x" * 2000, "x" * 2001),
    (schemas.SetSummary, "summary", "x" * 2000, "x" * 2001),
    (schemas.SetTags, "tags", ["x"] * 50, ["x"] * 51),
    (schemas.SetTags, "tags", ["x" * 100], ["x" * 101]),
    (schemas.SetLead, "who", "x" * 500, ""),
    (schemas.Broadcast, "message", "x" * 2000, ""),
    (schemas.DelayMinutes, "minutes", 525_600, 525_601),
    (schemas.AddLogEntry, "entry", FACE * 2000, FACE * 2001),
    (schemas.AddMetadata, "outage_metadata_type", "x" * 255, "x" * 256),
    (schemas.AddMetadata, "value", "x" * 2000, "x" * 2001),
]


@pytest.mark.parametrize(("model", "name", "good", "bad"), LIMITS)
def test_a_limit_is_the_last_that_is_taken(
    model: type[BaseModel], name: str, good: object, bad: object
):
    assert getattr(read(model, a(model, **{name: good})), name) == good
    with pytest.raises(ValidationError):
        read(model, a(model, **{name: bad}))


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


@pytest.mark.parametrize(
    "name", ["limit", "offset", "full", "status", "severity", "server", "start_time", "order_by"]
)
def test_an_empty_parameter_is_an_absent_one(name: str):
    assert schemas.ListOutages.model_validate({name: ""}) == schemas.ListOutages()


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
        "2026-01-15 12:00:00+01:00",
        "15/Jan/2026",
        "1768478400",
        1_768_478_401,
        "0001-01-01 00:00:00",
        "9999-01-01 00:00:00",
        "2026-01-15 12:00:00\n",
        "\u0662026-01-15",
    ],
)
def test_what_two_programs_could_read_differently_is_no_time(value: object):
    with pytest.raises(ValidationError):
        read(schemas.CreateCustomIncident, {"description": "x", "start_time": value})


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "a\x7fb", "a\x85b"])
def test_control_characters_are_no_text(text: str):
    for model, name in (
        (schemas.CreateCustomIncident, "description"),
        (schemas.AddLogEntry, "entry"),
        (schemas.ForceResolve, "reason"),
    ):
        with pytest.raises(ValidationError):
            read(model, a(model, **{name: text}))
    with pytest.raises(ValidationError):
        read(schemas.CreateCustomIncident, a(schemas.CreateCustomIncident, metadata={"x": text}))


def test_an_incident_of_nulls_as_the_guide_prints_it_lacks_only_its_description():
    guide = dict.fromkeys(
        ("description", "metadata", "plugin_textkey", "resource_textkey", "start_time")
    )

    with pytest.raises(ValidationError) as refused:
        read(schemas.CreateCustomIncident, guide)

    assert [error["loc"] for error in refused.value.errors()] == [("description",)]
    assert read(schemas.CreateCustomIncident, guide | {"description": "x"})
