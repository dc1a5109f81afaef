from collections.abc import Iterator

import pytest

from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.incidents_world import IncidentsApi, incidents_api


@pytest.fixture
def incidents(dynoxide: Engine, clock: SteppingClock) -> Iterator[IncidentsApi]:
    with dynoxide.fresh_tables(), incidents_api(dynoxide, clock) as api:
        yield api
