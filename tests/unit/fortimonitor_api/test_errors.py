from collections.abc import Iterator

import pytest

from faultbook.domain import errors
from faultbook.domain.errors import FaultbookError, InvalidRequest
from faultbook.gateway.errors import MalformedBody, MethodNotAllowed, TooManyRequests
from functions.fortimonitor_api.errors import STATUS, error_answer
from tests.support.http_events import a_request

ARGUMENTS: dict[type[FaultbookError], tuple[object, ...]] = {
    errors.InvalidRequest: ("The request is not valid.",),
    MalformedBody: ("The body is not valid JSON in UTF-8.",),
    errors.NotFound: ("There is no such server.",),
    MethodNotAllowed: (["PUT", "GET"],),
    errors.Conflict: ("It is over.",),
    errors.CommentLimitReached: (1000,),
    errors.KeyHeldByAnother: ("cus_1", 4711),
    errors.TooLarge: (5,),
    TooManyRequests: (7,),
}
ANSWERED = {400, 401, 404, 405, 429, 500, 503}


def tree(root: type[FaultbookError]) -> Iterator[type[FaultbookError]]:
    for error in root.__subclasses__():
        if error.__module__ == errors.__name__:
            yield error
            yield from tree(error)


EVERY = sorted(set(tree(FaultbookError)), key=lambda error: error.__name__)


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_has_an_answer_that_the_vendors_clients_know(kind: type[FaultbookError]):
    error = kind(*ARGUMENTS.get(kind, ()))

    answer = error_answer(error, a_request())

    assert answer.status in ANSWERED
    assert answer.body["message"] == str(error)
    assert answer.body["error"]
    assert answer.headers["ErrorCode"] == str(int(answer.status))
    assert answer.headers["ErrorMessage"] == str(error)


def test_a_key_without_the_right_is_answered_as_the_vendor_does():
    assert error_answer(errors.NotPermitted(), a_request()).status == 401


def test_each_field_that_is_wrong_has_a_key_of_its_own_and_a_place_in_the_message():
    error = InvalidRequest("Not valid.", {"description": ["too long", "odd"], "tags": ["missing"]})

    answer = error_answer(error, a_request())

    assert answer.body == {
        "description": "too long, odd",
        "tags": "missing",
        "error": "Bad Request",
        "message": "Not valid. description: too long, odd; tags: missing",
    }


def test_a_field_called_message_does_not_hide_the_message():
    answer = error_answer(InvalidRequest("Not valid.", {"message": ["missing"]}), a_request())

    assert answer.body["message"] == "Not valid. message: missing"


def test_the_header_is_one_line_of_ascii_of_bounded_length():
    said = InvalidRequest("Not valid.", {"a\r\nSet-Cookie: x\u2028é": ["y" * 1000]})

    header = error_answer(said, a_request()).headers["ErrorMessage"]

    assert len(header) == 256
    assert header.isascii()
    assert header.isprintable()


@pytest.mark.parametrize(
    ("error", "name", "value"),
    [
        (MethodNotAllowed(["PUT", "GET"]), "Allow", "GET, PUT"),
        (TooManyRequests(7), "Retry-After", "7"),
        (errors.Unavailable(3), "Retry-After", "3"),
        (errors.FaultChanged(), "Retry-After", "1"),
    ],
)
def test_what_the_caller_needs_to_go_on_is_in_a_header(
    error: FaultbookError, name: str, value: str
):
    assert error_answer(error, a_request()).headers[name] == value


def test_no_class_is_listed_twice_by_way_of_its_parent_for_nothing():
    for kind, status in STATUS.items():
        above = next((STATUS[one] for one in kind.__mro__[1:] if one in STATUS), None)
        assert status != above
