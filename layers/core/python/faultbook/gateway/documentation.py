"""What the OpenAPI document says of an API beyond its routes; no running function imports this.

Each API folder has a `documentation.py` with one `DOCUMENTATION`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from faultbook.domain.errors import FaultbookError

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path parameter or a request header; `errors` are those that only it can lead to."""

    description: str
    schema: Mapping[str, Any]
    example: str | int
    errors: tuple[FaultbookError, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerHeader:
    """`always`: there in every answer of the routes that name it."""

    description: str
    schema: Mapping[str, Any]
    always: bool = True


@dataclass(frozen=True, slots=True)
class Documentation:
    """`description` is Markdown. `error` is the type of every error body.

    `security` holds OpenAPI security schemes by name, any one of which is enough; `x-example` in
    one is the header or query value that a curl example shows. `parameters` are those in paths, by
    name; `headers` and `answer_headers` are this API's own, beside those that all APIs share, and
    `always_answered` names those of every answer, errors included.
    `members` says what members of bodies and queries mean, as `name` or, which goes before it,
    `Type.name`; what a type says itself goes before both.
    `examples` are by type; for a type of query, one that names the parameters worth showing.
    `queries` are the types of queries, by path, that a handler judges itself.
    `open_types` are those of answers that have members of further names.
    `media_types` names the routes, by path or by method and path, that answer something else than
    JSON.
    `prefix` keeps the names of two APIs' types and error answers apart in the one document.
    """

    title: str
    description: str
    error: Any
    security: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    headers: Mapping[str, Parameter] = field(default_factory=dict)
    answer_headers: Mapping[str, AnswerHeader] = field(default_factory=dict)
    always_answered: tuple[str, ...] = ()
    members: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[Any, Any] = field(default_factory=dict)
    queries: Mapping[str, "type[BaseModel]"] = field(default_factory=dict)
    open_types: tuple[type, ...] = ()
    media_types: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
