"""What the samples of a benchmark say."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds; `p50` is the median of the rounds' medians, `p99` is of all samples."""

    p50: float
    p99: float
    samples: int


def figure_of(rounds: Sequence[Sequence[float]]) -> Figure:
    """`rounds` has the seconds of each sample, by round."""
    samples = [sample for one in rounds for sample in one]
    return Figure(
        p50=statistics.median(statistics.median(one) for one in rounds) * 1000,
        p99=percentile(samples, 0.99) * 1000,
        samples=len(samples),
    )


def percentile(samples: Sequence[float], share: float) -> float:
    """The nearest rank: one of the samples, never a value between two."""
    return sorted(samples)[max(1, ceil(share * len(samples))) - 1]


def growth(small: Sequence[Sequence[float]], large: Sequence[Sequence[float]]) -> float:
    """Median over the rounds of large / small, each by its median.

    Both were measured in turns, so what slows a whole round down cancels out.
    """
    return statistics.median(
        statistics.median(after) / statistics.median(before)
        for before, after in zip(small, large, strict=True)
    )
