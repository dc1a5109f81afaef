"""The token bucket of each customer."""

import pytest

from faultbook.gateway import quota
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.quota import Quota
from faultbook.usecases.caller import Caller
from tests.support.tokens import Timer

A = Caller("cus_A", "user_1", frozenset())
B = Caller("cus_B", "user_2", frozenset())


@pytest.fixture
def timer() -> Timer:
    return Timer()


def admitted(of: Quota, caller: Caller, times: int) -> int:
    count = 0
    for _ in range(times):
        try:
            of.admit(caller)
        except TooManyRequests:
            continue
        count += 1
    return count


def test_a_burst_of_two_seconds_is_admitted_at_once(timer: Timer):
    assert admitted(Quota(50, timer), A, 1000) == 100


def test_afterwards_the_rate_holds(timer: Timer):
    of = Quota(50, timer)
    admitted(of, A, 1000)

    counts = []
    for second in range(1, 11):
        timer.seconds = second
        counts.append(admitted(of, A, 1000))

    assert counts == [50] * 10


def test_what_is_not_used_is_saved_up_to_the_burst(timer: Timer):
    of = Quota(5, timer)
    admitted(of, A, 10)
    timer.seconds = 3600

    assert admitted(of, A, 100) == 10


def test_another_customer_is_not_affected(timer: Timer):
    of = Quota(5, timer)
    admitted(of, A, 100)

    assert admitted(of, B, 100) == 10


@pytest.mark.parametrize("rate", [0.01, 0.3, 1, 3, 7, 50, 1000])
def test_who_waits_as_long_as_told_is_admitted(timer: Timer, rate: float):
    of = Quota(rate, timer)
    admitted(of, A, 5000)

    with pytest.raises(TooManyRequests) as refusal:
        of.admit(A)
    timer.seconds += refusal.value.retry_after

    assert refusal.value.retry_after >= 1
    assert admitted(of, A, 1) == 1


def test_a_clock_that_cannot_show_a_second_exactly_does_not_cost_another(timer: Timer):
    refused = 0
    for tenth in range(100):
        timer.seconds = 123_456 + tenth / 10
        of = Quota(1, timer)
        admitted(of, A, 2)
        timer.seconds += 0.7
        timer.seconds += 0.3
        refused += 1 - admitted(of, A, 1)

    assert refused == 0


def test_a_refused_request_costs_nothing(timer: Timer):
    of = Quota(1, timer)
    admitted(of, A, 2)
    for tenth in range(10):
        timer.seconds = tenth / 10
        admitted(of, A, 10)
    timer.seconds = 1

    assert admitted(of, A, 10) == 1


def test_customers_not_seen_for_longest_are_forgotten(timer: Timer):
    of = Quota(1, timer)
    admitted(of, A, 10)
    for number in range(quota._MAX_CUSTOMERS):  # noqa: SLF001 - the bound itself is the subject
        of.admit(Caller(f"cus_{number}", "user", frozenset()))

    assert admitted(of, A, 10) == 2


@pytest.mark.parametrize("rate", [0, -1, float("inf"), float("nan")])
def test_a_rate_that_is_none_is_refused(rate: float):
    with pytest.raises(ValueError, match="quota"):
        Quota(rate)
