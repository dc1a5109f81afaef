"""What the readers of all reports share: the two formulas, and a way into JSON that trusts nothing.

* A tool that checks each thing once says what passed. As Polaris counts it: a pass and a failure
  (danger) weigh 2, a warning 1, and the score is the share of the passes.
* A tool that finds what is wrong knows no passes. Findings weigh 10 (CRITICAL), 4 (HIGH), 1
  (MEDIUM) or 1/4 (LOW); the score is 100 without any, 50 at a weight of 100, 33 at 200 and so on.
"""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

_HALF = 400  # the weight of findings, in quarters, at which their score is 50
QUARTERS = {"CRITICAL": 40, "HIGH": 16, "MEDIUM": 4, "LOW": 1}


def share_of_passes(passes: int, warnings: int, failures: int) -> int | None:
    """None where nothing was checked."""
    total = 2 * passes + warnings + 2 * failures
    return 200 * passes // total if total else None


def score_of_findings(severities: Iterable[str]) -> int:
    """A severity that is not known weighs nothing."""
    return score_of_weight(sum(QUARTERS.get(severity, 0) for severity in severities))


def score_of_weight(quarters: int) -> int:
    return 100 * _HALF // (_HALF + quarters)


def member(part: Any, name: str) -> Json:
    """An empty object for anything that is not an object."""
    value = part.get(name) if isinstance(part, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Json]:
    """The objects in a list; nothing for anything that is not a list."""
    return (
        [element for element in value if isinstance(element, dict)]
        if isinstance(value, list)
        else []
    )


def whole(value: Any) -> int | None:
    """A count; JSON's `true` is not one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
