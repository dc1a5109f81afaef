"""The wire of access tokens, API keys and settings: what answers carry."""

from typing import Literal

from typing_extensions import TypedDict

from faultbook.domain.fault import Severity
from faultbook.gateway.answer_types import Date, Time


class MadeAccessToken(TypedDict):
    """`short_link` shows the open faults to whoever has it."""

    id: str
    token: str
    type: Literal["jwt"]
    expires_in_minutes: int
    expires_at: Time
    short_link: str


class AccessToken(TypedDict):
    id: str
    created_at: Time
    created_by: str
    expires_at: Time


class AccessTokenList(TypedDict):
    data: list[AccessToken]


class ApiKey(TypedDict):
    id: str
    name: str
    scopes: list[str]
    cidrs: list[str]
    apis: list[str]
    path: str | None
    topics: list[str]
    created_at: Time
    created_by: str
    expires_at: Time | None
    rotated_at: Time | None
    previous_secret_until: Time | None
    revoked_at: Time | None
    last_used_on: Date | None


class MadeApiKey(ApiKey):
    key: str


class ApiKeyList(TypedDict):
    data: list[ApiKey]


class StripesInForce(TypedDict):
    """`chosen` is written under from `since` on, which may lie ahead; null: it always was."""

    chosen: int
    since: Time | None
    read: int


class Settings(TypedDict):
    """`severity_words` are the customer's own, beside those of the table."""

    servers: list[str] | None
    severity_words: dict[str, Severity]
    alert_path_labels: list[list[str]] | None
    outage_links_revoked_at: Time | None
    stripes: StripesInForce
