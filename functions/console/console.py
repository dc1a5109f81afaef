"""The web console: its built files, and what they need to know of this stack."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from faultbook import __version__
from faultbook.domain.errors import FaultbookError, RouteNotFound
from faultbook.gateway.api import Api, Call, Handler, closed
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import is_known
from faultbook.gateway.problem import problem
from faultbook.settings import read_settings
from functions.console import files

_NEVER_CHANGES = "public, max-age=31536000, immutable"  # a name holds a digest of what it names
_ASK_EACH_TIME = "no-cache"
_FILE = {200: bytes, 304: None}
_NOT_THERE = (RouteNotFound(),)
_FILE_HEADERS = ("ETag", "Cache-Control", "Vary", "Content-Encoding")
_PAGE_HEADERS = ("Content-Security-Policy", "Permissions-Policy", "Referrer-Policy")
_NOT_BUILT = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Faultbook: the console is not built</title>
<h1>The console is not built</h1>
<p>The API runs, but there is no console in its package. Build it with</p>
<pre>make console</pre>
<p>which fetches its parts from the npm registry, then start or deploy Faultbook again.
The API is described at <a href="/docs">/docs</a>.</p>
"""

# The console keeps its filters in the query.
api = Api(
    "console", authenticate=closed, admit=closed, error_answer=problem, ignores_unknown_query=True
)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Without an `issuer` people paste a token; with one they sign in there.

    The last three say how the API reads its tokens, so that the page reads them alike.
    """

    issuer: str
    client_id: str
    audience: str
    scope: str
    version: str
    customer_claim: str
    customer: str
    scope_prefix: str


def offered(
    path: str,
    *aliases: str,
    answers: dict[int, Any],
    answer_headers: tuple[str, ...],
    errors: tuple[FaultbookError, ...] = (),
) -> Callable[[Handler], Handler]:
    """By GET, and by HEAD without the body."""

    def register(handler: Handler) -> Handler:
        for method, kinds in (("GET", answers), ("HEAD", dict.fromkeys(answers))):
            api.route(
                method,
                path,
                *aliases,
                scope=None,
                answers=kinds,
                headers=("If-None-Match",),
                answer_headers=answer_headers,
                errors=errors,
            )(handler)
        return handler

    return register


@offered(
    "/",
    "/index.html",
    answers={200: str, 304: None, 503: str},
    answer_headers=(*_FILE_HEADERS, *_PAGE_HEADERS),
)
def get_page(call: Call) -> Answer:
    """The console, as a page.

    503 with a page that says how to build it, where it has not been built.
    """
    headers = page_headers()
    page = files.find("index.html")
    if page is None:
        body = _NOT_BUILT if call.request.method == "GET" else ""
        return Answer(503, body, headers, "text/html; charset=utf-8")
    return _sent(call, page, headers | {"Cache-Control": _ASK_EACH_TIME})


@offered(
    "/assets/<name>",
    answers=_FILE,
    answer_headers=_FILE_HEADERS,
    errors=_NOT_THERE,
)
def get_asset(call: Call) -> Answer:
    """A part of the console: script, style, picture, font; its name changes with its content."""
    return _found(call, f"assets/{call.parameters['name']}", _NEVER_CHANGES)


@offered("/favicon.svg", answers=_FILE, answer_headers=_FILE_HEADERS, errors=_NOT_THERE)
def get_icon(call: Call) -> Answer:
    """The console's icon."""
    return _found(call, "favicon.svg", _ASK_EACH_TIME)


@offered(
    "/manifest.webmanifest",
    answers={200: dict[str, Any], 304: None},
    answer_headers=_FILE_HEADERS,
    errors=_NOT_THERE,
)
def get_manifest(call: Call) -> Answer:
    """What a phone needs to keep the console on its home screen."""
    return _found(call, "manifest.webmanifest", _ASK_EACH_TIME)


@offered("/console/configuration.json", answers={200: Configuration}, answer_headers=())
def get_configuration(call: Call) -> Answer:
    """How people sign in to the console here; nothing of it is secret."""
    return Answer(200, asdict(configuration()) if call.request.method == "GET" else "")


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    del context
    return api.handle(event)


def _found(call: Call, name: str, cache_control: str) -> Answer:
    """Raises RouteNotFound."""
    found = files.find(name)
    if found is None:
        raise RouteNotFound
    return _sent(call, found, {"Cache-Control": cache_control})


def _sent(call: Call, file: files.File, headers: dict[str, str]) -> Answer:
    body, encoding = file.content, {}
    if file.zipped and files.takes_gzip(call.request.headers.get("accept-encoding", "")):
        body, encoding = file.zipped, {"Content-Encoding": "gzip"}
    tag = files.tag_of(body)
    headers |= {"ETag": tag, "Vary": "Accept-Encoding"}
    if is_known(tag, call.request):
        return Answer(304, None, headers)
    sent = body if call.request.method == "GET" else ""
    return Answer(200, sent, headers | encoding, file.media_type)


@cache
def configuration() -> Configuration:
    settings = read_settings()
    issuer = settings.jwt_issuer if settings.console_client_id else ""
    return Configuration(
        issuer=issuer if _origin_of(issuer) else "",
        client_id=settings.console_client_id,
        audience=next(iter(settings.jwt_audiences), ""),
        scope=settings.console_scope,
        version=__version__,
        customer_claim=settings.jwt_customer_claim,
        customer=settings.jwt_customer,
        scope_prefix=settings.jwt_scope_prefix,
    )


@cache
def page_headers() -> dict[str, str]:
    settings = read_settings()
    origins = [_origin_of(configuration().issuer), _origin_of(settings.console_token_origin)]
    connect = " ".join(["'self'", *dict.fromkeys(origin for origin in origins if origin)])
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"font-src 'self'; manifest-src 'self'; connect-src {connect}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
    }


def _origin_of(url: str) -> str:
    """Empty for what is no address of the web."""
    parts = urlsplit(url)
    is_web = parts.scheme in ("http", "https") and parts.netloc
    return f"{parts.scheme}://{parts.netloc}" if is_web else ""
