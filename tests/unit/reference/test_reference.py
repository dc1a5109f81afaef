"""The function that answers with the reference."""

import base64
import hashlib
import json
import re
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


@pytest.mark.parametrize(
    ("path", "file", "content_type"),
    [
        ("/openapi.json", "openapi.json", "application/json"),
        ("/docs", "docs.html", "text/html; charset=utf-8"),
    ],
)
def test_document_and_page_are_answered_as_they_were_made(path: str, file: str, content_type: str):
    answer = get(path)

    assert answer.status == 200
    assert answer.text == (FOLDER / file).read_text("utf-8")
    assert answer.headers["content-type"] == content_type
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/openapi.json", "/docs"])
def test_who_has_the_newest_gets_no_body(path: str):
    tag = get(path).headers["etag"]

    for known in (tag, f"W/{tag}", f'"older", {tag}', "*"):
        answer = get(path, if_none_match=known)
        assert (answer.status, answer.text) == (304, "")
        assert answer.headers["etag"] == tag
        assert "content-type" not in answer.headers


@pytest.mark.parametrize("path", ["/openapi.json", "/docs"])
def test_who_has_an_older_one_gets_the_newest(path: str):
    assert get(path, if_none_match='"older"').status == 200


def test_document_and_page_have_tags_of_their_own():
    assert get("/openapi.json").headers["etag"] != get("/docs").headers["etag"]


def test_only_the_pages_own_style_may_load():
    answer = get("/docs")
    [style] = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert answer.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_the_page_asks_nobody_for_anything():
    page = get("/docs").text
    addresses = set(re.findall(r'(?:href|src|srcset|action|data)="([^"#]*)', page))

    assert addresses == {"", "data:,", "health", "openapi.json"}
    assert "<script" not in page
    assert not re.search(r"\son\w+=|\sstyle=|@import|url\(", page)


def test_a_link_within_the_page_leads_somewhere():
    page = get("/docs").text
    targets = re.findall(r'\sid="([^"]+)"', page)

    assert len(targets) == len(set(targets))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(targets)


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
    assert not loaded & {"pydantic", "boto3", "jwt", "cryptography", "markdown_it", "jinja2"}
