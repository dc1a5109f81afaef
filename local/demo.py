"""Credentials of the first customers, made through the core.

Loaded once the environment of the functions is set, because the core looks at it while loading.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from faultbook import wiring
from faultbook.domain.access import digest_of
from faultbook.domain.errors import ApiKeyNotFound
from faultbook.secret_store import SecretName
from local.credentials import bearer_token, write_private
from local.customers import Customer

_KEPT = "api-keys.json"


def credentials_of(
    customers: Iterable[Customer], environment: Mapping[str, str], directory: Path
) -> list[dict[str, Any]]:
    """Fresh tokens, and the API keys of last time where they still work."""
    keys = _ApiKeys(directory)
    return [
        {
            "customer_id": customer.customer_id,
            "tokens": {
                name: bearer_token(environment, customer.customer_id, scopes, now=wiring.clock())
                for name, scopes in customer.tokens.items()
            },
            "api_keys": {
                name: keys.text(customer.customer_id, name, scopes)
                for name, scopes in customer.api_keys.items()
            },
        }
        for customer in customers
    ]


class _ApiKeys:
    """The store keeps only digests, so the texts are kept here."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / _KEPT
        self._texts: dict[str, str] = (
            json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        )

    def text(self, customer_id: str, name: str, scopes: Iterable[str]) -> str:
        place = f"{customer_id} {name} {' '.join(scopes)}"
        if place not in self._texts or not _works(customer_id, self._texts[place]):
            self._texts[place] = _make(customer_id, name, scopes)
            write_private(self._file, self._texts)
        return self._texts[place]


def _make(customer_id: str, name: str, scopes: Iterable[str]) -> str:
    _, text = wiring.credentials().make_api_key(
        customer_id, name=f"local {name}", scopes=frozenset(scopes), by="local"
    )
    return text


def _works(customer_id: str, text: str) -> bool:
    _, key_id, secret = text.split("_")
    try:
        key = wiring.stores.access_store().get_api_key(customer_id, key_id)
    except ApiKeyNotFound:
        return False
    pepper = wiring.secrets().get(SecretName.API_KEY_PEPPER)
    return key.accepts(digest_of(secret, pepper), wiring.clock())
