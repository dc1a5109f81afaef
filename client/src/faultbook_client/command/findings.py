"""What `faultbook doctor` finds."""

from dataclasses import dataclass, field
from enum import StrEnum

from faultbook_client.command.session import ExitCode


class Verdict(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    verdict: Verdict
    words: str
    code: ExitCode = field(default=ExitCode.FAILED)
