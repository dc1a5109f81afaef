"""The whole tree of errors in Mackerel's two shapes."""

from collections.abc import Iterator

import pytest

from faultbook.domain import errors
from faultbook.gateway.error_status import STATUS, status_of
from faultbook.gateway.errors import (
    InvalidCursor,
    MalformedBody,
    MethodNotAllowed,
    TooManyRequests,
    UnsupportedMediaType,
)
from functions.mackerel_api import answers
from functions.mackerel_api.errors import error_answer
from tests.support.http_events import a_request
from tests.support.mackerel_world import conforms

ARGUMENTS: dict[type[errors.FaultbookError], tuple[object, ...]] = {
    errors.InvalidRequest: ("The request is not valid.", {"limit": ["too large", "not a number"]}),
    MalformedBody: ("The body is not valid JSON in UTF-8.",),
    errors.NotFound: ("There is no such host.",),
    MethodNotAllowed: (["PUT", "GET"],),
    errors.Conflict: ("It was changed.",),
    errors.CommentLimitReached: (1000,),
    errors.KeyHeldByAnother: ("cus_1", 4711),
    errors.TooLarge: (5,),
    TooManyRequests: (7,),
}


def tree(root: type[errors.FaultbookError]) -> Iterator[type[errors.FaultbookError]]:
    for error in root.__subclasses__():
        if error.__module__ == errors.__name__:
            yield error
            yield from tree(error)


EVERY = sorted(set(tree(errors.FaultbookError)), key=lambda error: error.__name__)


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_has_an_answer_in_the_shape_of_its_status(kind: type[errors.FaultbookError]):
    error = kind(*ARGUMENTS.get(kind, ()))

    answer = error_answer(error, a_request())

    assert answer.status == status_of(error)
    conforms(answers.Error, answer.body)
    if answer.status == 401:
        assert isinstance(answer.body["error"], str)
    else:
        assert answer.body["error"]["message"].startswith(str(error))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidCursor(), 400),
        (errors.NotAuthenticated(), 401),
        (errors.NotPermitted(), 403),
        (errors.FaultNotFound(), 404),
        (MethodNotAllowed([]), 405),
        (errors.FaultChanged(), 409),
        (errors.TooLarge(1), 413),
        (UnsupportedMediaType(), 415),
        (TooManyRequests(1), 429),
        (errors.UnexpectedFailure(), 500),
        (errors.Unavailable(), 503),
    ],
)
def test_an_error_has_its_status(error: errors.FaultbookError, status: int):
    assert error_answer(error, a_request()).status == status


def test_every_branch_of_the_tree_is_listed_by_itself():
    assert set(STATUS) == set(errors.FaultbookError.__subclasses__())


def test_a_refusal_names_the_fields():
    error = errors.InvalidRequest("Not valid.", {"limit": ["too large"], "nextId": ["unknown"]})

    message = error_answer(error, a_request()).body["error"]["message"]

    assert message == "Not valid. limit: too large; nextId: unknown"


def test_headers_say_what_to_do_next():
    allowed = error_answer(MethodNotAllowed(["PUT", "GET"]), a_request()).headers
    later = error_answer(TooManyRequests(7), a_request()).headers
    soon = error_answer(errors.Unavailable(), a_request()).headers

    assert allowed == {"Allow": "GET, PUT"}
    assert later == {"Retry-After": "7"}
    assert soon == {"Retry-After": "2"}
