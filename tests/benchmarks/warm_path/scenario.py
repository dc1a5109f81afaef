"""What is asked of functions that have been asked before, with a store that answers at once."""

import json
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from string import Template as Text
from typing import Any

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.telemetry import to_stdout
from functions.fault_api import faults
from functions.streams import timeline
from local.environment import in_environment
from local.store import open_store
from local.template import ROOT
from tests.benchmarks.warm_path.tape import Tape
from tests.support.builders import CUSTOMER, a_fault
from tests.support.engines import Engine, Tables
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import NO_CONTEXT
from tests.support.in_process import environment_of_functions, token_for
from tests.support.lambda_context import Context
from tests.support.storms import Storm, Stream

STORED = 60  # faults, so that a page of 50 has one behind it
TOKENS = 1500  # more than a function remembers
RECORDS = 1000
EVENTS = ROOT / "events" / "fault_api" / "faults"


@dataclass(frozen=True, slots=True)
class Operation:
    """`times` is how often a round calls it; `calls` is how often it calls the store."""

    name: str
    once: Callable[[], Any]
    times: int
    calls: int


@contextmanager
def operations(folder: Path, only: Collection[str] = ()) -> Iterator[tuple[list[Operation], Tape]]:
    """Recorded, and ready to be called: `tape` has to be turned to each by its name."""
    store = open_store("memory", folder, lambda _: None)
    engine = Engine(store.endpoint)
    try:
        with engine.fresh_tables() as tables:
            environment = environment_of_functions(
                FAULTS_TABLE=tables.faults,
                STATISTICS_TABLE=tables.statistics,
                EVENTS_TABLE=tables.events,
                AWS_ENDPOINT_URL_DYNAMODB=store.endpoint,
                REQUESTS_PER_SECOND="1000000",
            )
            with in_environment(environment), _quiet_log():
                tape = Tape()
                recorded = []
                for asked in _asked(environment, engine, tables):
                    if not only or asked[0] in only:
                        recorded.append(_recorded(tape, *asked))
                    if only and len(recorded) == len(only):
                        break  # what is left is not even prepared
                forget_wiring()
                with tape.played():
                    yield recorded, tape
    finally:
        forget_wiring()
        store.stop()


def _recorded(tape: Tape, name: str, once: Callable[[], Any], times: int) -> Operation:
    tape.turn_to(name)
    forget_wiring()
    tape.record(wiring.stores.dynamodb())
    once()
    wiring.stores.dynamodb().close()
    return Operation(name, once, times, tape.calls())


def _asked(
    environment: dict[str, str], engine: Engine, tables: Tables
) -> Iterator[tuple[str, Callable[[], Any], int]]:
    now = datetime.now(UTC)
    stored = [a_fault(opened_at=now) for _ in range(STORED)]
    engine.fill(tables.faults, stored)
    tokens = cycle([token_for(environment, CUSTOMER, jti=str(n)) for n in range(TOKENS)])
    said = {"TOKEN": next(tokens), "FAULT_ID": identifiers.fault_id(CUSTOMER, stored[0].number)}
    page = _event("list_open_faults", said) | {"rawQueryString": "status=unresolved&limit=50"}
    another = _event("create_fault", said)

    def with_another_token() -> None:
        another["headers"]["authorization"] = f"Bearer {next(tokens)}"
        _call(another)

    yield "create", partial(_call, _event("create_fault", said)), 200
    yield "create, new token", with_another_token, 200
    yield "get", partial(_call, _event("get_fault", said)), 200
    yield "list of 50", partial(_call, page), 30
    yield "resolve", partial(_call, _event("resolve_fault", said)), 200
    yield f"{RECORDS} stream records", _stream(tables.faults), 1


def _event(name: str, said: dict[str, str]) -> dict[str, Any]:
    text = (EVENTS / f"{name}.json").read_text("utf-8")
    event: dict[str, Any] = json.loads(Text(text).safe_substitute(said))
    return event


def _call(event: dict[str, Any]) -> None:
    answer = faults.lambda_handler(event, NO_CONTEXT)
    if answer["statusCode"] not in {200, 201}:
        raise RuntimeError(f"{answer['statusCode']}: {answer['body']}")


def _stream(table: str) -> Callable[[], None]:
    """As full batches of one customer's new faults."""
    stream = Stream(table)
    stream.opened(Storm(faults=RECORDS, resources=RECORDS).openings())
    batches = [{"Records": batch} for batch in stream.batches()]

    def once() -> None:
        for batch in batches:
            if timeline.lambda_handler(batch, Context())["batchItemFailures"]:
                raise RuntimeError("not all records were recorded")

    return once


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Lines are made and written, to nowhere."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        before = to_stdout.setStream(nowhere)
        try:
            yield
        finally:
            if before:
                to_stdout.setStream(before)
