"""Types of answers as the OpenAPI document has them."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from faultbook.gateway.answer_types import Date, Keywords, Time
from tools.openapi.schemas import Schemas

Span = TypedDict("Span", {"from": Time, "to": Time | None})


class Bucket(Span):
    """What happened in a span."""

    count: Annotated[int, Keywords(minimum=0)]
    day: NotRequired[Date]


COMPONENTS = Schemas("Some", read=[], answered=[Bucket, list[Bucket]]).components


def test_a_typed_dict_is_described_by_its_docstring_and_under_its_name():
    assert list(COMPONENTS) == ["SomeBucket"]
    assert COMPONENTS["SomeBucket"]["description"] == "What happened in a span."


def test_members_that_may_be_left_out_are_not_required():
    assert COMPONENTS["SomeBucket"]["required"] == ["from", "to", "count"]


def test_a_text_says_what_else_it_is():
    assert COMPONENTS["SomeBucket"]["properties"] == {
        "from": {"type": "string", "format": "date-time"},
        "to": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
        "count": {"type": "integer", "minimum": 0},
        "day": {"type": "string", "format": "date"},
    }
