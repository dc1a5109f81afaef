from datetime import timedelta

import pytest

from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.usecases.acknowledge_faults import AcknowledgeFaults
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.comment_faults import CommentFaults
from tests.support.builders import ACTOR, CUSTOMER, SteppingClock, a_fault, a_target
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore

OTHER = Actor("key:1", Origin.FORTIMONITOR, name="Ada")


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


@pytest.fixture
def fault(store: InMemoryFaultStore) -> Fault:
    fault = a_fault()
    store.create(CUSTOMER, fault)
    return fault


@pytest.fixture
def acknowledgements(store: InMemoryFaultStore, clock: SteppingClock) -> AcknowledgeFaults:
    comments = InMemoryCommentStore(clock)
    changes = ChangeFaults(store, comments, clock)
    numbers = iter(range(1, 100))
    return AcknowledgeFaults(
        changes, CommentFaults(store, comments, changes, lambda _: next(numbers))
    )


def said(fault: Fault) -> list[tuple[str, str, str]]:
    return [
        (comment.body, comment.author, comment.author_name) for comment in fault.newest_comments
    ]


def test_the_first_acknowledgement_says_why_in_the_timeline(
    acknowledgements: AcknowledgeFaults, fault: Fault
):
    seen = acknowledgements.acknowledge(a_target(fault), "on it")

    assert seen.acknowledgement
    assert seen.last_change.why == "on it"
    assert said(seen) == []


def test_what_a_later_one_says_is_kept_as_a_comment(
    acknowledgements: AcknowledgeFaults, fault: Fault, clock: SteppingClock
):
    acknowledgements.acknowledge(a_target(fault), "on it")
    clock.at += timedelta(minutes=1)

    again = acknowledgements.acknowledge(a_target(fault, by=OTHER), "I look, too")

    assert again.acknowledgement
    assert again.acknowledgement.by == ACTOR.subject
    assert said(again) == [("I look, too", "key:1", "Ada")]


def test_one_without_a_message_leaves_nothing(acknowledgements: AcknowledgeFaults, fault: Fault):
    first = acknowledgements.acknowledge(a_target(fault), "on it")

    assert acknowledgements.acknowledge(a_target(fault, by=OTHER)) == first


def test_a_request_that_is_repeated_is_no_second_acknowledgement(
    acknowledgements: AcknowledgeFaults, fault: Fault
):
    first = acknowledgements.acknowledge(a_target(fault), "on it")

    assert acknowledgements.acknowledge(a_target(fault), "on it") == first
    noted = acknowledgements.changes.unacknowledge(a_target(fault))
    assert noted.version == first.version + 1


def test_a_fault_that_is_over_takes_neither(
    acknowledgements: AcknowledgeFaults, store: InMemoryFaultStore, fault: Fault
):
    acknowledgements.changes.resolve(a_target(fault))

    after = acknowledgements.acknowledge(a_target(fault), "too late")

    assert after.acknowledgement is None
    assert said(store.get(CUSTOMER, fault.number)) == []
