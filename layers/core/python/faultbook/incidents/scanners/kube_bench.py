"""kube-bench: `--json` has `Controls`; before 0.3 it was one set of controls, or a list of them."""

from collections import Counter
from typing import Any

from faultbook.incidents.scanners.reading import objects, share_of_passes


def score_of(report: Any) -> int | None:
    controls = report.get("Controls", [report]) if isinstance(report, dict) else report
    states = Counter(
        result.get("status") if isinstance(result.get("status"), str) else ""
        for control in objects(controls)
        for test in objects(control.get("tests"))
        for result in objects(test.get("results"))
    )
    return share_of_passes(states["PASS"], states["WARN"], states["FAIL"])
