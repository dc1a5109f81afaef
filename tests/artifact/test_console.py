"""The console's function is shipped with the whole console."""

import gzip
import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def static(built: Path) -> Path:
    return built / "ConsoleFunction" / "functions" / "console" / "static"


def test_all_that_the_page_names_is_in_the_package(static: Path):
    page = (static / "index.html").read_text("utf-8")
    named = re.findall(r'(?:src|href)="/([^"]+)"', page)

    assert any(name.endswith(".js") for name in named)
    assert any(name.endswith(".css") for name in named)
    assert [name for name in named if not (static / name).is_file()] == []


def test_scripts_and_styles_are_there_compressed_too(static: Path):
    texts = [path for path in (static / "assets").iterdir() if path.suffix in (".js", ".css")]

    assert texts
    for text in texts:
        assert gzip.decompress(Path(f"{text}.gz").read_bytes()) == text.read_bytes()
