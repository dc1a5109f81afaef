"""Faults in groups, and by the values of filters."""

from datetime import timedelta
from typing import Any

from faultbook.domain.fault import ChangeKind, Fault, Severity
from faultbook.usecases.group_faults import FACETS, grouped, level
from tests.support.builders import NOW, a_change, a_fault

TYPE, SITE = FACETS["type"], FACETS["site"]


def at(minutes: int, **fields: Any) -> Fault:
    """So many minutes ago."""
    return a_fault(opened_at=NOW - timedelta(minutes=minutes), **fields)


def test_a_group_knows_its_gravest_its_newest_and_its_oldest():
    newest = at(1, type="wan", severity=Severity.LOW)
    gravest = at(2, type="wan", severity=Severity.HIGH).acknowledged(a_change())
    oldest = at(3, type="wan", severity=Severity.WARNING)

    [(key, group)] = grouped([newest, gravest, oldest], [TYPE], None).gravest_first()

    assert (key, group.count, group.acknowledged) == (("wan",), 3, 1)
    assert (group.severity, group.newest, group.oldest) == (Severity.HIGH, newest, oldest)


def test_the_gravest_group_comes_first_and_of_those_the_largest():
    faults = [
        at(1, type="many", severity=Severity.LOW),
        at(2, type="many", severity=Severity.LOW),
        at(3, type="one", severity=Severity.LOW),
        at(4, type="grave", severity=Severity.CRITICAL),
    ]

    groups = grouped(faults, [TYPE], None).gravest_first()

    assert [key for key, _ in groups] == [("grave",), ("many",), ("one",)]


def test_only_whole_segments_make_a_level():
    faults = [
        at(1, path="site_1|rack_1|a"),
        at(2, path="site_1|rack_1|b"),
        at(3, path="site_1|rack_10|a"),
        at(4, path="site_1"),
    ]

    groups = grouped(faults, [level(2)], None).by

    assert {key: group.count for key, group in groups.items()} == {
        ("site_1|rack_1",): 2,
        ("site_1|rack_10",): 1,
        ("site_1",): 1,
    }


def test_facets_count_each_fault_once_and_nobody_as_nobody():
    assigned = at(1, type="wan", path="a|b").assigned(a_change(ChangeKind.ASSIGNED), "ann")
    groups = grouped([assigned, at(2, type="lan", path="a")], [], None)

    assert groups.facets["type"] == {"wan": 1, "lan": 1}
    assert groups.facets["site"] == {"a": 2}
    assert groups.facets["assignee"] == {"ann": 1}
    assert groups.facets["acknowledged"] == {"false": 2}
    assert (groups.count, groups.by) == (2, {})
