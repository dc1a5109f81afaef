"""Where API keys and access tokens are kept. All calls raise Unavailable."""

from typing import Protocol

from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.customer_settings import CustomerSettings, SettingsEdits
from faultbook.domain.stripes import Stripes


class AccessStore(Protocol):
    """Lists may miss what was made a moment ago; everything else reads its own writes."""

    def put_api_key(self, customer_id: str, key: ApiKey) -> None:
        """Never overwrites: an id that is taken raises Unavailable, and the next try draws anew."""
        ...

    def get_api_key(self, customer_id: str, key_id: str) -> ApiKey:
        """Raises ApiKeyNotFound, also for another customer's."""
        ...

    def save_api_key(self, customer_id: str, before: ApiKey, after: ApiKey) -> None:
        """Write what a rotation or revocation changes, if it is still at `before.version`.

        Raises ApiKeyNotFound or Conflict.
        """
        ...

    def list_api_keys(self, customer_id: str) -> list[ApiKey]:
        """All that are kept, with revoked and expired ones, in no order."""
        ...

    def put_access_token(self, customer_id: str, token: AccessToken) -> None:
        """As put_api_key."""
        ...

    def get_access_token(self, customer_id: str, token_id: str) -> AccessToken:
        """Raises AccessTokenNotFound, also when it has expired."""
        ...

    def list_access_tokens(self, customer_id: str) -> list[AccessToken]:
        """All that have not expired, in no order."""
        ...

    def delete_access_token(self, customer_id: str, token_id: str) -> None:
        """Deleting twice is as good as once."""
        ...


class ApiKeyDirectory(Protocol):
    """The one look-up without a customer: a key is how the customer becomes known."""

    def find(self, key_id: str) -> ApiKey | None:
        """Read your own writes."""
        ...

    def note_use(self, key: ApiKey, day: str) -> None:
        """Remember the day, YYYY-MM-DD, if the key is still there."""
        ...


class SettingsStore(Protocol):
    def get(self, customer_id: str, *, latest: bool = False) -> CustomerSettings:
        """The defaults where nothing is set; only the latest surely has what was set just now."""
        ...

    def save(self, customer_id: str, edits: SettingsEdits) -> None:
        """What is not named stays as it is."""
        ...


class StripesStore(Protocol):
    def get(self, customer_id: str) -> Stripes:
        """Read your own writes."""
        ...

    def save(self, customer_id: str, before: Stripes, after: Stripes) -> None:
        """Raises Conflict when somebody else chose meanwhile, or too many customers have some."""
        ...
