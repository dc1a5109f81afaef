"""The Api of monitoring tools: any media type, a lenient reader, no quota by itself."""

from collections.abc import Callable, Iterable

from faultbook.domain.errors import FaultbookError, Unavailable
from faultbook.gateway import lenient_json
from faultbook.gateway.api import Api
from faultbook.gateway.http import Answer, Request
from faultbook.usecases.caller import Caller

_IN_A_ROW = 3  # failures, after which the store is out for all


def admit_later(_: Caller) -> None:
    """The routes check the quota: what resolves or acknowledges passes also over it."""


def sender_api(
    name: str,
    authenticate: Callable[[Request], Caller],
    error_answer: Callable[[FaultbookError, Request], Answer],
    *,
    slashed_parameters: frozenset[str] = frozenset(),
) -> Api:
    return Api(
        name,
        authenticate,
        admit_later,
        error_answer,
        any_media_type=True,
        ignores_unknown_query=True,
        read_json=lenient_json.parse,
        slashed_parameters=slashed_parameters,
    )


def each_by_itself(actions: Iterable[Callable[[], object]]) -> Unavailable | None:
    """What the store cannot do for one keeps none of the others back; None where all was done.

    Senders push the same alerts in the same order each minute: those behind one that always fails
    would never be heard, and end for want of news.
    """
    failed, in_a_row = None, 0
    for action in actions:
        try:
            action()
            in_a_row = 0
        except Unavailable as error:
            failed, in_a_row = error, in_a_row + 1
            if in_a_row == _IN_A_ROW:
                break
    return failed
