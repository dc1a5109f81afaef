"""What the command does not load before it needs it: a shell waits for each of its answers."""

import subprocess
import sys

import pytest

# The terminal, requests, answers and files of settings: most of what starting once cost.
LATER = {
    "anyio", "asyncio", "httpx", "pydantic", "platformdirs", "rich", "ssl", "tomli_w", "yaml",
    "zoneinfo",
}  # fmt: skip
PROGRAM = """
import sys
from faultbook_client.command.start import main
sys.argv = ["faultbook", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""


def loaded(*arguments: str, **variables: str) -> set[str]:
    """The modules at the end."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={"_FAULTBOOK_COMPLETE": "", "PATH": ""} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout
    return set(result.stderr.split())


def test_the_version_is_told_without_them():
    modules = loaded("--version")

    assert not modules & LATER
    assert "faultbook_client.command.listing" not in modules


@pytest.mark.parametrize(
    ("words", "place"),
    [("faultbook ", 1), ("faultbook re", 1), ("faultbook list --severity ", 3),
     ("faultbook resolve --d", 2), ("faultbook keys ", 2), ("faultbook keys make --s", 3),
     ("faultbook replay --f", 2)],
)  # fmt: skip
def test_commands_options_and_choices_are_completed_without_them(words: str, place: int):
    modules = loaded(_FAULTBOOK_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(place))

    assert not modules & LATER


def test_one_command_is_completed_without_the_others():
    modules = loaded(
        _FAULTBOOK_COMPLETE="complete_bash", COMP_WORDS="faultbook tree --d", COMP_CWORD="2"
    )

    assert "faultbook_client.command.tree" in modules
    assert "faultbook_client.command.replay" not in modules
    assert "faultbook_client.command.doctor" not in modules


def test_the_package_offers_all_that_it_names():
    code = "import faultbook_client as f; print([getattr(f, one) for one in f.__all__] and dir(f))"

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "AsyncFaultbook" in result.stdout
