"""Severities as the console shows them: the same words, signs and order, from the worst on."""

from faultbook_client.enums import Severity

# Shape and colour both, for who sees only one of them. Few fonts have the console's octagon.
MARKS: dict[Severity, tuple[str, str]] = {
    Severity.CRITICAL: ("⬢", "bold red"),
    Severity.HIGH: ("▲", "dark_orange"),
    Severity.MEDIUM: ("◆", "yellow"),
    Severity.WARNING: ("■", "cyan"),
    Severity.LOW: ("●", "bright_black"),
}
RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def word(severity: Severity) -> str:
    return severity.capitalize()
