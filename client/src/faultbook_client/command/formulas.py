"""Cells of a CSV file that a spreadsheet would take for a formula.

A spreadsheet computes what begins with one of a few characters (OWASP, "CSV Injection"), so an
apostrophe is put before it. A text that begins with apostrophes before such a character gets one
more, so that removing one restores the text.
"""

import re

# The wide forms are those of Japanese keyboards, which spreadsheets there take for the same.
_FORMULA = re.compile(
    r"[\s'\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]"
)
_MARK = "'"


def marked(text: str) -> str:
    return f"{_MARK}{text}" if _FORMULA.match(text) else text


def unmarked(cell: str) -> str:
    is_marked = cell.startswith(_MARK) and _FORMULA.match(cell[1:])
    return cell[1:] if is_marked else cell
