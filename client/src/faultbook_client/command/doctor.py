"""`faultbook doctor`: what is wrong between this machine and Faultbook, in the order to look."""

import stat
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import typer

from faultbook_client import __version__
from faultbook_client.command import profiles
from faultbook_client.command.choices import Json
from faultbook_client.command.claims import claims_of, instant_of, scopes_of
from faultbook_client.command.findings import Finding, Verdict
from faultbook_client.command.moments import local, now, short
from faultbook_client.command.profiles import Settings, SettingsError
from faultbook_client.command.session import ExitCode, Options, client_of, code_of, options_of
from faultbook_client.command.terminal import is_terminal, print_fields, print_json
from faultbook_client.errors import FaultbookError, InvalidArgument

_SKEW = 60  # seconds that a token may begin in the future
_SOON = 3600  # seconds of a token
_OTHERS = 0o077


def doctor(context: typer.Context, *, as_json: Json = False) -> None:
    """Check settings, URL, TLS, clock, service and token; the exit code is that of the first fault.

    Changes nothing, and can be run at any time.
    """
    findings = []
    for finding in _findings(options_of(context)):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        print_json(
            [
                {"name": finding.name, "verdict": finding.verdict, "words": finding.words}
                for finding in findings
            ]
        )
    bad = [finding for finding in findings if finding.verdict is Verdict.BAD]
    raise typer.Exit(bad[0].code if bad else ExitCode.OK)


def _findings(options: Options) -> Iterator[Finding]:
    from faultbook_client.command.reaching import Way

    try:
        settings = options.settings()
        way = Way(settings.url, options.timeout)
        client_of(settings, options).close()
    except (SettingsError, InvalidArgument) as error:
        yield Finding("settings", Verdict.BAD, str(error), ExitCode.USAGE)
        return
    origin = f"from {settings.source}; client {__version__}"
    yield Finding("settings", Verdict.GOOD, origin)
    yield from _file()
    yield from way.findings()
    at = way.reached.server_time if way.reached else None
    yield from _token(settings, at or now())
    if way.reached and settings.token:
        yield _access(settings, options)


def _file() -> Iterator[Finding]:
    file = profiles.path()
    try:
        mode = file.stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        return
    if mode & _OTHERS:
        words = f"{file} can be read by others (mode {stat.S_IMODE(mode):o}); chmod 600 it"
        yield Finding("file", Verdict.DOUBTFUL, words)
    else:
        yield Finding("file", Verdict.GOOD, f"{file} is private")


def _token(settings: Settings, at: datetime) -> Iterator[Finding]:
    """The token's own claims, by the clock of the service."""
    if not settings.token:
        words = "there is none; `faultbook login` stores one"
        yield Finding("token", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
        return
    claims = claims_of(settings.token)
    if claims is None:
        words = "it is no JSON Web Token; an API key is for FortiMonitor's and Mackerel's API"
        yield Finding("token", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
        return
    scopes = scopes_of(claims)
    words = f"of {claims.get('customer_id', '?')} for {claims.get('sub', '?')}: {' '.join(scopes)}"
    yield Finding("token", Verdict.GOOD if scopes else Verdict.DOUBTFUL, words)
    yield _lifetime(claims, at)


def _lifetime(claims: dict[str, Any], at: datetime) -> Finding:
    begins, ends = instant_of(claims, "nbf", "iat"), instant_of(claims, "exp")
    if ends is None:
        words = "the token has no expiry"
        return Finding("lifetime", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
    left = (ends - at).total_seconds()
    if left <= 0:
        words = f"the token expired {local(ends)}; `faultbook login` stores a new one"
        return Finding("lifetime", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
    if begins and (begins - at).total_seconds() > _SKEW:
        words = "the token is not valid yet; a clock is wrong"
        return Finding("lifetime", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
    verdict = Verdict.GOOD if left > _SOON else Verdict.DOUBTFUL
    return Finding("lifetime", verdict, f"until {local(ends)}, another {short(left)}")


def _access(settings: Settings, options: Options) -> Finding:
    """One read with the token; a scope to write is not tried."""
    try:
        with client_of(settings, options) as faultbook:
            faultbook.page(limit=1)
    except FaultbookError as error:
        return Finding("access", Verdict.BAD, str(error), code_of(error))
    return Finding("access", Verdict.GOOD, "the token is accepted and may read")


def _print(finding: Finding) -> None:
    if is_terminal():
        from faultbook_client.command.views.finding_row import print_row

        print_row(finding)
    else:
        print_fields((finding.verdict, finding.name, finding.words))
