"""Something happens to a call: another writer in between, an end in the middle, a lost answer."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from tests.support.client_between import ClientBetween

Event = Callable[[], object]
Plan = Callable[[int, str], "Callable[..., Any] | None"]


class Killed(BaseException):
    """The process ends here: no handler of exceptions is asked."""


class Interrupted:
    """A store whose calls are counted from 1, and which does something before some of them."""

    def __init__(self, store: Any, *, before: dict[int, Event]) -> None:
        self._store = store
        self._before = before
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            self._before.get(len(self.calls), lambda: None)()
            return method(*args, **kwargs)

        return counted


class UnreliableClient(ClientBetween):
    """A low-level client. `plan` gets the number of a call, from 1, and its name.

    What it returns, if anything, is called with the real operation and its parameters instead.
    """

    def __init__(self, client: ClientBetween, plan: Plan | None = None) -> None:
        self._client = client
        self.plan: Plan = plan or all_goes_well
        self.calls: list[str] = []

    @contextmanager
    def disturbed(
        self, instead: Callable[..., Any], *, call: int, onwards: bool = False
    ) -> Iterator[None]:
        """One call, counted from now, goes wrong, or with `onwards` all from that one."""
        wrong = len(self.calls) + call

        def plan(number: int, name: str) -> Callable[..., Any] | None:
            del name
            return instead if number == wrong or (onwards and number > wrong) else None

        self.plan = plan
        try:
            yield
        finally:
            self.plan = all_goes_well

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation):
            return operation

        def called(**parameters: Any) -> Any:
            self.calls.append(name)
            instead = self.plan(len(self.calls), name)
            return instead(operation, **parameters) if instead else operation(**parameters)

        return called


def all_goes_well(number: int, name: str) -> None:
    del number, name


def only(number: int, instead: Callable[..., Any]) -> Plan:
    """A plan for one call."""
    return lambda call, _: instead if call == number else None


def kill_before(operation: Any, **parameters: Any) -> Any:
    del operation, parameters
    raise Killed


def kill_after(operation: Any, **parameters: Any) -> Any:
    operation(**parameters)
    raise Killed


def lose_answer(operation: Any, **parameters: Any) -> Any:
    """The call takes effect, its answer never arrives, and the SDK has given up."""
    operation(**parameters)
    raise ReadTimeoutError(endpoint_url="https://store.example")


def lose_first_answer(operation: Any, **parameters: Any) -> Any:
    """The call takes effect, its answer never arrives, and the SDK sends the same once more."""
    if "TransactItems" in parameters:
        parameters.setdefault("ClientRequestToken", str(uuid.uuid4()))
    operation(**parameters)
    return operation(**parameters)


def refuse(code: str, *reasons: str) -> Callable[..., Any]:
    """The store answers with an error; `reasons` are those of a cancelled transaction."""

    def refused(operation: Any, **parameters: Any) -> Any:
        del operation, parameters
        answer: Any = {"Error": {"Code": code, "Message": "refused by the test"}}
        if reasons:
            answer["CancellationReasons"] = [{"Code": reason} for reason in reasons]
        raise ClientError(answer, "of the test")

    return refused
