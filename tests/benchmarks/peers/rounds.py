"""Takes turns: every contender does an operation a few times, then the next operation comes."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Ask = Callable[[], object]
_WARM_UPS = 2  # in each turn, not counted


@dataclass(frozen=True, slots=True)
class Contender:
    """A system that holds `size` faults; `operations` has those that it can do."""

    system: str
    size: int
    operations: Mapping[str, Ask]


@dataclass(slots=True)
class Measured:
    """Seconds of each sample, by round, of an operation of a system with a size."""

    rounds: dict[tuple[str, str, int], list[list[float]]] = field(default_factory=dict)

    def of(self, operation: str, system: str, size: int) -> list[list[float]]:
        """Empty for what the system cannot do."""
        return self.rounds.get((operation, system, size), [])


def take_turns(
    contenders: Sequence[Contender],
    operations: Sequence[str],
    *,
    rounds: int,
    samples: int,
    patience: float,
    say: Callable[[str], None],
) -> Measured:
    """`samples` in each turn, fewer when they take more than `patience` seconds.

    Who begins changes from turn to turn, so that nobody always follows the same neighbour.
    """
    measured = Measured()
    order = random.Random(1)  # noqa: S311 - the same order in each run
    for number in range(1, rounds + 1):
        started = time.perf_counter()
        for operation in operations:
            able = [one for one in contenders if operation in one.operations]
            for one in order.sample(able, len(able)):
                taken = _turn(one.operations[operation], samples, patience)
                place = operation, one.system, one.size
                measured.rounds.setdefault(place, []).append(taken)
        say(f"round {number} of {rounds}: {time.perf_counter() - started:.0f} s")
    return measured


def _turn(ask: Ask, samples: int, patience: float) -> list[float]:
    """One sample at least."""
    deadline = time.perf_counter() + patience
    for _ in range(_WARM_UPS):
        if time.perf_counter() < deadline:
            ask()
    taken: list[float] = []
    while len(taken) < samples and (not taken or time.perf_counter() < deadline):
        started = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - started)
    return taken
