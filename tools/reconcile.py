"""Recounts the statistics and mends them, as the daily schedule does, but without its time limit.

`python -m tools.reconcile` works on the tables that FAULTS_TABLE and STATISTICS_TABLE name, at
AWS_ENDPOINT_URL_DYNAMODB or at AWS itself.
"""

import argparse
import sys
import time
from collections.abc import Callable

from faultbook import wiring
from faultbook.domain.errors import Unavailable
from faultbook.settings import MissingSetting

_STEP = 2.0  # seconds between signs of life
_PATIENCE = 60.0  # seconds for one conflicting write


def main() -> int:
    """0: nothing was wrong. 1: something was, and is mended. 2: it did not get through."""
    argparse.ArgumentParser(
        prog="python -m tools.reconcile", description=(__doc__ or "").partition("\n")[0]
    ).parse_args()
    try:
        _ = wiring.stores.environment().faults_table, wiring.stores.environment().statistics_table
        findings = wiring.reconcile(lambda: _PATIENCE).run(_sign_of_life())
    except MissingSetting as missing:
        print(f"{missing} FAULTS_TABLE and STATISTICS_TABLE name the tables.", file=sys.stderr)
        return 2
    except Unavailable:
        print("The store does not answer; what was mended so far stays mended.", file=sys.stderr)
        return 2
    print(f"Missing entries: {findings.missing}. Wrong counters: {findings.wrong}.")
    return 1 if findings.drift else 0


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
