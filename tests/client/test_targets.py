"""Which faults a command changes: ids, the ends of ids, a pipe, or filters."""

import json

from faultbook_client import Faultbook
from tests.client.conftest import Run
from tests.client.network import reported


def test_ids_come_out_of_a_pipe_in_each_form_of_a_list(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)

    for form in ("name", "table", "wide", "json"):
        listed = run("list", "-o", form).stdout
        faultbook.unacknowledge(fault.id)

        result = run("ack", "-", "--reason", "on it", stdin=f"\n{listed}\n")

        assert (result.exit_code, result.stdout) == (0, f"{fault.id}\n"), result.stderr
        assert faultbook.get(fault.id).acknowledged_at


def test_an_empty_pipe_changes_nothing(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)

    result = run("resolve", "-", stdin="")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing was changed" in result.stderr
    assert faultbook.get(fault.id).is_open


def test_a_line_that_is_no_fault_stops_it_before_anything_is_changed(
    run: Run, faultbook: Faultbook
):
    fault = reported(faultbook)

    result = run("resolve", "-", stdin=f'{fault.id}\n{{"nothing": 1}}\n')

    assert result.exit_code == 2
    assert faultbook.get(fault.id).is_open


def test_filters_select_what_is_changed(run: Run, faultbook: Faultbook):
    there = [
        reported(faultbook, f"b-{number}", resource_ancestry_path=f"berlin|b-{number}").id
        for number in range(3)
    ]
    other = reported(faultbook, "l-1", resource_ancestry_path="lyon|l-1").id

    result = run("resolve", "--site", "berlin", "--type", "link-down", "--reason", "done")

    assert result.exit_code == 0
    assert result.stdout.split() == there[::-1]
    assert [fault.id for fault in faultbook.list(status="unresolved")] == [other]


def test_a_dry_run_shows_what_would_be_changed_and_changes_nothing(run: Run, faultbook: Faultbook):
    first, second = (reported(faultbook, name) for name in ("a", "b"))

    selected = run("resolve", "--site", "site_1", "--dry-run")
    named = run("resolve", first.id, second.id[-6:], "--dry-run", "--json")

    assert [line.split("\t")[0] for line in selected.stdout.splitlines()] == [second.id, first.id]
    assert "2 faults; nothing was changed." in selected.stderr
    assert [json.loads(line)["id"] for line in named.stdout.splitlines()] == [first.id, second.id]
    assert all(fault.is_open for fault in faultbook.list())


def test_nothing_and_two_things_at_once_are_refused(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)

    nothing, both = run("resolve"), run("resolve", fault.id, "--site", "site_1")

    assert (nothing.exit_code, both.exit_code) == (2, 2)
    assert "not both" in both.stderr
    assert faultbook.get(fault.id).is_open


def test_reopening_by_filters_looks_at_what_was_resolved(run: Run, faultbook: Faultbook):
    done = faultbook.resolve(reported(faultbook, "a").id)
    reported(faultbook, "b")

    assert run("reopen", "--site", "site_1").stdout.split() == [done.id]
    assert faultbook.get(done.id).is_open


def test_the_end_of_an_id_is_as_good_as_all_of_it(run: Run, faultbook: Faultbook):
    fault = reported(faultbook, "a")
    done = faultbook.resolve(reported(faultbook, "b").id)
    short = fault.id[-6:]

    assert run("ack", short).stdout == f"{fault.id}\n"
    assert run("comment", short, "called").stdout == f"{fault.id}\n"
    assert f"id\t{fault.id}" in run("show", short).stdout
    assert run("reopen", done.id[-8:]).stdout == f"{done.id}\n"
    assert run("open", "--print", short).stdout.endswith(f"/?fault={fault.id}\n")


def test_an_end_that_no_id_or_several_have_changes_nothing(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)

    unknown, too_short = run("resolve", "zzzzzz"), run("resolve", fault.id[-3:])

    assert (unknown.exit_code, too_short.exit_code) == (3, 2)
    assert "No id of the newest 2,000 faults ends in 'zzzzzz'" in unknown.stderr
    assert faultbook.get(fault.id).is_open


def test_what_was_reported_is_corrected(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)

    assert run("update", fault.id, "--set", "path=site_2|rack|edge").exit_code == 0
    assert [fault.id for fault in faultbook.list(site="site_2")] == [fault.id]
    result = run(
        "update", fault.id, "--set", "severity=low", "--set", "message=a = b", "-r", "typo"
    )
    changed = faultbook.get(fault.id)

    assert result.stdout == f"{fault.id}\n"
    assert (changed.severity, changed.message, changed.cause) == ("LOW", "a = b", fault.cause)
    for wrong in ("severity=odd", "status=resolved", "message", "=x"):
        assert run("update", fault.id, "--set", wrong).exit_code == 2
    assert run("update", fault.id).exit_code == 2
    assert faultbook.get(fault.id) == changed


def test_deleting_wants_a_yes(run: Run, faultbook: Faultbook):
    first, second = (reported(faultbook, name) for name in ("a", "b"))

    refused = run("delete", first.id)
    done = run("delete", first.id, "--yes")

    assert (refused.exit_code, done.exit_code) == (2, 0)
    assert "--yes" in refused.stderr
    assert done.stdout == f"{first.id}\n"
    assert [fault.id for fault in faultbook.list()] == [second.id]
    assert run("delete", first.id, "-y").exit_code == 3
    assert run("delete", "--site", "site_1", "-y").stdout == f"{second.id}\n"


def test_settings_of_the_customer_are_shown_and_changed(run: Run, faultbook: Faultbook):
    assert run("settings", "show").stdout.splitlines()[0] == "server\tany"

    changed = run("settings", "change", "--server", "b", "--server", "a", "--stripes", "2")

    assert changed.stdout.startswith("server\ta\nserver\tb\nstripes\t2\tsince ")
    assert faultbook.settings.read().servers == ["a", "b"]
    shown = json.loads(run("settings", "change", "--any-server", "--json").stdout)
    assert (shown["servers"], shown["stripes"]["chosen"]) == (None, 2)
    worded = run("settings", "change", "--severity-word", "sev-1=high", "--json")
    assert json.loads(worded.stdout)["severity_words"] == {"SEV1": "HIGH"}
    assert "severity word\tSEV1\tHIGH" in run("settings", "show").stdout
    assert run("settings", "change", "--severity-word", "high").exit_code == 2
    assert faultbook.settings.change(severity_words={}).severity_words == {}
    labels = run("settings", "change", "--alert-path", "site, dc", "--alert-path", "rack", "--json")
    assert json.loads(labels.stdout)["alert_path_labels"] == [["site", "dc"], ["rack"]]
    assert "alert path\tsite,dc\nalert path\track\n" in run("settings", "show").stdout
    assert run("settings", "change", "--alert-path", ",").exit_code == 1
    assert run("settings", "change", "--alert-path", "a", "--usual-alert-path").exit_code == 2
    assert run("settings", "change", "--usual-alert-path").exit_code == 0
    assert faultbook.settings.read().alert_path_labels is None
    assert "outage links revoked" in run("settings", "revoke-outage-links").stdout
    assert run("settings", "change").exit_code == 2
    assert run("settings", "change", "--any-server", "--server", "a").exit_code == 2
