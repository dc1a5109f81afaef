"""What README.md and docs/ tell their readers to do is there to be done."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.stack import LocalStack
from local.template import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if not target.startswith(("http:", "https:", "#")):
                yield page, target.partition("#")[0]


def make_verbs() -> set[str]:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    code = re.findall(r"^```sh\n(.*?)^```|`([^`\n]+)`", text, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"(?<!keys )\bmake ([a-z][a-z0-9-]*)", "\n".join(map(" ".join, code))))


@pytest.mark.parametrize(("page", "target"), list(links()))
def test_every_link_between_pages_leads_to_a_file(page: Path, target: str):
    assert (page.parent / target).exists()


def test_every_make_verb_that_a_page_names_is_one():
    assert len(make_verbs()) > 5
    assert make_verbs() <= set(TARGETS)


def test_the_readme_stays_within_two_hundred_lines():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 200


def test_the_first_fault_of_the_readme_is_reported_listed_and_counted(tmp_path: Path):
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition("\n## The first fault\n")[2].partition("\n## ")[0]
    [script] = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    with LocalStack(tmp_path / "data", store="memory", manual=False) as stack:
        went = subprocess.run(
            ["/usr/bin/env", "bash", "-eu"],
            input=script.replace("http://localhost:8080", stack.url),
            env=os.environ | {"FAULTBOOK_TOKEN": stack.token(), "NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert went.returncode == 0, went.stderr
    assert went.stdout.count("Uplink is down") == 2
    assert '"count":1' in went.stdout
