"""The partitions of a table or an index: who limits whom, and what splitting helps."""

from bisect import bisect_right
from collections import Counter
from hashlib import blake2b

from tests.benchmarks.simulation.limits import FIRST_PARTITIONS, PARTITION_WRITES, Bucket

_HASHES = 2**64
NEWEST = 1.0  # where a sort key that only rises writes: behind everything

Spot = tuple[int, float]  # the partition key's hash, and how far up the sort key is, 0 to 1


def spot_of(partition_key: str, sort_key: float = NEWEST) -> Spot:
    digest = blake2b(partition_key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big"), sort_key


class Partitions:
    """Ranges of spots, each with its own limit.

    One that has refused for `patience` seconds in a row is split where half of its writes lie on
    each side. Writes to one spot cannot be divided, so a collection whose sort key only rises
    never gets more than one partition's limit. Partitions are never merged.
    """

    def __init__(
        self,
        rate: float = PARTITION_WRITES,
        *,
        spare: float = 0,
        count: int = FIRST_PARTITIONS,
        patience: int = 30,
    ) -> None:
        self._rate, self._spare, self._patience = rate, spare, patience
        self._starts: list[Spot] = [(n * _HASHES // count, 0.0) for n in range(count)]
        self._buckets = [Bucket(rate, spare=spare) for _ in range(count)]
        self._heat: list[Counter[Spot]] = [Counter() for _ in range(count)]
        self._hot = [0] * count
        self._refused: set[int] = set()

    def __len__(self) -> int:
        return len(self._starts)

    def at(self, spot: Spot) -> int:
        return bisect_right(self._starts, spot) - 1

    def with_room(self, spot: Spot, units: float) -> int | None:
        """The spot's partition, unless it has to refuse."""
        number = self.at(spot)
        if self._buckets[number].has(units):
            return number
        self._heat[number][spot] += 1
        self._refused.add(number)
        return None

    def take(self, number: int, spot: Spot, units: float) -> None:
        self._buckets[number].take(units)
        self._heat[number][spot] += 1

    def pass_second(self) -> None:
        for number in reversed(range(len(self))):
            self._hot[number] = self._hot[number] + 1 if number in self._refused else 0
            if self._hot[number] >= self._patience:
                self._split(number)
        self._refused.clear()
        for heat in self._heat:
            heat.clear()
        for bucket in self._buckets:
            bucket.pass_second()

    def _split(self, number: int) -> None:
        self._hot[number] = 0
        border = _border(self._heat[number])
        if border is None:
            return
        self._starts.insert(number + 1, border)
        self._buckets.insert(number + 1, Bucket(self._rate, spare=self._spare))
        self._heat.insert(number + 1, Counter())
        self._hot.insert(number + 1, 0)


def _border(heat: Counter[Spot]) -> Spot | None:
    """Where the upper half begins; None when all writes go to one spot."""
    spots = sorted(heat)
    half, below = heat.total() / 2, 0
    for spot in spots:
        if below and below + heat[spot] / 2 >= half:
            return spot
        below += heat[spot]
    return spots[-1] if len(spots) > 1 else None
