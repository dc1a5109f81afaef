"""Recounts the statistics and mends them, as the schedules do, but without their time limit.

`python -m tools.reconcile` recounts everything, which reads both tables once; `--window` looks
after the newest days alone, as the daily schedule does. The tables are those that FAULTS_TABLE and
STATISTICS_TABLE name, at AWS_ENDPOINT_URL_DYNAMODB or at AWS itself.
"""

import argparse
import sys
import time
from collections.abc import Callable
from time import sleep as pause

from faultbook import wiring
from faultbook.domain.errors import Unavailable
from faultbook.settings import MissingSetting
from faultbook.usecases.reconcile import PAUSE, Findings

_STEP = 2.0  # seconds between signs of life
_PATIENCE = 60.0  # seconds for one conflicting write


def main() -> int:
    """0: nothing was wrong. 1: something was, and is mended. 2: it did not get through."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.reconcile", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--window", action="store_true", help="the newest days alone")
    given = parser.parse_args()
    try:
        _ = wiring.stores.environment().faults_table, wiring.stores.environment().statistics_table
        report = _window() if given.window else _everything()
    except MissingSetting as missing:
        print(f"{missing} FAULTS_TABLE and STATISTICS_TABLE name the tables.", file=sys.stderr)
        return 2
    except Unavailable:
        print("The store does not answer; what was mended so far stays mended.", file=sys.stderr)
        return 2
    print(f"Missing entries: {report.missing}. Wrong counters: {report.wrong}.")
    for item in report.left_over:
        which = f"fault {item.number}" if item.number else str(item.day or "everything")
        print(f"Left over: customer {item.customer_id}, {which}: {item.reason!r}", file=sys.stderr)
    if report.left_over:
        return 2
    return 1 if report.drift else 0


def _window() -> Findings:
    return wiring.reconcile_window(lambda: _PATIENCE).run(_sign_of_life())


def _everything() -> Findings:
    """With the pause between the counters and the timelines."""
    reconcile = wiring.reconcile(lambda: _PATIENCE)
    report = reconcile.run(_sign_of_life())
    while not report.is_finished:
        print(f"{PAUSE.total_seconds():.0f} s until the timelines are read", file=sys.stderr)
        pause(PAUSE.total_seconds())
        report = reconcile.run(_sign_of_life())
    return report


def _sign_of_life() -> Callable[[], bool]:
    started = time.monotonic()
    steps = [0, started]

    def go_on() -> bool:
        steps[0] += 1
        now = time.monotonic()
        if now - steps[1] > _STEP:
            steps[1] = now
            print(f"{steps[0]:,.0f} faults and counters, {now - started:.0f} s", file=sys.stderr)
        return True

    return go_on


if __name__ == "__main__":
    sys.exit(main())
