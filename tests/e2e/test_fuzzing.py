"""Schemathesis over the OpenAPI document: every phase, every check, against the real handlers.

The handlers run in this process behind the local gateway, on Dynoxide. FAULTBOOK_FUZZ_CASES asks
for more cases than CI has time for: 250,000 take about an hour.
"""

import ipaddress
import itertools
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import strategies
from hypothesis.errors import HypothesisWarning
from schemathesis import engine
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.engine.events import EngineFinished, FatalError, NonFatalError, ScenarioFinished
from schemathesis.openapi.checks import (
    EnsureResourceAvailability,
    RejectedPositiveData,
    UseAfterFree,
)
from schemathesis.transport.wsgi import WSGITransport
from werkzeug.test import Client

from local.gateway import Gateway
from local.store import open_store
from tests.support.engines import Engine
from tests.support.in_process import environment_of_functions, http_functions, token_for

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "functions/reference/openapi.json").read_text("utf-8")
)
TAGS = Counter(
    operation["tags"][0] for methods in DOCUMENT["paths"].values() for operation in methods.values()
)
CASES = int(os.environ.get("FAULTBOOK_FUZZ_CASES", "8000"))  # over all APIs
EXAMPLES = 2_000 // TAGS.total()  # for each operation in one round, beside those of coverage

# What good requests may get: 412 and 422 depend on what is stored, not on how a request looks.
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "412", "422"]
REFUSED = ["400", "401", "403", "404", "405", "412", "413", "415"]
# FortiMonitor and Mackerel have no word but 400 for what the state of an outage or a host forbids.
# Which settings an endpoint may be given depends on its kind.
DEPENDS_ON_STATE = "^/v2/.*/acknowledge$|^/api/v0/hosts/.*/metadata/|^/endpoints/"

KEYS = itertools.count()
ROUTING_KEY: dict[str, str] = {}  # what PagerDuty's events have in their body
A_LABEL = {"alertname": "InstanceDown"}
NEEDED_OF_AN_EVENT = {
    "dedup_key": "disk",
    "payload": {"summary": "Disk full", "source": "web-1", "severity": "error"},
}
SOMEWHERE = "https://203.0.114.7/v2/enqueue"  # where something may be sent to
TARGETS = {
    "eventbridge": "arn:aws:events:us-east-1:000000000000:event-bus/faults",
    "sns": "arn:aws:sns:us-east-1:000000000000:faults",
    "email": "mailto:noc@example.com",
}
NOT_TOLD = [f"AWS_ENDPOINT_URL_{name}" for name in ("EVENTBRIDGE", "SNS", "SESV2")]
SIGNED = {"cursor", "before", "nextId", "after"}
HOURS_FROM_NOW = {
    **dict.fromkeys(["occurred_at", "from", "timestampFrom", "startTimestampFrom"], -200),
    "resolved_from": -200,
    **dict.fromkeys(["start_time", "startTime", "createdAt", "log_start_timestamp"], -2),
    **dict.fromkeys(["end_time", "endTime", "occurredAt"], -1),
    **dict.fromkeys(["to", "timestampTo", "startTimestampTo", "resolved_to"], 0),
    **dict.fromkeys(["expires_at", "until"], 200),
}
EPOCH_SECONDS = {
    "occurredAt",
    "timestampFrom",
    "timestampTo",
    "startTimestampFrom",
    "startTimestampTo",
}
WITHOUT_ZONE = {"start_time", "end_time", "log_start_timestamp"}
TOO_LONG = 431  # API Gateway's own answer to more than 10 KB of request line and headers
UNSPOKEN = {"content-type", "content-length", "cache-control", "x-content-type-options"}
INTERNALS = (b"Traceback", b"arn:aws", b".py", b"faults-0", b"access-0", b"statistics-0", b"boto")
MAX_DIGITS = 10**38  # what a JSON number may have here, as in DynamoDB


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    store = open_store("memory", tmp_path_factory.mktemp("fuzzing"), print)
    try:
        dynamodb = Engine(store.endpoint)
        with dynamodb.fresh_tables() as tables:
            environment = environment_of_functions(
                AWS_ENDPOINT_URL_DYNAMODB=store.endpoint,
                FAULTS_TABLE=tables.faults,
                STATISTICS_TABLE=tables.statistics,
                ACCESS_TABLE=tables.access,
                SCAN_REPORTS_TABLE=tables.scanreports,
                EVENTS_TABLE=tables.events,
                REQUESTS_PER_SECOND="1000000",
                EVENT_BUS_ARN=TARGETS["eventbridge"],
                TOPIC_ARNS=TARGETS["sns"],
                MAIL_FROM="faults@example.com",
                **dict.fromkeys(NOT_TOLD, "http://127.0.0.1:9"),
            )
            with http_functions(environment) as gateway:
                yield gateway
    finally:
        store.stop()


@pytest.fixture(autouse=True)
def _probes_reach_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe of `ignored_auth` hands settings of sockets to a client that has none."""
    send = WSGITransport.send

    def without_sockets(self: WSGITransport, case: Any, **settings: Any) -> Any:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            settings.pop(name, None)
        return send(self, case, **settings)

    monkeypatch.setattr(WSGITransport, "send", without_sockets)


def networks() -> strategies.SearchStrategy[str]:
    return strategies.one_of(
        strategies.tuples(strategies.ip_addresses(v=4), strategies.integers(0, 32)),
        strategies.tuples(strategies.ip_addresses(v=6), strategies.integers(0, 128)),
    ).map(lambda both: str(ipaddress.ip_network(both, strict=False)))


def single_lines() -> strategies.SearchStrategy[str]:
    characters = strategies.characters(exclude_categories=["C", "Z"], include_characters=" ")
    lines = strategies.text(characters, min_size=1, max_size=100).map(str.strip)
    return lines.filter(lambda line: bool(line) and line.isprintable())


schemathesis.openapi.format("cidr", networks())
schemathesis.openapi.format("single-line", single_lines())


@schemathesis.hook("before_call")
def make_sensible(_: Any, case: Any, __: Any) -> None:
    """What a schema cannot say: a cursor is signed, a key is used once, times have limits."""
    case.headers = case.headers or {}
    case.headers["Accept-Encoding"] = "identity"  # this transport unpacks nothing
    for name, value in (case.path_parameters or {}).items():
        # HTTP APIs cut a path at a question mark, however it was written: another route answers.
        if isinstance(value, str):
            case.path_parameters[name] = value.replace("?", "-").replace("%3F", "-")
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"key-{next(KEYS)}"
    if case.query:
        for name in SIGNED & set(case.query):
            del case.query[name]
        case.query = sensible_filter(dict(case.query) | sensible_patterns(case.query))
    if isinstance(case.body, dict):
        case.body = sensible_body(case.body)
    if isinstance(case.body, list):
        case.body = [sensible_alert(item) for item in case.body]


def sensible_times(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those given, as this service takes them from a monitor that tells the truth."""
    now = datetime.now(UTC)
    sensible: dict[str, Any] = {}
    for name, hours in HOURS_FROM_NOW.items():
        at = now + timedelta(hours=hours)
        if name in EPOCH_SECONDS:
            sensible[name] = int(at.timestamp())
        elif name in WITHOUT_ZONE:
            sensible[name] = f"{at:%Y-%m-%d %H:%M:%S}"
        else:
            sensible[name] = at.isoformat()
    return {name: value for name, value in sensible.items() if given.get(name) is not None}


def sensible_filter(given: Mapping[str, Any]) -> dict[str, Any]:
    """The order by severity is of open faults alone, a time of resolving of resolved ones."""
    sensible = dict(given) | sensible_times(given)
    resolving = {name for name in ("resolved_from", "resolved_to") if sensible.get(name)}
    if sensible.get("order") == "severity":
        return {n: v for n, v in sensible.items() if n not in resolving} | {
            "status": ["unresolved"]
        }
    return sensible | {"status": ["resolved"]} if resolving else sensible


def sensible_patterns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of Alertmanager's lists: matchers with the texts given, and a receiver that there is."""
    sensible: dict[str, Any] = {}
    if isinstance(matchers := given.get("filter"), list):
        sensible["filter"] = [f'alertname!="{text}"' for text in matchers]
    return sensible | ({"receiver": "faultbook"} if "receiver" in given else {})


def sensible_alert(alert: Any) -> Any:
    """Labels that are there and not all empty; times in their order."""
    if not isinstance(alert, dict) or "labels" not in alert:
        return alert
    times = {name: None for name in ("startsAt", "endsAt") if name in alert}
    return alert | {"labels": alert["labels"] | A_LABEL} | times


def sensible_body(body: dict[str, Any]) -> dict[str, Any]:
    body = {name: sensible_number(value) for name, value in body.items()}
    if "start_time" in body and "end_time" in body:
        body.pop("compound_service", None)  # it is that or a server
        body["server"] = "https://faults.example/v2/server/10571663"
    if "routing_key" in body:
        body = NEEDED_OF_AN_EVENT | {name: one for name, one in body.items() if one} | ROUTING_KEY
    if body.get("authorization"):
        body["authorization"] = "something"
    if isinstance(body.get("url"), str):
        body["url"] = TARGETS.get(body.get("kind", ""), SOMEWHERE)
    if isinstance(body.get("filter"), dict):
        body["filter"] = sensible_filter(body["filter"])
    if "action" in body:
        body.pop("cursor", None)
    if reports := body.get("reports"):
        body["reports"] = [one | sensible_times(one) for one in reports]
    return body | sensible_times(body)


def sensible_number(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: sensible_number(one) for name, one in value.items()}
    if isinstance(value, list):
        return [sensible_number(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value % MAX_DIGITS if isinstance(value, int) and abs(value) >= MAX_DIGITS else value


def is_real(_: Any, failure: Any, case: Any, __: Any) -> bool:
    """Tokens are revoked by their ids; Schemathesis links the token itself to `{token}`.

    An empty parameter was not given, and a request that is too long for API Gateway reaches nobody.
    A ping of a heartbeat that was deleted is answered like any other, and tells of it by a fault.
    The text `incidentId` of an incident is linked to `{incident_id}`, which is its number.
    """
    if getattr(failure, "status_code", None) == TOO_LONG:
        return False
    if isinstance(failure, RejectedPositiveData) and case.path.startswith("/api/v1/"):
        ids = [str(one) for name, one in case.path_parameters.items() if name.endswith("id")]
        return all(one.isdecimal() for one in ids)
    if isinstance(failure, UseAfterFree):
        return not case.path.endswith("/ping")
    if isinstance(failure, EnsureResourceAvailability):
        return not (case.method == "DELETE" and case.path.endswith("/token/{token}"))
    if isinstance(failure, AcceptedNegativeData):
        return not any(value in ("", {}, []) for value in (case.query or {}).values())
    return True


@schemathesis.check
def keeps_internals_to_itself(_: Any, response: Any, __: Any) -> None:
    if response.status_code == TOO_LONG:
        return
    assert response.headers["x-content-type-options"] == ["nosniff"]
    if response.status_code >= 400:
        assert not [one for one in INTERNALS if one in response.content]


def closed(schema: Any) -> Any:
    """The same without room for members that it does not name, unless it says so itself."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(one) for name, one in schema.items()}
    return {"additionalProperties": False} | inner if "properties" in schema else inner


CLOSED = {"components": {"schemas": closed(DOCUMENT["components"]["schemas"])}}


@schemathesis.check
def has_nothing_undocumented(_: Any, response: Any, case: Any) -> None:
    operation = DOCUMENT["paths"][case.path].get(response.request.method.lower(), {})
    answer = operation.get("responses", {}).get(str(response.status_code), {})
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    if not answer:
        return  # another method than those documented, or what status_code_conformance tells
    documented = {name.lower() for name in answer["headers"]}
    assert set(response.headers) - documented <= UNSPOKEN
    if response.request.method == "HEAD":
        return  # the headers of a body that is not there
    for media_type, content in answer.get("content", {}).items():
        if "json" in media_type:
            whole = CLOSED | {"allOf": [content["schema"]]}
            jsonschema_rs.Draft202012Validator(whole).validate(json.loads(response.content))


def credentials(gateway: Gateway, schemes: dict[str, Any]) -> dict[str, dict[str, str]]:
    """One that may do everything, for each way of the document to show it."""
    token = token_for(os.environ, "cus_1")
    made = Client(gateway).post(
        "/api-keys",
        json={"name": "fuzzing", "scopes": ["faults:read", "faults:write"]},
        headers={"Authorization": f"Bearer {token}"},
    )
    key = json.loads(made.data)["key"]
    ROUTING_KEY["routing_key"] = key
    return {name: credential(scheme, token, key) for name, scheme in schemes.items()}


def credential(scheme: dict[str, Any], token: str, key: str) -> dict[str, str]:
    example = scheme.get("x-example", "")
    if scheme["type"] == "apiKey":
        return {"api_key": example.replace("$API_KEY", key)}
    if scheme["scheme"] == "basic":
        return {"username": "anybody", "password": key}
    return {"bearer": key if "$API_KEY" in example else token}


def settings(gateway: Gateway, tags: list[str], seed: int) -> schemathesis.Config:
    schemes = DOCUMENT["components"]["securitySchemes"]
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "auth": {"openapi": credentials(gateway, schemes)},
            "cache": {"enabled": False},
            "generation": {"max-examples": EXAMPLES, "database": "none"},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ACCEPTED},
                "negative_data_rejection": {"expected-statuses": REFUSED},
            },
            "operations": [
                {"exclude-tag": tags, "enabled": False},
                {
                    "include-path-regex": DEPENDS_ON_STATE,
                    "checks": {
                        "positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "400"]}
                    },
                },
                {
                    # Opsgenie's word for what is not valid
                    "include-path-regex": "^/v2/(alerts|heartbeats)",
                    "checks": {"negative_data_rejection": {"expected-statuses": [*REFUSED, "422"]}},
                },
            ],
        }
    )


def events(gateway: Gateway, tags: list[str]) -> Iterator[Any]:
    """Of one round after the other, each with another seed."""
    for seed in itertools.count(1):
        schema = schemathesis.openapi.from_wsgi(
            "/openapi.json", gateway, config=settings(gateway, tags, seed)
        )
        schema.hook("filter_failure")(is_real)
        yield from engine.from_schema(schema).execute()


def failures_of(event: Any) -> Iterator[tuple[str, str]]:
    """What failed, in short and at length."""
    if isinstance(event, FatalError):
        yield "fatal", repr(event.exception)
    # Hypothesis warns of large examples of its own.
    if isinstance(event, NonFatalError) and not isinstance(event.value, HypothesisWarning):
        yield event.label, repr(event.value)
    if isinstance(event, ScenarioFinished):
        for case_id, checks in event.recorder.checks.items():
            for check in checks:
                if check.failure_info:
                    answer = event.recorder.interactions[case_id].response
                    said = f"{answer.status_code} {answer.content[:500]!r}" if answer else ""
                    failed = f"{check.failure_info.failure}\n{check.failure_info.code_sample}"
                    yield f"{check.name} {event.recorder.label}", f"{failed}\n{said}"


@pytest.mark.parametrize("group", DOCUMENT["x-tagGroups"], ids=lambda group: group["name"])
def test_no_request_gets_an_answer_that_the_document_does_not_have(
    gateway: Gateway,
    group: dict[str, Any],
    record_testsuite_property: Callable[[str, object], None],
):
    share = CASES * sum(TAGS[tag] for tag in group["tags"]) / TAGS.total()
    answers: Counter[int] = Counter()
    failures: dict[str, str] = {}
    for event in events(gateway, group["tags"]):
        for short, long in failures_of(event):
            failures.setdefault(short, long)
        if isinstance(event, ScenarioFinished):
            sent = event.recorder.interactions.values()
            answers.update(one.response.status_code for one in sent if one.response)
        if isinstance(event, EngineFinished) and (failures or answers.total() >= share):
            break

    record_testsuite_property(f"fuzzing: {group['name']}", dict(sorted(answers.items())))
    assert not failures, "\n\n".join(f"{short}\n{long}" for short, long in failures.items())
    assert {200, 202} & answers.keys()
    assert 405 in answers
    assert max(answers) < 500
