"""The HTTP API without a server: routes, events of payload format 2.0, answers."""

import base64
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from local.functions import LocalFunction
from local.gateway import Gateway
from local.http_events import message
from local.template import Function, HttpRoute

ROUTES = {
    "Faults": ["ANY /fault", "ANY /fault/{proxy+}"],
    "Tokens": ["ANY /fault/token", "ANY /fault/token/{proxy+}"],
    "Keys": ["GET /keys/{id}", "ANY /keys/{id}", "ANY /keys/list", "ANY /keys/{id}/part"],
}


class Rig:
    def __init__(self, answer: Any = None) -> None:
        self.answer = {"statusCode": 200} if answer is None else answer
        self.event: dict[str, Any] = {}
        self.function = ""
        functions = {name: self._function(name, routes) for name, routes in ROUTES.items()}
        extra = {"/_local/": lambda _: message(200, "by hand")}
        self.lines: list[str] = []
        self.gateway = Gateway(
            functions, domain="localhost:8080", extra=extra, report=self.lines.append
        )
        self.client = Client(self.gateway, use_cookies=False)

    def get(self, path: str, **parts: Any) -> TestResponse:
        return self.client.get(path, **parts)

    def _function(self, name: str, routes: list[str]) -> LocalFunction:
        declared = Function(
            logical_id=name,
            name=f"faultbook-{name}",
            handler=f"functions.{name}",
            timeout=1,
            memory=128,
            environment={},
            routes=tuple(HttpRoute(*route.split(" ")) for route in routes),
            streams=(),
            schedules=(),
        )

        def handler(event: dict[str, Any], _: Any) -> Any:
            self.event, self.function = event, name
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

        return LocalFunction(declared, handler)


@pytest.mark.parametrize(
    ("method", "path", "function", "key"),
    [
        ("GET", "/fault", "Faults", "ANY /fault"),
        ("POST", "/fault/flt_1/resolve", "Faults", "ANY /fault/{proxy+}"),
        ("GET", "/fault/token", "Tokens", "ANY /fault/token"),
        ("GET", "/fault/token/1/2", "Tokens", "ANY /fault/token/{proxy+}"),
        ("GET", "/fault/tokens", "Faults", "ANY /fault/{proxy+}"),
        ("GET", "/keys/7", "Keys", "GET /keys/{id}"),
        ("PUT", "/keys/7", "Keys", "ANY /keys/{id}"),
        ("GET", "/keys/list", "Keys", "ANY /keys/list"),
        ("GET", "/keys/7/part", "Keys", "ANY /keys/{id}/part"),
    ],
)
def test_the_most_specific_route_is_taken(method: str, path: str, function: str, key: str):
    match = Rig().gateway.match(method, path)

    assert match is not None
    assert (match.function, match.key) == (function, key)


@pytest.mark.parametrize("path", ["/", "/faul", "/fault/", "/faults", "/keys", "/keys/7/other"])
def test_what_no_route_takes_is_not_found(path: str):
    response = Rig().get(path)

    assert response.status_code == 404
    assert response.json == {"message": "Not Found"}


def test_an_event_has_the_parts_of_payload_format_2():
    rig = Rig()
    rig.client.post(
        "/fault/a%20b%2Fc?site=x%20y&site=z&flag",
        data=b'{"a": 1}',
        headers=[
            ("Content-Type", "application/json"),
            ("Cookie", "a=1; b=2"),
            ("X-Forwarded-For", "203.0.113.9"),
            ("User-Agent", "agent/1"),
        ],
        environ_base={"REMOTE_ADDR": "127.0.0.1"},
    )

    event = rig.event
    context = event.pop("requestContext")
    headers = event.pop("headers")
    assert event == {
        "version": "2.0",
        "routeKey": "ANY /fault/{proxy+}",
        "rawPath": "/fault/a b/c",
        "rawQueryString": "site=x%20y&site=z&flag",
        "queryStringParameters": {"site": "x y,z", "flag": ""},
        "pathParameters": {"proxy": "a b/c"},
        "cookies": ["a=1", "b=2"],
        "body": '{"a": 1}',
        "isBase64Encoded": False,
    }
    assert headers["content-type"] == "application/json"
    assert headers["x-forwarded-for"] == "203.0.113.9, 127.0.0.1"
    assert "cookie" not in headers
    assert [name for name in headers if name != name.lower()] == []
    assert context["http"] == {
        "method": "POST",
        "path": "/fault/a b/c",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "agent/1",
    }
    assert context["stage"] == "$default"
    assert context["routeKey"] == "ANY /fault/{proxy+}"


def test_no_header_decides_the_domain_name():
    rig = Rig()
    rig.get("/fault", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert rig.event["requestContext"]["domainName"] == "localhost:8080"


def test_a_plain_request_has_neither_body_nor_query_nor_cookies():
    rig = Rig()
    rig.get("/fault")

    optional = {"body", "cookies", "pathParameters", "queryStringParameters"}
    assert not optional & rig.event.keys()
    assert rig.event["isBase64Encoded"] is False
    assert "content-length" not in rig.event["headers"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/octet-stream"}, b"abc"),
        ({}, b'{"a": 1}'),
        ({"Content-Type": "application/json"}, b"\xff\xfe"),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"abc"),
    ],
)
def test_a_body_that_is_not_known_as_text_travels_in_base64(headers: dict[str, str], body: bytes):
    rig = Rig()
    rig.client.post("/fault", data=body, headers=headers)

    assert rig.event["isBase64Encoded"] is True
    assert base64.b64decode(rig.event["body"]) == body


def test_a_decoded_question_mark_ends_the_path():
    rig = Rig()
    rig.get("/fault/a%3Fadmin=true")

    assert rig.event["rawPath"] == "/fault/a"


def test_an_answers_parts_become_the_response():
    answer = {
        "statusCode": 201,
        "headers": {"Content-Type": "application/json", "X-Count": 3},
        "cookies": ["a=1; Secure", "b=2"],
        "body": "{}",
    }
    response = Rig(answer).get("/fault")

    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-count"] == "3"
    assert response.headers.getlist("set-cookie") == ["a=1; Secure", "b=2"]
    assert response.data == b"{}"


def test_base64_becomes_bytes():
    answer = {
        "statusCode": 200,
        "headers": {"content-type": "image/png"},
        "body": base64.b64encode(b"\x89PNG").decode(),
        "isBase64Encoded": True,
    }
    assert Rig(answer).get("/fault").data == b"\x89PNG"


def test_an_empty_answer_has_no_content_type():
    response = Rig({"statusCode": 204}).get("/fault")

    assert (response.status_code, response.data) == (204, b"")
    assert "content-type" not in response.headers


def test_an_answer_without_a_status_is_json():
    response = Rig({"faults": ["é"]}).get("/fault")

    assert (response.status_code, response.content_type) == (200, "application/json")
    assert response.json == {"faults": ["é"]}


def answering_nothing() -> Rig:
    rig = Rig()
    rig.answer = None
    return rig


@pytest.mark.parametrize(
    "rig",
    [
        Rig(RuntimeError("a secret of the handler")),
        Rig({"statusCode": "many"}),
        Rig({"statusCode": 99}),
        Rig({"statusCode": 200, "body": {"not": "text"}}),
        Rig({"statusCode": 200, "headers": ["a"]}),
        Rig({"statusCode": 200, "headers": {"x-bad": "a\r\nset-cookie: b"}}),
        Rig({"statusCode": 200, "body": "?", "isBase64Encoded": True}),
        Rig({"statusCode": 200, "body": "x" * 6_300_000}),
        Rig({"not": {"json"}}),
        answering_nothing(),
    ],
)
def test_a_handler_that_fails_or_answers_nonsense_is_a_500_that_tells_nothing(rig: Rig):
    response = rig.get("/fault")

    assert response.status_code == 500
    assert response.json == {"message": "Internal Server Error"}


def test_an_event_above_lambdas_limit_is_refused_before_the_handler():
    rig = Rig()
    body = b'"' + b"x" * 6_300_000 + b'"'
    response = rig.client.post("/fault", data=body, content_type="application/json")

    assert response.status_code == 413
    assert rig.event == {}


def test_a_head_above_the_limit_of_the_http_api_is_refused():
    rig = Rig()

    assert rig.get("/fault", headers={"x-long": "x" * 10_240}).status_code == 431
    assert rig.get("/fault?" + "x" * 10_240).status_code == 431
    assert rig.event == {}


def test_paths_that_only_exist_here_go_past_the_routes():
    assert Rig().get("/_local/drain").json == {"message": "by hand"}


def test_the_log_names_the_route_because_a_path_can_hold_a_credential():
    rig = Rig()
    rig.get("/fault/token/a-secret-token?token=a-secret-token")
    rig.get("/unknown/a-secret-token")

    assert [line.rsplit(" ", 2)[0] for line in rig.lines] == [
        "GET /fault/token/{proxy+} 200",
        "GET (no route) 404",
    ]
