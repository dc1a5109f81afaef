from collections.abc import Iterator

import pytest

from tests.builders import SteppingClock
from tests.engines import Engine, Tables
from tests.incidents_world import IncidentsApi, incidents_api


@pytest.fixture
def incidents(dynoxide: Engine, tables: Tables, clock: SteppingClock) -> Iterator[IncidentsApi]:
    assert tables
    with incidents_api(dynoxide, clock) as api:
        yield api
