"""Least privilege, in both directions: what a role grants is what its function was seen to use.

Seen by `tests/support/used_permissions.py` during the integration suite, so `make integration`
runs this afterwards; it is not among the other template tests.
"""

import json

import pytest

from tests.support.used_permissions import BUS, FILE, FUNCTION, MAIL, TOPIC, Use
from tests.template.reading import Template, expand

# Used by Lambda itself on the function's behalf, not by its code.
PLATFORM = {"Failures", "Logs", "Stream", "Streams"}
FUNCTIONS = sorted(expand().functions)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_granted_what_it_uses(template: Template, function: str):
    assert _used(template, function) - _granted(template, function) == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_uses_what_it_is_granted(template: Template, function: str):
    assert _granted(template, function) - _used(template, function) == set()


def _used(template: Template, function: str) -> set[Use]:
    module = template.functions[function]["Handler"].removesuffix(".lambda_handler")
    return {(f, action, on) for f, action, on in json.loads(FILE.read_text()) if f == module}


def _granted(template: Template, function: str) -> set[Use]:
    module = template.functions[function]["Handler"].removesuffix(".lambda_handler")
    return {
        (module, action, _resource(arn))
        for statement in template.statements(function)
        if statement["Sid"] not in PLATFORM
        for action in statement["Action"]
        for arn in _listed(statement["Resource"])
    }


def _resource(arn: str) -> str:
    """The ARN of a table's index as `FaultsTable/by_time`; of a secret its name."""
    if arn.endswith((f"{FUNCTION}.Arn", ":function:faultbook-fault-api-deliver")):
        return FUNCTION
    for service, resource in ((":events:", BUS), (":sns:", TOPIC), (":ses:", MAIL)):
        if service in arn:
            return resource
    if ":ssm:" in arn:
        return arn.rpartition("/")[2]
    _, _, table = arn.partition(":table/faultbook-")
    return table.replace("/index/", "/")


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
