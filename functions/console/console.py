"""The web console and the reader of the OpenAPI document: built files and their configuration."""

from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from faultbook import __version__
from faultbook.gateway.api import Api, Call, closed
from faultbook.gateway.content_coding import takes_gzip
from faultbook.gateway.errors import RouteNotFound
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import is_known
from faultbook.gateway.problem import problem
from faultbook.settings import read_settings
from functions.console import files
from functions.console.answers import Configuration

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

_NEVER_CHANGES = "public, max-age=31536000, immutable"  # a name holds a digest of what it names
_ASK_EACH_TIME = "no-cache"
_ASKED = ("If-None-Match",)
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
The API is described at <a href="/openapi.json">/openapi.json</a>.</p>
"""

# The console keeps its filters in the query.
api = Api(
    "console", authenticate=closed, admit=closed, error_answer=problem, ignores_unknown_query=True
)
_page_route = partial(
    api.route,
    "GET",
    scope=None,
    answers={200: str, 304: None, 503: str},
    headers=_ASKED,
    answer_headers=(*_FILE_HEADERS, *_PAGE_HEADERS),
)
_file_route = partial(
    api.route,
    "GET",
    scope=None,
    answers={200: bytes, 304: None},
    headers=_ASKED,
    answer_headers=_FILE_HEADERS,
    errors=(RouteNotFound(),),
)


@_page_route("/", "/index.html")
def get_page(call: Call) -> Answer:
    """The console, as a page.

    503 with a page that says how to build it, where it has not been built.
    """
    return _page(call, "index.html")


@_page_route("/docs")
def get_reader(call: Call) -> Answer:
    """The OpenAPI document as a page to read, search and try; `?api=` opens one API's.

    503 with a page that says how to build it, where it has not been built.
    """
    return _page(call, "docs.html")


@_file_route("/assets/<name>")
def get_asset(call: Call) -> Answer:
    """A part of the console: script, style, picture, font; its name changes with its content."""
    return _found(call, f"assets/{call.parameters['name']}", _NEVER_CHANGES)


@_file_route("/favicon.svg")
def get_icon(call: Call) -> Answer:
    """The console's icon."""
    return _found(call, "favicon.svg", _ASK_EACH_TIME)


@_file_route("/manifest.webmanifest", answers={200: dict[str, Any], 304: None})
def get_manifest(call: Call) -> Answer:
    """What a phone needs to keep the console on its home screen."""
    return _found(call, "manifest.webmanifest", _ASK_EACH_TIME)


@api.route(
    "GET",
    "/console/configuration.json",
    scope=None,
    answers={200: Configuration},
    headers=_ASKED,
)
def get_configuration(_call: Call) -> Answer:
    """How people sign in to the console here; nothing of it is secret."""
    return Answer(200, configuration())


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _page(call: Call, name: str) -> Answer:
    headers = page_headers()
    page = files.find(name)
    if page is None:
        return Answer(503, _NOT_BUILT, headers, "text/html; charset=utf-8")
    return _sent(call, page, headers | {"Cache-Control": _ASK_EACH_TIME})


def _found(call: Call, name: str, cache_control: str) -> Answer:
    """Raises RouteNotFound."""
    found = files.find(name)
    if found is None:
        raise RouteNotFound
    return _sent(call, found, {"Cache-Control": cache_control})


def _sent(call: Call, file: files.File, headers: dict[str, str]) -> Answer:
    body, encoding = file.content, {}
    if file.zipped and takes_gzip(call.request.headers.get("accept-encoding", "")):
        body, encoding = file.zipped, {"Content-Encoding": "gzip"}
    tag = files.tag_of(body)
    headers |= {"ETag": tag, "Vary": "Accept-Encoding"}
    if is_known(tag, call.request):
        return Answer(304, None, headers)
    return Answer(200, body, headers | encoding, file.media_type)


@cache
def configuration() -> Configuration:
    settings = read_settings()
    has_sign_in = bool(settings.console_client_id)
    issuer = settings.jwt_issuer if has_sign_in else ""
    return {
        "issuer": issuer if _origin_of(issuer) else "",
        "client_id": settings.console_client_id,
        "audience": settings.jwt_audiences[0] if has_sign_in else "",
        "scope": settings.console_scope,
        "version": __version__,
        "customer_claim": settings.jwt_customer_claim,
        "customer": settings.jwt_customer,
        "scope_prefix": settings.jwt_scope_prefix,
    }


@cache
def page_headers() -> dict[str, str]:
    settings = read_settings()
    origins = [_origin_of(configuration()["issuer"]), _origin_of(settings.console_token_origin)]
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
    """Empty for a text that is no web address."""
    parts = urlsplit(url)
    is_web = parts.scheme in ("http", "https") and parts.netloc
    return f"{parts.scheme}://{parts.netloc}" if is_web else ""


if read_settings().in_lambda:  # what it needs and is not set stops it at its start
    page_headers()
