"""Validates requests against models, with complaints in words.

Refusing costs no more than serving: only the first few complaints are made.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from faultbook.domain.errors import InvalidRequest

if TYPE_CHECKING:
    from pydantic import BaseModel

INVALID = "The request is not valid."
MAX_MEMBERS = 100  # more than any model has that knows them all
_MAX_NAME = 100  # characters of a field's name in a refusal
_MAX_NAMES = 256  # characters of all of them
_MAX_COMPLAINT = 200
_WORDS = {
    "string_pattern_mismatch": "not in the form that is asked for here",
    "model_type": "an object",
    "model_attributes_type": "an object",
}

Model = TypeVar("Model", bound="BaseModel")


def body_of(model: type[Model], document: Any) -> Model:
    """Raises InvalidRequest."""
    is_closed = model.model_config.get("extra") == "forbid"
    if is_closed and isinstance(document, dict) and len(document) > MAX_MEMBERS:
        raise unknown_members(name for name in document if name not in model.model_fields)
    return validated(model.model_validate, document)


def unknown_members(names: Iterable[str]) -> InvalidRequest:
    complaints = ((name, "This field is not known here.") for name in names)
    return InvalidRequest(INVALID, _within_budget(complaints))


def validated(validate: Callable[[Any], Model], value: Any) -> Model:
    """Raises InvalidRequest with pydantic's complaints by field, without the input itself."""
    # Half of what this module would cost a cold start; functions without models do without.
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return validate(value)
    except ValidationError as error:
        complaints = error.errors(include_url=False, include_input=False)
        named = (
            (".".join(map(str, complaint["loc"])) or "body", _in_words(complaint))
            for complaint in complaints
        )
        raise InvalidRequest(INVALID, _within_budget(named)) from error


def _in_words(complaint: Mapping[str, Any]) -> str:
    """Pydantic would count the "items" of a text that has a rule before its length.

    Patterns and names of classes are replaced, since no caller can read them.
    """
    if words := _WORDS.get(complaint["type"]):
        return words
    context = complaint.get("ctx", {})
    if context.get("field_type") == "Value":
        bound = "at most" if "max_length" in context else "at least"
        length = context.get("max_length", context.get("min_length"))
        return f"{bound} {length} character{'' if length == 1 else 's'}"
    return str(complaint["msg"]).removeprefix("Value error, ")


def _within_budget(complaints: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """By field, as far as the names have room: an unknown name is the caller's own text."""
    fields: dict[str, list[str]] = {}
    room = _MAX_NAMES
    for name, complaint in complaints:
        if name not in fields:
            room -= len(name[:_MAX_NAME])
            if room < 0:
                break
        fields.setdefault(name[:_MAX_NAME], []).append(complaint[:_MAX_COMPLAINT])
    return fields
