"""One Dynoxide and one moto for each test process, and empty tables for each test."""

from collections.abc import Iterator

import pytest

from local.store import open_store
from tests.support.builders import SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.native_api import NativeApi, native_api


@pytest.fixture(scope="session")
def dynoxide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from _running("memory", "dynoxide", tmp_path_factory)


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    yield from _running("moto", "moto", tmp_path_factory)


@pytest.fixture
def tables(dynoxide: Engine) -> Iterator[Tables]:
    """Empty ones on Dynoxide."""
    with dynoxide.fresh_tables() as tables:
        yield tables


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def api(dynoxide: Engine, tables: Tables, clock: SteppingClock) -> Iterator[NativeApi]:
    """The native API on empty tables of Dynoxide, by a clock that stands still."""
    assert tables
    with native_api(dynoxide, clock) as api:
        yield api


def _running(kind: str, expected: str, folders: pytest.TempPathFactory) -> Iterator[Engine]:
    store = open_store(kind, folders.mktemp(expected), print)
    try:
        if store.kind != expected:
            pytest.fail(f"{expected} is needed here, and there is only {store.kind}")
        yield Engine(store.endpoint)
    finally:
        store.stop()
