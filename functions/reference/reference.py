"""What this service offers, as a document and as a page, and whether it is there."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faultbook import __version__
from faultbook.gateway.api import Api, Call, closed
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import is_known
from faultbook.gateway.problem import problem
from functions.reference.answers import Health

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_HERE = Path(__file__).parent
_KEPT = "public, max-age=300"  # a deployment shows within five minutes


api = Api("reference", authenticate=closed, admit=closed, error_answer=problem)


@api.route("GET", "/health", scope=None, answers={200: Health})
def get_health(_call: Call) -> Answer:
    """Whether the service answers, and which version; no store is asked."""
    body: Health = {"status": "ok", "version": __version__}
    return Answer(200, body)


@api.route(
    "GET",
    "/openapi.json",
    scope=None,
    answers={200: dict[str, Any], 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag", "Cache-Control"),
)
def get_document(call: Call) -> Answer:
    """OpenAPI 3.1 of every API: the document that says this."""
    return _unless_known(call, _file("openapi.json"), {}, "application/json")


@api.route(
    "GET",
    "/docs",
    scope=None,
    answers={200: str, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag", "Cache-Control", "Content-Security-Policy", "Referrer-Policy"),
)
def get_page(call: Call) -> Answer:
    """The OpenAPI document as a page to read."""
    page = _file("docs.html")
    headers = {"Content-Security-Policy": _policy(page), "Referrer-Policy": "no-referrer"}
    return _unless_known(call, page, headers, "text/html; charset=utf-8")


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _unless_known(call: Call, text: str, headers: dict[str, str], content_type: str) -> Answer:
    tag = _tag(text)
    headers |= {"ETag": tag, "Cache-Control": _KEPT}
    if is_known(tag, call.request):
        return Answer(304, None, headers)
    return Answer(200, text, headers, content_type)


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


@cache
def _tag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


@cache
def _policy(page: str) -> str:
    """Nothing but the page's own style, which its digest names."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
