"""Rehearses a deployment: `python -m tests.rehearsal`.

Builds the template for this machine, deploys it to a MiniStack of its own, adds what MiniStack
leaves out and uses the result over HTTP; then once more with the roles enforced, so that a
permission that a function lacks shows here. Leaves nothing behind but its build cache.
"""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from local.node import NpmFailed
from tests.rehearsal.build import ARCHITECTURE, RUNTIME, build
from tests.rehearsal.ministack import ministack
from tests.rehearsal.smoke import Smoke
from tests.rehearsal.stack import Stack
from tests.rehearsal.steps import RehearsalFailed, step


def rehearse(built: Path, *, roles_enforced: bool) -> None:
    print(f"==> rehearsal, roles {'enforced' if roles_enforced else 'not enforced'}")
    with ministack(roles_enforced=roles_enforced) as endpoint:
        stack = Stack(endpoint)
        with step("secrets"):
            stack.make_secrets()
        with step("sam deploy"):
            stack.deploy(built)
        with step("routes, TTL and the path of the secrets, which MiniStack leaves out"):
            stack.add_routes()
            stack.switch_ttl_on()
            stack.widen_secrets()
        try:
            Smoke(stack).run()
        except RehearsalFailed:
            print(f"--- newest log lines of the functions\n{stack.log_tail()}\n---")
            raise


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(1)  # so that MiniStack is stopped on the way out


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rehearsal", description=__doc__)
    parser.add_argument(
        "--roles",
        choices=["off", "enforced", "both"],
        default="both",
        help="which of the two rounds to play",
    )
    rounds = {"off": [False], "enforced": [True], "both": [False, True]}
    chosen = rounds[parser.parse_args().roles]
    signal.signal(signal.SIGTERM, _stop)
    try:
        print(f"==> build for {RUNTIME}, {ARCHITECTURE}")
        with step("sam build and bytecode (half a minute the first time)"):
            built = build()
        for roles_enforced in chosen:
            rehearse(built, roles_enforced=roles_enforced)
    except (NpmFailed, RehearsalFailed) as failure:
        print(f"\nrehearsal failed: {failure}", file=sys.stderr)
        return 1
    print("==> rehearsal passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
