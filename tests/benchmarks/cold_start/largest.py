"""The largest event that a function takes, made of its first one.

A body may have blanks behind it, so that each is as long as its route takes; where many things
come in one event, there are as many as may.
"""

import copy
import json
from collections.abc import Callable
from typing import Any

from faultbook.gateway.api import MAX_BODY
from functions.alertmanager_api.schemas import MAX_PUSH
from functions.fault_api.schemas import MAX_BATCH
from functions.opsgenie_api.alerts import MAX_CREATE
from functions.pagerduty_api.api import MAX_EVENT
from functions.webhooks.schemas import MAX_NOTIFICATION
from tests.benchmarks.simulation.limits import deployed

Event = dict[str, Any]

# An invocation of Lambda takes 6 MB; the mapping's batches end before.
_STREAM_BYTES = 5_500_000
_ALERTS = 256
_LONGEST = {
    "alertmanager_api/main": MAX_PUSH,
    "opsgenie_api/main": MAX_CREATE,
    "pagerduty_api/main": MAX_EVENT,
    "webhooks/main": MAX_NOTIFICATION,
}


def largest(folder: str, event: Event) -> Event:
    grown = copy.deepcopy(event)
    if folder in _GROWN:
        grown = _GROWN[folder](grown)
    if isinstance(grown.get("body"), str):
        grown["body"] = grown["body"].ljust(_LONGEST.get(folder, MAX_BODY))
    return grown


def _batch_of_faults(event: Event) -> Event:
    """Of a batch's faults each has its part of the body."""
    fault = json.loads(event["body"])
    room = MAX_BODY // MAX_BATCH - len(event["body"]) - 50
    fault["cause"] = "x" * min(room, 2000)
    event["rawPath"] = event["requestContext"]["http"]["path"] = "/fault/batch"
    event["body"] = json.dumps({"faults": [fault] * MAX_BATCH})
    return event


def _alerts_of_a_push(event: Event) -> Event:
    """As many as Prometheus sends together."""
    [alert] = json.loads(event["body"])
    alerts = [
        alert | {"labels": alert["labels"] | {"instance": f"web-{place}:9100"}}
        for place in range(_ALERTS)
    ]
    event["body"] = json.dumps(alerts)
    return event


def _batch_of_records(event: Event) -> Event:
    """New faults, whose causes fill what is left."""
    first, size = event["Records"][0], deployed().batch
    cause = "x" * (_STREAM_BYTES // size - len(json.dumps(first)))
    records = []
    for place in range(size):
        record = copy.deepcopy(first)
        change = record["dynamodb"]
        customer, _, number = change["Keys"]["pk"]["S"].partition("#")
        key = {"S": f"{customer}#{int(number) + place:016d}"}
        change["Keys"]["pk"] = change["NewImage"]["pk"] = key
        change["NewImage"]["cause"] = {"S": cause}
        change["SequenceNumber"] = f"{place + 1:021d}"
        records.append(record)
    return {"Records": records}


_GROWN: dict[str, Callable[[Event], Event]] = {
    "fault_api/faults": _batch_of_faults,
    "alertmanager_api/main": _alerts_of_a_push,
    "streams/timeline": _batch_of_records,
}
