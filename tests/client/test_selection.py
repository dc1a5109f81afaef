"""Filters that are given several times: any of their values will do."""

import pytest

from faultbook_client import Fault, Faultbook
from tests.client.conftest import Run
from tests.client.network import report_of, reported


@pytest.fixture
def network(faultbook: Faultbook) -> dict[str, Fault]:
    """Six faults, the newest last; `b` is resolved, `c` acknowledged, `d` and `e` assigned."""
    rows = {
        "a": ("CRITICAL", "link-down", "site_1|a"),
        "b": ("HIGH", "link-down", "site_1|b"),
        "c": ("LOW", "drift", "site_2|c"),
        "d": ("HIGH", "drift", "site_2|rack|d"),
        "e": ("CRITICAL", "heat", "site_3|e"),
        "f": ("WARNING", "link-down", "site_3|f"),
    }
    others = {"a": {"kind": "ANOMALY"}, "f": {"kind": "INCIDENT", "microservice_id": "poller"}}
    faults = {
        name: reported(
            faultbook,
            name,
            severity=severity,
            type=type_,
            resource_ancestry_path=path,
            **others.get(name, {}),
        )
        for name, (severity, type_, path) in rows.items()
    }
    faultbook.resolve(faults["b"].id)
    faultbook.acknowledge(faults["c"].id)
    faultbook.assign(faults["d"].id, "ann")
    faultbook.assign(faults["e"].id, "bob")
    return faults


def names(run: Run, *options: str) -> str:
    result = run("list", "--columns", "resource_id", *options)
    assert result.exit_code == 0, result.stderr
    return result.stdout.replace("\n", "")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("-S critical -S high", "eda"),
        ("-S critical -S critical", "ea"),
        ("-S critical -S high --status all", "edba"),
        ("--type drift --type heat", "edc"),
        ("--site site_1 --site site_3 -S critical", "ea"),
        ("--site site_1 --site site_2 --type link-down --type drift", "dca"),
        ("--path site_2|rack --path site_2", "dc"),
        ("--resource a --resource f --resource z", "fa"),
        ("--status unresolved --status resolved", "fedcba"),
        ("--status recent --status unresolved -S high -S critical", "edba"),
        ("--status recent --status resolved", "b"),
        ("--kind anomaly --kind incident --status all", "fa"),
        ("--reporter poller --reporter nobody", "f"),
        ("--acknowledged", "c"),
        ("--unacknowledged --type drift --type heat", "ed"),
        ("--assignee ann --assignee bob", "ed"),
        ("--status recent --status all", "fedcba"),
        ("--order oldest", "acdef"),
        ("--order oldest --site site_1 --site site_2", "acd"),
        ("--order severity", "eadfc"),
        ("--order severity --site site_1 --site site_3", "eaf"),
        ("--resolved-from 1h", "b"),
        ("--resolved-from 1h --from 1h --site site_1 --site site_2", "b"),
        ("--resolved-to 1h", ""),
    ],
)
def test_several_values_mean_any_of_them_newest_first(
    run: Run, network: dict[str, Fault], options: str, found: str
):
    del network
    assert names(run, *options.split()) == found


def test_what_is_left_alone_is_listed_by_itself_and_says_so(
    run: Run, faultbook: Faultbook, network: dict[str, Fault]
):
    chosen = ("--type", "link-down", "--status", "unresolved")

    assert run("snooze", *chosen, "--until", "2h", "-r", "planned", "--yes").exit_code == 0

    assert names(run, "--snoozed") == "fa"
    assert names(run, "--awake") == "edc"
    told = run("list", "--snoozed", "--columns", "resource_id,state,snoozed_by", "-o", "csv")
    assert told.stdout.split() == [
        "resource_id,state,snoozed_by",
        "f,snoozed,local",
        "a,snoozed,local",
    ]
    timeline = faultbook.timeline(network["a"].id)
    assert (timeline[-1].what, timeline[-1].reason) == ("snoozed", "planned")
    assert run("unsnooze", "--snoozed", "--yes").exit_code == 0
    assert names(run, "--snoozed") == ""


def test_an_order_and_a_sorting_are_not_both_wanted(run: Run):
    told = run("list", "--order", "oldest", "--sort", "severity")

    assert (told.exit_code, "not both" in told.stderr) == (2, True)


def test_a_limit_holds_over_all_values_together(run: Run, network: dict[str, Fault]):
    del network
    result = run("list", "-n", "2", "--columns", "resource_id", "-S", "high", "-S", "critical")

    assert result.stdout.split() == ["e", "d"]
    assert "There are more" in result.stderr
    assert run("list", "-n", "3", "-S", "high", "-S", "critical").stderr == ""


def test_pages_of_several_lists_are_merged_over_their_ends(run: Run, faultbook: Faultbook):
    reports = [
        report_of(f"edge-{number}", severity=("LOW", "HIGH", "WARNING")[number % 3])
        for number in range(130)
    ]
    faultbook.batch(reports[:100])
    faultbook.batch(reports[100:])

    listed = names(run, "--all", "-S", "low", "-S", "high", "-S", "warning")

    times = run("list", "--all", "--columns", "created_at", "-S", "low", "-S", "high")
    assert listed.count("edge") == 130
    assert times.stdout.split() == sorted(times.stdout.split(), reverse=True)


def test_what_is_exported_and_drawn_obeys_several_values_too(run: Run, network: dict[str, Fault]):
    del network
    exported = run("export", "-S", "critical", "-S", "low").stdout
    tree = run("tree", "-S", "critical", "-S", "low", "--depth", "1").stdout
    places = run("tree", "--site", "site_2", "--site", "site_3", "--depth", "1").stdout

    assert [line.count("CRITICAL") for line in exported.splitlines()] == [1, 0, 1]
    assert tree.splitlines() == ["\t3", "site_1\t1", "site_2\t1", "site_3\t1"]
    assert [line.split("\t") for line in places.splitlines()][:2] == [["", "4"], ["site_2", "2"]]


def test_what_is_alike_is_counted(run: Run, network: dict[str, Fault]):
    result = run("groups", "-o", "csv")
    of_sites = run("groups", "--by", "site", "--site", "site_2", "--site", "site_3", "-o", "name")
    heads = [line.split(",")[:3] for line in result.stdout.splitlines()]

    assert heads[0] == ["count", "acknowledged", "severity"]
    assert sum(int(count) for count, _, _ in heads[1:]) == len(network) - 1
    assert heads[1] == ["1", "0", "CRITICAL"]
    assert of_sites.stdout.splitlines() == ["site=site_3", "site=site_2"]
    assert run("groups", "--by", "colour").exit_code == 1


def test_too_many_lists_are_refused_before_any_is_asked_for(run: Run):
    many = [f"--resource=r{number}" for number in range(30)]

    result = run("list", *many, *(f"--site=s{number}" for number in range(4)))

    assert result.exit_code == 2
    assert "make 120 lists" in result.stderr
