import json

from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.detail import MAX_DETAIL, MAX_MESSAGE, detail_of, mark_of, shortened

documents = st.dictionaries(st.text(max_size=8), st.text() | st.integers() | st.none(), max_size=4)


def test_a_message_that_fits_into_the_fault_stands_there_alone():
    assert shortened("m" * MAX_MESSAGE) == "m" * MAX_MESSAGE
    assert detail_of("m" * MAX_MESSAGE) == {}


def test_a_message_that_is_cut_in_the_fault_is_whole_in_the_detail():
    message = "m" * (MAX_MESSAGE + 1)

    assert len(shortened(message)) == MAX_MESSAGE
    assert detail_of(message) == {"message": message}


def test_parts_that_say_nothing_are_left_out():
    assert detail_of("m", labels={"job": "node"}, annotations={}, description="", links=[]) == {
        "labels": {"job": "node"}
    }


@given(documents, st.integers(0, 3))
def test_a_detail_has_a_bound_that_no_sender_breaks(document: dict[str, object], times: int):
    detail = detail_of("m", details=document, description="d" * (times * 60_000))

    assert len(json.dumps(detail, ensure_ascii=False).encode()) <= MAX_DETAIL * 1.1


@given(documents, documents)
def test_a_mark_tells_whether_two_details_are_one(one: dict[str, object], two: dict[str, object]):
    first, second = detail_of("m", details=one), detail_of("m", details=two)

    assert (mark_of(first) == mark_of(second)) == (first == second)


def test_no_detail_has_no_mark():
    assert mark_of({}) == ""
