"""Real faults through the whole service, checked against a count of the file itself."""

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from faultbook_client.command.app import app
from faultbook_client.command.invented import invented_reports
from faultbook_client.command.records import Format, records_of
from faultbook_client.command.translation import Translation
from local.stack import LocalStack
from local.template import ROOT

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
BGL = ROOT.parent / "shared" / "data" / "bgl" / "BGL_2k.log_structured.csv"
HOUR = timedelta(hours=1)
MAX_BUCKETS = 1000

Report = dict[str, Any]


def _blue_gene() -> list[Report]:
    """As the command reads the file, moved so that the last event happens now."""
    reports = [Translation().record(*record).report for record in records_of(BGL, Format.CSV)]
    moved = NOW - max(map(_time, reports))
    return [report | {"occurred_at": (_time(report) + moved).isoformat()} for report in reports]


SOURCES: dict[str, Callable[[], list[Report]]] = {
    "generated": lambda: list(invented_reports(1000, NOW))
}
if BGL.exists():
    SOURCES["blue_gene"] = _blue_gene


class Replayed:
    """A stack that has been fed, and what it was fed with, without deduplication."""

    def __init__(self, stack: LocalStack, reports: Sequence[Report]) -> None:
        self.stack = stack
        self.reports = reports
        self.http = stack.http(stack.mint("cus_demo", now=NOW))

    def faults(self, **fields: str) -> list[dict[str, Any]]:
        return _faults(self.http, **fields)

    def statistics(self, since: datetime, until: datetime, buckets: int) -> dict[str, Any]:
        query = {"from": since.isoformat(), "to": until.isoformat(), "buckets": str(buckets)}
        answer = self.http.get("/fault/statistics", params=query)
        assert answer.status_code == 200, answer.text
        statistics: dict[str, Any] = answer.json()
        return statistics


@pytest.fixture(scope="module", params=SOURCES)
def replayed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Replayed]:
    reports = SOURCES[request.param]()
    unhurried = {"RequestsPerSecond": "10000"}
    folder = tmp_path_factory.mktemp("replay")
    with LocalStack(folder, clock=NOW.isoformat(), parameters=unhurried) as stack:
        replayed = Replayed(stack, reports)
        with replayed.http:
            outcome = _replay(stack, folder, reports)
            assert outcome == {"created": len(reports), "repeated": 0, "refused": 0}
            assert stack.drain()["given_up"] == 0
            yield replayed


def test_every_fault_is_listed_newest_first(replayed: Replayed):
    faults = replayed.faults()

    times = [fault["created_at"] for fault in faults]
    assert times == sorted(times, reverse=True)
    assert _as_told(faults) == _as_told(replayed.reports)


def test_a_rack_and_a_midplane_list_what_lies_in_them_and_nothing_else(replayed: Replayed):
    for depth, parameter in ((1, "site"), (2, "path")):
        places = Counter(_ancestor(report, depth) for report in replayed.reports)
        for place, count in places.most_common(6):
            faults = replayed.faults(**{parameter: place})

            inside = [r for r in replayed.reports if _ancestor(r, depth) == place]
            assert len(faults) == count
            assert _as_told(faults) == _as_told(inside)


def test_severities_and_text_are_found_again(replayed: Replayed):
    for severity in ("CRITICAL", "HIGH", "WARNING"):
        expected = sum(report["severity"] == severity for report in replayed.reports)
        assert len(replayed.faults(severity=severity)) == expected
    word = replayed.reports[0]["message"].split()[-1]

    found = replayed.faults(q=word.upper())

    assert len(found) == sum(
        word.lower() in (report["message"] + "\n" + report["cause"]).lower()
        for report in replayed.reports
    )


def test_every_hour_counts_what_the_file_counts(replayed: Replayed):
    first = _time(replayed.reports[0]).replace(minute=0, second=0, microsecond=0)
    expected = Counter((_time(r) - first) // HOUR for r in replayed.reports)
    by_severity = Counter(((_time(r) - first) // HOUR, r["severity"]) for r in replayed.reports)
    hours = (NOW - first) // HOUR + 1

    for start in range(0, hours, MAX_BUCKETS):
        count = min(MAX_BUCKETS, hours - start)
        begin = first + start * HOUR
        counted = replayed.statistics(begin, begin + count * HOUR, count)["buckets"]

        opened = [bucket["opened"] for bucket in counted]
        assert [bucket["total"] for bucket in opened] == [expected[start + i] for i in range(count)]
        assert [bucket["by_severity"]["CRITICAL"] for bucket in opened] == [
            by_severity[start + i, "CRITICAL"] for i in range(count)
        ]


def test_borders_to_the_second_count_what_the_file_counts(replayed: Replayed):
    since = _time(replayed.reports[len(replayed.reports) // 2]).replace(microsecond=0)
    until = since + timedelta(minutes=97, seconds=13)
    borders = [since + i * (until - since) / 7 for i in range(8)]

    counted = replayed.statistics(since, until, 7)

    assert counted["resolution_seconds"] == 1
    assert [bucket["opened"]["total"] for bucket in counted["buckets"]] == [
        sum(low <= _time(report) < high for report in replayed.reports)
        for low, high in itertools.pairwise(borders)
    ]


def test_the_top_resources_are_those_of_the_file(replayed: Replayed):
    first = _time(replayed.reports[0]).replace(microsecond=0)
    counts = Counter(report["resource_id"] for report in replayed.reports)

    top = replayed.statistics(first, NOW + HOUR, 1)["top_resources"]

    assert [entry["count"] for entry in top] == [count for _, count in counts.most_common(10)]
    assert all(counts[entry["resource_id"]] == entry["count"] for entry in top)


def test_current_counts_are_those_of_the_file(replayed: Replayed):
    current = replayed.statistics(NOW - HOUR, NOW, 1)["current"]["open"]

    severities = Counter(report["severity"] for report in replayed.reports)
    assert current["total"] == len(replayed.reports)
    assert {k: n for k, n in current["by_severity"].items() if n} == dict(severities)
    assert current["by_type"] == dict(Counter(report["type"] for report in replayed.reports))


def test_deduplicated_the_same_event_of_a_part_is_one_fault(replayed: Replayed, tmp_path: Path):
    with (
        LocalStack(
            tmp_path, clock=NOW.isoformat(), parameters={"RequestsPerSecond": "10000"}
        ) as stack,
        stack.http(stack.mint("cus_demo", now=NOW)) as http,
    ):
        outcome = _replay(stack, tmp_path, replayed.reports, "--deduplicate")
        stack.drain()
        faults = _faults(http)

    expected = Counter(f"{r['resource_id']} {r['cause']}"[:255] for r in replayed.reports)
    repeated = len(replayed.reports) - len(expected)
    assert outcome == {"created": len(expected), "repeated": repeated, "refused": 0}
    assert {f["deduplication_key"]: f["occurrences"] for f in faults} == dict(expected)


def test_faults_vanish_at_their_second_and_stay_counted(replayed: Replayed):
    """The last test of the module: it moves the clock on. Slots go after 15 months, days stay."""
    faults = replayed.faults()
    middle = sorted(fault["ttl"] for fault in faults)[len(faults) // 2]
    moment = datetime.fromtimestamp(middle, tz=UTC)
    first = _time(replayed.reports[0]).replace(minute=0, second=0, microsecond=0)
    left = [fault for fault in faults if fault["ttl"] > middle]

    replayed.stack.schedule("close_days")
    replayed.stack.set_clock(moment.isoformat())
    later = replayed.stack.http(replayed.stack.mint("cus_demo", now=moment))
    replayed.http.headers["Authorization"] = later.headers["Authorization"]
    later.close()

    assert _as_told(replayed.faults()) == _as_told(left)
    removed = replayed.stack.expire()
    replayed.stack.drain()
    assert sum(removed.values()) >= len(faults) - len(left)
    counted = replayed.statistics(first, moment + HOUR, 1)
    assert counted["current"]["open"]["total"] == len(left)
    assert counted["totals"]["opened"]["total"] == len(faults)
    assert counted["totals"]["expired"]["total"] == len(faults) - len(left)


def _faults(http: httpx.Client, **fields: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    query = {"limit": "100"} | fields
    while True:
        page = http.get("/fault", params=query).raise_for_status().json()
        found += page["data"]
        if not page["meta"]["has_more"]:
            return found
        query["cursor"] = page["meta"]["cursor"]


def _replay(
    stack: LocalStack, folder: Path, reports: Sequence[Report], *options: str
) -> dict[str, int]:
    """By the command, out of a file of JSON lines; how many became what."""
    file = folder / "reports.jsonl"
    file.write_text("".join(f"{json.dumps(report)}\n" for report in reports), "utf-8")
    where = {
        "FAULTBOOK_URL": stack.url,
        "FAULTBOOK_TOKEN": stack.mint("cus_demo", now=NOW),
        "NO_PROXY": "localhost,127.0.0.1",
    }
    state = ("--state", str(folder / "state.json"))
    result = CliRunner().invoke(app, ["replay", str(file), "--json", *state, *options], env=where)
    assert result.exit_code == 0, result.stderr
    outcome: dict[str, int] = json.loads(result.stdout)
    return {name: outcome[name] for name in ("created", "repeated", "refused")}


def _time(report: Report) -> datetime:
    return datetime.fromisoformat(report["occurred_at"])


def _ancestor(report: Report, depth: int) -> str:
    return "|".join(report["resource_ancestry_path"].split("|")[:depth])


def _as_told(faults: Sequence[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """What sender and listing both say of a fault."""
    names = ("resource_id", "type", "severity", "message", "cause", "resource_ancestry_path")
    return Counter(tuple(fault[name] for name in names) for fault in faults)
