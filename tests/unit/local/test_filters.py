import json

import pytest

from local.filters import record_filter
from local.intrinsics import TemplateError


def accepts(pattern: object, record: dict[str, object]) -> bool:
    return record_filter({"Filters": [{"Pattern": json.dumps(pattern)}]})(record)


def a_record(**fields: object) -> dict[str, object]:
    return {"eventName": "MODIFY", "dynamodb": {"Keys": {"sk": {"S": "fault"}}}} | fields


def test_without_filters_every_record_is_taken():
    assert record_filter({})(a_record())


@pytest.mark.parametrize(
    ("pattern", "is_taken"),
    [
        ({"dynamodb": {"Keys": {"sk": {"S": ["fault"]}}}}, True),
        ({"dynamodb": {"Keys": {"sk": {"S": ["event", "fault"]}}}}, True),
        ({"dynamodb": {"Keys": {"sk": {"S": ["event"]}}}}, False),
        ({"dynamodb": {"OldImage": {"status": {"S": ["open"]}}}}, False),
        ({"eventName": ["INSERT", "MODIFY"]}, True),
        ({"eventName": ["REMOVE"]}, False),
        ({"eventName": ["MODIFY"], "dynamodb": {"Keys": {"sk": {"S": ["event"]}}}}, False),
    ],
)
def test_a_pattern_takes_what_it_describes(pattern: object, *, is_taken: bool):
    assert accepts(pattern, a_record()) is is_taken


def test_one_of_several_filters_is_enough():
    filters = [{"Pattern": '{"eventName": ["REMOVE"]}'}, {"Pattern": '{"eventName": ["MODIFY"]}'}]

    assert record_filter({"Filters": filters})(a_record())


@pytest.mark.parametrize("pattern", [{"a": [{"prefix": "b"}]}, {"a": "b"}, {"a": [True]}])
def test_what_is_not_known_is_refused_and_not_ignored(pattern: object):
    with pytest.raises(TemplateError):
        accepts(pattern, {})
