"""What is there before the first event, and which event is the first of each function."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from string import Template as Text
from typing import Any

from faultbook.domain import identifiers
from faultbook.dynamodb.access_store import DynamoAccessStore
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.usecases.credentials import Credentials
from local.template import ROOT, Function, read_template
from tests.support.builders import CUSTOMER, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.tokens import AUDIENCE, ISSUER, SECRET, a_token

FIRST = {
    "fault_api/faults": "create_fault",
    "fault_api/administration": "create_api_key",
    "fault_api/statistics": "fault_statistics",
    "fault_api/events": "list_events",
    "fault_api/heartbeats": "create_heartbeat",
    "fault_api/deliver": "an_endpoint",
    "fortimonitor_api/main": "create_custom_incident",
    "incidents_api/main": "put_incident",
    "incidents_api/statistics": "count_in_buckets",
    "mackerel_api/main": "post_check_report",
    "pagerduty_api/main": "trigger",
    "opsgenie_api/main": "create_alert",
    "alertmanager_api/main": "push_alerts",
    "webhooks/main": "notify",
    "event_bus/cloudwatch_alarms": "threshold_crossed",
    "console/console": "configuration",
    "reference/reference": "health",
    "schedules/due_notes": "every_minute",
    "schedules/close_days": "hourly",
    "schedules/reconcile": "daily",
    "streams/timeline": "batch",
}
SECRETS_PATH = "/faultbook/measured"
SECRETS = {
    "jwt-secret": SECRET.decode(),
    "token-secret": "a token secret of thirty-two bytes",
    "outage-link-secret": "an outage link secret of thirty-two bytes",
    "cursor-secret": "a cursor secret of thirty-two bytes",
    "api-key-pepper": "a pepper of at least thirty-two bytes",
}


def functions() -> dict[str, Function]:
    return {function.logical_id: function for function in read_template().functions}


def folder_of(function: Function) -> str:
    return "/".join(function.module.split(".")[1:])


def event_name(function: Function) -> str:
    folder = folder_of(function)
    return f"{folder}/{FIRST[folder]}" if folder in FIRST else f"{folder}/"


@contextmanager
def prepared(engine: Engine) -> Iterator[dict[str, str]]:
    """New tables with a fault and an API key; gives what the functions' environment says."""
    with engine.fresh_tables() as tables:
        declared = read_template().environment()
        yield declared | {
            "FAULTS_TABLE": tables.faults,
            "STATISTICS_TABLE": tables.statistics,
            "ACCESS_TABLE": tables.access,
            "SCAN_REPORTS_TABLE": tables.scanreports,
            "EVENTS_TABLE": tables.events,
            "SECRETS_PATH": SECRETS_PATH,
            "JWT_ISSUER": ISSUER,
            "JWT_AUDIENCE": AUDIENCE,
            "CUSTOMER_OF_ALARMS": CUSTOMER,
        }


def first_event(function: Function, engine: Engine) -> dict[str, Any]:
    """The event under events/ with its placeholders filled in."""
    now = datetime.now(UTC)
    fault = a_fault(number=identifiers.draw_number(now), opened_at=now)
    DynamoFaultStore(engine.client, engine.tables.faults, SteppingClock(now)).create(
        CUSTOMER, fault
    )
    _, key = Credentials(
        DynamoAccessStore(engine.client, engine.tables.access, SteppingClock(now)),
        SECRETS["api-key-pepper"].encode,
        SteppingClock(now),
    ).make_api_key(
        CUSTOMER,
        name="measured",
        scopes=frozenset({"faults:read", "faults:write"}),
        by="benchmarks",
    )
    issued = int(time.time())
    scope = "faults:read faults:write admin"
    placeholders = {
        "TOKEN": a_token(iat=issued, exp=issued + 3600, scope=scope),
        "API_KEY": key,
        "FAULT_ID": identifiers.fault_id(CUSTOMER, fault.number),
        "ALERT_ID": identifiers.short_id(fault.number),
    }
    text = (ROOT / "events" / f"{event_name(function)}.json").read_text("utf-8")
    event: dict[str, Any] = json.loads(Text(text).safe_substitute(placeholders))
    return event
