"""A small stack of its own for the runner's tests, so that they say nothing about faults."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.stack import LocalStack

TEMPLATE = Path(__file__).parent / "template.yaml"

StackMaker = Callable[..., LocalStack]


@pytest.fixture
def make_stack(tmp_path: Path) -> Iterator[StackMaker]:
    """Not started yet; stopped at the end, whatever became of it."""
    made: list[LocalStack] = []

    def make(**options: Any) -> LocalStack:
        environment = {"ANTIDOTE": str(tmp_path / "antidote")}
        usual: dict[str, Any] = {"environment": environment, "template": TEMPLATE}
        stack = LocalStack(tmp_path / "data", **(usual | options))
        made.append(stack)
        return stack

    yield make
    for stack in made:
        stack.__exit__(None, None, None)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """One for the tests that leave nothing behind; manual, on a file that is thrown away."""
    folder = tmp_path_factory.mktemp("stack")
    environment = {"ANTIDOTE": str(folder / "antidote")}
    with LocalStack(folder, store="memory", template=TEMPLATE, environment=environment) as running:
        yield running
