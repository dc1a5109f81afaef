"""The functions of the native API in this process, called with API Gateway's events."""

import dataclasses
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.fault import Severity
from faultbook.gateway.api import Route
from faultbook.gateway.http import phrase_of
from local.environment import in_environment
from local.functions import LocalFunction, load_functions
from local.gateway import Gateway
from local.template import read_template
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring, replace_part
from tests.support.http_events import Response, an_event
from tests.support.tokens import AUDIENCE, ISSUER, SECRET, a_token

OTHER_CUSTOMER = "cus_B"
PAGE = "text/html; charset=utf-8"
READ, WRITE, ADMIN = "faults:read", "faults:write", "admin"
_FOLDER = "functions.fault_api."
_INSIDES = re.compile(
    r"Traceback|File \"|\.py|arn:aws|botocore|Exception|faultbook\.|dynamodb|(faults|access)-\d",
    re.IGNORECASE,
)


def environment_of(engine: Engine | None, **given: str) -> dict[str, str]:
    """What the functions read; without an engine the store is nowhere."""
    variables = {
        "SECRETS_PATH": "",
        "JWT_ALGORITHM": "HS256",
        "JWT_ISSUER": ISSUER,
        "JWT_AUDIENCE": AUDIENCE,
        "JWT_SECRET": SECRET.decode(),
        "TOKEN_SECRET": "a token secret of thirty-two bytes",
        "OUTAGE_LINK_SECRET": "an outage link secret of thirty-two bytes",
        "CURSOR_SECRET": "a cursor secret of thirty-two bytes",
        "API_KEY_PEPPER": "a pepper of at least thirty-two bytes",
        "PUBLIC_URL": "https://faults.example",
        "REQUESTS_PER_SECOND": "1000000",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_DYNAMODB": engine.endpoint if engine else "http://127.0.0.1:9",
        "AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:9",
    }
    tables = engine.tables if engine else None
    variables |= {
        "FAULTS_TABLE": tables.faults if tables else "nowhere",
        "STATISTICS_TABLE": tables.statistics if tables else "nowhere",
        "ACCESS_TABLE": tables.access if tables else "nowhere",
        "SCAN_REPORTS_TABLE": tables.scanreports if tables else "nowhere",
        "EVENTS_TABLE": tables.events if tables else "nowhere",
        "DELIVER_FUNCTION": "faultbook-fault-api-deliver",
        "CUSTOMER_OF_ALARMS": CUSTOMER,
    }
    return variables | given


class NativeApi:
    """Checks of every answer what must hold of every answer."""

    def __init__(self, clock: SteppingClock) -> None:
        self.clock = clock
        self._functions, self._gateway = _functions()

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        customer: str = CUSTOMER,
        scopes: Iterable[str] = (READ, WRITE),
        subject: str = "user_1",
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: str = "",
        request_id: str = "request-1",
    ) -> Response:
        """`token` replaces the credential; an empty one sends none."""
        if token is None:
            token = self.token(customer=customer, scopes=scopes, subject=subject)
        credential = {"authorization": f"Bearer {token}"} if token else {}
        event = an_event(
            method,
            path,
            query=query,
            headers=credential | dict(headers or {}),
            body=body,
            request_id=request_id,
        )
        return self.answer(event)

    def answer(self, event: Mapping[str, Any]) -> Response:
        match = self._gateway.match(event["requestContext"]["http"]["method"], event["rawPath"])
        if match is None:
            pytest.fail(f"the template has no route for {event['rawPath']}")
        response = Response.of(self._functions[match.function].invoke(event))
        is_head = event["requestContext"]["http"]["method"] == "HEAD"
        check_answer(response, event["requestContext"]["requestId"], is_head=is_head)
        return response

    def token(self, *, customer: str, scopes: Iterable[str], subject: str) -> str:
        issued = int(self.clock.at.timestamp())
        return a_token(
            customer_id=customer,
            scope=" ".join(scopes),
            sub=subject,
            iat=issued,
            exp=issued + 3600,
        )

    def create(self, customer: str = CUSTOMER, **fields: Any) -> dict[str, Any]:
        """A new fault, as the API shows it."""
        answer = self("POST", "/fault", a_body(**fields), customer=customer)
        assert answer.status == 201, answer.text
        fault: dict[str, Any] = answer.json
        return fault

    def get(self, fault_id: str, customer: str = CUSTOMER) -> dict[str, Any]:
        answer = self("GET", f"/fault/{fault_id}", customer=customer)
        assert answer.status == 200, answer.text
        fault: dict[str, Any] = answer.json
        return fault

    def walk(self, query: str = "", customer: str = CUSTOMER) -> Iterator[list[dict[str, Any]]]:
        """The pages of a list; fails when they do not end."""
        cursor = ""
        for _ in range(2000):
            asked = "&".join(part for part in (query, cursor and f"cursor={cursor}") if part)
            answer = self("GET", "/fault", query=asked, customer=customer)
            assert answer.status == 200, answer.text
            yield answer.json["data"]
            cursor = answer.json["meta"]["cursor"]
            if not cursor:
                return
        pytest.fail("the list does not end")


def a_body(**fields: Any) -> dict[str, Any]:
    """A report, as the founding document has it; `None` leaves a member out."""
    content: dict[str, Any] = {
        "resource_id": "dev_2j4k2l2j3k4l2j3k4",
        "microservice_id": "manual-api-entry",
        "type": "wan-degradation",
        "severity": Severity.HIGH.value,
        "message": "WAN link latency high: Primary link (WAN1) latency is elevated",
        "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
        "resource_ancestry_path": "site_8a7b6c5d4e3f2g1h|dev_2j4k2l2j3k4l2j3k4",
    } | fields
    return {name: value for name, value in content.items() if value is not None}


def check_answer(response: Response, request_id: str, *, is_head: bool = False) -> None:
    """Headers, strict JSON where it is no page, and nothing of our insides in an error."""
    assert response.headers["x-request-id"] == request_id
    assert response.headers["x-content-type-options"] == "nosniff"
    if is_head or response.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        assert response.text == ""
        return
    if response.headers["content-type"] == PAGE:
        assert response.status == HTTPStatus.OK
        return
    body = response.json
    if response.status < HTTPStatus.BAD_REQUEST:
        assert response.headers["content-type"] == "application/json"
        return
    assert response.headers["content-type"] == "application/problem+json"
    assert body["status"] == response.status
    assert body["title"] == phrase_of(response.status)
    assert body["message"] == body["detail"]
    assert body["request_id"] == request_id
    assert set(body) <= {"type", "title", "status", "detail", "message", "request_id", "errors"}
    assert not _INSIDES.search(response.text)


@contextmanager
def native_api(
    engine: Engine | None,
    clock: SteppingClock,
    parts: Mapping[str, Callable[[], Any]] | None = None,
    **environment: str,
) -> Iterator[NativeApi]:
    """`parts` replace functions of the wiring, as `dynamodb` or `fault_store`."""
    variables = environment_of(engine, **environment)
    with pytest.MonkeyPatch.context() as patch, in_environment(variables):
        forget_wiring()
        patch.setattr(wiring.stores, "clock", clock)
        if engine:
            patch.setattr(wiring.stores, "dynamodb", lambda: engine.client)
        for name, part in (parts or {}).items():
            replace_part(patch, name, part)
        yield NativeApi(clock)
    forget_wiring()


@cache
def routes() -> tuple[Route, ...]:
    """All of the native API, aliases too."""
    functions = [f for f in read_template().functions if f.routes]
    declared = [f.module for f in functions if f.module.startswith(_FOLDER)]
    return tuple(
        route for module in declared for route in importlib.import_module(module).api.routes
    )


@cache
def _functions() -> tuple[dict[str, LocalFunction], Gateway]:
    template = read_template()
    declared = tuple(f for f in template.functions if f.module.startswith(_FOLDER))
    functions = load_functions(dataclasses.replace(template, functions=declared))
    return functions, Gateway(functions, domain="faults.example")
