import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every machine; `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


_IN_PROCESS = {"unit", "contract", "integration"}
_SHARES_LITTLE = "test_fuzzing.py"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For `--dist loadgroup`: a file's tests share what is slow to start, so one process runs them.

    Those of fuzzing take minutes each and share nothing of the kind: any process may take one.
    """
    for item in items:
        if item.path.name != _SHARES_LITTLE:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.fixture(scope="module", autouse=True)
def _another_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where the machine's zone is UTC, nobody sees a time that is read as the machine's own."""
    if request.path.relative_to(Path(__file__).parent).parts[0] not in _IN_PROCESS:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Kathmandu")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module", autouse=True)
def _environment_is_left_as_it_was() -> Iterator[None]:
    """What one file leaves behind would fail another, on a machine with another order of files."""
    before = _environment()
    yield
    assert _environment() == before


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
