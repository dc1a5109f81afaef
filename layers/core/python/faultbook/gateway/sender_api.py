"""The Api of monitoring tools: any media type, a lenient reader, no quota by itself."""

from collections.abc import Callable

from faultbook.domain.errors import FaultbookError
from faultbook.gateway import lenient_json
from faultbook.gateway.api import Api
from faultbook.gateway.http import Answer, Request
from faultbook.usecases.caller import Caller


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
