"""Lambda's context of an invocation, as far as functions ask for it."""

from collections.abc import Callable

from aws_lambda_powertools.utilities.typing import LambdaContext


class Context(LambdaContext):
    def __init__(self, milliseconds: Callable[[], int] = lambda: 60_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # there it is static
        return self._milliseconds()
