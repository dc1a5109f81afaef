"""The progress of a replay, on standard error while that is a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from faultbook_client.command.views.drawing import err


@contextmanager
def progress(words: str, *, count: int, done: int) -> Iterator[Callable[[int], None]]:
    """A function to tell how many more are done."""
    console = err()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as shown:
        task = shown.add_task(words, total=count, completed=done)
        yield lambda more: shown.advance(task, more)
