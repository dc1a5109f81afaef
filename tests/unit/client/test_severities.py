"""Severities have one vocabulary, order and shape in API, console, command and its README."""

import re

from faultbook.domain.fault import Severity as Domain
from faultbook_client import Severity
from faultbook_client.command.severities import MARKS, RANKS, word
from local.template import ROOT


def source(name: str) -> str:
    """Of the console, in whichever of its rooms."""
    [file] = (ROOT / "console/src").rglob(name)
    return file.read_text("utf-8")


def test_the_console_has_the_same_in_the_same_order():
    match = re.search(r"SEVERITIES = \[(.*?)\]", source("types.ts"), re.DOTALL)

    assert match
    assert re.findall(r'"(\w+)"', match[1]) == [severity.value for severity in Severity]


def test_the_api_has_the_same():
    assert {one.value for one in Domain} == {one.value for one in Severity}


def test_each_has_a_sign_of_its_own_and_the_worst_ranks_first():
    assert list(MARKS) == list(Severity)
    assert len({sign for sign, _ in MARKS.values()}) == len(Severity)
    assert sorted(Severity, key=RANKS.__getitem__) == list(Severity)


def test_the_readme_shows_them_as_the_command_does():
    text = " ".join((ROOT / "client/README.md").read_text("utf-8").split())

    assert ", ".join(f"`{MARKS[severity][0]} {word(severity)}`" for severity in Severity) in text


def test_shapes_are_those_of_the_console():
    """A triangle, a diamond, a square and a circle; fonts have no octagon, but a hexagon."""
    shapes = source("severity-mark.tsx")

    assert "".join(sign for sign, _ in MARKS.values()) == "⬢▲◆■●"
    for severity, path in {
        "HIGH": "M8 1.2 15.3 14.4H.7Z",
        "MEDIUM": "M8 .7 15.3 8 8 15.3.7 8Z",
        "WARNING": "M2 2h12v12H2Z",
        "LOW": "M8 14.5a6.5 6.5 0 1 0 0-13",
    }.items():
        assert f'{severity}: "{path}' in shapes
