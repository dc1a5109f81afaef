"""What a shell is offered: commands, choices, and the sites, types and faults that there are."""

import os
import subprocess

import pytest

from faultbook_client import Faultbook
from tests.client.conftest import Tenant
from tests.client.network import reported
from tests.client.program import faultbook_program


def told(environment: dict[str, str], **variables: str) -> str:
    completed = subprocess.run(
        faultbook_program(),
        env=environment | {"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.stderr == ""
    return completed.stdout


def completed(environment: dict[str, str], words: str) -> list[str]:
    """By bash, of the last word; without one after a blank."""
    return told(
        environment,
        _FAULTBOOK_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - (not words.endswith(" "))),
    ).split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete_it(shell: str, environment: dict[str, str]):
    script = told(environment, _FAULTBOOK_COMPLETE=f"source_{shell}")

    assert "_FAULTBOOK_COMPLETE" in script


def test_commands_and_choices_are_offered(environment: dict[str, str]):
    assert completed(environment, "faultbook re") == ["report", "resolve", "reopen", "replay"]
    assert completed(environment, "faultbook list --severity ") == [
        "CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW",
    ]  # fmt: skip
    assert completed(environment, "faultbook keys r") == ["rotate", "revoke"]
    assert "--dry-run" in completed(environment, "faultbook resolve --d")


def test_sites_types_and_faults_are_those_that_there_are(
    faultbook: Faultbook, tenant: Tenant, environment: dict[str, str]
):
    first = reported(faultbook, resource_ancestry_path="berlin|edge-7")
    second = reported(faultbook, type="drift", resource_ancestry_path="bonn|edge-7")
    done = faultbook.resolve(reported(faultbook, resource_ancestry_path="lyon|edge-7").id)
    tenant.stack.drain()

    assert completed(environment, "faultbook list --site b") == ["berlin", "bonn"]
    assert completed(environment, "faultbook export --type ") == ["drift", "link-down"]
    assert completed(environment, "faultbook ack ") == [second.id[-6:], first.id[-6:]]
    assert completed(environment, "faultbook show flt_") == [second.id, first.id]
    assert completed(environment, "faultbook reopen ") == [done.id[-6:]]
    described = told(
        environment, _FAULTBOOK_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="faultbook ack "
    )
    assert "Uplink of edge-7 is down" in described


def test_the_options_before_a_command_say_whom_to_ask(
    faultbook: Faultbook, tenant: Tenant, neighbour: Tenant, environment: dict[str, str]
):
    reported(faultbook)
    del tenant

    words = f"faultbook --token {neighbour.token} list --site "

    assert completed(environment, words) == []


@pytest.mark.parametrize(
    "variables",
    [{"FAULTBOOK_URL": "http://127.0.0.1:9"}, {"FAULTBOOK_URL": "odd"}, {"FAULTBOOK_TOKEN": "x"},
     {"FAULTBOOK_PROFILE": "none", "FAULTBOOK_URL": "", "FAULTBOOK_TOKEN": ""}],
)  # fmt: skip
def test_nothing_is_offered_and_nothing_said_where_nobody_answers(
    environment: dict[str, str], variables: dict[str, str]
):
    assert completed(environment | variables, "faultbook list --site ") == []


def test_profiles_are_offered(environment: dict[str, str]):
    login = [*faultbook_program("login", "work"), "--no-check"]
    subprocess.run(login, env=environment | {"PATH": os.environ["PATH"]}, check=True)

    assert completed(environment, "faultbook --profile w") == ["work"]
    assert completed(environment, "faultbook profile use ") == ["work"]
