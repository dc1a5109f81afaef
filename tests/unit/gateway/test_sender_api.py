"""Many at once: what the store cannot do for one keeps none of the others back."""

from collections.abc import Callable

import pytest

from faultbook.domain.errors import Unavailable
from faultbook.gateway.sender_api import each_by_itself


def acts(outcomes: str, done: list[int]) -> list[Callable[[], None]]:
    """`x` is one that the store cannot do."""

    def act(place: int, outcome: str) -> None:
        if outcome == "x":
            raise Unavailable
        done.append(place)

    return [
        lambda place=place, outcome=outcome: act(place, outcome)  # type: ignore[misc] # bound now
        for place, outcome in enumerate(outcomes)
    ]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ("", []),
        ("...", [0, 1, 2]),
        ("x..", [1, 2]),
        (".xx.xx.", [0, 3, 6]),
        ("xxx....", []),
        (".xxxx.", [0]),
    ],
)
def test_each_is_done_until_three_in_a_row_fail(outcomes: str, expected: list[int]):
    done: list[int] = []

    failed = each_by_itself(acts(outcomes, done))

    assert done == expected
    assert (failed is not None) is ("x" in outcomes)


def test_another_error_is_not_swallowed():
    def wrong() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        each_by_itself([wrong])
