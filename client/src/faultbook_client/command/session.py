"""What every command begins with and how it ends."""

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from faultbook_client import __version__
from faultbook_client.command.profiles import Settings, SettingsError, settle
from faultbook_client.command.terminal import BROKEN_PIPE, say
from faultbook_client.errors import (
    Conflict,
    FaultbookError,
    InvalidArgument,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    RequestFailed,
    TooManyRequests,
    Unavailable,
    Unreachable,
)
from faultbook_client.parameters import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faultbook_client.client import Faultbook

_INTERRUPTED = 130


class ExitCode(IntEnum):
    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_PERMITTED = 4
    CONFLICT = 5
    UNAVAILABLE = 6


_CODES: dict[type[FaultbookError], ExitCode] = {
    InvalidArgument: ExitCode.USAGE,
    NotFound: ExitCode.NOT_FOUND,
    NotAuthenticated: ExitCode.NOT_PERMITTED,
    NotPermitted: ExitCode.NOT_PERMITTED,
    Conflict: ExitCode.CONFLICT,
    TooManyRequests: ExitCode.UNAVAILABLE,
    Unavailable: ExitCode.UNAVAILABLE,
    Unreachable: ExitCode.UNAVAILABLE,
}
_ADVICE: dict[type[FaultbookError], str] = {
    NotAuthenticated: "`faultbook login` stores a new token, `faultbook doctor` looks at this one.",
    NotPermitted: "`faultbook doctor` shows the scopes of the token.",
    Unreachable: "`faultbook doctor` looks at the URL.",
}


@dataclass(frozen=True, slots=True)
class Options:
    """Of the command line, before environment and profiles."""

    url: str | None
    token: str | None
    profile: str | None
    timeout: float = DEFAULT_TIMEOUT

    def settings(self) -> Settings:
        return settle(url=self.url, token=self.token, profile=self.profile)


def options_of(context: typer.Context) -> Options:
    options: Options = context.obj
    return options


@contextmanager
def connected(context: typer.Context) -> "Iterator[Faultbook]":
    """Raises SettingsError without a token, InvalidArgument for what cannot be used."""
    options = options_of(context)
    settings = options.settings()
    if not settings.token:
        raise SettingsError(
            f"There is no token for {settings.shown_url}. `faultbook login` stores one; "
            "FAULTBOOK_TOKEN and --token give one for now."
        )
    with client_of(settings, options) as faultbook:
        yield faultbook


def client_of(settings: Settings, options: Options) -> "Faultbook":
    """Raises InvalidArgument."""
    from faultbook_client.client import Faultbook

    return Faultbook(
        settings.url,
        settings.token,
        timeout=options.timeout,
        user_agent=f"faultbook/{__version__}",
    )


class _AsTyped:
    """In the place of what turns the words of a command line into values."""

    def coerce(self, value: Any, **place: Any) -> Any:
        del place
        return value


class _Parsing:
    """Words stay words while a shell is told how they go on.

    pydantic, by which typer makes values of them, is most of what starting would cost then. A typer
    without that attribute is only slower.
    """

    get_params: Any

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:
            for param in self.get_params(ctx):
                param._runtime_param = _AsTyped()  # noqa: SLF001 - see the docstring
        arguments: list[str] = super().parse_args(ctx, args)  # type: ignore[misc] # typer's classes have it
        return arguments


class Command(_Parsing, TyperCommand):
    pass


class Commands(_Parsing, TyperGroup):
    """Turns what commands raise into words on standard error and an exit code."""

    command_class = Command

    def invoke(self, ctx: Any) -> Any:
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except FaultbookError as error:
            explain(error)
            raise typer.Exit(code_of(error)) from error
        except SettingsError as error:
            say(f"faultbook: {error}")
            raise typer.Exit(ExitCode.USAGE) from error
        except BrokenPipeError as error:
            _silence_output()
            raise typer.Exit(BROKEN_PIPE) from error
        except OSError as error:
            _silence_output()
            say(f"faultbook: {error}")
            raise typer.Exit(ExitCode.FAILED) from error
        except typer.Abort as error:  # Ctrl-C while something was asked
            say("")
            raise typer.Exit(_INTERRUPTED) from error
        return answer


def code_of(error: FaultbookError) -> ExitCode:
    return next((_CODES[kind] for kind in type(error).__mro__ if kind in _CODES), ExitCode.FAILED)


def explain(error: FaultbookError, about: str = "") -> None:
    """The summary in a line, then each field that is wrong in one of its own."""
    problem = error.problem if isinstance(error, RequestFailed) else None
    words = (problem.detail or problem.title) if problem else str(error)
    say(f"faultbook: {about}{': ' if about else ''}{words}")
    if problem:
        for field, wrong in problem.errors.items():
            say(f"  {field}: {'; '.join(wrong)}")
        if isinstance(error, Unavailable) and problem.request_id:
            say(f"  request {problem.request_id}")
    for kind, advice in _ADVICE.items():
        if isinstance(error, kind):
            say(f"  {advice}")


def _silence_output() -> None:
    """What could not be written is given up; the interpreter would try once more at its end."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):  # no file of the system, as in a test
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
