"""Replay a machine's log as faults: `python -m local.replay FILE --url URL --token TOKEN`.

FILE is a CSV of the Loghub kind (columns Timestamp, Node, Component, Level, Content,
EventTemplate), such as that of a Blue Gene/L machine. `--generate N` makes N faults of an
invented network instead. Times are shifted so that the last fault happens now.
"""

import argparse
import csv
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from rich.progress import Progress

BATCH = 100  # the most that POST /fault/batch takes
_ATTEMPTS = 8
_SEVERITY = {
    "INFO": "LOW",
    "WARNING": "WARNING",
    "ERROR": "MEDIUM",
    "SEVERE": "HIGH",
    "FATAL": "CRITICAL",
    "FAILURE": "CRITICAL",
}
_GENERATED_SPAN = timedelta(days=3)

Report = dict[str, Any]


def reports_of_log(rows: Sequence[dict[str, str]], now: datetime) -> list[Report]:
    """One report for each row, oldest first, as POST /fault takes it."""
    last = max(int(row["Timestamp"]) for row in rows)
    return [_report(row, now - timedelta(seconds=last - int(row["Timestamp"]))) for row in rows]


def path_of_node(node: str) -> str:
    """`R02-M1-N0-C:J12-U11` -> `R02|R02-M1|R02-M1-N0|R02-M1-N0-C:J12-U11`.

    Rack, midplane and node card are levels; what is left names the part itself.
    """
    parts = node.split("-")
    levels = ["-".join(parts[: depth + 1]) for depth in range(min(3, len(parts)))]
    return "|".join(levels if levels[-1] == node else [*levels, node])


def generated_reports(count: int, now: datetime, seed: int = 1) -> list[Report]:
    """A network of 4 sites with 5 racks of 8 devices each; the same seed makes the same faults."""
    draw = random.Random(seed)  # noqa: S311 - invented data
    kinds = [
        ("link-down", "CRITICAL", "Uplink is down", "No carrier on the uplink port"),
        ("wan-degradation", "HIGH", "WAN latency is high", "Probe exceeded 250 ms five times"),
        ("temperature", "WARNING", "Temperature is high", "Sensor reads 61 degrees"),
        ("config-drift", "LOW", "Configuration differs", "Running and stored state differ"),
    ]
    moments = sorted(draw.uniform(0, _GENERATED_SPAN.total_seconds()) for _ in range(count))
    return [
        _generated(draw, draw.choice(kinds), now - _GENERATED_SPAN + timedelta(seconds=moment))
        for moment in moments
    ]


def send(
    client: httpx.Client, reports: Sequence[Report], *, run: str, show: bool = True
) -> Counter[int]:
    """Report all; returns how many got which status. Batches are retried under their own key."""
    outcome: Counter[int] = Counter()
    with Progress(disable=not show) as progress:
        task = progress.add_task("replaying", total=len(reports))
        for number, batch in enumerate(_batches(reports)):
            answers = _post(client, batch, key=f"replay-{run}-{number}")
            outcome.update(answer["status"] for answer in answers)
            progress.advance(task, len(batch))
    return outcome


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    now = datetime.now(UTC)
    if options.generate:
        reports = generated_reports(options.generate, now)
    else:
        with options.file.open(encoding="utf-8", newline="") as file:
            reports = reports_of_log(list(csv.DictReader(file)), now)
    if not options.deduplicate:
        for report in reports:
            report.pop("deduplication_key", None)
    headers = {"Authorization": f"Bearer {options.token}"}
    with httpx.Client(base_url=options.url, headers=headers, timeout=30) as client:
        outcome = send(client, reports, run=f"{now:%Y%m%dT%H%M%S%f}")
    created, repeated = outcome.pop(201, 0), outcome.pop(200, 0)
    print(f"{created} faults created, {repeated} repeated, {sum(outcome.values())} refused")
    return 1 if outcome else 0


def _report(row: dict[str, str], at: datetime) -> Report:
    node = row["Node"]
    path = path_of_node(node)
    return {
        "resource_id": path.rpartition("|")[2],
        "microservice_id": "replay",
        "type": re.sub(r"[^a-z0-9]+", "-", row["Component"].lower()),
        "severity": _SEVERITY[row["Level"]],
        "message": row["Content"],
        "cause": row["EventTemplate"],
        "resource_ancestry_path": path,
        "occurred_at": _iso(at),
        "deduplication_key": f"{node} {row['EventTemplate']}"[:255],
    }


def _generated(draw: random.Random, kind: tuple[str, str, str, str], at: datetime) -> Report:
    slug, severity, message, cause = kind
    site, rack, device = draw.randrange(4), draw.randrange(5), draw.randrange(8)
    name = f"dev_{site}{rack}{device}"
    return {
        "resource_id": name,
        "microservice_id": "replay",
        "type": slug,
        "severity": severity,
        "message": f"{message} on {name}",
        "cause": cause,
        "resource_ancestry_path": f"site_{site}|rack_{site}{rack}|{name}",
        "occurred_at": _iso(at),
        "deduplication_key": f"{name} {slug}",
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _batches(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    for start in range(0, len(reports), BATCH):
        yield reports[start : start + BATCH]


def _post(client: httpx.Client, batch: Iterable[Report], key: str) -> list[dict[str, Any]]:
    """Raises httpx.HTTPStatusError when the service keeps refusing."""
    for attempt in range(_ATTEMPTS):
        answer = client.post(
            "/fault/batch", json={"faults": list(batch)}, headers={"Idempotency-Key": key}
        )
        if answer.status_code not in {429, 503}:
            break
        pause = float(answer.headers.get("Retry-After", 1))
        time.sleep(pause * random.uniform(0.5, 1.5) * (attempt + 1))  # noqa: S311 - jitter
    answer.raise_for_status()
    items: list[dict[str, Any]] = answer.json()["data"]
    return items


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.replay", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, help="CSV file of the Loghub kind")
    source.add_argument("--generate", type=int, metavar="N", help="make N faults instead")
    parser.add_argument("--url", default="http://localhost:8080")
    parser.add_argument("--token", required=True, help="a JWT with faults:write")
    parser.add_argument(
        "--deduplicate", action="store_true", help="same part and same event make one fault"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
