"""The console's pages in the OpenAPI document."""

from faultbook import __version__
from faultbook.gateway.documentation import AnswerHeader, Documentation, Parameter
from faultbook.gateway.problem import Problem
from functions.console.answers import Configuration

_HTML = "text/html; charset=utf-8"

DOCUMENTATION = Documentation(
    title="Console",
    description="The web console: one page at `/` with its filters in the query, its parts, and "
    "how people sign in to it; and a reader of this document at `/docs`. They ask the APIs like "
    "any other client; nothing here asks for a credential or reads a fault.",
    prefix="Console",
    error=Problem,
    parameters={
        "name": Parameter(
            "The name of a part, as the page has it.",
            {"type": "string", "pattern": "^[!-.0-~]+$", "maxLength": 200},
            "index-Dq3Jx0aB.js",
        )
    },
    members={
        "issuer": "Where people sign in, by OpenID Connect; empty: they paste a token.",
        "client_id": "By what name the console is known there.",
        "audience": "What the tokens have to be for.",
        "scope": "What the console asks for there.",
        "version": "Of this Faultbook.",
        "customer_claim": "Which claim of a token names the customer.",
        "customer": "The customer of every token; empty: the claim says it.",
        "scope_prefix": "What stands before the names of scopes in a token.",
    },
    examples={
        Configuration: {
            "issuer": "https://issuer.example",
            "client_id": "faultbook-console",
            "audience": "faultbook",
            "scope": "openid faults:read faults:write",
            "version": __version__,
            "customer_claim": "customer_id",
            "customer": "",
            "scope_prefix": "",
        }
    },
    answer_headers={
        "Content-Security-Policy": AnswerHeader(
            "Scripts and styles of this origin only, none in the page itself.", {"type": "string"}
        ),
        "Permissions-Policy": AnswerHeader(
            "Nothing of the device is asked for.", {"type": "string"}
        ),
        "Referrer-Policy": AnswerHeader(
            "Nobody learns where a reader came from.", {"const": "no-referrer", "type": "string"}
        ),
        "Content-Encoding": AnswerHeader(
            "There when the body is compressed.",
            {"const": "gzip", "type": "string"},
            always=False,
        ),
        "ETag": AnswerHeader("Names what is answered.", {"type": "string"}, always=False),
        "Cache-Control": AnswerHeader("How long the answer may be kept.", {"type": "string"}),
        "Vary": AnswerHeader(
            "By what the answer differs.",
            {"const": "Accept-Encoding", "type": "string"},
            always=False,
        ),
    },
    media_types={
        "/": _HTML,
        "/index.html": _HTML,
        "/docs": _HTML,
        "/assets/<name>": "*/*",
        "/favicon.svg": "image/svg+xml",
        "/manifest.webmanifest": "application/manifest+json",
    },
)
