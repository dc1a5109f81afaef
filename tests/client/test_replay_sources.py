"""What can be replayed: pipes, other encodings, times without a zone, logs, an invented network."""

import json
import os
import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from faultbook_client import Faultbook
from tests.client.conftest import Run, Tenant
from tests.client.network import report_of, reported
from tests.client.program import LONG, faultbook_program

LINE = json.dumps(report_of()) + "\n"
HEADER = "resource_id,microservice_id,type,severity,message,cause,occurred_at\n"


def messages(faultbook: Faultbook) -> list[str]:
    return [fault.message for fault in faultbook.list()]


def test_a_pipe_is_read_once_and_all_of_it_is_sent(faultbook: Faultbook):
    for file in ("/dev/stdin", "-"):
        result = subprocess.run(
            faultbook_program("replay", file), input=LINE * 150, text=True, capture_output=True,
            check=False, timeout=LONG,
        )  # fmt: skip

        assert (result.returncode, result.stdout) == (0, "150 created, 0 repeated, 0 refused\n")

    assert len(messages(faultbook)) == 300


def test_a_named_pipe_is_read_like_one(faultbook: Faultbook, tmp_path: Path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    replay = subprocess.Popen(
        faultbook_program("replay", str(pipe)), stdout=subprocess.PIPE, text=True
    )
    pipe.write_text(f"{HEADER}a,p,t,LOW,m,c,\n")

    printed, _ = replay.communicate(timeout=LONG)

    assert printed == "1 created, 0 repeated, 0 refused\n"
    assert messages(faultbook) == ["m"]


def test_what_comes_through_a_pipe_again_is_new(run: Run, faultbook: Faultbook):
    """A program that reports through one says the same twice when it happens twice."""
    for _ in range(2):
        assert run("replay", "-", stdin=LINE).stdout == "1 created, 0 repeated, 0 refused\n"

    assert len(messages(faultbook)) == 2


def test_a_pipe_that_cannot_be_read_sends_nothing(run: Run, faultbook: Faultbook):
    result = run("replay", "-", stdin=f"{LINE}{{half\n")

    assert result.exit_code == 2
    assert "line 2 is not JSON" in result.stderr
    assert messages(faultbook) == []


def test_a_file_that_is_not_there_or_no_file_is_named(run: Run, tmp_path: Path):
    assert f"There is no file {tmp_path}/none" in run("replay", f"{tmp_path}/none").stderr
    assert f"{tmp_path} is a folder" in run("replay", str(tmp_path)).stderr
    assert run("replay").exit_code == run("replay", "x", "--generate", "1").exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_how_a_file_is_read(
    run: Run, faultbook: Faultbook, tmp_path: Path, encoding: str
):
    for file, text in (
        (tmp_path / "a.csv", f"{HEADER}a,p,t,LOW,Grüße,c,\n"),
        (tmp_path / "b.jsonl", json.dumps(report_of(message="Grüße"), ensure_ascii=False)),
    ):
        file.write_text(text, encoding)
        assert run("replay", str(file)).stdout.startswith("1 created")

    assert messages(faultbook) == ["Grüße", "Grüße"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "line 2 is not utf-8: byte 0xfc at character 13."),
        ("utf-16-le", "line 1 has bytes of zero"),
    ],
)
def test_another_encoding_is_told_by_its_line_and_can_be_named(
    run: Run, faultbook: Faultbook, tmp_path: Path, encoding: str, words: str
):
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADER}a,p,t,LOW,Grüße,c,\n", encoding)

    refused = run("replay", str(file))
    named = run("replay", str(file), "--encoding", encoding)

    assert refused.exit_code == 2
    assert words in refused.stderr
    assert "--encoding" in refused.stderr
    assert named.stdout.startswith("1 created"), named.stderr
    assert messages(faultbook) == ["Grüße"]


@pytest.mark.parametrize("name", ["none", "base64", "rot13", ""])
def test_what_is_no_encoding_is_refused(run: Run, tmp_path: Path, name: str):
    file = tmp_path / "a.jsonl"
    file.write_text(LINE)

    assert run("replay", str(file), "--encoding", name).exit_code == 2


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
def test_numbers_that_json_has_not_are_told_by_their_line(
    run: Run, faultbook: Faultbook, tmp_path: Path, number: str
):
    file = tmp_path / "a.jsonl"
    file.write_text(LINE + LINE.replace('"cause"', f'"metadata": {{"x": {number}}}, "cause"'))

    result = run("replay", str(file))

    assert result.exit_code == 2
    assert "line 2 is not JSON" in result.stderr
    assert messages(faultbook) == []


def test_a_zone_is_named_or_said_to_be_the_local_one(
    run: Run, faultbook: Faultbook, neighbour: Tenant, tmp_path: Path
):
    noon = (datetime.now(UTC) - timedelta(days=3)).replace(hour=12, minute=0, second=0)
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADER}a,p,t,LOW,m,c,{noon:%Y-%m-%dT%H:%M:%S}\n")

    local = run("replay", str(file))
    named = run("--token", neighbour.token, "replay", str(file), "--zone", "+05:30")

    assert "local time (UTC now), as they name no zone: 1 times. --zone" in local.stderr
    assert named.stderr == ""
    with Faultbook(neighbour.url, neighbour.token) as there:
        [one], [other] = faultbook.list(), there.list()
    assert one.created_at - other.created_at == timedelta(hours=5, minutes=30)
    assert run("replay", str(file), "--zone", "Mars/Base").exit_code == 2
    assert "local" in run("replay", "--help").stdout


def test_times_since_1970_come_in_every_unit(run: Run, faultbook: Faultbook, tmp_path: Path):
    at = datetime.now(UTC).replace(microsecond=250_000) - timedelta(hours=1)
    seconds = int(at.timestamp())
    texts = [f"{seconds}.25", f"{seconds}250", f"{seconds}250000", f"{seconds}250000000"]
    texts.append(f"{at:%Y-%m-%dT%H:%M:%S}.250000999Z")
    file = tmp_path / "a.csv"
    file.write_text(HEADER + "".join(f"a,p,t,LOW,m,c,{text}\n" for text in texts))

    assert run("replay", str(file)).stderr == ""

    assert {fault.created_at for fault in faultbook.list()} == {at}


def test_a_spreadsheets_own_csv_is_read(run: Run, faultbook: Faultbook, tmp_path: Path):
    for delimiter in ";\t":
        file = tmp_path / f"{ord(delimiter)}.csv"
        file.write_text(f"{HEADER}a,p,t,LOW,m,c,\n".replace(",", delimiter))
        assert run("replay", str(file)).stdout.startswith("1 created")

    assert messages(faultbook) == ["m", "m"]


def test_formulas_come_back_as_they_were(
    run: Run, faultbook: Faultbook, neighbour: Tenant, tmp_path: Path
):
    texts = ["=1+1", "'=1+1", "''-", "'quoted'", "@x", "plain, 'it'", " +1", "-"]
    for message in texts:
        reported(faultbook, message=message, cause=message)
    file = tmp_path / "faults.csv"
    run("export", "-o", str(file))

    assert run("--token", neighbour.token, "replay", str(file)).exit_code == 0

    with Faultbook(neighbour.url, neighbour.token) as there:
        assert messages(there)[::-1] == texts
        assert [fault.cause for fault in there.list()][::-1] == texts


def test_an_apostrophe_of_another_file_stays(run: Run, faultbook: Faultbook, tmp_path: Path):
    file = tmp_path / "own.csv"
    file.write_text(f"{HEADER}a,p,t,LOW,'=1,'-,\n")

    run("replay", str(file))

    assert messages(faultbook) == ["'=1"]


def test_a_log_of_the_loghub_kind_is_read_as_it_is(run: Run, faultbook: Faultbook, tmp_path: Path):
    file = tmp_path / "BGL.csv"
    file.write_text(
        "LineId,Label,Timestamp,Node,Component,Level,Content,EventId,EventTemplate\n"
        "1,-,1117838570,R02-M1-N0-C:J12-U11,KERNEL,FATAL,parity error 1,E1,parity error <*>\n"
        "2,-,1117838572,R02-M1-N0-C:J12-U11,KERNEL,FATAL,parity error 2,E1,parity error <*>\n"
        "3,-,1117838573,R03-M0,APP,INFO,started,E2,started\n"
    )

    result = run("replay", str(file), "--shift", "--deduplicate", "--severity-of", "INFO=WARNING")

    assert result.stdout == "2 created, 1 repeated, 0 refused\n", result.stderr
    last, first = faultbook.list()
    assert first.path == ["R02", "R02-M1", "R02-M1-N0", "R02-M1-N0-C:J12-U11"]
    assert (first.resource_id, first.severity) == ("R02-M1-N0-C:J12-U11", "CRITICAL")
    assert (first.cause, first.occurrences) == ("parity error <*>", 2)
    assert (last.type, last.severity, last.microservice_id) == ("app", "WARNING", "replay")


def test_a_network_is_invented_anew_each_time(run: Run, faultbook: Faultbook):
    for _ in range(2):
        result = run("replay", "--generate", "130")
        assert result.stdout == "130 created, 0 repeated, 0 refused\n", result.stderr

    faults = list(faultbook.list())
    assert len(faults) == 260
    assert max(Counter(fault.message for fault in faults).values()) > 1
    assert {fault.path[0] for fault in faults} == {f"site_{number}" for number in range(4)}
    repeated = json.loads(run("replay", "--generate", "130", "--deduplicate", "--json").stdout)
    assert 0 < repeated["repeated"] < 130
