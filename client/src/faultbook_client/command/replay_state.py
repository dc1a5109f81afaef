"""How far a replay has come, so that a second run goes on and repeats nothing."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import platformdirs

from faultbook_client.command.profiles import SettingsError, write_whole


@dataclass(frozen=True, slots=True)
class Place:
    """`digest` is that of the first `records` reports, `shift` seconds added to their times."""

    run: str
    records: int = 0
    digest: str = ""
    shift: float | None = None

    @classmethod
    def begin(cls, shift: timedelta | None) -> Self:
        seconds = None if shift is None else shift.total_seconds()
        return cls(run=secrets.token_hex(8), shift=seconds)

    @property
    def shifted(self) -> timedelta | None:
        return None if self.shift is None else timedelta(seconds=self.shift)

    def after(self, count: int, digest: "Digest") -> "Place":
        return replace(self, records=self.records + count, digest=digest.text())

    @property
    def key(self) -> str:
        """Of the batch that begins here: the same again whenever it is sent again."""
        return f"replay-{self.run}-{self.records}"


class Digest:
    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, report: Any) -> None:
        self._sum.update(json.dumps(report, sort_keys=True).encode() + b"\n")

    def text(self) -> str:
        return self._sum.hexdigest()


class StateFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, file: Path, url: str, customer: str) -> Self:
        """Another stack or another customer is another replay."""
        name = hashlib.sha256(f"{file.resolve()}\n{url}\n{customer}".encode()).hexdigest()[:16]
        folder = platformdirs.user_state_path("faultbook") / "replay"
        return cls(folder / f"{file.name}-{name}.json")

    def load(self) -> Place | None:
        """Raises SettingsError."""
        try:
            return Place(**json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise SettingsError(f"{self.path} is no state of a replay: {error}") from error

    def save(self, place: Place) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self.path, json.dumps(asdict(place)))
