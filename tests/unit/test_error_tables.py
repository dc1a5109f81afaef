"""One tree of errors, and every API's answer to each of them."""

import importlib
import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from faultbook.domain import errors
from faultbook.domain.errors import FaultbookError
from faultbook.gateway import errors as gateway_errors
from faultbook.gateway.api import Api
from faultbook.gateway.errors import (
    InvalidCursor,
    MalformedBody,
    MethodNotAllowed,
    RouteNotFound,
    TooManyRequests,
)
from faultbook.gateway.http import Answer
from local.template import read_template
from tests.support.http_events import a_request


@cache
def apis() -> dict[str, Api]:
    """One of each folder that has error answers of its own."""
    modules = [f.module for f in read_template().functions if f.routes]
    found = {module.split(".")[1]: importlib.import_module(module).api for module in modules}
    return {folder: api for folder, api in found.items() if folder not in ("console", "reference")}


def tree(root: type[FaultbookError] = FaultbookError) -> Iterator[type[FaultbookError]]:
    yield root
    for branch in root.__subclasses__():
        if branch.__module__ in {errors.__name__, gateway_errors.__name__}:
            yield from tree(branch)


def an_error(kind: type[FaultbookError]) -> FaultbookError:
    """Of this class, with values for what it asks for."""
    known: dict[str, Any] = {
        "message": "What went wrong.",
        "allowed": ["POST", "GET"],
        "limit": 7,
        "customer_id": "cus_1",
        "number": 4711,
        "retry_after": 3,
        "fields": {"severity": ["one of five words"]},
    }
    if "__init__" not in vars(kind) and kind.__base__ is FaultbookError:
        return kind("What went wrong.")
    wanted = inspect.signature(kind).parameters
    return kind(**{name: value for name, value in known.items() if name in wanted})


LEAVES = [kind for kind in tree() if kind is not FaultbookError]
EXPECTED = {
    errors.InvalidRequest: 400,
    MalformedBody: 400,
    InvalidCursor: 400,
    errors.NotAuthenticated: 401,
    errors.FaultNotFound: 404,
    errors.CommentNotFound: 404,
    RouteNotFound: 404,
    TooManyRequests: 429,
    errors.UnexpectedFailure: 500,
    errors.Unavailable: 503,
}


IN_ONE_API: dict[tuple[str, type[FaultbookError]], int] = {
    ("opsgenie_api", errors.InvalidRequest): 422,
    ("opsgenie_api", MalformedBody): 422,
    ("opsgenie_api", InvalidCursor): 422,
    ("pagerduty_api", errors.NotAuthenticated): 400,  # its clients know no 401
    ("webhooks", TooManyRequests): 503,  # Alertmanager drops what is answered 429
}


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("folder", apis())
def test_every_error_has_an_answer_in_every_api(folder: str, kind: type[FaultbookError]):
    error = an_error(kind)

    request = a_request()

    event = apis()[folder].error_answer(error, request).as_event(request)

    assert 400 <= event["statusCode"] < 600
    expected = IN_ONE_API.get((folder, kind)) or EXPECTED.get(kind, event["statusCode"])
    assert event["statusCode"] == expected
    assert json.loads(event["body"])
    assert not re.search(r"\b[A-Z][a-z]+[A-Z]\w+|Traceback", event["body"])
    assert all(value.isprintable() and value.isascii() for value in event["headers"].values())


def headers(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


@pytest.mark.parametrize("folder", apis())
def test_who_should_wait_is_told_how_long(folder: str):
    answer_to = apis()[folder].error_answer

    for kind in (TooManyRequests, errors.Unavailable):
        assert headers(answer_to(an_error(kind), a_request()))["retry-after"] == "3"


@pytest.mark.parametrize("folder", apis())
def test_a_wrong_method_is_told_the_right_ones(folder: str):
    answer_to = apis()[folder].error_answer

    sent = headers(answer_to(MethodNotAllowed(["POST", "GET"]), a_request()))

    assert sent["allow"] == "GET, POST"


def test_the_native_api_asks_for_a_bearer_token():
    answer = apis()["fault_api"].error_answer(errors.NotAuthenticated(), a_request())

    assert headers(answer)["www-authenticate"] == 'Bearer realm="faultbook"'


def test_the_drawing_of_the_tree_is_the_tree():
    drawn = [
        line.replace("│", " ").replace("├──", "   ").replace("└──", "   ").split()
        for line in (errors.__doc__ or "").splitlines()
        if line.startswith(("Fault", "│", "├", "└"))
    ]

    here = [kind.__name__ for kind in tree() if kind.__module__ == errors.__name__]
    assert [words[0] for words in drawn] == here


def test_the_leaves_of_the_gateway_are_drawn_too():
    lines = (gateway_errors.__doc__ or "").splitlines()
    drawn = {line.split()[1] for line in lines if line.startswith(("├", "└"))}

    assert drawn == {one.__name__ for one in tree() if one.__module__ == gateway_errors.__name__}


def test_a_message_names_no_insides():
    for kind in LEAVES:
        message = str(an_error(kind))
        assert message
        assert message[0].isupper()
        assert not any(word in message for word in ("DynamoDB", "table", "Lambda", "Exception"))
