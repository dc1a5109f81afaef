"""Where the alerts of another service come from: a file of what it answered, or the service."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from faultbook_client.command.migration.alerts import Wire, members, objects, text
from faultbook_client.command.profiles import SettingsError
from faultbook_client.errors import Unreachable
from faultbook_client.network import network
from faultbook_client.retry import Retry, retry_after_seconds

PAGE = 100
_STANDARD_INPUT = Path("-")
_BUSY = 429
_MAX_PAGES = 10_000


def in_file(file: Path, lists: tuple[str, ...]) -> Iterator[Wire]:
    """Of JSON: answers of the service, one after the other, a list, or an alert a line.

    `lists` are the names under which answers have their alerts. Raises SettingsError, OSError.
    """
    raw = sys.stdin.buffer.read() if file == _STANDARD_INPUT else file.read_bytes()
    for document in _documents(raw, file):
        for alert in _listed(document, lists):
            if not isinstance(alert, Mapping) or not text(alert.get("id")):
                raise SettingsError(f"{file} has something in it that is no alert with an id.")
            yield alert


def _listed(document: Any, lists: tuple[str, ...]) -> list[Any]:
    """An answer about one alert has it where others have a list."""
    if isinstance(document, Mapping):
        document = next((document[name] for name in lists if name in document), document)
    return document if isinstance(document, list) else [document]


def _documents(raw: bytes, file: Path) -> Iterator[Any]:
    try:
        content = raw.decode("utf-8-sig")
        decoder, place = json.JSONDecoder(), 0
        while place < len(content):
            if content[place].isspace():
                place += 1
                continue
            document, place = decoder.raw_decode(content, place)
            yield document
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{file} is not JSON in UTF-8: {error}") from error


@dataclass(slots=True)
class Service:
    """Asked again after a pause where it is busy. `name` is what people call it."""

    name: str
    url: str
    authorization: str
    accept: str = "application/json"
    timeout: float = 15.0
    retry: Retry = field(default_factory=Retry)
    transport: httpx.BaseTransport | None = None
    _http: httpx.Client = field(init=False)

    def __enter__(self) -> Self:
        """Raises InvalidArgument for a URL or a proxy that cannot be used."""
        way = network(
            self.url,
            "",
            timeout=self.timeout,
            user_agent="faultbook-import",
            transport=self.transport,
        )
        self._http = httpx.Client(**way.arguments)
        self._http.headers.update({"Authorization": self.authorization, "Accept": self.accept})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, error, trace
        self._http.close()

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Wire:
        """Raises SettingsError for what is refused, Unreachable where there is no answer."""
        failed = 0
        while True:
            answer = self._attempt(path, query or {})
            if isinstance(answer, httpx.Response) and not _is_passing(answer):
                return self._read(answer, path)
            failed += 1
            pause = self.retry.pause(failed, _wait(answer))
            if pause is None:
                outcome = answer.status_code if isinstance(answer, httpx.Response) else answer
                raise Unreachable(f"{self.name} does not answer {path}: {outcome}")
            time.sleep(pause)

    def _attempt(self, path: str, query: Mapping[str, Any]) -> httpx.Response | httpx.RequestError:
        try:
            return self._http.get(path, params=dict(query))
        except httpx.RequestError as error:
            return error

    def _read(self, answer: httpx.Response, path: str) -> Wire:
        if not answer.is_success:
            raise SettingsError(
                f"{self.name} refuses {path} with {answer.status_code}. Its key has to be one "
                "that reads alerts."
            )
        try:
            document = answer.json()
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise SettingsError(f"What answers {path} is not {self.name}.")
        return document


def _is_passing(answer: httpx.Response) -> bool:
    return answer.status_code == _BUSY or answer.is_server_error


def _wait(answer: httpx.Response | httpx.RequestError) -> float | None:
    if not isinstance(answer, httpx.Response):
        return None
    return retry_after_seconds(answer.headers.get("Retry-After"), datetime.now(UTC))


def of_opsgenie(service: Service) -> Iterator[Wire]:
    """Oldest first. Pages begin at a time, so that alerts closed meanwhile shift none."""
    for alert in _opsgenie_list(service):
        path = f"/v2/alerts/{alert['id']}"
        whole = members(service.get(path).get("data")) or alert
        yield {**whole, "notes": list(_opsgenie_notes(service, f"{path}/notes"))}


def _opsgenie_list(service: Service) -> Iterator[Wire]:
    seen: set[str] = set()
    since, offset = 0, 0
    for _ in range(_MAX_PAGES):
        after = f" AND createdAt >= {since}" if since else ""
        page = objects(
            service.get(
                "/v2/alerts",
                {
                    "query": f"status: open{after}",
                    "sort": "createdAt",
                    "order": "asc",
                    "offset": offset,
                    "limit": PAGE,
                },
            ),
            "data",
        )
        new = [alert for alert in page if text(alert.get("id")) not in seen]
        yield from new
        seen |= {text(alert.get("id")) for alert in new}
        if len(page) < PAGE:
            return
        last = _milliseconds(page[-1].get("createdAt"))
        since, offset = (last, 0) if last > since else (since, offset + PAGE)


def _opsgenie_notes(service: Service, path: str) -> Iterator[Wire]:
    query: dict[str, Any] = {"limit": PAGE, "order": "asc", "direction": "next"}
    for _ in range(_MAX_PAGES):
        page = objects(service.get(path, query), "data")
        yield from page
        if len(page) < PAGE or not page[-1].get("offset"):
            return
        query["offset"] = page[-1]["offset"]


def of_pagerduty(service: Service) -> Iterator[Wire]:
    query = {
        "statuses[]": ["triggered", "acknowledged"],
        "date_range": "all",
        "sort_by": "created_at:asc",
        "limit": PAGE,
    }
    for incident in _paged(service, "/incidents", query, "incidents", _by_offset):
        notes = service.get(f"/incidents/{incident['id']}/notes")
        yield {**incident, "notes": objects(notes, "notes")}


def of_alerta(service: Service) -> Iterator[Wire]:
    query = {
        "status": ["open", "assign", "ack", "shelved", "blackout", "unknown"],
        "sort-by": "createTime",
        "page-size": PAGE,
    }
    for alert in _paged(service, "/alerts", query, "alerts", _by_page):
        notes = service.get(f"/alert/{alert['id']}/notes")
        yield {**alert, "notes": objects(notes, "notes")}


def _by_offset(number: int) -> dict[str, Any]:
    return {"offset": number * PAGE}


def _by_page(number: int) -> dict[str, Any]:
    return {"page": number + 1}


def _paged(
    service: Service,
    path: str,
    query: Mapping[str, Any],
    name: str,
    place: Callable[[int], dict[str, Any]],
) -> Iterator[Wire]:
    """All pages before the first alert: what is closed meanwhile shifts as few as can be."""
    found: dict[str, Wire] = {}
    for number in range(_MAX_PAGES):
        answer = service.get(path, {**query, **place(number)})
        found |= {text(alert.get("id")): alert for alert in objects(answer, name)}
        if not answer.get("more"):
            break
    yield from found.values()


def _milliseconds(value: Any) -> int:
    try:
        return int(datetime.fromisoformat(text(value)).timestamp() * 1000)
    except ValueError:
        return 0
