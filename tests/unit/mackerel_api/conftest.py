import pytest

from tests.access_fakes import InMemoryAccessStore
from tests.builders import SteppingClock
from tests.fakes import InMemoryFaultStore
from tests.mackerel_world import World
from tests.statistics_fakes import InMemoryStatistics


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return world_in_memory().install(monkeypatch)


def world_in_memory() -> World:
    clock = SteppingClock()
    access = InMemoryAccessStore(clock)
    return World(clock, InMemoryFaultStore(clock), access, access, InMemoryStatistics())
