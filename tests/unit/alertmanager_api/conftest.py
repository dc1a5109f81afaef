from collections.abc import Iterator

import pytest

from tests.support.alertmanager_world import World, world_of


@pytest.fixture
def world() -> Iterator[World]:
    with world_of() as world:
        yield world
