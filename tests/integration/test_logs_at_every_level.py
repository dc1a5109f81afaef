"""The event, and what callers sent in it, stands in no log line at any level."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from faultbook.telemetry import logger, to_stdout
from functions.schedules import due_notes
from functions.streams import timeline
from tests.support.builders import SteppingClock, a_fault
from tests.support.engines import Engine, Tables
from tests.support.every_api import EveryApi, every_api
from tests.support.incidents_world import an_incident
from tests.support.lambda_context import Context
from tests.support.native_api import a_body
from tests.support.stream_records import a_record

CANARY = "canary-7f3a"


@pytest.fixture(params=["DEBUG", "INFO", "WARNING"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that the process logs at the level, of Faultbook and of what it is made of."""
    lines = io.StringIO()
    others = logging.StreamHandler(lines)
    root, level, root_level = logging.getLogger(), logger.log_level, logging.getLogger().level
    before = to_stdout.setStream(lines)
    root.addHandler(others)
    logger.setLevel(request.param)
    root.setLevel(request.param)
    yield lines
    root.setLevel(root_level)
    logger.setLevel(level)
    root.removeHandler(others)
    if before:
        to_stdout.setStream(before)


@pytest.fixture
def apis(
    dynoxide: Engine, tables: Tables, clock: SteppingClock, log: io.StringIO
) -> Iterator[EveryApi]:
    assert tables.faults
    del log  # listens from the beginning
    with every_api(dynoxide, clock) as apis:
        yield apis


def test_of_requests_to_any_api(apis: EveryApi, clock: SteppingClock, log: io.StringIO):
    seconds = int(clock.at.timestamp())
    check: dict[str, Any] = {
        "source": {"type": "host", "hostId": CANARY},
        "name": CANARY,
        "status": "WARNING",
    }
    check |= {"message": CANARY, "occurredAt": seconds}
    requests: list[tuple[int, str, str, Any]] = [
        (201, "POST", "/fault", a_body(message=CANARY, cause=CANARY, metadata={CANARY: CANARY})),
        (400, "POST", "/fault", {CANARY: CANARY}),
        (201, "POST", f"/v2/server/{CANARY}/custom_incident", {"description": CANARY}),
        (400, "POST", f"/v2/server/{CANARY}/custom_incident", CANARY),
        (200, "POST", "/api/v1/incidents", an_incident(title=CANARY, incidentId=CANARY)),
        (400, "POST", "/api/v1/incidents", {"title": CANARY}),
        (200, "POST", "/api/v0/monitoring/checks/report", {"reports": [check]}),
        (404, "PUT", f"/api/v0/alerts/{CANARY}", {"memo": CANARY}),
    ]
    for status, method, path, body in requests:
        assert apis(method, path, body).status == status

    for path, status in (
        ("/fault", 400),
        ("/v2/outage", 200),
        ("/api/v1/incidents", 200),
        ("/api/v0/alerts", 200),
    ):
        assert apis("GET", path, query=f"x{CANARY}={CANARY}").status == status
    assert CANARY not in log.getvalue()


def test_of_records_of_the_stream(apis: EveryApi, tables: Tables, log: io.StringIO):
    fault = a_fault(message=CANARY, cause=CANARY, resource_id=CANARY, type=CANARY)
    good = a_record(1, new=fault, table=tables.faults)
    bad = a_record(2, new=fault, table=tables.faults)
    bad["dynamodb"]["NewImage"]["severity"] = {"S": CANARY}
    del apis  # it is what the function is wired to

    answer = timeline.lambda_handler({"Records": [good, bad]}, Context())

    assert [failure["itemIdentifier"][-1] for failure in answer["batchItemFailures"]] == ["2"]
    assert CANARY not in log.getvalue()


def test_of_scheduled_jobs(apis: EveryApi, clock: SteppingClock, log: io.StringIO):
    apis.put(message=CANARY, resource_id=CANARY, closes_at=clock.at)

    due_notes.lambda_handler({CANARY: CANARY}, Context())

    assert CANARY not in log.getvalue()
