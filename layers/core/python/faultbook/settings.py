"""The environment of a function; nothing else reads it."""

import os
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


@dataclass(frozen=True, slots=True)
class Settings:
    """`local_secrets` is empty in Lambda: there the secrets come from `secrets_path` in SSM."""

    faults_table: str
    statistics_table: str
    access_table: str
    scan_reports_table: str
    jwt_algorithm: str
    jwt_issuer: str
    jwt_audiences: tuple[str, ...]
    jwt_audience_claim: str
    jwt_customer_claim: str
    jwt_customer: str
    jwt_scope_prefix: str
    jwks_url: str
    secrets_path: str
    local_secrets: dict[str, str]
    public_url: str
    requests_per_second: float
    console_client_id: str
    console_scope: str
    console_token_origin: str
    in_lambda: bool


def read_settings() -> Settings:
    in_lambda = _LAMBDA in os.environ
    secrets_path = os.environ.get("SECRETS_PATH", "")
    return Settings(
        faults_table=os.environ.get("FAULTS_TABLE", ""),
        statistics_table=os.environ.get("STATISTICS_TABLE", ""),
        access_table=os.environ.get("ACCESS_TABLE", ""),
        scan_reports_table=os.environ.get("SCAN_REPORTS_TABLE", ""),
        jwt_algorithm=os.environ.get("JWT_ALGORITHM", "HS256"),
        jwt_issuer=os.environ.get("JWT_ISSUER", ""),
        jwt_audiences=tuple(os.environ.get("JWT_AUDIENCE", "").replace(",", " ").split()),
        jwt_audience_claim=os.environ.get("JWT_AUDIENCE_CLAIM") or "aud",
        jwt_customer_claim=os.environ.get("JWT_CUSTOMER_CLAIM") or "customer_id",
        jwt_customer=os.environ.get("JWT_CUSTOMER", ""),
        jwt_scope_prefix=os.environ.get("JWT_SCOPE_PREFIX", ""),
        jwks_url=os.environ.get("JWKS_URL", ""),
        secrets_path=secrets_path,
        local_secrets={} if in_lambda or secrets_path else _secrets_of_the_environment(),
        public_url=os.environ.get("PUBLIC_URL", "").rstrip("/"),
        requests_per_second=float(os.environ.get("REQUESTS_PER_SECOND", "50")),
        console_client_id=os.environ.get("CONSOLE_CLIENT_ID", ""),
        console_scope=os.environ.get("CONSOLE_SCOPE", ""),
        console_token_origin=os.environ.get("CONSOLE_TOKEN_ORIGIN", ""),
        in_lambda=in_lambda,
    )


def read_log_level() -> str:
    return os.environ.get("LOG_LEVEL") or "INFO"


def read_service_name() -> str:
    """By which metrics of several stacks in one account are told apart."""
    return os.environ.get("SERVICE_NAME") or "faultbook"


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


def _secrets_of_the_environment() -> dict[str, str]:
    names = {name: name.upper().replace("-", "_") for name in _SECRET_NAMES}
    return {name: os.environ.get(variable, "") for name, variable in names.items()}
