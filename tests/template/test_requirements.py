"""The pinned files against pyproject.toml, offline: fresh, hashed, above the known-bad versions."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.template.reading import ROOT

LAYER = ROOT / "layers/dependencies/requirements.txt"
CRYPTOGRAPHY = ROOT / "layers/cryptography/requirements.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CLIENT = tomllib.loads((ROOT / "client/pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
FILES = {
    LAYER: PROJECT["project"]["dependencies"],
    CRYPTOGRAPHY: GROUPS["cryptography"],
    ROOT / "requirements/dev.txt": [
        *PROJECT["project"]["dependencies"],
        *CLIENT["project"]["dependencies"],
        *GROUPS["dev"],
    ],
    ROOT / "requirements/tools.txt": GROUPS["tools"],
    ROOT / "requirements/ministack.txt": GROUPS["ministack"],
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_the_project_asks_for_is_pinned(file: Path):
    pins = _pins(file)
    for line in FILES[file]:
        if isinstance(line, str):
            wanted = Requirement(line)
            assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), line


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_pin_has_hashes_and_no_address(file: Path):
    text = file.read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())

    assert all(re.match(r"\S+==\S+", block) for block in blocks)
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_development_runs_on_what_the_layers_ship():
    development = _pins(ROOT / "requirements/dev.txt")
    for file in (LAYER, CRYPTOGRAPHY):
        for name, version in _pins(file).items():
            assert development[name] == version, name


def test_the_layer_of_every_function_carries_no_cryptography():
    assert not _pins(LAYER).keys() & {"cryptography", "cffi", "aws-xray-sdk"}


def test_pyjwt_is_not_below_its_advisories_of_2026():
    assert Version(_pins(LAYER)["pyjwt"]) >= Version("2.13")


def _pins(file: Path) -> dict[str, str]:
    found = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^ ;\\]+)", file.read_text(), re.MULTILINE
    )
    return {canonicalize_name(name): version for name, version in found}
