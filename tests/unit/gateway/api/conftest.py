import io
from collections.abc import Iterator

import pytest

from faultbook.telemetry import to_stdout


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    lines = io.StringIO()
    before = to_stdout.setStream(lines)
    yield lines
    if before:
        to_stdout.setStream(before)
