"""The forms in which a list comes: JSON, YAML, CSV, names, and the columns of each."""

import csv
import json

import pytest
import yaml

from faultbook_client import Faultbook
from tests.client.conftest import Run
from tests.client.network import reported


def test_yaml_is_one_document_of_what_json_has(run: Run, faultbook: Faultbook):
    for name in ("a", "b"):
        reported(faultbook, name, message="Grüße: [x]\nno", metadata={"on": ["yes", 1, None]})

    listed = run("list", "-o", "yaml").stdout
    lines = [json.loads(line) for line in run("list", "-o", "json").stdout.splitlines()]

    assert yaml.safe_load(listed) == lines
    assert yaml.safe_load(run("show", lines[0]["id"], "--yaml").stdout)["id"] == lines[0]["id"]
    assert run("list", "--resource", "none", "-o", "yaml").stdout == "[]\n"


def test_names_are_whole_ids(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)

    assert {run("list", *form).stdout for form in (("-o", "name"), ("-q",), ("--quiet",))} == {
        f"{fault.id}\n"
    }


def test_csv_has_a_header_and_every_member(run: Run, faultbook: Faultbook):
    fault = reported(faultbook, message="One, two", metadata={"port": 1})

    [row] = csv.DictReader(run("list", "-o", "csv").stdout.splitlines())

    assert (row["id"], row["message"], row["metadata"]) == (fault.id, "One, two", '{"port": 1}')
    assert run("list", "--resource", "none", "-o", "csv").stdout.startswith("id,created_at,")


def test_columns_are_those_that_are_named_in_their_order(run: Run, faultbook: Faultbook):
    fault = reported(faultbook)
    faultbook.acknowledge(fault.id)
    names = ("--columns", "state, site,age")

    assert run("list", *names).stdout == "acked\tsite_1\t0s\n"
    assert run("list", *names, "-o", "csv").stdout == "state,site,age\nacked,site_1,0s\n"
    [line] = run("list", *names, "-o", "json").stdout.splitlines()
    assert json.loads(line) == {"state": "acked", "site": "site_1", "age": "0s"}


@pytest.mark.parametrize("options", [("--columns", "nothing"), ("--sort", "id,-nothing")])
def test_a_column_that_there_is_not_is_named_with_those_there_are(
    run: Run, options: tuple[str, str]
):
    result = run("list", *options)

    assert result.exit_code == 2
    assert "'nothing' is no column" in result.stderr
    assert "severity" in result.stderr


def test_a_list_is_sorted_before_it_is_cut(run: Run, faultbook: Faultbook):
    for name, severity in (("a", "LOW"), ("b", "CRITICAL"), ("c", "WARNING"), ("d", "CRITICAL")):
        reported(faultbook, name, severity=severity)
    faultbook.acknowledge(faultbook.page(resource_id="c").faults[0].id)

    def names(*options: str) -> str:
        return run("list", "--columns", "resource_id", *options).stdout.replace("\n", "")

    assert names("--sort", "severity") == "dbca"
    assert names("--sort", "severity,created_at") == "bdca"
    assert names("--sort", "-severity") == "acdb"
    assert names("--sort", "severity", "-n", "2") == "db"
    assert names("--sort", "resource_id") == "abcd"
    assert names("--sort", "age") == "dcba"
    assert names("--sort", "acknowledged_at") == "cdba"
    assert names("--sort", "-acknowledged_at") == "cdba"


def test_joiners_stay_and_what_turns_a_line_round_does_not(run: Run, faultbook: Faultbook):
    family, persian, soft = "👨\u200d👩\u200d👧", "می\u200cخواهم", "Fehler\u00admeldung"  # noqa: RUF001 - Persian
    reported(faultbook, message=f"{family} {persian} {soft} \u2067x\u2069")

    printed = run("list", "--columns", "message").stdout

    assert printed == f"{family} {persian} {soft} \ufffdx\ufffd\n"


def test_numbers_that_nobody_measured_are_empty(run: Run, faultbook: Faultbook):
    reported(faultbook)

    printed = run("stats").stdout

    assert "None" not in printed
    assert "mttr\tp90\t\n" in printed


def test_severities_are_counted_from_the_worst_on(run: Run, faultbook: Faultbook):
    reported(faultbook)

    lines = [line.split("\t") for line in run("stats").stdout.splitlines()]

    assert [line[1] for line in lines if line[0] == "open"] == [
        "all", "CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW",
    ]  # fmt: skip
