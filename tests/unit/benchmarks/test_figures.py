"""What `python -m tests.benchmarks.peers` makes of its samples."""

import pytest

from tests.benchmarks.peers.figures import figure_of, growth, percentile


def test_p50_is_the_median_of_the_rounds_medians_in_milliseconds():
    figure = figure_of([[0.001, 0.002, 0.003], [0.004, 0.004, 9.0], [0.005, 0.005, 0.005]])

    assert figure.p50 == pytest.approx(4.0)
    assert figure.samples == 9


def test_p99_is_of_all_samples_whatever_their_round():
    assert figure_of([[0.001] * 99, [0.001] * 99 + [0.5, 0.5]]).p99 == pytest.approx(1.0)
    assert figure_of([[0.001] * 97, [0.001] * 100 + [0.5, 0.5, 0.5]]).p99 == pytest.approx(500.0)


@pytest.mark.parametrize(
    ("share", "sample"), [(0.0, 1.0), (0.5, 5.0), (0.51, 6.0), (0.99, 10.0), (1.0, 10.0)]
)
def test_a_percentile_is_one_of_the_samples(share: float, sample: float):
    samples = [float(number) for number in range(10, 0, -1)]

    assert percentile(samples, share) == sample


def test_a_percentile_of_one_sample_is_that_sample():
    assert percentile([3.0], 0.99) == 3.0


def test_growth_compares_within_rounds_so_that_a_slow_round_does_not_count():
    small = [[1.0, 1.0], [10.0, 10.0], [1.0, 1.0]]
    large = [[2.0, 2.0], [20.0, 20.0], [2.0, 2.0]]

    assert growth(small, large) == pytest.approx(2.0)


def test_growth_is_the_median_of_the_rounds():
    assert growth([[1.0], [1.0], [1.0]], [[1.0], [1.5], [99.0]]) == pytest.approx(1.5)


def test_growth_refuses_rounds_that_are_not_the_same():
    with pytest.raises(ValueError, match="shorter"):
        growth([[1.0], [1.0]], [[1.0]])
