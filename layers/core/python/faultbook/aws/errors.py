"""What a call to AWS can end in, whichever client made it."""

from typing import Any


class Refused(Exception):
    """The service answered with an error; `answer` is all that it said."""

    def __init__(self, code: str, answer: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer or {}


class NoAnswer(Exception):
    """Not reached, not in time, or not to be understood; the text names the kind of failure."""
