"""Alerta on PostgreSQL, called as its own client calls it.

A fault is an alert with the device as its resource and the site as its group. Alerta keeps one
alert for each event of a resource, so each fault is an event of its own; most of them would be
repetitions of one alert in a real Alerta, which then stores less.
"""

import csv
import itertools
import os
import secrets
import subprocess
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from local.engine import Engine
from tests.benchmarks.peers import life, operations
from tests.benchmarks.peers.calling import Caller, free_port, wait_until
from tests.benchmarks.peers.life import Occurrence
from tests.benchmarks.peers.postgres import Command, Postgres
from tests.benchmarks.peers.rounds import Ask, Contender

SYSTEM = "Alerta"

_KNOWN = 100
_TIMEOUT = 86_400  # Alerta's own
_COLUMNS = (
    'id, resource, event, environment, severity, correlate, status, service, "group", value, '
    "text, tags, attributes, origin, type, create_time, timeout, raw_data, duplicate_count, "
    "repeat, previous_severity, trend_indication, receive_time, last_receive_id, "
    "last_receive_time, update_time, history"
)
_SEVERITIES = {
    "CRITICAL": "critical",
    "HIGH": "major",
    "MEDIUM": "minor",
    "WARNING": "warning",
    "LOW": "informational",
}


@contextmanager
def running(postgres: Postgres, programs: Path, directory: Path, size: int) -> Iterator[Contender]:
    """`programs` is that of prerequisites.alerta_environment."""
    database = f"alerta_{size}"
    postgres.run("postgres", f"CREATE DATABASE {database}")
    port = free_port()
    with _server(programs, directory / f"{database}.conf", postgres.url(database), port):
        caller = Caller(port)
        wait_until(lambda: caller("GET", "/alerts?page-size=1"), "Alerta")
        rows = directory / f"{database}.csv"
        _write_rows(rows, size)
        postgres.run(database, f"COPY alerts ({_COLUMNS}) FROM STDIN (FORMAT csv)", rows)
        postgres.run(database, "VACUUM ANALYZE")
        rows.unlink()
        try:
            yield Contender(SYSTEM, size, _operations(caller, size))
        finally:
            caller.close()


@contextmanager
def _server(programs: Path, settings: Path, url: str, port: int) -> Iterator[None]:
    """As the project's own image runs it: gunicorn's plain workers, scratch files in memory."""
    key = secrets.token_urlsafe(24)
    settings.write_text(f"DATABASE_URL = {url!r}\nSECRET_KEY = {key!r}\nAUTH_REQUIRED = False\n")
    environment: Command = ["env", f"ALERTA_SVR_CONF_FILE={settings}"]
    # Workers that start together would stand in each other's way when they make the tables.
    make_tables: Command = [
        *environment,
        programs / "python",
        "-c",
        "import alerta; alerta.create_app()",
    ]
    subprocess.run(make_tables, check=True, capture_output=True)
    command: Command = [*environment, programs / "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(2 * (os.cpu_count() or 1) + 1)]
    command += ["--worker-tmp-dir", "/dev/shm", "--no-control-socket"]  # noqa: S108
    with settings.with_suffix(".log").open("ab") as log:
        engine = Engine([*command, "alerta:create_app()"], log)
        try:
            yield
        finally:
            engine.stop()


def _operations(caller: Caller, size: int) -> dict[str, Ask]:
    serials = itertools.count()
    ids = itertools.cycle(id_of(place) for place in life.known_places(size, _KNOWN))

    def read(path: str, **query: Any) -> Ask:
        asked = f"{path}?{urllib.parse.urlencode(query)}"
        return lambda: caller("GET", asked)

    def page(**query: Any) -> Ask:
        newest = {"sort-by": "lastReceiveTime", "page-size": life.PAGE}
        return read("/alerts", **query, **newest)

    return {
        operations.CREATE: lambda: caller("POST", "/alert", _new_alert(next(serials))),
        operations.GET: lambda: caller("GET", f"/alert/{next(ids)}"),
        operations.OPEN: page(status="open"),
        operations.SITE: page(group=life.SITE),
        operations.SPAN: page(**_between(*life.SPAN)),
        operations.COUNT: _count(caller, *life.LAST_DAY),
        operations.UNEVEN: _count(caller, *life.UNEVEN_DAY),
        operations.TOP: read(
            "/alerts/top10/count",
            **{"group-by": "resource", "page-size": life.TOP},
            **_between(*life.LAST_DAY),
        ),
    }


def _count(caller: Caller, since: datetime, until: datetime) -> Ask:
    """It has no histogram: each bucket is a request."""
    length = (until - since) / life.BUCKETS
    paths = [
        "/alerts/count?" + urllib.parse.urlencode(_between(start, start + length))
        for start in (since + length * number for number in range(life.BUCKETS))
    ]
    return lambda: [caller("GET", path) for path in paths]


def _between(since: datetime, until: datetime) -> dict[str, str]:
    return {"from-date": _time(since), "to-date": _time(until)}


def _new_alert(serial: int) -> dict[str, Any]:
    return {
        "resource": f"dev_{serial % 1000:03}",
        "event": f"link-down-{serial}",
        "environment": "Production",
        "severity": "major",
        "service": ["WAN"],
        "group": "site_1",
        "value": "down",
        "text": life.MESSAGE,
        "tags": [],
        "attributes": {"cause": life.CAUSE},
        "origin": life.REPORTER,
        "type": "exceptionAlert",
        "timeout": _TIMEOUT,
    }


def _write_rows(file: Path, size: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows(_row(one) for one in life.occurrences(size))


def _row(one: Occurrence) -> list[Any]:
    alert, at = id_of(one.place), _time(one.at)
    severity = _SEVERITIES[one.severity]
    event, status = f"{one.type}-{one.place}", "open" if one.is_open else "closed"
    text = f'\\"{life.MESSAGE}\\"'
    change = f"({alert},{event},{severity},{status},down,{text},new,{at},,{_TIMEOUT})"
    return [
        *(alert, one.name, event, "Production", severity, "{}", status, "{WAN}", one.site),
        *("down", life.MESSAGE, "{}", f'{{"cause": "{life.CAUSE}"}}', life.REPORTER),
        *("exceptionAlert", at, _TIMEOUT, "", 0, "f", "indeterminate", "moreSevere", at, alert),
        *(at, at, f'{{"{change}"}}'),
    ]


def id_of(place: int) -> str:
    """Of the form that Alerta gives, a UUID."""
    return f"{place * 2654435761 % 2**32:08x}-0000-4000-8000-{place:012x}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
