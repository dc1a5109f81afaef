"""What every command begins with and how it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import typer
from typer.core import TyperGroup

from faultbook_client import __version__
from faultbook_client.client import DEFAULT_TIMEOUT, Faultbook
from faultbook_client.command.profiles import Settings, SettingsError, settle
from faultbook_client.command.terminal import BROKEN_PIPE, say
from faultbook_client.errors import (
    Conflict,
    FaultbookError,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    RequestFailed,
    TooManyRequests,
    Unavailable,
    Unreachable,
)


class ExitCode(IntEnum):
    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_PERMITTED = 4
    CONFLICT = 5
    UNAVAILABLE = 6


_CODES: dict[type[FaultbookError], ExitCode] = {
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
def connected(context: typer.Context) -> Iterator[Faultbook]:
    """Raises SettingsError without a token."""
    options = options_of(context)
    settings = options.settings()
    if not settings.token:
        raise SettingsError(
            f"There is no token for {settings.url}. `faultbook login` stores one; "
            "FAULTBOOK_TOKEN and --token give one for now."
        )
    with client_of(settings, options) as faultbook:
        yield faultbook


def client_of(settings: Settings, options: Options) -> Faultbook:
    """Raises SettingsError for what is no URL."""
    if not settings.url.startswith(("http://", "https://")):
        raise SettingsError(f"{settings.url!r} is not a URL of the kind https://faults.example.com")
    return Faultbook(
        settings.url,
        settings.token,
        timeout=options.timeout,
        user_agent=f"faultbook/{__version__}",
    )


class Commands(TyperGroup):
    """Turns what commands raise into words on standard error and an exit code."""

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
            _silence(sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from error
        except OSError as error:
            say(f"faultbook: {error}")
            raise typer.Exit(ExitCode.FAILED) from error
        return answer


def code_of(error: FaultbookError) -> ExitCode:
    return next((_CODES[kind] for kind in type(error).__mro__ if kind in _CODES), ExitCode.FAILED)


def explain(error: FaultbookError, about: str = "") -> None:
    say(f"faultbook: {about}{': ' if about else ''}{error}")
    if isinstance(error, RequestFailed):
        for field, wrong in error.problem.errors.items():
            say(f"  {field}: {'; '.join(wrong)}")
        if isinstance(error, Unavailable) and error.problem.request_id:
            say(f"  request {error.problem.request_id}")
    for kind, advice in _ADVICE.items():
        if isinstance(error, kind):
            say(f"  {advice}")


def _silence(descriptor: int) -> None:
    """So that the interpreter's own flush at the end finds somebody who listens."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
