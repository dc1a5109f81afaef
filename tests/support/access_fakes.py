"""In-memory access store; tests/integration/test_access_store.py holds it to the real one."""

from dataclasses import replace

from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.customer_settings import CustomerSettings, SettingsEdits
from faultbook.domain.errors import (
    AccessTokenNotFound,
    ApiKeyNotFound,
    Conflict,
    Unavailable,
)
from faultbook.domain.stripes import Stripes
from faultbook.usecases.ports import Clock


class InMemoryAccessStore:
    """Also the directory. `reads` counts look-ups by id, `notes` written days of use."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._keys: dict[str, ApiKey] = {}
        self._tokens: dict[tuple[str, str], AccessToken] = {}
        self.reads = 0
        self.notes = 0

    def put_api_key(self, customer_id: str, key: ApiKey) -> None:
        key = replace(key, customer_id=customer_id)
        if self._keys.setdefault(key.key_id, key) != key:
            raise Unavailable

    def get_api_key(self, customer_id: str, key_id: str) -> ApiKey:
        self.reads += 1
        key = self._keys.get(key_id)
        if key is None or key.customer_id != customer_id or not self._is_kept(key):
            raise ApiKeyNotFound
        return key

    def save_api_key(self, customer_id: str, before: ApiKey, after: ApiKey) -> None:
        existing = self._keys.get(before.key_id)
        if existing is None or existing.customer_id != customer_id:
            raise ApiKeyNotFound
        if replace(existing, last_used_on=after.last_used_on) == after:
            return
        if existing.version != before.version:
            raise Conflict("changed meanwhile")
        self._keys[before.key_id] = replace(after, last_used_on=existing.last_used_on)

    def list_api_keys(self, customer_id: str) -> list[ApiKey]:
        keys = self._keys.values()
        return [key for key in keys if key.customer_id == customer_id and self._is_kept(key)]

    def put_access_token(self, customer_id: str, token: AccessToken) -> None:
        token = replace(token, customer_id=customer_id)
        if self._tokens.setdefault((customer_id, token.token_id), token) != token:
            raise Unavailable

    def get_access_token(self, customer_id: str, token_id: str) -> AccessToken:
        self.reads += 1
        token = self._tokens.get((customer_id, token_id))
        if token is None or not token.is_live(self.clock()):
            raise AccessTokenNotFound
        return token

    def list_access_tokens(self, customer_id: str) -> list[AccessToken]:
        return [
            token
            for (owner, _), token in self._tokens.items()
            if owner == customer_id and token.is_live(self.clock())
        ]

    def delete_access_token(self, customer_id: str, token_id: str) -> None:
        self._tokens.pop((customer_id, token_id), None)

    def find(self, key_id: str) -> ApiKey | None:
        self.reads += 1
        return self._keys.get(key_id)

    def note_use(self, key: ApiKey, day: str) -> None:
        self.notes += 1
        if existing := self._keys.get(key.key_id):
            self._keys[key.key_id] = replace(existing, last_used_on=day)

    def _is_kept(self, key: ApiKey) -> bool:
        kept_until = key.kept_until()
        return kept_until is None or self.clock() < kept_until


class InMemorySettingsStore:
    def __init__(self) -> None:
        self._settings: dict[str, CustomerSettings] = {}

    def get(self, customer_id: str, *, latest: bool = False) -> CustomerSettings:
        del latest
        return self._settings.get(customer_id, CustomerSettings())

    def save(self, customer_id: str, edits: SettingsEdits) -> None:
        self._settings[customer_id] = replace(self.get(customer_id), **edits)


class InMemoryStripesStore:
    def __init__(self) -> None:
        self._stripes: dict[str, Stripes] = {}

    def get(self, customer_id: str) -> Stripes:
        return self._stripes.get(customer_id, Stripes())

    def save(self, customer_id: str, before: Stripes, after: Stripes) -> None:
        if self.get(customer_id) not in (before, after):
            raise Conflict("changed meanwhile")
        self._stripes[customer_id] = after
