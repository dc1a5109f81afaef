"""Who reports how much when; the same seed makes the same faults."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

_RANDOM_BITS = 22  # of a fault's number; the others are seconds
_SITES = 50  # of a customer
_DAY = 60_000_000  # seconds since the numbers' first, about when they have come to by now


class Report(NamedTuple):
    customer: str
    site: str
    number: int


@dataclass(frozen=True, slots=True)
class Trace:
    """`rate` says how many reports each customer makes in the second that it is asked for."""

    name: str
    seconds: int
    customers: int
    rate: Callable[[int, int], float]  # the customer's place, the second
    is_striped: bool = True  # a customer reports more than one stripe takes

    @property
    def reported(self) -> int:
        """About how many in all."""
        customers, seconds = range(self.customers), range(self.seconds)
        return round(sum(self.rate(who, second) for second in seconds for who in customers))

    def reports(self, second: int, draw: random.Random) -> Iterator[Report]:
        if second >= self.seconds:
            return
        for customer in range(self.customers):
            rate = self.rate(customer, second)
            for _ in range(int(rate) + (draw.random() < rate % 1)):
                number = (_DAY + second << _RANDOM_BITS) | draw.getrandbits(_RANDOM_BITS)
                yield Report(f"cus_{customer}", f"site_{int(draw.random() * _SITES)}", number)


def noisy(rate: float = 2_000) -> Trace:
    """One customer steadily, beside a hundred that report once a second."""
    return Trace("a noisy customer", 45, 101, lambda who, _: 1 if who else rate)


def quiet() -> Trace:
    return Trace("ten thousand quiet customers", 60, 10_000, lambda _, __: 1 / 60, is_striped=False)


def storm(faults: int = 100_000) -> Trace:
    """In one minute of one customer, most of them in its first seconds."""
    return Trace("an outage storm", 60, 1, lambda _, second: faults * (119 - 2 * second) / 3600)


def flood(rate: float) -> Trace:
    """One customer steadily, at more than any quota allows without being raised."""
    return Trace(f"one customer, {rate:,.0f} faults a second", 20, 1, lambda _, __: rate)


TRACES = (noisy(), quiet(), storm())
