"""Severity words of other systems; one table for every API that takes free words."""

import re

from faultbook.domain.fault import Severity

WORDS: dict[Severity, tuple[str, ...]] = {
    Severity.CRITICAL: (
        *("CRITICAL", "CRIT", "FATAL", "EMERGENCY", "EMERG", "ALERT", "PANIC", "DISASTER"),
        *("BLOCKER", "URGENT", "HIGHEST", "SEV0", "SEV1", "P0", "P1", "S0", "S1", "0", "1"),
    ),
    Severity.HIGH: (
        *("HIGH", "MAJOR", "ERROR", "ERR", "SEVERE", "IMPORTANT"),
        *("SEV2", "P2", "S2", "2"),
    ),
    Severity.MEDIUM: ("MEDIUM", "MODERATE", "AVERAGE", "NORMAL", "SEV3", "P3", "S3", "3"),
    Severity.WARNING: ("WARNING", "WARN", "SEV4", "P4", "S4", "4"),
    Severity.LOW: (
        *("LOW", "MINOR", "INFO", "INFORMATION", "INFORMATIONAL", "NOTICE", "DEBUG", "TRIVIAL"),
        *("LOWEST", "NEGLIGIBLE", "SEV5", "P5", "S5", "5"),
    ),
}
_BY_WORD = {word: severity for severity, words in WORDS.items() for word in words}
_BETWEEN = re.compile(r"[\s_.:-]+")


def as_counted(word: str) -> str:
    """Case, blanks and hyphens do not count: `sev-2` is `SEV2`."""
    return _BETWEEN.sub("", word).upper()


def means_itself(word: str) -> bool:
    """Whether the word is empty or one of the severities, which a customer cannot redefine."""
    counted = as_counted(word)
    return not counted or counted in set(Severity)


def severity_of(word: str, otherwise: Severity) -> Severity:
    """`otherwise` for an unknown word."""
    return _BY_WORD.get(as_counted(word), otherwise)
