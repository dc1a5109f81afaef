"""One suite for the fake and the real stores, so that the fake stays honest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.errors import CommentNotFound
from faultbook.usecases.ports import CommentStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_comment, a_fault

FAULT = a_fault(number=4711)


def test_comments_come_back_oldest_first(comment_store: CommentStore):
    comments = [a_comment(ordinal) for ordinal in (1, 2, 10)]
    for comment in reversed(comments):
        comment_store.put(CUSTOMER, FAULT, comment)

    assert comment_store.of_fault(CUSTOMER, FAULT.number) == comments


@pytest.mark.parametrize("many", [3, 30])
def test_those_of_several_faults_that_are_wanted_come_back_oldest_first(
    comment_store: CommentStore, many: int
):
    other = a_fault(number=4712)
    comments = {
        fault.number: [a_comment(ordinal) for ordinal in range(1, many + 2)]
        for fault in (FAULT, other)
    }
    for fault in (FAULT, other):
        for comment in comments[fault.number]:
            comment_store.put(CUSTOMER, fault, comment)
    expected = {FAULT.number: list(range(1, many + 1)), other.number: [2, 3], 4713: [1]}

    found = comment_store.of_faults(CUSTOMER, expected)

    assert {number: [one.ordinal for one in of] for number, of in found.items()} == {
        FAULT.number: list(range(1, many + 1)),
        other.number: [2, 3],
        4713: [],
    }
    assert found[other.number] == comments[other.number][1:3]


def test_a_comment_is_found_by_its_number_within_its_customer(comment_store: CommentStore):
    comment = a_comment()
    comment_store.put(CUSTOMER, FAULT, comment)

    assert comment_store.get(CUSTOMER, comment.number) == (FAULT.number, comment)
    with pytest.raises(CommentNotFound):
        comment_store.get("cus_other", comment.number)


def test_the_first_comment_at_an_ordinal_stays(comment_store: CommentStore):
    first, second = a_comment(1), a_comment(1)

    assert comment_store.put(CUSTOMER, FAULT, first) == first
    assert comment_store.put(CUSTOMER, FAULT, second) == first
    assert comment_store.of_fault(CUSTOMER, FAULT.number) == [first]
    with pytest.raises(CommentNotFound):
        comment_store.get(CUSTOMER, second.number)


def test_the_same_comment_put_again_is_there_once(comment_store: CommentStore):
    comment = a_comment()
    comment_store.put(CUSTOMER, FAULT, comment)

    assert comment_store.put(CUSTOMER, FAULT, comment) == comment
    assert comment_store.of_fault(CUSTOMER, FAULT.number) == [comment]


def test_an_edited_comment_keeps_its_place(comment_store: CommentStore):
    comment = a_comment()
    comment_store.put(CUSTOMER, FAULT, comment)
    edited = replace(comment, body="Rebooted it twice.")

    comment_store.edit(CUSTOMER, FAULT.number, edited)

    assert comment_store.of_fault(CUSTOMER, FAULT.number) == [edited]


def test_a_comment_that_is_not_there_cannot_be_edited(comment_store: CommentStore):
    with pytest.raises(CommentNotFound):
        comment_store.edit(CUSTOMER, FAULT.number, a_comment())
    assert comment_store.of_fault(CUSTOMER, FAULT.number) == []


def test_deleting_a_comment_twice_is_as_good_as_once(comment_store: CommentStore):
    comment = a_comment()
    comment_store.put(CUSTOMER, FAULT, comment)

    comment_store.delete(CUSTOMER, FAULT.number, comment)
    comment_store.delete(CUSTOMER, FAULT.number, comment)

    assert comment_store.of_fault(CUSTOMER, FAULT.number) == []
    with pytest.raises(CommentNotFound):
        comment_store.get(CUSTOMER, comment.number)


def test_all_comments_of_a_fault_go_with_it(comment_store: CommentStore):
    for ordinal in range(1, 31):
        comment_store.put(CUSTOMER, FAULT, a_comment(ordinal))

    comment_store.delete_all(CUSTOMER, FAULT.number)

    assert comment_store.of_fault(CUSTOMER, FAULT.number) == []


def test_a_comment_expires_with_its_fault(comment_store: CommentStore, clock: SteppingClock):
    comment = a_comment()
    comment_store.put(CUSTOMER, FAULT, comment)
    clock.at = NOW + timedelta(seconds=FAULT.expires_at - NOW.timestamp())

    with pytest.raises(CommentNotFound):
        comment_store.get(CUSTOMER, comment.number)
