"""The OpenAPI document, and the health check."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faultbook import __version__
from faultbook.domain.errors import InvalidRequest
from faultbook.gateway.api import Api, Call, closed
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import is_known
from faultbook.gateway.problem import problem
from functions.reference.answers import Health
from functions.reference.parts import APIS, part_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_FILE = Path(__file__).with_name("openapi.json")
_KEPT = "public, max-age=300"  # a deployment shows within five minutes

# Queries are judged here: a model of pydantic's would be most of a cold start.
api = Api(
    "reference", authenticate=closed, admit=closed, error_answer=problem, ignores_unknown_query=True
)


@api.route("GET", "/health", scope=None, answers={200: Health})
def get_health(call: Call) -> Answer:
    """Whether the service answers, and which version; no store is asked."""
    _refuse_others(call)
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
    """OpenAPI 3.1 of every API: the document that says this.

    With `api`, of one of them alone.
    """
    _refuse_others(call, "api")
    text = _document(_api_name(call))
    tag = _tag(text)
    headers = {"ETag": tag, "Cache-Control": _KEPT}
    if is_known(tag, call.request):
        return Answer(304, None, headers)
    return Answer(200, text, headers, "application/json")


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _refuse_others(call: Call, *known: str) -> None:
    """Raises InvalidRequest."""
    if set(call.request.query) - set(known):
        words = f"nothing but {known[0]}" if known else "nothing"
        raise InvalidRequest(f"The query of this path takes {words}.")


def _api_name(call: Call) -> str:
    """Empty for all APIs. Raises InvalidRequest."""
    name = call.request.query.get("api", "")
    if isinstance(name, str) and (name in APIS or not name):
        return name
    raise InvalidRequest(f"api must be one of {', '.join(APIS)}.")


@cache
def _document(api: str) -> str:
    text = _FILE.read_text("utf-8")
    return json.dumps(part_of(json.loads(text), api), ensure_ascii=False) if api else text


@cache
def _tag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
