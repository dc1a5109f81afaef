"""Commands about faults, as a script uses them: output, errors and exit codes."""

import json

import pytest

from faultbook_client import Faultbook
from tests.client.conftest import Run, Tenant
from tests.client.network import reported


def test_a_fault_is_reported_and_shown(run: Run):
    result = run(
        "report", "edge-7", "Uplink is down", "--severity", "critical", "--type", "link-down",
        "--cause", "No carrier", "--path", "site_1|edge-7", "--at", "10m", "--meta", "port=1",
        "--meta", "peer=core-1",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    fault_id = result.stdout.strip()

    shown = run("show", fault_id)

    assert shown.exit_code == 0
    fields = dict(line.split("\t")[:2] for line in shown.stdout.splitlines())
    assert fields["message"] == "Uplink is down"
    assert fields["severity"] == "CRITICAL"
    assert fields["where"] == "site_1 > edge-7"
    assert fields["status"] == "unresolved, 10m old"
    assert (fields["meta port"], fields["meta peer"]) == ("1", "core-1")


def test_a_repeated_report_says_so_beside_the_id(run: Run):
    report = ("report", "edge-7", "Uplink is down", "--deduplicate", "edge-7 uplink")

    first, second = run(*report), run(*report)

    assert first.stdout == second.stdout
    assert first.stderr == ""
    assert "seen 2 times" in second.stderr


def test_a_fault_is_worked_on_by_its_id(run: Run, faultbook: Faultbook, tenant: Tenant):
    fault_id = reported(faultbook).id

    assert run("ack", fault_id, "--reason", "on it").stdout.split() == [fault_id]
    assert faultbook.get(fault_id).acknowledged_at
    assert run("assign", "me", fault_id).exit_code == 0
    mine = run("list", "-q", "--assignee", "me").stdout.split()
    assert mine == [fault_id]
    assert run("unassign", "--assignee", "me").exit_code == 0
    assert faultbook.get(fault_id).assignee is None
    assert run("unack", fault_id).exit_code == 0
    assert faultbook.get(fault_id).acknowledged_at is None
    assert run("snooze", fault_id, "--until", "2h").stdout.split() == [fault_id]
    assert "snoozed" in run("show", fault_id).stdout
    assert run("unsnooze", fault_id).exit_code == 0
    assert faultbook.get(fault_id).snoozed_until is None
    assert run("comment", fault_id, "-", stdin="carrier called\n").exit_code == 0
    assert run("resolve", fault_id, "-r", "fixed").exit_code == 0
    assert faultbook.get(fault_id).resolution_reason == "fixed"
    assert run("reopen", fault_id.removeprefix("flt_")).exit_code == 0
    tenant.stack.drain()

    shown = json.loads(run("show", fault_id, "--json").stdout)
    assert [comment["comment"] for comment in shown["comments"]] == ["carrier called"]
    assert shown["timeline"][-1]["what"] == "reopened"
    text = run("show", fault_id).stdout
    assert "“carrier called”" in text
    assert "resolved (faults): fixed" in text
    assert "commented" not in text


def test_one_fault_that_fails_does_not_hold_up_the_others(run: Run, faultbook: Faultbook):
    resolved = faultbook.resolve(reported(faultbook).id)
    fault = reported(faultbook, "edge-8")

    result = run("ack", resolved.id, "flt_unknown", fault.id)

    assert result.exit_code == 5
    assert result.stdout.split() == [fault.id]
    assert f"{resolved.id}: The fault is resolved" in result.stderr
    assert "flt_unknown: There is no such fault" in result.stderr


def test_lines_of_a_list_have_fields_between_tabs(run: Run, faultbook: Faultbook):
    fault = reported(faultbook, message="Two\nlines\tand a tab")

    assert run("list").stdout == (
        f"{fault.id}\tCRITICAL\tunresolved\t{fault.wire['created_at']}\tsite_1|rack_3|edge-7\t"
        "link-down\t1\tTwo lines and a tab\n"
    )


def test_a_list_is_the_open_faults_unless_told_otherwise(run: Run, faultbook: Faultbook):
    done = faultbook.resolve(reported(faultbook, "edge-1").id).id
    low = reported(faultbook, "core-1", severity="LOW", resource_ancestry_path="site_2|core-1").id
    high = reported(faultbook, "edge-2", message="Odd").id

    def ids(*options: str) -> list[str]:
        result = run("list", "--quiet", *options)
        assert result.exit_code == 0, result.stderr
        return result.stdout.split()

    assert ids() == [high, low]
    assert ids("--status", "all") == [high, low, done]
    assert ids("--status", "recent") == [done]
    assert ids("--severity", "low") == [low]
    assert ids("--site", "site_2") == [low]
    assert ids("--path", "site_1|rack_3", "--status", "all") == [high, done]
    assert ids("--resource", "core-1") == [low]
    assert ids("--text", "odd") == [high]
    assert ids("--type", "drift") == []
    assert ids("--from", "1h") == [high, low]
    assert ids("--to", "1h") == []


def test_a_list_says_when_there_is_more(run: Run, faultbook: Faultbook):
    made = [reported(faultbook, f"edge-{number}").id for number in range(4)]

    some, everything = run("list", "--quiet", "-n", "3"), run("list", "--quiet", "--all")
    exactly = run("list", "--quiet", "-n", "4")

    assert some.stdout.split() == made[:0:-1]
    assert "There are more" in some.stderr
    assert everything.stdout == exactly.stdout
    assert everything.stdout.split() == made[::-1]
    assert exactly.stderr == ""


def test_json_of_a_list_is_a_fault_on_each_line(run: Run, faultbook: Faultbook):
    faults = [reported(faultbook, f"edge-{number}") for number in range(2)]

    lines = run("list", "--json").stdout.splitlines()

    assert [json.loads(line) for line in lines] == [fault.wire for fault in reversed(faults)]


def test_control_sequences_of_a_report_do_not_reach_the_reader(run: Run, faultbook: Faultbook):
    fault = reported(
        faultbook, message="Down \u202e[red]gone[/red]", metadata={"x": "\x1b[2J", "\x07": "\u009b"}
    )

    for result in (run("list"), run("show", fault.id)):
        assert "[red]gone[/red]" in result.stdout
        assert not set(result.stdout) & set("\u202e\x1b\x07\u009b")


def test_statistics_are_lines_and_json(run: Run, faultbook: Faultbook, tenant: Tenant):
    reported(faultbook)
    faultbook.resolve(reported(faultbook, severity="LOW").id)
    tenant.stack.drain()

    lines = [line.split("\t") for line in run("stats", "--from", "2h").stdout.splitlines()]
    shown = json.loads(run("stats", "--json", "--buckets", "3").stdout)

    assert ["opened", "all", "2"] in lines
    assert ["resolved", "all", "1"] in lines
    assert ["open", "CRITICAL", "1"] in lines
    assert ["top", "edge-7", "2"] in lines
    assert sum(int(line[2]) for line in lines if line[0] == "bucket") == 2
    assert len(shown["buckets"]) == 3


def test_a_tree_counts_what_lies_below(run: Run, faultbook: Faultbook):
    for path in ("site_1|rack_1|a", "site_1|rack_1|b", "site_1|rack_2|c", "site_10|d"):
        reported(faultbook, path.rpartition("|")[2], resource_ancestry_path=path)
    faultbook.resolve(reported(faultbook, "e", resource_ancestry_path="site_1|rack_1|e").id)

    reported(faultbook, "site_1", resource_ancestry_path="site_1", severity="LOW")

    lines = [line.split("\t") for line in run("tree").stdout.splitlines()]
    low = [line.split("\t") for line in run("tree", "--severity", "low").stdout.splitlines()]
    below = json.loads(run("tree", "--path", "site_1|rack_1", "--json").stdout)

    assert lines == [
        ["", "5"],
        ["site_1", "4"],
        ["site_1|rack_1", "2"],
        ["site_1|rack_2", "1"],
        ["site_10", "1"],
        ["site_10|d", "1"],
    ]
    assert low == [["", "1"], ["site_1", "1"]]
    assert (below["open"], below["name"], below["complete"]) == (2, "rack_1", True)
    assert [child["path"] for child in below["children"]] == ["site_1|rack_1|a", "site_1|rack_1|b"]


def test_a_tree_says_when_it_has_not_counted_everything(run: Run, faultbook: Faultbook):
    for number in range(3):
        reported(faultbook, f"edge-{number}", resource_ancestry_path=f"s_{number}|edge-{number}")

    result = run("tree", "--calls", "2")

    assert result.stdout.startswith("\t3\ns_0\t1\ns_0|edge-0\t1\ns_1\t1\n")
    assert "After 2 calls not everything is counted" in result.stderr
    assert json.loads(run("tree", "--calls", "2", "--json").stdout)["complete"] is False
    assert json.loads(run("tree", "--calls", "4", "--json").stdout)["complete"] is True


def test_keys_and_links_show_their_secret_once(run: Run):
    made = run("keys", "make", "probe", "--scope", "faults:write", "--expires", "30d")
    key_id = made.stdout.split("_")[1]
    listed = run("keys", "list")
    assert made.stdout.startswith("fb_")
    assert "once" in made.stderr
    assert listed.stdout.startswith(f"{key_id}\tprobe\tuntil ")
    assert made.stdout.strip() not in listed.stdout
    rotated = json.loads(run("keys", "rotate", key_id, "--json").stdout)
    assert rotated["id"] == key_id
    assert rotated["key"] != made.stdout.strip()
    assert run("keys", "revoke", key_id).exit_code == 0
    assert json.loads(run("keys", "list", "--json").stdout)["revoked_at"]

    link = json.loads(run("tokens", "make", "--minutes", "5", "--json").stdout)
    assert "/fault/token/" in link["short_link"]
    assert run("tokens", "list").stdout.startswith(link["id"])
    assert link["token"] not in run("tokens", "list", "--json").stdout
    assert run("tokens", "revoke", link["id"]).exit_code == 0
    assert run("tokens", "list").stdout == ""


def test_exit_codes_tell_what_happened(
    run: Run, faultbook: Faultbook, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
):
    resolved = faultbook.resolve(reported(faultbook).id).id

    assert run("show", resolved).exit_code == 0
    assert run("report", "edge|7", "x").exit_code == 1
    assert run("list", "--severity", "odd").exit_code == 2
    assert run("list", "--from", "yesterday").exit_code == 2
    assert run("show", "flt_unknown").exit_code == 3
    assert run("ack", resolved).exit_code == 5
    assert run("--url", "http://127.0.0.1:9", "--timeout", "1", "list").exit_code == 6
    assert run("--token", tenant.read_token, "resolve", resolved).exit_code == 4
    monkeypatch.setenv("FAULTBOOK_TOKEN", "x.y.z")
    assert run("list").exit_code == 4
    monkeypatch.delenv("FAULTBOOK_TOKEN")
    assert run("list").exit_code == 2


def test_errors_name_the_field_and_say_what_helps(run: Run, tenant: Tenant):
    refused = run("report", "edge|7", "x")
    assert "resource_id: " in refused.stderr
    assert refused.stdout == ""

    assert "faultbook login" in run("--token", "x.y.z", "list").stderr
    assert "faultbook doctor" in run("--token", tenant.read_token, "resolve", "flt_1").stderr


def test_the_console_opens_at_the_stack(run: Run, tenant: Tenant):
    assert run("open", "--print").stdout == f"{tenant.url}/\n"
    assert run("open", "--print", "flt_1").stdout == f"{tenant.url}/?fault=flt_1\n"
