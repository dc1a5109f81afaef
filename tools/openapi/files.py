"""The contract that the reference function answers with."""

import json
from pathlib import Path

from tools.openapi.document import document

FILE = Path(__file__).parents[2] / "functions" / "reference" / "openapi.json"


def made() -> str:
    """The file as it should be."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def is_stale() -> bool:
    return not FILE.exists() or FILE.read_text("utf-8") != made()
