"""Of what is wrong with a request few complaints are made, however much is wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from faultbook.domain.errors import InvalidRequest
from faultbook.gateway.strict_json import MAX_VALUES
from faultbook.gateway.validation import MAX_MEMBERS, body_of
from tools.openapi.apis import described_apis

FEW = 250


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str


class Counting(Closed):
    """Counts how often it is asked to validate."""

    @classmethod
    def model_validate(cls, *values: Any, **how: Any) -> Any:
        del values, how
        raise AssertionError("validated all of it")


def models() -> Iterator[type[BaseModel]]:
    bodies = (route.body for api in described_apis() for route in api.api.routes)
    return iter({body for body in bodies if body})


def lists_of(model: type[BaseModel]) -> list[str]:
    """The members that take a list."""
    names = []
    for name, member in model.model_json_schema().get("properties", {}).items():
        kinds = [member, *member.get("anyOf", [])]
        if any(kind.get("type") == "array" for kind in kinds):
            names.append(name)
    return names


def complaints_of(model: type[BaseModel], document: Any) -> int:
    try:
        model.model_validate(document)
    except ValidationError as error:
        return error.error_count()
    return 0


LISTS = sorted(
    ((model, name) for model in models() for name in lists_of(model)),
    key=lambda one: (one[0].__module__, one[0].__name__, one[1]),
)


@pytest.mark.parametrize(("model", "name"), LISTS, ids=lambda one: getattr(one, "__name__", one))
@pytest.mark.parametrize("value", [0, None, [], {}, ""], ids=repr)
def test_a_list_of_nothing_right_gets_few_complaints(model: type[BaseModel], name: str, value: Any):
    assert complaints_of(model, {name: [value] * MAX_VALUES}) < FEW


def test_of_thousands_of_unknown_members_the_first_few_are_named():
    document = {f"k{n:05d}": n for n in range(MAX_VALUES)}

    with pytest.raises(InvalidRequest) as refusal:
        body_of(Counting, document | {"name": "x"})

    assert list(refusal.value.fields)[:2] == ["k00000", "k00001"]
    assert len(refusal.value.fields) < FEW


def test_a_few_unknown_members_are_told_with_all_else_that_is_wrong():
    document = {f"k{n}": n for n in range(3)}

    with pytest.raises(InvalidRequest) as refusal:
        body_of(Closed, document)

    assert set(refusal.value.fields) == {"name", "k0", "k1", "k2"}


def test_no_model_that_knows_its_members_has_more_than_are_looked_at():
    closed = [model for model in models() if model.model_config.get("extra") == "forbid"]

    assert closed
    assert max(len(model.model_fields) for model in closed) < MAX_MEMBERS
