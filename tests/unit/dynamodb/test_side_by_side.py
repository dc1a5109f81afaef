"""What waits for none of each other goes out at the same time."""

from functools import partial
from threading import Barrier
from typing import Any

import pytest

from faultbook.domain.errors import Unavailable
from faultbook.domain.fault import Status
from faultbook.domain.listing import FaultFilter
from faultbook.dynamodb.listing import Reader
from faultbook.dynamodb.side_by_side import side_by_side
from tests.support.builders import CUSTOMER, NOW
from tests.support.client_between import ClientBetween

_LATEST = 30  # seconds, after which a barrier breaks


class Meeting(ClientBetween):
    """An empty table that answers nobody until so many have asked."""

    def __init__(self, parties: int) -> None:
        self._barrier = Barrier(parties, timeout=_LATEST)

    def query(self, **parameters: Any) -> Any:
        del parameters
        self._barrier.wait()
        return {"Items": [], "ScannedCount": 0}


def test_answers_come_in_the_order_of_the_calls():
    barrier = Barrier(3, timeout=_LATEST)

    def answer(number: int) -> int:
        barrier.wait()
        return number

    assert side_by_side([partial(answer, number) for number in (3, 1, 2)]) == [3, 1, 2]


def test_what_one_of_them_raises_is_raised():
    def refuse() -> int:
        raise Unavailable

    with pytest.raises(Unavailable):
        side_by_side([lambda: 1, refuse])


@pytest.mark.parametrize("fault_filter", [FaultFilter(), FaultFilter(status=Status.UNRESOLVED)])
def test_a_page_asks_every_stripe_at_the_same_time(fault_filter: FaultFilter):
    reader = Reader(Meeting(4), "faults", NOW, range(4))

    page = reader.page(CUSTOMER, fault_filter, 50, None)

    assert (page.faults, page.next) == ((), None)
