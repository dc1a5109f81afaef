"""The reference itself in the OpenAPI document."""

from typing import Literal

from pydantic import BaseModel

from faultbook import __version__
from faultbook.gateway.documentation import Documentation
from faultbook.gateway.problem import Problem
from functions.reference.answers import Health


class DocumentQuery(BaseModel):
    """As `functions.reference.parts.APIS` has it."""

    api: (
        Literal[
            "native",
            "fortimonitor",
            "incidents",
            "mackerel",
            "pagerduty",
            "opsgenie",
            "alertmanager",
            "webhooks",
        ]
        | None
    ) = None


DOCUMENTATION = Documentation(
    title="Reference",
    description="What this service offers, for programs, and whether it is there. Nothing here "
    "asks for a credential. `/docs` is this document for people.",
    prefix="Reference",
    error=Problem,
    queries={"/openapi.json": DocumentQuery},
    members={"api": "The API that the document is to be of; left out: of all."},
    examples={Health: {"status": "ok", "version": __version__}, DocumentQuery: {"api": "native"}},
)
