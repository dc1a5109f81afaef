"""What the first answers of a URL tell: connection, certificate, clock, service and document."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from faultbook_client import __version__
from faultbook_client.command.findings import Finding, Verdict
from faultbook_client.command.moments import local, now, short
from faultbook_client.command.session import ExitCode
from faultbook_client.exchange import SENDING_ERRORS, unanswered
from faultbook_client.network import network

_SKEW_WARNED, _SKEW_REFUSED = 5, 60  # seconds; tokens are judged by the service's clock
_CERTIFICATE_SOON = 14 * 86_400
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_NEEDED = ("/fault", "/fault/batch", "/fault/statistics")


@dataclass(frozen=True, slots=True)
class Reached:
    """The first answer, whatever it was; `certificate_until` None without TLS."""

    answer: httpx.Response
    at: datetime
    certificate_until: datetime | None

    @property
    def server_time(self) -> datetime | None:
        try:
            at = parsedate_to_datetime(self.answer.headers.get("Date", ""))
        except ValueError:
            return None
        return at if at.tzinfo else at.replace(tzinfo=UTC)


class Way:
    """Between this machine and a URL, as every command goes it. Raises InvalidArgument."""

    def __init__(self, url: str, timeout: float) -> None:
        settings = network(url, "", timeout=timeout, user_agent=f"faultbook/{__version__}")
        self.url = settings.url
        self._arguments = settings.arguments
        self.reached: Reached | None = None

    def findings(self) -> Iterator[Finding]:
        yield self._security()
        with httpx.Client(**self._arguments) as http:
            try:
                self.reached = _reach(http)
            except SENDING_ERRORS as error:
                words = str(unanswered(error))
                yield Finding("connection", Verdict.BAD, words, ExitCode.UNAVAILABLE)
                return
            yield from self._connection(self.reached)
            yield _clock(self.reached)
            yield from _service(http, self.reached.answer)

    def _security(self) -> Finding:
        url = httpx.URL(self.url)
        if url.scheme == "http" and url.host not in _LOOPBACK:
            words = f"{url}: without TLS, everybody on the way can read the token"
            return Finding("url", Verdict.DOUBTFUL, words)
        return Finding("url", Verdict.GOOD, self.url)

    def _connection(self, reached: Reached) -> Iterator[Finding]:
        proxy = self._arguments["proxy"]
        way = f", through the proxy {proxy.url}" if proxy else ""
        words = f"answers over {reached.answer.http_version}{way}"
        yield Finding("connection", Verdict.GOOD, words)
        until = reached.certificate_until
        if until is None:
            return
        left = (until - reached.at).total_seconds()
        verdict = Verdict.GOOD if left > _CERTIFICATE_SOON else Verdict.DOUBTFUL
        yield Finding("tls", verdict, f"trusted certificate, good until {local(until)}")


def _reach(http: httpx.Client) -> Reached:
    with http.stream("GET", "/health") as answer:
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


def _clock(reached: Reached) -> Finding:
    """A Date header has whole seconds, so less than two says nothing."""
    server = reached.server_time
    if server is None:
        return Finding("clock", Verdict.DOUBTFUL, "the service sends no Date to compare with")
    skew = (reached.at - server).total_seconds()
    if abs(skew) < _SKEW_WARNED:
        return Finding("clock", Verdict.GOOD, "this machine and the service agree")
    words = f"this machine is {short(abs(skew))} {'ahead of' if skew > 0 else 'behind'} the service"
    verdict = Verdict.DOUBTFUL if abs(skew) < _SKEW_REFUSED else Verdict.BAD
    return Finding("clock", verdict, words)


def _service(http: httpx.Client, answer: httpx.Response) -> Iterator[Finding]:
    try:
        health = answer.json()
        version = str(health["version"]) if health["status"] == "ok" else None
    except (ValueError, KeyError, TypeError, RecursionError):
        version = None
    if answer.status_code != httpx.codes.OK or version is None:
        words = f"/health answered {answer.status_code}, and not as Faultbook does"
        code = ExitCode.UNAVAILABLE if answer.is_server_error else ExitCode.FAILED
        yield Finding("health", Verdict.BAD, words, code)
        return
    yield Finding("health", Verdict.GOOD, f"Faultbook {version}")
    yield _api(http, version)


def _api(http: httpx.Client, version: str) -> Finding:
    """The document at /openapi.json says which calls the service has."""
    try:
        document = http.get("/openapi.json").json()
        paths = document["paths"]
        title = f"{document['info']['title']} {document['info']['version']}"
        missing = [path for path in _NEEDED if path not in paths]
    except (*SENDING_ERRORS, ValueError, KeyError, TypeError, RecursionError):
        return Finding("api", Verdict.DOUBTFUL, "there is no readable /openapi.json")
    if missing:
        return Finding("api", Verdict.BAD, f"{title} lacks {', '.join(missing)}")
    own = __version__.split(".", maxsplit=1)[0]
    if version.split(".", maxsplit=1)[0] != own:
        words = f"{title}; this client was made for {own}.x"
        return Finding("api", Verdict.DOUBTFUL, words)
    return Finding("api", Verdict.GOOD, title)
