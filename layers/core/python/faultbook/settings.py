"""The environment of a function; nothing else reads it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_LAMBDA = "AWS_LAMBDA_FUNCTION_NAME"
_SECRET_NAMES = (
    "jwt-secret",
    "token-secret",
    "cursor-secret",
    "api-key-pepper",
    "outage-link-secret",
)


class MissingSetting(RuntimeError):
    """The text names the variable."""

    def __init__(self, name: str, rule: str = "is not set") -> None:
        super().__init__(f"{name} {rule}.")


@dataclass(frozen=True, slots=True)
class Settings:
    """A variable is required once it is read; a function that never reads it needs none.

    Raises MissingSetting.
    """

    given: Mapping[str, str]

    @property
    def in_lambda(self) -> bool:
        return _LAMBDA in self.given

    @property
    def faults_table(self) -> str:
        return self._required("FAULTS_TABLE")

    @property
    def statistics_table(self) -> str:
        return self._required("STATISTICS_TABLE")

    @property
    def access_table(self) -> str:
        return self._required("ACCESS_TABLE")

    @property
    def scan_reports_table(self) -> str:
        return self._required("SCAN_REPORTS_TABLE")

    @property
    def events_table(self) -> str:
        return self._required("EVENTS_TABLE")

    @property
    def jwt_algorithm(self) -> str:
        return self._optional("JWT_ALGORITHM", "HS256")

    @property
    def jwt_issuer(self) -> str:
        return self._required("JWT_ISSUER")

    @property
    def jwt_audiences(self) -> tuple[str, ...]:
        return tuple(self._required("JWT_AUDIENCE").replace(",", " ").split())

    @property
    def jwt_audience_claim(self) -> str:
        return self._optional("JWT_AUDIENCE_CLAIM", "aud")

    @property
    def jwt_customer_claim(self) -> str:
        return self._optional("JWT_CUSTOMER_CLAIM", "customer_id")

    @property
    def jwt_customer(self) -> str:
        return self._optional("JWT_CUSTOMER")

    @property
    def jwt_scope_prefix(self) -> str:
        return self._optional("JWT_SCOPE_PREFIX")

    @property
    def jwks_url(self) -> str:
        """Asked for under RS256 and ES256 only."""
        return self._required("JWKS_URL")

    @property
    def secrets_path(self) -> str:
        """Empty outside Lambda, where the secrets are in the environment."""
        return self._required("SECRETS_PATH") if self.in_lambda else self._optional("SECRETS_PATH")

    @property
    def local_secrets(self) -> dict[str, str]:
        return {name: self._optional(name.upper().replace("-", "_")) for name in _SECRET_NAMES}

    @property
    def public_url(self) -> str:
        return self._optional("PUBLIC_URL").rstrip("/")

    @property
    def customer_of_alarms(self) -> str:
        """Whose faults the alarms of this account are."""
        return self._required("CUSTOMER_OF_ALARMS")

    @property
    def requests_per_second(self) -> float:
        text = self._optional("REQUESTS_PER_SECOND", "50")
        try:
            return float(text)
        except ValueError:
            raise MissingSetting("REQUESTS_PER_SECOND", "is not a number") from None

    @property
    def api_url(self) -> str:
        """Of the HTTP API, where there is no request to know it from."""
        return self._optional("API_URL").rstrip("/")

    @property
    def deliver_function(self) -> str:
        return self._required("DELIVER_FUNCTION")

    @property
    def event_bus_arn(self) -> str:
        """The one that endpoints may name."""
        return self._optional("EVENT_BUS_ARN")

    @property
    def topic_arns(self) -> tuple[str, ...]:
        """Those that endpoints may name."""
        return tuple(self._optional("TOPIC_ARNS").replace(",", " ").split())

    @property
    def mail_from(self) -> str:
        """The address that e-mail comes from; empty where none is sent."""
        return self._optional("MAIL_FROM")

    @property
    def console_client_id(self) -> str:
        return self._optional("CONSOLE_CLIENT_ID")

    @property
    def console_scope(self) -> str:
        return self._optional("CONSOLE_SCOPE")

    @property
    def console_token_origin(self) -> str:
        return self._optional("CONSOLE_TOKEN_ORIGIN")

    def _required(self, name: str) -> str:
        if value := self.given.get(name):
            return value
        raise MissingSetting(name)

    def _optional(self, name: str, default: str = "") -> str:
        return self.given.get(name) or default


def read_settings() -> Settings:
    """As the environment is now."""
    return Settings(dict(os.environ))


def read_log_level() -> str:
    return os.environ.get("LOG_LEVEL") or "INFO"


def read_service_name() -> str:
    """The dimension that separates the metrics of several stacks in one account."""
    return os.environ.get("SERVICE_NAME") or "faultbook"


def allows_loopback_receivers() -> bool:
    """Whether endpoints may be on this machine, over http too: never in Lambda."""
    return os.environ.get("LOOPBACK_RECEIVERS") == "allowed" and _LAMBDA not in os.environ


def read_origin_of_sns() -> str:
    """The SNS of every region on this machine, by the variable of AWS's own tools: never in Lambda.

    Empty where it is AWS's.
    """
    return "" if _LAMBDA in os.environ else os.environ.get("AWS_ENDPOINT_URL_SNS", "").rstrip("/")


def read_clock(real: datetime) -> datetime:
    """`real`, or what FAULTBOOK_CLOCK makes of it outside Lambda: an ISO time, or +/- seconds.

    Raises RuntimeError in Lambda, where a wrong clock would lie about every fault.
    """
    setting = os.environ.get("FAULTBOOK_CLOCK", "")
    if not setting:
        return real
    if _LAMBDA in os.environ:
        raise RuntimeError("FAULTBOOK_CLOCK is not for Lambda.")
    if setting[0] in "+-":
        return real + timedelta(seconds=float(setting))
    return datetime.fromisoformat(setting).astimezone(UTC)
