"""The reference itself in the OpenAPI document."""

from faultbook import __version__
from faultbook.gateway.documentation import AnswerHeader, Documentation
from faultbook.gateway.problem import Problem
from functions.reference.answers import Health

DOCUMENTATION = Documentation(
    title="Reference",
    description="What this service offers, for programs and for people, and whether it is there. "
    "Nothing here asks for a credential.",
    prefix="Reference",
    error=Problem,
    examples={Health: {"status": "ok", "version": __version__}},
    answer_headers={
        "Content-Security-Policy": AnswerHeader(
            "Nothing but the page's own style may load.", {"type": "string"}
        ),
        "Referrer-Policy": AnswerHeader(
            "Nobody learns where a reader came from.", {"const": "no-referrer", "type": "string"}
        ),
    },
    media_types={"/docs": "text/html; charset=utf-8"},
)
