from pathlib import Path

import pytest

from tests.rehearsal.build import build


@pytest.fixture(scope="session")
def built() -> Path:
    return build()
