"""The one place where parts are put together; functions ask here for what they need.

Everything is imported and built on first use, for each import is part of a cold start, and kept for
the life of the environment. What cannot be had raises Unavailable and is tried again.
"""

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from faultbook import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from faultbook.aws import Aws
    from faultbook.domain.customer_settings import CustomerSettings
    from faultbook.domain.timeline import Sighting
    from faultbook.dynamodb.striping import DynamoStriping
    from faultbook.gateway.api_key import ApiKeyAuthenticator
    from faultbook.gateway.bearer_jwt import JwtAuthenticator
    from faultbook.gateway.cursor import CursorSigner
    from faultbook.gateway.http import Request
    from faultbook.gateway.quota import Quota
    from faultbook.gateway.share_token import ShareTokens
    from faultbook.gateway.short_memory import ShortMemory
    from faultbook.secret_store import Secrets
    from faultbook.usecases.access_ports import AccessStore, SettingsStore, StripesStore
    from faultbook.usecases.caller import Caller
    from faultbook.usecases.ports import CommentStore, DueStore, FaultStore
    from faultbook.usecases.scan_reports import ScanReportStore
    from faultbook.usecases.statistics_ports import (
        AuditStore,
        HappeningStore,
        Ledger,
        Patience,
        StatisticsStore,
    )


def clock() -> datetime:
    """Now, in UTC; the only reader of the machine's clock."""
    return settings.read_clock(datetime.now(UTC))


def prepare(*, api_keys: bool = False) -> None:
    """Build, while a function starts in Lambda, what its first request would wait for.

    INIT has two full processors. `api_keys`: callers present one instead of a bearer token. Raises
    WeakSecret; a store of secrets that does not answer is asked again later.
    """
    if settings.read_settings().in_lambda:
        secrets().warm()
        if api_keys:
            api_key_authenticator()
        else:
            jwt_authenticator()
        fault_store()


@cache
def environment() -> settings.Settings:
    return settings.read_settings()


@cache
def aws() -> "Aws":
    from faultbook.aws import Aws

    return Aws()


@cache
def dynamodb() -> "DynamoDBClient":
    return aws().dynamodb()


@cache
def striping() -> "DynamoStriping":
    from faultbook.dynamodb.striping import DynamoStriping

    return DynamoStriping(dynamodb(), environment().faults_table, clock)


@cache
def fault_store() -> "FaultStore":
    from faultbook.dynamodb.fault_store import DynamoFaultStore

    return DynamoFaultStore(dynamodb(), environment().faults_table, clock, striping())


@cache
def comment_store() -> "CommentStore":
    from faultbook.dynamodb.comment_store import DynamoCommentStore

    return DynamoCommentStore(dynamodb(), environment().faults_table, clock)


@cache
def due_store() -> "DueStore":
    from faultbook.dynamodb.due_store import DynamoDueStore

    return DynamoDueStore(dynamodb(), environment().faults_table, striping())


@cache
def ledger() -> "Ledger":
    from faultbook.dynamodb.ledger import DynamoLedger

    return DynamoLedger(dynamodb(), environment().faults_table, environment().statistics_table)


@cache
def statistics_store() -> "StatisticsStore":
    from faultbook.dynamodb.statistics_store import DynamoStatisticsStore

    return DynamoStatisticsStore(dynamodb(), environment().statistics_table)


@cache
def happening_store() -> "HappeningStore":
    from faultbook.dynamodb.happening_store import DynamoHappeningStore

    return DynamoHappeningStore(dynamodb(), environment().faults_table, striping())


@cache
def audit_store() -> "AuditStore":
    """The only one that scans; for reconcile."""
    from faultbook.dynamodb.audit_store import DynamoAuditStore

    return DynamoAuditStore(dynamodb(), environment().faults_table, environment().statistics_table)


def sightings(record: dict[str, Any]) -> "list[Sighting]":
    """What a stream record says about a fault. Raises MalformedRecord."""
    from faultbook.dynamodb.stream_record import sightings_of

    return sightings_of(record, environment().faults_table)


def patience(time_left: "Callable[[], float]") -> "Patience":
    """How long conflicting writes are tried again; `time_left` is in seconds."""
    from faultbook.dynamodb.backoff import Backoff

    return Backoff(time_left)


@cache
def access_store() -> "AccessStore":
    from faultbook.dynamodb.access_store import DynamoAccessStore

    return DynamoAccessStore(dynamodb(), environment().access_table, clock)


@cache
def scan_report_store() -> "ScanReportStore":
    from faultbook.dynamodb.scan_report_store import DynamoScanReportStore

    return DynamoScanReportStore(dynamodb(), environment().scan_reports_table, clock)


@cache
def settings_store() -> "SettingsStore":
    from faultbook.dynamodb.settings_store import DynamoSettingsStore

    return DynamoSettingsStore(dynamodb(), environment().access_table)


def stripes_store() -> "StripesStore":
    return striping()


@cache
def _settings_of_customers() -> "ShortMemory[str, CustomerSettings]":
    from faultbook.gateway.short_memory import ShortMemory

    return ShortMemory()


def customer_settings(customer_id: str) -> "CustomerSettings":
    """As they were at most a minute ago. Raises Unavailable."""
    if remembered := _settings_of_customers().recall(customer_id):
        return remembered[0]
    chosen = settings_store().get(customer_id)
    _settings_of_customers().keep(customer_id, chosen)
    return chosen


def forget_customer_settings(customer_id: str) -> None:
    """They have changed; other processes find out within a minute."""
    _settings_of_customers().forget(customer_id)


@cache
def secrets() -> "Secrets":
    """Raises WeakSecret, so that a function does not start with one."""
    from faultbook.secret_store import Secrets

    if environment().secrets_path:
        return Secrets.at_path(aws().ssm(), environment().secrets_path)
    return Secrets.given(environment().local_secrets)


@cache
def cursor_signer() -> "CursorSigner":
    from faultbook.gateway.cursor import CursorSigner
    from faultbook.secret_store import SecretName

    return CursorSigner(secrets().get(SecretName.CURSOR))


@cache
def jwt_authenticator() -> "JwtAuthenticator":
    from faultbook.gateway.bearer_jwt import HmacKey, JwtAuthenticator
    from faultbook.secret_store import SecretName

    chosen = environment()
    keys: Any
    if chosen.jwt_algorithm == "HS256":
        keys = HmacKey(lambda: secrets().get(SecretName.JWT))
    else:
        from faultbook.gateway.jwks import JwksKeys  # brings cryptography, which HS256 never needs

        keys = JwksKeys(chosen.jwks_url, chosen.jwt_algorithm, allow_loopback=not chosen.in_lambda)
    return JwtAuthenticator(
        keys, issuer=chosen.jwt_issuer, audience=chosen.jwt_audience, clock=clock
    )


@cache
def api_key_authenticator() -> "ApiKeyAuthenticator":
    from faultbook.dynamodb.access_store import DynamoApiKeyDirectory
    from faultbook.gateway.api_key import ApiKeyAuthenticator
    from faultbook.secret_store import SecretName

    directory = DynamoApiKeyDirectory(dynamodb(), environment().access_table)
    return ApiKeyAuthenticator(directory, lambda: secrets().get(SecretName.API_KEY_PEPPER), clock)


@cache
def share_tokens() -> "ShareTokens":
    from faultbook.gateway.share_token import ShareTokens
    from faultbook.secret_store import SecretName

    return ShareTokens(access_store(), lambda: secrets().get(SecretName.TOKEN), clock)


@cache
def quota() -> "Quota":
    from faultbook.gateway.quota import Quota

    return Quota(environment().requests_per_second)


def authenticate_bearer(request: "Request") -> "Caller":
    """Raises NotAuthenticated, or Unavailable when the keys cannot be read."""
    return jwt_authenticator().authenticate(request)


def authenticate_fortimonitor(request: "Request") -> "Caller":
    """`Authorization: ApiKey <key>` or `?api_key=<key>`, one of them.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    from faultbook.domain.fault import Origin
    from faultbook.gateway.api_key import authorization_header, presented_key, query_parameter

    key = presented_key(request, (authorization_header, query_parameter))
    return api_key_authenticator().authenticate(key, request.source_ip, api=Origin.FORTIMONITOR)


def authenticate_incidents(request: "Request") -> "Caller":
    """A bearer token; `X-Scope-OrgID` selects among the customers that the token owns.

    Raises NotAuthenticated, NotPermitted for any other customer and for several at once, or
    Unavailable.
    """
    caller = authenticate_bearer(request)
    chosen = request.headers.get("x-scope-orgid")
    return caller if chosen is None else caller.for_customer(chosen)


def authenticate_mackerel(request: "Request") -> "Caller":
    """`X-Api-Key: <key>`; a key that writes must be one that reads, as Mackerel has it.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    from dataclasses import replace

    from faultbook.domain.fault import Origin
    from faultbook.gateway.api_key import presented_key, x_api_key_header
    from faultbook.usecases.caller import Scope

    key = presented_key(request, (x_api_key_header,))
    caller = api_key_authenticator().authenticate(key, request.source_ip, api=Origin.MACKEREL)
    return caller if Scope.READ in caller.scopes else replace(caller, scopes=frozenset())


def admit(caller: "Caller") -> None:
    """Raises TooManyRequests."""
    quota().admit(caller)


def public_url(request: "Request") -> str:
    """Never from a header that the caller could have written, unless API Gateway vouches for it."""
    return environment().public_url or f"https://{request.domain_name}"
