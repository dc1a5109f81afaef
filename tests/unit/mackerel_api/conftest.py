import pytest

from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.host_fakes import InMemoryHostStore
from tests.support.mackerel_world import World
from tests.support.statistics_fakes import InMemoryStatistics


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return world_in_memory().install(monkeypatch)


def world_in_memory() -> World:
    clock = SteppingClock()
    access = InMemoryAccessStore(clock)
    return World(
        clock,
        InMemoryFaultStore(clock),
        access,
        access,
        InMemoryStatistics(),
        hosts=InMemoryHostStore(clock),
    )
