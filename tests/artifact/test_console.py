"""The console's function is shipped with the whole console and the reader of the document."""

import gzip
import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def static(built: Path) -> Path:
    return built / "ConsoleFunction" / "functions" / "console" / "static"


@pytest.mark.parametrize("name", ["index.html", "docs.html"])
def test_all_that_a_page_names_is_in_the_package(static: Path, name: str):
    page = (static / name).read_text("utf-8")
    named = re.findall(r'<(?:script|link)[^>]+(?:src|href)="/([^"]+)"', page)

    assert any(one.endswith(".js") for one in named)
    assert any(one.endswith(".css") for one in named)
    assert [one for one in named if not (static / one).is_file()] == []


def test_scripts_and_styles_are_there_compressed_too_where_that_is_smaller(static: Path):
    texts = [path for path in (static / "assets").iterdir() if path.suffix in (".js", ".css")]

    zipped = [text for text in texts if Path(f"{text}.gz").is_file()]
    assert zipped
    for text in zipped:
        assert gzip.decompress(Path(f"{text}.gz").read_bytes()) == text.read_bytes()
    for text in set(texts) - set(zipped):
        content = text.read_bytes()
        assert len(gzip.compress(content)) >= len(content)
