from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import CommentLimitReached
from faultbook.domain.fault import Acknowledgement, ChangeKind, Severity, Snooze, Status
from tests.support.builders import NOW, a_change, a_comment, a_fault

LATER = NOW + timedelta(hours=1)


def test_a_new_fault_is_open_and_at_version_one():
    fault = a_fault()

    assert fault.is_open
    assert (fault.version, fault.occurrences, fault.comment_count) == (1, 1, 0)
    assert fault.resolved_at is None


def test_resolving_keeps_when_and_why():
    change = a_change(ChangeKind.RESOLVED, at=LATER, why="modem replaced")

    resolved = a_fault().resolved(change, resolution="FIXED")

    assert resolved.status is Status.RESOLVED
    assert resolved.resolved_at == LATER
    assert (resolved.resolution, resolved.resolution_reason) == ("FIXED", "modem replaced")
    assert (resolved.version, resolved.resolutions, resolved.last_change) == (2, 1, change)


def test_resolving_a_resolved_fault_changes_nothing():
    resolved = a_fault().resolved(a_change(ChangeKind.RESOLVED, at=NOW, why="first"))

    again = resolved.resolved(a_change(ChangeKind.RESOLVED, at=LATER, why="second"))

    assert again is resolved


def test_a_fault_is_never_resolved_before_it_was_opened():
    fault = a_fault(opened_at=NOW)

    resolved = fault.resolved(a_change(ChangeKind.RESOLVED, at=NOW - timedelta(seconds=5)))

    assert resolved.resolved_at == NOW


def test_reopening_forgets_the_resolution_and_the_acknowledgement():
    fault = a_fault().acknowledged(a_change(ChangeKind.ACKNOWLEDGED))
    resolved = fault.resolved(a_change(ChangeKind.RESOLVED, why="fixed"), resolution="FIXED")

    reopened = resolved.reopened(a_change(ChangeKind.REOPENED))

    assert reopened.is_open
    assert (reopened.resolved_at, reopened.resolution, reopened.resolution_reason) == (None, "", "")
    assert reopened.acknowledgement is None
    assert (reopened.version, reopened.resolutions) == (4, 1)


def test_reopening_an_open_fault_changes_nothing():
    fault = a_fault()

    assert fault.reopened(a_change(ChangeKind.REOPENED)) is fault


def test_the_first_acknowledgement_stays():
    first = a_change(ChangeKind.ACKNOWLEDGED, by="user_1", at=NOW)
    second = a_change(ChangeKind.ACKNOWLEDGED, by="user_2", at=LATER)

    acknowledged = a_fault().acknowledged(first, email="one@example.org")

    assert acknowledged.acknowledged(second, email="two@example.org") is acknowledged
    assert acknowledged.acknowledgement == Acknowledgement(NOW, "user_1", "one@example.org")


def test_an_acknowledgement_can_be_taken_back_once():
    acknowledged = a_fault().acknowledged(a_change(ChangeKind.ACKNOWLEDGED))

    taken_back = acknowledged.unacknowledged(a_change(ChangeKind.UNACKNOWLEDGED))

    assert (taken_back.acknowledgement, taken_back.version) == (None, 3)
    assert taken_back.unacknowledged(a_change(ChangeKind.UNACKNOWLEDGED)) is taken_back


def test_a_further_snooze_takes_the_place_of_the_one_before():
    change = a_change(ChangeKind.SNOOZED)
    fault = a_fault().snoozed(change, LATER)

    assert fault.snoozed(change, LATER) is fault
    assert fault.snoozed(change, NOW).snooze == Snooze(NOW, change.by)


def test_a_resolved_fault_takes_no_snooze():
    resolved = a_fault().resolved(a_change(ChangeKind.RESOLVED))

    assert resolved.snoozed(a_change(ChangeKind.SNOOZED), LATER) is resolved


def test_acknowledging_and_resolving_end_a_snooze_and_waking_does_it_once():
    change = a_change(ChangeKind.SNOOZED)
    acknowledged = a_fault().acknowledged(a_change(ChangeKind.ACKNOWLEDGED, at=NOW))
    fault = acknowledged.snoozed(change, LATER)

    again = fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED, at=LATER))

    assert (again.snooze, again.acknowledgement) == (None, acknowledged.acknowledgement)
    assert fault.resolved(a_change(ChangeKind.RESOLVED)).snooze is None
    awake = fault.awoken(a_change(ChangeKind.AWOKEN))
    assert (awake.snooze, awake.acknowledgement) == (None, acknowledged.acknowledgement)
    assert awake.awoken(a_change(ChangeKind.AWOKEN)) is awake


def test_a_fault_is_given_from_one_to_the_next_and_to_nobody():
    fault = a_fault().assigned(a_change(ChangeKind.ASSIGNED, at=NOW), "ann")
    assert (fault.assignee, fault.assigned_at, fault.version) == ("ann", NOW, 2)
    assert fault.assigned(a_change(ChangeKind.ASSIGNED, at=LATER), "ann") is fault

    given_on = fault.assigned(a_change(ChangeKind.ASSIGNED, at=LATER), "bob")
    taken_back = given_on.assigned(a_change(ChangeKind.UNASSIGNED, at=LATER), "")

    assert (given_on.assignee, given_on.assigned_at) == ("bob", LATER)
    assert (taken_back.assignee, taken_back.assigned_at, taken_back.version) == ("", None, 4)
    assert taken_back.assigned(a_change(ChangeKind.UNASSIGNED), "") is taken_back


def test_who_has_a_fault_keeps_it_when_it_is_resolved_and_reopened():
    fault = a_fault().assigned(a_change(ChangeKind.ASSIGNED), "ann")

    resolved = fault.resolved(a_change(ChangeKind.RESOLVED))

    assert resolved.reopened(a_change(ChangeKind.REOPENED)).assignee == "ann"


def test_an_edit_that_says_nothing_new_changes_nothing():
    fault = a_fault(severity=Severity.HIGH, cause="probe failed")

    same = fault.edited(a_change(ChangeKind.UPDATED), severity=Severity.HIGH, cause="probe failed")

    assert same is fault


def test_an_edit_changes_what_it_names_and_nothing_else():
    fault = a_fault(severity=Severity.HIGH, cause="probe failed")
    change = a_change(ChangeKind.UPDATED)

    edited = fault.edited(change, severity=Severity.LOW, cause="probe failed")

    assert edited == replace(fault, severity=Severity.LOW, version=2, last_change=change)


def test_a_repetition_is_counted_without_a_new_version():
    fault = a_fault()

    repeated = fault.repeated(LATER)

    assert (repeated.occurrences, repeated.last_seen_at) == (2, LATER)
    assert (repeated.version, repeated.last_change) == (fault.version, fault.last_change)


def test_a_fault_expires_at_its_second_and_not_before():
    fault = a_fault()
    end = NOW + timedelta(seconds=fault.expires_at - NOW.timestamp())

    assert not fault.is_expired(end - timedelta(microseconds=1))
    assert fault.is_expired(end)


def test_the_gravest_severity_has_the_lowest_rank():
    ranks = {severity: severity.rank for severity in Severity}

    assert ranks == {"CRITICAL": 0, "HIGH": 1, "MEDIUM": 2, "WARNING": 3, "LOW": 4}


def test_comments_are_counted_in_order():
    fault = a_fault()
    for ordinal in (1, 2, 3):
        assert fault.next_ordinal() == ordinal
        fault = fault.commented(a_change(ChangeKind.COMMENTED), a_comment(ordinal))

    assert fault.comment_count == 3
    assert [comment.ordinal for comment in fault.newest_comments] == [1, 2, 3]
    assert fault.version == 4


def test_deleting_a_comment_twice_counts_once():
    first, second = a_comment(1), a_comment(2)
    fault = a_fault().commented(a_change(ChangeKind.COMMENTED), first)
    fault = fault.commented(a_change(ChangeKind.COMMENTED), second)
    deletion = a_change(ChangeKind.COMMENT_DELETED)

    once = fault.with_comment_deleted(deletion, first)
    twice = once.with_comment_deleted(deletion, first)

    assert twice is once
    assert (once.comment_count, once.newest_comments) == (1, (second,))
    assert not once.shows(first)
    assert once.shows(second)


def test_a_deleted_comments_place_is_never_given_again():
    comment = a_comment(1)
    fault = a_fault().commented(a_change(ChangeKind.COMMENTED), comment)

    fault = fault.with_comment_deleted(a_change(ChangeKind.COMMENT_DELETED), comment)

    assert fault.next_ordinal() == 2


def test_a_comment_that_the_fault_does_not_count_yet_is_not_shown():
    fault = a_fault().commented(a_change(ChangeKind.COMMENTED), a_comment(1))

    assert fault.shows(a_comment(1))
    assert not fault.shows(a_comment(2))


def test_an_edited_comment_replaces_itself():
    first, second = a_comment(1), a_comment(2)
    fault = a_fault().commented(a_change(ChangeKind.COMMENTED), first)
    fault = fault.commented(a_change(ChangeKind.COMMENTED), second)
    edited = replace(first, body="Rebooted it twice.")

    changed = fault.with_comment_edited(a_change(ChangeKind.COMMENT_EDITED), edited)

    assert changed.newest_comments == (edited, second)
    assert changed.comment_count == 2


def test_comments_end_at_their_limit():
    almost_full = replace(a_fault(), comments_written=MAX_COMMENTS - 1)
    full = replace(a_fault(), comments_written=MAX_COMMENTS)

    assert almost_full.next_ordinal() == MAX_COMMENTS
    with pytest.raises(CommentLimitReached):
        full.next_ordinal()
