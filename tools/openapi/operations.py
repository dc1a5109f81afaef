"""One route -> one operation of the OpenAPI document.

Errors are not declared twice: each API's own `error_answer` makes the samples, so their status,
headers, media type and body are what callers get.
"""

import re
from collections.abc import Iterator
from typing import Any, get_args

from faultbook.domain.errors import (
    FaultbookError,
    InvalidRequest,
    NotAuthenticated,
    NotPermitted,
    TooLarge,
    Unavailable,
    UnexpectedFailure,
)
from faultbook.gateway.api import Route
from faultbook.gateway.documentation import AnswerHeader, Parameter
from faultbook.gateway.errors import MethodNotAllowed, TooManyRequests, UnsupportedMediaType
from faultbook.gateway.http import Request, phrase_of
from tools.openapi.apis import DescribedApi
from tools.openapi.headers import ANSWER_HEADERS, REQUEST_HEADERS
from tools.openapi.schemas import Schema, Schemas, query_parameters

REQUEST_ID = "X-Request-Id"
_JSON = "application/json"
_PATH_PARAMETER = re.compile(r"<(\w+)>")
_ANY_REQUEST = Request(
    method="GET",
    path="/",
    query={},
    headers={},
    body=b"",
    request_id="JKJaXmPLvHcESHA=",
    source_ip="192.0.2.1",
    domain_name="faults.example.com",
)


class Operations:
    """Of one API folder; `schemas`, `responses` and `examples` are what they refer to."""

    def __init__(self, apis: list[DescribedApi]) -> None:
        self._documentation = apis[0].documentation
        self._prefix = self._documentation.prefix
        self._always = (*self._documentation.always_answered, REQUEST_ID)
        every = [(described, route) for described in apis for route in described.api.routes]
        self._schemas = Schemas(
            self._prefix,
            read=[route.body for _, route in every if route.body],
            answered=[
                *(kind for _, route in every for kind in route.answers.values() if kind),
                self._documentation.error,
            ],
        )
        self.schemas = {
            name: self._explained(name.removeprefix(self._prefix), schema)
            for name, schema in self._schemas.components.items()
        }
        for kind in self._documentation.open_types:
            self.schemas[f"{self._prefix}{kind.__name__}"]["additionalProperties"] = True
        self.responses: dict[str, Schema] = {}
        self.examples: dict[str, Schema] = {}

    def operation(self, described: DescribedApi, route: Route) -> Schema:
        aliases = [path_of(alias) for alias in described.aliases_of(route)]
        summary, description = _words(route, aliases)
        operation: Schema = {
            "operationId": _operation_id(described, route),
            "tags": [described.tag_of(route)],
            "summary": summary,
            "description": description,
            "parameters": self._parameters(route),
            "requestBody": self._body(route),
            "responses": self._answers(route) | self._errors(described, route),
            "security": self._security(route),
            "x-aliases": aliases,
        }
        empty_means_open = operation.pop("security")
        operation = {name: value for name, value in operation.items() if value}
        return operation | {"security": empty_means_open}

    def _parameters(self, route: Route) -> list[Schema]:
        documented = self._documentation
        parameters = [
            {"name": name, "in": "path", "required": True} | _parameter(documented.parameters[name])
            for name in _PATH_PARAMETER.findall(route.path)
        ]
        if query := route.query or documented.queries.get(route.path):
            examples = documented.examples.get(query, {})
            queried, components = query_parameters(self._prefix, query, examples)
            parameters += [
                self._meaning(query.__name__, parameter["name"]) | parameter
                for parameter in queried
            ]
            self.schemas |= components
        parameters += [
            {"name": name, "in": "header", "required": False} | _parameter(self._header(name))
            for name in route.headers
        ]
        return parameters

    def _explained(self, type_name: str, schema: Schema) -> Schema:
        """With the meaning of each member; those of an error are explained by RFC or vendor."""
        if type_name == self._documentation.error.__name__ or "properties" not in schema:
            return schema
        members = {
            name: self._meaning(type_name, name) | member
            for name, member in schema["properties"].items()
        }
        return schema | {"properties": members}

    def _meaning(self, type_name: str, member: str) -> Schema:
        known = self._documentation.members
        meaning = known.get(f"{type_name}.{member}") or known.get(member)
        return {"description": meaning} if meaning else {}

    def _header(self, name: str) -> Parameter:
        return self._documentation.headers.get(name) or REQUEST_HEADERS[name]

    def _answer_header(self, name: str) -> AnswerHeader:
        return self._documentation.answer_headers.get(name) or ANSWER_HEADERS[name]

    def _body(self, route: Route) -> Schema | None:
        if not route.body:
            return None
        content = {"schema": self._schemas.read(route.body)} | self._example(route.body)
        required = any(field.is_required() for field in route.body.model_fields.values())
        return {"required": required, "content": {_JSON: content}}

    def _example(self, kind: Any) -> Schema:
        if kind not in self._documentation.examples:
            return {}
        name = self._prefix + _name_of(kind)
        self.examples[name] = {"value": self._documentation.examples[kind]}
        return {"examples": {"example": {"$ref": f"#/components/examples/{name}"}}}

    def _answers(self, route: Route) -> Schema:
        known = self._documentation.media_types
        media_type = known.get(f"{route.method} {route.path}") or known.get(route.path, _JSON)
        answers: Schema = {}
        for status, kind in route.answers.items():
            names = dict.fromkeys([*route.answer_headers, *self._always])
            answers[str(status)] = {
                "description": phrase_of(status),
                "headers": {name: self._reference_to_header(name) for name in names},
            }
            if kind:
                content = {"schema": self._schemas.answered(kind)} | self._example(kind)
                answers[str(status)]["content"] = {media_type: content}
        return answers

    def _reference_to_header(self, name: str) -> Schema:
        if name in self._documentation.answer_headers:
            return header_object(self._documentation.answer_headers[name])
        return {"$ref": f"#/components/headers/{name}"}

    def _errors(self, described: DescribedApi, route: Route) -> Schema:
        statuses: Schema = {}
        for error in self._possible_errors(described, route):
            answer = described.api.error_answer(error, _ANY_REQUEST)
            description = phrase_of(answer.status)
            name = self._prefix + description.replace(" ", "")
            statuses[str(int(answer.status))] = {"$ref": f"#/components/responses/{name}"}
            response = self.responses.setdefault(
                name, {"description": description, "headers": {}, "content": {}}
            )
            for header in (*answer.headers, *self._always):
                response["headers"][header] = self._reference_to_header(header)
            if answer.body is not None:
                content = response["content"].setdefault(
                    answer.content_type,
                    {"schema": self._schemas.answered(self._documentation.error), "examples": {}},
                )
                content["examples"][type(error).__name__] = {"value": answer.body}
        return dict(sorted(statuses.items()))

    def _possible_errors(self, described: DescribedApi, route: Route) -> Iterator[FaultbookError]:
        yield InvalidRequest("The request is not valid.", {"severity": ["Input should be 'LOW'"]})
        if route.scope:
            yield from (NotAuthenticated(), NotPermitted(), TooManyRequests(1), Unavailable())
        for name in _PATH_PARAMETER.findall(route.path):
            yield from self._documentation.parameters[name].errors
        yield MethodNotAllowed(described.methods_at(route.path))
        for name in route.headers:
            yield from self._header(name).errors
        if route.body:
            yield from (TooLarge(route.max_body), UnsupportedMediaType())
        yield from route.errors
        yield UnexpectedFailure()

    def _security(self, route: Route) -> list[Schema]:
        """The scope stands as a role, which OpenAPI 3.1 allows for schemes other than OAuth."""
        if not route.scope:
            return []
        return [{scheme: [route.scope.value]} for scheme in self._documentation.security]


def path_of(route_path: str) -> str:
    return _PATH_PARAMETER.sub(r"{\1}", route_path)


def header_object(header: AnswerHeader) -> Schema:
    return {
        "description": header.description,
        "required": header.always,
        "schema": dict(header.schema),
    }


def _parameter(documented: Parameter) -> Schema:
    return {
        "description": documented.description,
        "schema": dict(documented.schema),
        "example": documented.example,
    }


def _words(route: Route, aliases: list[str]) -> tuple[str, str]:
    """Summary and description: the first line and the rest of the handler's docstring."""
    paragraphs = (route.handler.__doc__ or "").strip().splitlines()[1:]
    description = "\n".join(line.strip() for line in paragraphs).strip()
    if aliases:
        also = f"Also at {', '.join(f'`{alias}`' for alias in aliases)}."
        description = f"{description}\n\n{also}".strip()
    return route.summary.rstrip("."), description


def _operation_id(described: DescribedApi, route: Route) -> str:
    """The handler's name; where it serves more than one method, with the method."""
    methods = [
        other.method
        for other in described.api.routes
        if other.handler is route.handler and other.path == route.path
    ]
    parts = [described.folder.rpartition(".")[2], route.handler.__name__]
    if len(methods) > 1:
        parts.append(route.method.lower())
    return ".".join(parts)


def _name_of(kind: Any) -> str:
    """`Fault`, and `ListOfFault` for `list[Fault]`."""
    inner = get_args(kind)
    name: str = kind.__name__
    return f"{name.capitalize()}Of{_name_of(inner[-1])}" if inner else name
