"""How contenders take turns."""

from collections.abc import Callable

from tests.benchmarks.peers.rounds import Contender, Measured, take_turns


def turns(*contenders: Contender, rounds: int = 2, patience: float = 60.0) -> Measured:
    return take_turns(
        contenders,
        ["get", "top"],
        rounds=rounds,
        samples=3,
        patience=patience,
        say=lambda _: None,
    )


def noting(calls: list[str], name: str) -> Callable[[], None]:
    return lambda: calls.append(name)


def test_each_turn_warms_up_with_two_calls_that_are_not_counted():
    calls: list[str] = []
    measured = turns(Contender("one", 10, {"get": noting(calls, "one")}))

    assert len(calls) == 2 * (2 + 3)
    assert [len(taken) for taken in measured.of("get", "one", 10)] == [3, 3]


def test_contenders_take_turns_within_an_operation():
    calls: list[str] = []
    names = ("one", "two", "three")
    turns(
        *(Contender(name, 10, {"get": noting(calls, name)}) for name in names),
        rounds=4,
    )

    quarter = len(calls) // 4
    by_round = [calls[start : start + quarter] for start in range(0, len(calls), quarter)]
    assert [sorted(set(some)) for some in by_round] == [sorted(names)] * 4
    assert len({some[0] for some in by_round}) > 1


def test_what_a_system_cannot_do_is_left_out():
    measured = turns(
        Contender("one", 10, {"get": list, "top": list}), Contender("two", 10, {"get": list})
    )

    assert measured.of("top", "two", 10) == []
    assert len(measured.of("top", "one", 10)) == 2


def test_out_of_patience_a_turn_still_gives_one_sample():
    calls: list[str] = []
    measured = turns(Contender("one", 10, {"get": noting(calls, "one")}), patience=0.0)

    assert [len(taken) for taken in measured.of("get", "one", 10)] == [1, 1]
    assert len(calls) == 2


def test_sizes_of_one_system_are_kept_apart():
    measured = turns(*(Contender("one", size, {"get": list}) for size in (10, 20)))

    assert measured.of("get", "one", 10) is not measured.of("get", "one", 20)
