"""Which alerts were taken, so that a second run takes none of them twice."""

import hashlib
import json
from pathlib import Path
from typing import Self

from faultbook_client.command.files import writing
from faultbook_client.command.profiles import SettingsError


class Taken:
    """Of one service into one customer's faults: the fault of each alert's key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._faults: dict[str, str] = {}

    @classmethod
    def of(cls, service: str, identity: str) -> Self:
        import platformdirs

        digest = hashlib.sha256(identity.encode(errors="surrogateescape")).hexdigest()
        folder = platformdirs.user_state_path("faultbook") / "import"
        return cls(folder / f"{service}-{digest[:16]}.json")

    def load(self) -> None:
        """Raises SettingsError."""
        try:
            saved = json.loads(self._path.read_text("utf-8") or "{}")
            self._faults = {str(key): str(fault) for key, fault in saved.items()}
        except FileNotFoundError:
            return
        except (OSError, ValueError, AttributeError) as error:
            raise SettingsError(f"{self._path} is no state of an import: {error}") from error

    def __contains__(self, key: str) -> bool:
        return key in self._faults

    def add(self, key: str, fault_id: str) -> None:
        """Written at once: what was done is known even where the power fails after it."""
        self._faults[key] = fault_id
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with writing(self._path, is_private=True) as stream:
            stream.write(json.dumps(self._faults))
