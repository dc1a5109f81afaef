"""The whole tree of errors in the shape of Micronaut's JsonError."""

import json
from collections.abc import Iterator

import pytest
from pydantic import TypeAdapter

from faultbook.domain import errors
from faultbook.gateway import errors as gateway_errors
from faultbook.gateway.error_status import STATUS, status_of
from faultbook.gateway.errors import (
    InvalidCursor,
    MalformedBody,
    MethodNotAllowed,
    TooManyRequests,
    UnsupportedMediaType,
)
from functions.incidents_api import answers
from functions.incidents_api.errors import error_answer
from tests.support.http_events import a_request

ERROR = TypeAdapter(answers.Error)
ARGUMENTS: dict[type[errors.FaultbookError], tuple[object, ...]] = {
    errors.InvalidRequest: ("The request is not valid.", {"limit": ["too large", "not a number"]}),
    MalformedBody: ("The body is not valid JSON in UTF-8.",),
    errors.NotFound: ("There is no scan report of this source.",),
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
def test_every_error_is_a_json_error(kind: type[errors.FaultbookError]):
    error = kind(*ARGUMENTS.get(kind, ()))

    answer = error_answer(error, a_request(path="/api/v1/incidents", request_id="request-7"))

    ERROR.validate_json(json.dumps(answer.body), strict=True, extra="forbid")
    assert answer.status == status_of(error)
    assert answer.body["message"] == str(error)
    assert (answer.body["logref"], answer.body["path"]) == ("request-7", "/api/v1/incidents")
    assert answer.body["_links"] == {"self": {"href": "/api/v1/incidents", "templated": False}}
    assert answer.body["_embedded"]["errors"]


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
    assert set(STATUS) == {
        kind
        for kind in errors.FaultbookError.__subclasses__()
        if kind.__module__ in {errors.__name__, gateway_errors.__name__}
    }


def test_a_refusal_names_the_fields():
    error = errors.InvalidRequest("Not valid.", {"title": ["too long", "odd"], "status": ["x"]})

    assert error_answer(error, a_request()).body["_embedded"]["errors"] == [
        {"message": "title: too long, odd"},
        {"message": "status: x"},
    ]


def test_headers_say_what_to_do_next():
    def headers(error: errors.FaultbookError) -> object:
        return error_answer(error, a_request()).headers

    assert headers(MethodNotAllowed(["PUT", "GET"])) == {"Allow": "GET, PUT"}
    assert headers(TooManyRequests(7)) == {"Retry-After": "7"}
    assert headers(errors.Unavailable()) == {"Retry-After": "2"}
    assert headers(errors.NotAuthenticated()) == {"WWW-Authenticate": "Bearer"}
