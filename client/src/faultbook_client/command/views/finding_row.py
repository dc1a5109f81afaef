"""A finding of the doctor."""

from rich.table import Table

from faultbook_client.command.findings import Finding, Verdict
from faultbook_client.command.views.drawing import one_line, out, plain

_SIGNS = {
    Verdict.GOOD: ("✓", "green"),
    Verdict.DOUBTFUL: ("!", "yellow"),
    Verdict.BAD: ("✗", "bold red"),
}


def print_row(finding: Finding) -> None:
    sign, style = _SIGNS[finding.verdict]
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1, style=style)
    row.add_column(width=10)
    row.add_column(overflow="fold")
    row.add_row(sign, one_line(finding.name, "bold"), plain(finding.words))
    out().print(row)
