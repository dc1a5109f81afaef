"""A list as a table for people, and as fields for pipes."""

from collections.abc import Sequence

from faultbook_client.command.terminal import is_terminal, print_fields


def print_list(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if is_terminal():
        from faultbook_client.command.views.plain_table import print_plain_table

        print_plain_table(heads, rows)
        return
    for row in rows:
        print_fields(row)
