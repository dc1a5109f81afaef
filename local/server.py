"""Faultbook on this machine: `make run`, or `python -m local.server`.

The real handlers over a local store, with stream, expiry and schedules; no account, no Docker.
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO, Any

from local.credentials import TOKEN_HOURS
from local.customers import DEMO, read_seed
from local.directory import DirectoryTaken
from local.functions import route_map
from local.intrinsics import TemplateError
from local.runner import Options, PortTaken, Runner
from local.store import StoreFailed
from local.template import TEMPLATE, read_template

_LOCAL = Path(".local")
_FUNCTIONS_LOG = "functions.log"
_EXPECTED = (PortTaken, DirectoryTaken, StoreFailed, TemplateError)


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    if given.routes:
        print(json.dumps(route_map(read_template(given.template)), indent=2))
        return 0
    options = _options(given)
    options.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    if given.loopback_receivers:
        os.environ["LOOPBACK_RECEIVERS"] = "allowed"
    # What functions print is a log of its own, in CloudWatch as here.
    answers = sys.stdout
    with (options.directory / _FUNCTIONS_LOG).open("a", buffering=1, encoding="utf-8") as log:
        sys.stdout = log
        try:
            return _run(options, answers, is_for_machines=bool(given.seed))
        finally:
            sys.stdout = answers


def _run(options: Options, answers: IO[str], *, is_for_machines: bool) -> int:
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.WARNING)
    logging.getLogger("local").setLevel(logging.INFO)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    lost = threading.Event()

    def give_up() -> None:
        lost.set()
        stop.set()

    runner = Runner(options, _say, give_up)
    try:
        runner.start()
    except _EXPECTED as error:
        _say(f"cannot start: {error}")
        return 1
    try:
        text = json.dumps(_document(runner)) if is_for_machines else _welcome(runner, options)
        print(text, file=answers, flush=True)
        stop.wait()
    finally:
        runner.stop()
    _say("stopped; the data stays" if runner.keeps_data else "stopped; the data is gone")
    return 1 if lost.is_set() else 0


def _say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)


def _document(runner: Runner) -> dict[str, Any]:
    return {
        "url": runner.url,
        "endpoint_url": runner.endpoint,
        "store": runner.store_kind,
        "customers": runner.credentials,
    }


def _welcome(runner: Runner, options: Options) -> str:
    first = runner.credentials[0]
    kept = (
        f"kept in {options.directory}" if runner.keeps_data else "in memory, forgotten at the end"
    )
    return f"""
Faultbook runs at {runner.url}  (Ctrl-C stops it)
The store is {runner.store_kind}, {kept}. Customer: {first["customer_id"]}

API key  {first["api_keys"]["all"]}
Token    good for {TOKEN_HOURS} hours; a restart prints a new one:

export FAULTBOOK_TOKEN={first["tokens"]["all"]}

The console is at {runner.url}/ and takes the token. Report a fault, and it is there:

curl -s {runner.url}/fault -H "Authorization: Bearer $FAULTBOOK_TOKEN" \\
  -H 'Content-Type: application/json' -d '{_FAULT}'
curl -s {runner.url}/fault -H "Authorization: Bearer $FAULTBOOK_TOKEN"

The API is described at {runner.url}/docs
"""


_FAULT = json.dumps(
    {
        "resource_id": "edge-7",
        "microservice_id": "wan-monitor",
        "type": "link-down",
        "severity": "CRITICAL",
        "message": "Uplink is down",
        "cause": "No carrier on port 1",
        "resource_ancestry_path": "site_1|rack_3|edge-7",
    }
)


def _options(given: argparse.Namespace) -> Options:
    """Stores that forget get a folder of their own, so that they can run beside the other."""
    is_kept = given.endpoint_url or given.store == "dynoxide"
    return Options(
        directory=given.data or _LOCAL / ("data" if is_kept else f"data-{given.store}"),
        port=given.port,
        store=given.store,
        endpoint_url=given.endpoint_url,
        customers=read_seed(given.seed) if given.seed else DEMO,
        is_manual=given.manual,
        parameters=dict(parameter.split("=", 1) for parameter in given.parameter),
        template=given.template,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.server", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8080, help="0 picks a free one (default: 8080)")
    add("--data", type=Path, help="folder that keeps everything (default: .local/data)")
    add(
        "--store",
        choices=["dynoxide", "moto", "memory"],
        default="dynoxide",
        help="dynoxide keeps a file; memory is the same engine, forgetting; moto is moto's server "
        "with one request at a time",
    )
    add("--endpoint-url", help="another DynamoDB endpoint, instead of --store")
    add("--seed", type=Path, help="customers to make (see local/customers.py); answers in JSON")
    add(
        "--loopback-receivers",
        action="store_true",
        help="endpoints may be on this machine, over http too",
    )
    add("--routes", action="store_true", help="print the route map as JSON and end")
    add(
        "--manual",
        action="store_true",
        help="stream, expiry, schedules and clock move only by POST /_local/drain, /_local/expire, "
        "/_local/schedule/<name>, /_local/clock",
    )
    add(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of template.yaml, such as RequestsPerSecond=1000",
    )
    add("--template", type=Path, default=TEMPLATE, help="default: template.yaml")
    return parser


if __name__ == "__main__":
    sys.exit(main())
