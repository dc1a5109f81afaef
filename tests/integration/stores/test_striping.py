"""Who has how many stripes: kept once for everybody, and read once a minute."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain import stripes
from faultbook.domain.errors import Conflict
from faultbook.domain.stripes import LEAD, Stripes
from faultbook.dynamodb import keys, striping
from faultbook.dynamodb.striping import MEMORY, DynamoStriping
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.client_between import ClientBetween
from tests.support.engines import Engine


class Watched(ClientBetween):
    """A client that keeps the names of its calls."""

    def __init__(self, client: ClientBetween) -> None:
        self._client = client
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._client, name)


@dataclass
class Processes:
    """Each has read by itself what the others may have changed since."""

    engine: Engine
    clock: SteppingClock
    seconds: float = 0
    clients: list[Watched] = field(default_factory=list)

    def another(self) -> DynamoStriping:
        self.clients.append(Watched(self.engine.client))
        table = self.engine.tables.faults
        return DynamoStriping(self.clients[-1], table, self.clock, lambda: self.seconds)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.clock.at += timedelta(seconds=seconds)


@pytest.fixture(params=["moto", "dynoxide"])
def processes(request: pytest.FixtureRequest, clock: SteppingClock) -> Iterator[Processes]:
    engine: Engine = request.getfixturevalue(request.param)
    with engine.fresh_tables():
        yield Processes(engine, clock)


def choose(process: DynamoStriping, count: int, customer_id: str = CUSTOMER) -> None:
    before = process.get(customer_id)
    process.save(customer_id, before, before.changed(count, NOW))


def test_nobody_has_more_than_one_until_somebody_chose(processes: Processes):
    one = processes.another()

    assert one.to_read(CUSTOMER) == one.of_anybody() == range(1)
    assert {one.to_write(CUSTOMER, number) for number in range(100)} == {0}
    assert one.get(CUSTOMER) == Stripes()


def test_one_item_is_read_once_a_minute_whoever_asks(processes: Processes):
    one = processes.another()

    for number in range(200):
        one.to_read(f"cus_{number}")
        one.to_write(f"cus_{number}", number)
    processes.wait(MEMORY + 1)
    one.to_read(CUSTOMER)

    assert processes.clients[0].calls == ["get_item", "get_item"]


def test_what_one_process_chose_others_read_before_anybody_writes_it(processes: Processes):
    admin, reader, writer = (processes.another() for _ in range(3))
    assert reader.to_read(CUSTOMER) == writer.to_read(CUSTOMER) == range(1)

    choose(admin, 4)
    assert admin.to_read(CUSTOMER) == range(4)
    processes.wait(MEMORY + 1)

    assert reader.to_read(CUSTOMER) == range(4)
    assert {writer.to_write(CUSTOMER, number) for number in range(100)} == {0}
    processes.wait(LEAD.total_seconds() - MEMORY)
    assert {writer.to_write(CUSTOMER, number) for number in range(100)} == {0, 1, 2, 3}
    assert writer.to_write(CUSTOMER, 7) == keys.stripe(7, 4)


def test_stripes_are_the_customers_own(processes: Processes):
    one = processes.another()
    choose(one, 8)
    choose(one, 3, "cus_other")

    assert one.get(CUSTOMER).most == 8
    assert one.to_read("cus_other") == range(3)
    assert one.to_read("cus_third") == range(1)
    assert one.of_anybody() == range(8)


def test_of_two_who_choose_at_once_one_is_told(processes: Processes):
    one, other = processes.another(), processes.another()
    seen = other.get(CUSTOMER)
    choose(one, 4)

    with pytest.raises(Conflict, match="changed meanwhile"):
        other.save(CUSTOMER, seen, seen.changed(8, NOW))
    seen = other.get(CUSTOMER)
    choose(one, 2)
    with pytest.raises(Conflict, match="changed meanwhile"):
        other.save(CUSTOMER, seen, seen.changed(8, NOW))

    assert one.get(CUSTOMER).chosen.count == 2


def test_a_choice_whose_answer_was_lost_can_be_sent_again(processes: Processes):
    one = processes.another()
    seen = one.get(CUSTOMER)
    wanted = seen.changed(4, NOW)

    one.save(CUSTOMER, seen, wanted)
    one.save(CUSTOMER, seen, wanted)

    assert one.get(CUSTOMER) == wanted


def test_only_so_many_customers_can_have_stripes(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
):
    assert stripes.MAX_STRIPED == 1000
    monkeypatch.setattr(striping, "MAX_STRIPED", 2)
    one = processes.another()
    choose(one, 4, "cus_1")
    choose(one, 4, "cus_2")
    choose(one, 8, "cus_2")

    with pytest.raises(Conflict, match="At most 2 customers"):
        choose(one, 4, "cus_3")
    assert one.get("cus_2").most == 8
