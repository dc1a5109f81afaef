"""The OpenAPI document as others' tools see it: the whole, and each API's alone."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from functions.reference.parts import APIS, part_of
from local.node import npm

ROOT = Path(__file__).parents[2]
PACKAGES = Path(__file__).parent / "linters"
WHOLE: dict[str, Any] = json.loads((ROOT / "functions/reference/openapi.json").read_text("utf-8"))
DOCUMENTS = {"all": WHOLE} | {api: part_of(WHOLE, api) for api in APIS}


@pytest.fixture(scope="module")
def linters() -> Path:
    """Fetched once for each state of what pins them."""
    folder = ROOT / ".local" / "openapi-linters"
    locked = (PACKAGES / "package-lock.json").read_text("utf-8")
    stamp = folder / "node_modules" / ".installed"
    shutil.copytree(PACKAGES, folder, dirs_exist_ok=True)
    if not stamp.exists() or stamp.read_text("utf-8") != locked:
        npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=folder)
        stamp.write_text(locked, "utf-8")
    return folder


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("documents")
    for name, document in DOCUMENTS.items():
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1), "utf-8")
    return [str(file) for file in sorted(folder.iterdir())]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_openapi_spec_validator_finds_no_error(name: str):
    validate(DOCUMENTS[name])


@pytest.mark.parametrize("linter", ["spectral", "redocly"])
def test_a_linter_finds_no_error(linter: str, linters: Path, files: list[str]):
    npm("run", linter, "--", *files, folder=linters)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_client_is_not_called_as_the_projects_own(name: str):
    """Generators make the name of the package from the title."""
    words = "".join(c if c.isalnum() else " " for c in DOCUMENTS[name]["info"]["title"].lower())

    assert "_".join([*words.split(), "client"]) != "faultbook_client"
