"""What is written to the log, line by line."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from faultbook.telemetry import to_stdout


@contextmanager
def log_lines() -> Iterator[list[dict[str, Any]]]:
    """Filled when the block ends; metrics, which are printed beside the log, are not in it."""
    written = io.StringIO()
    lines: list[dict[str, Any]] = []
    before = to_stdout.setStream(written)
    try:
        yield lines
    finally:
        to_stdout.setStream(before)
        lines += [json.loads(line) for line in written.getvalue().splitlines()]
