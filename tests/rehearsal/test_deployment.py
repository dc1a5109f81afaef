"""What is there without any customer."""

import uuid
from datetime import UTC, datetime
from typing import Any

from tests.rehearsal.http import Http
from tests.rehearsal.stack import Stack


def test_health_and_the_reference_are_open_and_faults_are_not(http: Http):
    for path in ("/health", "/openapi.json", "/console/configuration.json"):
        http.get(path, headers={})
    http.get("/fault", 401, headers={})


def test_the_console_is_served_under_its_policy(http: Http):
    page = http.response("GET", "/")

    assert page.status_code == 200, page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none';")


def test_every_schedule_runs(stack: Stack):
    functions = stack.scheduled_functions()

    errors = {
        function: stack.invoke(function, scheduled_event())["FunctionError"]
        for function in functions
    }

    assert errors == dict.fromkeys(functions)
    assert functions


def scheduled_event() -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:000000000000:rule/faultbook"],
        "detail": {},
    }
