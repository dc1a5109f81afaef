"""The HTTP functions of the template in this process, behind the local gateway."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from local.credentials import bearer_token
from local.environment import in_environment
from local.functions import load_functions
from local.gateway import Gateway
from local.intrinsics import REGION
from local.template import read_template
from tests.support.fresh_wiring import forget_wiring

_SECRETS = ("JWT_SECRET", "TOKEN_SECRET", "CURSOR_SECRET", "API_KEY_PEPPER", "OUTAGE_LINK_SECRET")


def environment_of_functions(**given: str) -> dict[str, str]:
    """What the template says, secrets, and `given`; the endpoint is nowhere unless it is given."""
    variables = {
        "SECRETS_PATH": "",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9",
    }
    secrets = {name: f"{name} of at least thirty-two bytes" for name in _SECRETS}
    return read_template().environment() | variables | secrets | given


@contextmanager
def http_functions(environment: Mapping[str, str]) -> Iterator[Gateway]:
    template = read_template()
    with_routes = tuple(function for function in template.functions if function.routes)
    with in_environment(environment):
        forget_wiring()
        functions = load_functions(dataclasses.replace(template, functions=with_routes))
        yield Gateway(functions, domain="faults.example", report=lambda _: None)
    forget_wiring()


def token_for(environment: Mapping[str, str], customer_id: str, **claims: Any) -> str:
    """With every scope."""
    scopes = ["faults:read", "faults:write", "admin"]
    return bearer_token(environment, customer_id, scopes, now=datetime.now(UTC), **claims)
