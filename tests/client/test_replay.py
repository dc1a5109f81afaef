"""Files of faults in and out: every record once, however often and wherever it was stopped."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from faultbook_client import Faultbook, Retry
from tests.client.conftest import Run, Tenant
from tests.client.network import report_of, reported

NOW = datetime.now(UTC).replace(microsecond=0)


def reports(count: int) -> list[dict[str, Any]]:
    return [
        report_of(
            f"edge-{number}",
            occurred_at=(NOW - timedelta(minutes=count - number)).isoformat(),
            metadata={"place": number},
        )
        for number in range(count)
    ]


def write_lines(file: Path, records: Sequence[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return file


def names(faultbook: Faultbook) -> list[str]:
    return sorted(fault.resource_id for fault in faultbook.list())


def all_names(count: int) -> list[str]:
    return sorted(f"edge-{number}" for number in range(count))


def test_lines_become_faults(run: Run, faultbook: Faultbook, tmp_path: Path):
    sent = reports(3)
    file = write_lines(tmp_path / "night.jsonl", sent)

    answer = run("replay", str(file))

    assert (answer.exit_code, answer.stdout) == (0, "3 created, 0 repeated, 0 refused\n")
    faults = list(faultbook.list())[::-1]
    assert [fault.created_at.isoformat() for fault in faults] == [
        report["occurred_at"] for report in sent
    ]
    assert [fault.metadata["place"] for fault in faults] == [0, 1, 2]


def test_a_second_run_repeats_nothing_and_takes_what_was_appended(
    run: Run, faultbook: Faultbook, tmp_path: Path
):
    file = write_lines(tmp_path / "night.jsonl", reports(250)[:130])
    run("replay", str(file))

    again = run("replay", str(file))
    write_lines(file, reports(250))
    further = run("replay", str(file), "--json")

    assert again.stdout == "0 created, 0 repeated, 0 refused, 130 done before\n"
    assert json.loads(further.stdout) == {
        "created": 120,
        "repeated": 0,
        "refused": 0,
        "done_before": 130,
    }
    assert len(names(faultbook)) == 250


def test_what_was_sent_when_the_line_broke_is_not_sent_twice(
    run: Run, faultbook: Faultbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The second batch arrives, and its answer does not."""
    file = write_lines(tmp_path / "night.jsonl", reports(250))
    batches: list[bytes] = []

    class Breaking(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = super().handle_request(request)
            answer.read()
            batches.append(request.content)
            if len(batches) > 1:
                raise httpx.ReadError("the line broke")
            return answer

    def breaking(settings: Any, options: Any) -> Faultbook:
        del options
        return Faultbook(
            settings.url, settings.token, retry=Retry(attempts=1), transport=Breaking()
        )

    with monkeypatch.context() as patched:
        patched.setattr("faultbook_client.command.session.client_of", breaking)
        broken = run("replay", str(file))
    assert broken.exit_code == 6
    assert len(names(faultbook)) == 200

    rest = run("replay", str(file))

    assert rest.exit_code == 0
    assert rest.stdout == "150 created, 0 repeated, 0 refused, 100 done before\n"
    assert names(faultbook) == all_names(250)


def test_a_file_that_begins_otherwise_is_refused(run: Run, faultbook: Faultbook, tmp_path: Path):
    file = write_lines(tmp_path / "night.jsonl", reports(3))
    run("replay", str(file))
    write_lines(file, reports(4)[1:])

    other = run("replay", str(file))
    anew = run("replay", str(file), "--again")

    assert other.exit_code == 2
    assert "--again" in other.stderr
    assert anew.stdout.startswith("3 created")
    assert len(names(faultbook)) == 6


def test_another_customer_has_a_place_of_its_own(run: Run, neighbour: Tenant, tmp_path: Path):
    file = write_lines(tmp_path / "night.jsonl", reports(2))
    run("replay", str(file))

    other = run("--token", neighbour.token, "replay", str(file))

    assert other.stdout == "2 created, 0 repeated, 0 refused\n"


def test_refused_records_are_told_with_their_line_and_the_rest_is_done(
    run: Run, faultbook: Faultbook, tmp_path: Path
):
    sent = reports(3)
    sent[1]["severity"] = "NONE"
    file = write_lines(tmp_path / "night.jsonl", sent)

    answer = run("replay", str(file))

    assert answer.exit_code == 1
    assert answer.stdout == "2 created, 0 repeated, 1 refused\n"
    assert answer.stderr.startswith("line 2 refused: severity: ")
    assert names(faultbook) == ["edge-0", "edge-2"]


def test_a_file_that_cannot_be_read_sends_nothing(run: Run, faultbook: Faultbook, tmp_path: Path):
    file = write_lines(tmp_path / "night.jsonl", reports(2))
    with file.open("a") as stream:
        stream.write("{half\n")

    answer = run("replay", str(file))

    assert answer.exit_code == 2
    assert "line 3 is not JSON" in answer.stderr
    assert names(faultbook) == []


def test_a_log_of_another_make_is_translated(run: Run, faultbook: Faultbook, tmp_path: Path):
    file = tmp_path / "machine.csv"
    file.write_text(
        "Timestamp,Node,Component,Level,Content\n"
        '1117838570,R02-M1-N0,KERNEL,FATAL,"parity error, corrected"\n'
        "1117838573,R03-M0-N1,APP,INFO,started\n"
    )

    answer = run(
        "replay", str(file), "--map", "resource_id=Node", "--map", "type=Component",
        "--map", "severity=Level", "--map", "message=Content", "--map", "occurred_at=Timestamp",
        "--set", "cause=Of the log.", "--set", "microservice_id=bluegene",
        "--severity-of", "FATAL=CRITICAL", "--severity-of", "INFO=LOW", "--shift",
    )  # fmt: skip

    assert answer.exit_code == 0, answer.stderr
    last, first = faultbook.list()
    assert (first.resource_id, first.message) == ("R02-M1-N0", "parity error, corrected")
    assert (first.severity, last.severity) == ("CRITICAL", "LOW")
    assert last.created_at - first.created_at == timedelta(seconds=3)
    assert abs(datetime.now(UTC) - last.created_at) < timedelta(hours=1)


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_what_is_exported_can_be_replayed(
    run: Run, faultbook: Faultbook, neighbour: Tenant, tmp_path: Path, suffix: str
):
    reported(faultbook, message='Says "no",\ntwice', metadata={"port": 1}, kind="INCIDENT")
    faultbook.resolve(reported(faultbook, "edge-8", deduplication_key="k").id)
    file = tmp_path / f"faults.{suffix}"
    run("export", "-o", str(file))

    answer = run("--token", neighbour.token, "replay", str(file))

    assert answer.stdout == "2 created, 0 repeated, 0 refused\n", answer.stderr
    with Faultbook(neighbour.url, neighbour.token) as copy:
        replayed = [
            {name: getattr(fault, name) for name in ("message", "metadata", "kind", "created_at")}
            for fault in copy.list()
        ]
    kept = [
        {name: getattr(fault, name) for name in ("message", "metadata", "kind", "created_at")}
        for fault in faultbook.list()
    ]
    assert replayed == kept


def test_csv_has_a_header_and_a_row_for_each_fault(run: Run, faultbook: Faultbook):
    fault = reported(faultbook, message="Two\nlines, one fault")

    rows = list(csv.DictReader(run("export", "--format", "csv").stdout.splitlines(keepends=True)))

    assert [(row["id"], row["message"]) for row in rows] == [(fault.id, fault.message)]
    assert (rows[0]["resolved_at"], rows[0]["occurrences"]) == ("", "1")


def test_a_service_that_is_away_keeps_the_place(run: Run, faultbook: Faultbook, tmp_path: Path):
    file = write_lines(tmp_path / "night.jsonl", reports(2))

    away = run("--url", "http://127.0.0.1:9", "--timeout", "1", "replay", str(file))

    assert away.exit_code == 6
    assert run("replay", str(file)).exit_code == 0
    assert names(faultbook) == all_names(2)
