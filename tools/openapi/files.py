"""What the reference function answers with."""

import json
from pathlib import Path

from tools.openapi.document import document
from tools.openapi.page import page_of

_FOLDER = Path(__file__).parents[2] / "functions" / "reference"


def made() -> dict[Path, str]:
    """The files as they should be."""
    whole = document()
    return {
        _FOLDER / "openapi.json": json.dumps(whole, indent=1, ensure_ascii=False) + "\n",
        _FOLDER / "docs.html": page_of(whole),
    }


def stale() -> dict[Path, str]:
    return {
        file: text
        for file, text in made().items()
        if not file.exists() or file.read_text("utf-8") != text
    }
