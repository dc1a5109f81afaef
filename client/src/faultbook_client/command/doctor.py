"""`faultbook doctor`: what is wrong between this machine and Faultbook, in the order to look."""

import ssl
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

import httpx
import typer
from rich.table import Table

from faultbook_client import __version__
from faultbook_client.command import profiles
from faultbook_client.command.choices import Json
from faultbook_client.command.claims import claims_of, scopes_of
from faultbook_client.command.moments import local, now, short
from faultbook_client.command.profiles import Settings, SettingsError
from faultbook_client.command.session import ExitCode, client_of, code_of, options_of
from faultbook_client.command.terminal import (
    is_terminal,
    one_line,
    out,
    plain,
    print_fields,
    print_json,
)
from faultbook_client.errors import FaultbookError

_SKEW_WARNED, _SKEW_REFUSED = 5, 60  # seconds; tokens are judged by the service's clock
_SOON = 3600  # seconds of a token
_CERTIFICATE_SOON = 14 * 86_400
_OTHERS = 0o077
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Verdict(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    verdict: Verdict
    words: str
    code: ExitCode = field(default=ExitCode.FAILED)


@dataclass(frozen=True, slots=True)
class Reached:
    """What the first answer tells, whatever it was; `certificate_until` None without TLS."""

    answer: httpx.Response
    at: datetime
    certificate_until: datetime | None


def doctor(context: typer.Context, *, as_json: Json = False) -> None:
    """Check settings, URL, TLS, clock, service and token; the exit code is that of the first fault.

    Changes nothing, and can be run at any time.
    """
    findings = []
    for finding in _findings(context):
        findings.append(finding)
        if not as_json:
            _print(finding)
    if as_json:
        print_json([_wire(finding) for finding in findings])
    bad = [finding for finding in findings if finding.verdict is Verdict.BAD]
    raise typer.Exit(bad[0].code if bad else ExitCode.OK)


def _findings(context: typer.Context) -> Iterator[Finding]:
    options = options_of(context)
    try:
        settings = options.settings()
        client_of(settings, options).close()
    except SettingsError as error:
        yield Finding("settings", Verdict.BAD, str(error), ExitCode.USAGE)
        return
    yield _settings(settings)
    yield from _file()
    yield _url(settings.url)
    try:
        reached = _reach(settings.url, options.timeout)
    except httpx.HTTPError as error:
        words = f"{str(error) or type(error).__name__}"
        yield Finding("connection", Verdict.BAD, words, ExitCode.UNAVAILABLE)
        yield from _token(settings, now())
        return
    yield from _connection(reached)
    yield _clock(reached)
    yield from _service(reached, settings.url, options.timeout)
    yield from _token(settings, _server_time(reached) or now())
    if settings.token:
        yield _access(context, settings)


def _settings(settings: Settings) -> Finding:
    return Finding("settings", Verdict.GOOD, f"from {settings.source}; client {__version__}")


def _file() -> Iterator[Finding]:
    file = profiles.path()
    if not file.exists():
        return
    mode = file.stat().st_mode & 0o777
    if mode & _OTHERS:
        words = f"{file} can be read by others (mode {mode:o}); chmod 600 it"
        yield Finding("file", Verdict.DOUBTFUL, words)
    else:
        yield Finding("file", Verdict.GOOD, f"{file} is private")


def _url(url: str) -> Finding:
    parsed = httpx.URL(url)
    if parsed.scheme == "http" and parsed.host not in _LOOPBACK:
        words = f"{url}: without TLS, everybody on the way can read the token"
        return Finding("url", Verdict.DOUBTFUL, words)
    return Finding("url", Verdict.GOOD, url)


def _reach(url: str, timeout: float) -> Reached:
    """Raises httpx.HTTPError."""
    with (
        httpx.Client(timeout=timeout) as http,
        http.stream("GET", f"{url.rstrip('/')}/health") as answer,
    ):
        at = now()
        stream = answer.extensions.get("network_stream")
        tls = stream.get_extra_info("ssl_object") if stream else None
        certificate = tls.getpeercert() if tls else None
        answer.read()
    return Reached(answer, at, _until(certificate))


def _until(certificate: Any) -> datetime | None:
    if not certificate or "notAfter" not in certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), tz=UTC)


def _connection(reached: Reached) -> Iterator[Finding]:
    yield Finding("connection", Verdict.GOOD, f"answers over {reached.answer.http_version}")
    until = reached.certificate_until
    if until is None:
        return
    left = (until - reached.at).total_seconds()
    verdict = Verdict.GOOD if left > _CERTIFICATE_SOON else Verdict.DOUBTFUL
    yield Finding("tls", verdict, f"trusted certificate, good until {local(until)}")


def _server_time(reached: Reached) -> datetime | None:
    try:
        return parsedate_to_datetime(reached.answer.headers.get("Date", ""))
    except ValueError:
        return None


def _clock(reached: Reached) -> Finding:
    """A Date header has whole seconds, so less than two says nothing."""
    server = _server_time(reached)
    if server is None:
        return Finding("clock", Verdict.DOUBTFUL, "the service sends no Date to compare with")
    skew = (reached.at - server).total_seconds()
    if abs(skew) < _SKEW_WARNED:
        return Finding("clock", Verdict.GOOD, "this machine and the service agree")
    words = f"this machine is {short(abs(skew))} {'ahead of' if skew > 0 else 'behind'} the service"
    verdict = Verdict.DOUBTFUL if abs(skew) < _SKEW_REFUSED else Verdict.BAD
    return Finding("clock", verdict, words)


def _service(reached: Reached, url: str, timeout: float) -> Iterator[Finding]:
    answer = reached.answer
    try:
        told = answer.json()
        version = told["version"] if told["status"] == "ok" else None
    except (ValueError, KeyError, TypeError):
        version = None
    if answer.status_code != httpx.codes.OK or version is None:
        words = f"/health answered {answer.status_code}, and not as Faultbook does"
        code = ExitCode.UNAVAILABLE if answer.is_server_error else ExitCode.FAILED
        yield Finding("health", Verdict.BAD, words, code)
        return
    yield Finding("health", Verdict.GOOD, f"Faultbook {version}")
    yield _api(version, url, timeout)


def _api(version: str, url: str, timeout: float) -> Finding:
    """The document at /openapi.json says which calls the service has."""
    try:
        document = httpx.get(f"{url.rstrip('/')}/openapi.json", timeout=timeout).json()
        paths = document["paths"]
        title = f"{document['info']['title']} {document['info']['version']}"
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return Finding("api", Verdict.DOUBTFUL, "there is no readable /openapi.json")
    missing = [
        path for path in ("/fault", "/fault/batch", "/fault/statistics") if path not in paths
    ]
    if missing:
        return Finding("api", Verdict.BAD, f"{title} lacks {', '.join(missing)}")
    if version.split(".", maxsplit=1)[0] != __version__.split(".")[0]:
        words = f"{title}; this client was made for {__version__.split('.')[0]}.x"
        return Finding("api", Verdict.DOUBTFUL, words)
    return Finding("api", Verdict.GOOD, title)


def _token(settings: Settings, at: datetime) -> Iterator[Finding]:
    """What the token says of itself, by the clock of the service."""
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
    begins, ends = claims.get("nbf", claims.get("iat")), claims.get("exp")
    if not isinstance(ends, int | float):
        words = "the token has no expiry"
        return Finding("lifetime", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
    seconds = at.timestamp()
    until = local(datetime.fromtimestamp(ends, tz=UTC))
    if ends <= seconds:
        words = f"the token expired {until}; `faultbook login` stores a new one"
        return Finding("lifetime", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
    if isinstance(begins, int | float) and begins > seconds + _SKEW_REFUSED:
        words = "the token is not valid yet; a clock is wrong"
        return Finding("lifetime", Verdict.BAD, words, ExitCode.NOT_PERMITTED)
    verdict = Verdict.GOOD if ends - seconds > _SOON else Verdict.DOUBTFUL
    return Finding("lifetime", verdict, f"until {until}, another {short(ends - seconds)}")


def _access(context: typer.Context, settings: Settings) -> Finding:
    """One read, by the token; a scope to write is not tried out."""
    options = options_of(context)
    try:
        with client_of(settings, options) as faultbook:
            faultbook.page(limit=1)
    except FaultbookError as error:
        return Finding("access", Verdict.BAD, str(error), code_of(error))
    return Finding("access", Verdict.GOOD, "the token is accepted and may read")


def _print(finding: Finding) -> None:
    mark, style = {
        Verdict.GOOD: ("✓", "green"),
        Verdict.DOUBTFUL: ("!", "yellow"),
        Verdict.BAD: ("✗", "bold red"),
    }[finding.verdict]
    if not is_terminal():
        print_fields((finding.verdict, finding.name, finding.words))
        return
    row = Table.grid(padding=(0, 1))
    row.add_column(width=1, style=style)
    row.add_column(width=10)
    row.add_column(overflow="fold")
    row.add_row(mark, one_line(finding.name, "bold"), plain(finding.words))
    out().print(row)


def _wire(finding: Finding) -> dict[str, Any]:
    told = asdict(finding)
    return {name: told[name] for name in ("name", "verdict", "words")}
