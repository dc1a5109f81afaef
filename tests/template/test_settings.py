"""Each function is given the variables that it reads, and stops at its start without one."""

import json
import os
import subprocess
import sys

import pytest

from tests.template.reading import ROOT, Template, expand
from tests.template.settings_read import OF_PUBLIC_KEYS, required, variables_of

FUNCTIONS = sorted(expand().functions)
OF_LIBRARIES = {"PYDANTIC_DISABLE_PLUGINS"}
OF_LAMBDA = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_LAMBDA_FUNCTION_NAME": "tests",
    "AWS_REGION": "us-east-1",
    "AWS_SECRET_ACCESS_KEY": "an example",
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_given_the_variables_that_it_reads_and_no_other(
    template: Template, function: str
):
    assert _given(template, function).keys() - OF_LIBRARIES == variables_of(
        _module(template, function)
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_asks_at_its_start_for_whatever_it_cannot_do_without(
    template: Template, function: str
):
    asked_for = _started(_module(template, function), _given(template, function)).stdout

    needed = _given(template, function).keys() & required() - OF_PUBLIC_KEYS
    last_line = asked_for.splitlines()[-1]
    assert set(json.loads(last_line)) == needed - _of_sign_in(function)


def test_a_function_that_misses_a_variable_stops_at_its_start_by_name(template: Template):
    given = _given(template, "FortimonitorApiFunction")
    del given["STATISTICS_TABLE"]

    started = _started("functions.fortimonitor_api.main", given)

    assert started.returncode == 1
    assert started.stderr.splitlines()[-1].endswith("MissingSetting: STATISTICS_TABLE is not set.")


def _given(template: Template, function: str) -> dict[str, str]:
    given = template.functions[function]["Environment"]["Variables"]
    return {name: str(value) for name, value in given.items()}


def _module(template: Template, function: str) -> str:
    return str(template.functions[function]["Handler"]).removesuffix(".lambda_handler")


def _of_sign_in(function: str) -> set[str]:
    """The console asks for them where people sign in with OpenID Connect."""
    return {"JWT_AUDIENCE", "JWT_ISSUER"} if function == "ConsoleFunction" else set()


def _started(module: str, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = given | OF_LAMBDA | {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "tests.template.start", module]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
