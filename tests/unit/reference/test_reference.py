"""The function that answers with the reference."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from faultbook import __version__
from functions.reference.reference import lambda_handler
from tests.support.http_events import NO_CONTEXT, Response, an_event

FOLDER = Path(__file__).parents[3] / "functions" / "reference"


def get(path: str, method: str = "GET", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response.of(lambda_handler(an_event(method, path, headers=named), NO_CONTEXT))


def test_health_tells_the_version():
    answer = get("/health")

    assert (answer.status, answer.json) == (200, {"status": "ok", "version": __version__})
    assert answer.headers["cache-control"] == "no-store"


def test_the_document_is_answered_as_it_was_made():
    answer = get("/openapi.json")

    assert answer.status == 200
    assert answer.text == (FOLDER / "openapi.json").read_text("utf-8")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_who_has_the_newest_gets_no_body():
    tag = get("/openapi.json").headers["etag"]

    for known in (tag, f"W/{tag}", f'"older", {tag}', "*"):
        answer = get("/openapi.json", if_none_match=known)
        assert (answer.status, answer.text) == (304, "")
        assert answer.headers["etag"] == tag
        assert "content-type" not in answer.headers


def test_who_has_an_older_one_gets_the_newest():
    assert get("/openapi.json", if_none_match='"older"').status == 200


@pytest.mark.parametrize(
    ("api", "title", "path"),
    [
        ("native", "Faultbook: Native API", "/fault/{fault_id}"),
        ("fortimonitor", "Faultbook: FortiMonitor", "/v2/outage/active"),
        ("incidents", "Faultbook: Incidents service v1", "/api/v1/incidents"),
        ("mackerel", "Faultbook: Mackerel", "/api/v0/alerts"),
        ("pagerduty", "Faultbook: PagerDuty Events v2", "/v2/enqueue"),
        ("opsgenie", "Faultbook: Opsgenie alerts and heartbeats", "/v2/alerts"),
        ("alertmanager", "Faultbook: Alertmanager v2", "/api/v2/alerts"),
        ("webhooks", "Faultbook: Webhooks", "/webhooks/alertmanager"),
    ],
)
def test_one_api_can_be_had_alone(api: str, title: str, path: str):
    answer = asked(f"api={api}")

    assert answer.json["info"]["title"] == title
    assert path in answer.json["paths"]
    assert "/health" not in answer.json["paths"]
    assert answer.headers["etag"] != get("/openapi.json").headers["etag"]


def test_no_api_named_means_all():
    assert asked("api=").text == get("/openapi.json").text


@pytest.mark.parametrize("query", ["api=soap", "api=native&api=mackerel"])
def test_an_api_that_is_not_there_is_refused_with_those_that_are(query: str):
    answer = asked(query)

    assert answer.status == 400
    assert (
        "native, fortimonitor, incidents, mackerel, pagerduty, opsgenie, alertmanager, webhooks"
        in answer.text
    )


def asked(query: str) -> Response:
    return Response.of(lambda_handler(an_event(path="/openapi.json", query=query), NO_CONTEXT))


def test_another_method_is_told_which_one_there_is():
    answer = get("/health", method="POST")

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.headers["content-type"] == "application/problem+json"


def test_another_path_is_a_problem_with_the_request_id():
    answer = get("/health/of/something")

    assert answer.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this path.",
        "request_id": "request-1",
    }


def test_a_query_that_nobody_asked_for_is_refused():
    answer = Response.of(lambda_handler(an_event(path="/health", query="deep=true"), NO_CONTEXT))

    assert answer.status == 400


def test_a_sign_of_life_costs_no_imports_for_stores_or_models():
    program = "import json, sys, functions.reference.reference; print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    loaded = set(json.loads(done.stdout))

    assert "faultbook.gateway.api" in loaded
    assert not loaded & {"faultbook.wiring", "faultbook.dynamodb"}
    assert not loaded & {"pydantic", "boto3", "jwt", "cryptography"}
