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


def metrics_in(printed: str) -> dict[str, list[int]]:
    """Values by name, of all that was printed for CloudWatch."""
    found: dict[str, list[int]] = {}
    for text in printed.splitlines():
        line = json.loads(text)
        for told in line.get("_aws", {}).get("CloudWatchMetrics", []):
            for metric in told["Metrics"]:
                found.setdefault(metric["Name"], []).extend(line[metric["Name"]])
    return found
