"""How far a replay has come, so that a second run goes on and repeats nothing."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from faultbook_client.command.files import writing
from faultbook_client.command.profiles import SettingsError


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
    """Without a path nothing is kept: the replay is over when its program is."""

    def __init__(self, path: Path | None, *, is_kept: bool = True) -> None:
        self._path = path
        self._is_kept = is_kept

    @classmethod
    def of(cls, name: str, identity: str, *, is_kept: bool) -> Self:
        """Another stack or another customer is another replay."""
        import platformdirs

        digest = hashlib.sha256(identity.encode(errors="surrogateescape")).hexdigest()
        folder = platformdirs.user_state_path("faultbook") / "replay"
        return cls(folder / f"{name[:100]}-{digest[:16]}.json", is_kept=is_kept)

    def load(self) -> Place | None:
        """Raises SettingsError."""
        if self._path is None:
            return None
        try:
            text = self._path.read_text("utf-8")
            return Place(**json.loads(text)) if text else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise SettingsError(f"{self._path} is no state of a replay: {error}") from error

    def save(self, place: Place) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with writing(self._path, is_private=True) as stream:
            stream.write(json.dumps(asdict(place)))

    def finish(self) -> None:
        """All is done; of what is not kept, the place is forgotten."""
        if self._path is not None and not self._is_kept:
            self._path.unlink(missing_ok=True)
