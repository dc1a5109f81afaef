"""The one place where parts are put together; functions ask here for what they need.

Everything is imported and built on first use, for each import is part of a cold start, and kept for
the life of the environment. What cannot be had raises Unavailable and is tried again.
"""

from datetime import UTC, datetime
from functools import cache, partial
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
    from faultbook.incidents.scan_reports import ScanReports, ScanReportStore
    from faultbook.incidents.upsert_incidents import UpsertIncidents
    from faultbook.secret_store import Secrets
    from faultbook.usecases.access_ports import AccessStore, SettingsStore, StripesStore
    from faultbook.usecases.auto_close import CloseDueFaults
    from faultbook.usecases.caller import Caller
    from faultbook.usecases.change_faults import ChangeFaults
    from faultbook.usecases.close_days import CloseDays
    from faultbook.usecases.comment_faults import CommentFaults
    from faultbook.usecases.count_faults import CountFaults
    from faultbook.usecases.credentials import Credentials
    from faultbook.usecases.customer_settings import SettingsOfCustomers
    from faultbook.usecases.hosts import Hosts, HostStore
    from faultbook.usecases.ports import CommentStore, DueStore, FaultStore
    from faultbook.usecases.read_faults import ReadFaults
    from faultbook.usecases.read_statistics import ReadStatistics
    from faultbook.usecases.reconcile import Reconcile
    from faultbook.usecases.reconcile_window import ReconcileWindow
    from faultbook.usecases.record_changes import RecordChanges
    from faultbook.usecases.report_faults import ReportFaults
    from faultbook.usecases.statistics_ports import (
        AuditStore,
        HappeningStore,
        Ledger,
        Patience,
        StatisticsStore,
        WindowStore,
    )
    from faultbook.usecases.top_faults import ReadTopFaults


def clock() -> datetime:
    """Now, in UTC; the only reader of the machine's clock."""
    return settings.read_clock(datetime.now(UTC))


def prepare(*parts: "Callable[[], object]", api_keys: bool = False) -> None:
    """Build, while a function starts in Lambda, what its first request would wait for.

    INIT has two full processors. `parts` are functions of this module, as `changes`; `api_keys`:
    callers present one instead of a bearer token. Raises WeakSecret or MissingSetting; a store of
    secrets that does not answer is asked again later.
    """
    if settings.read_settings().in_lambda:
        secrets().warm()
        if api_keys:
            api_key_authenticator()
        else:
            jwt_authenticator()
    build_at_start(fault_store, quota, *parts)


def build_at_start(*parts: "Callable[[], object]") -> None:
    """In Lambda, so that a setting that is missing stops the function there, by name."""
    if settings.read_settings().in_lambda:
        for part in parts:
            part()


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


@cache
def window_store() -> "WindowStore":
    from faultbook.dynamodb.window_store import DynamoWindowStore

    tables = environment().faults_table, environment().statistics_table
    return DynamoWindowStore(dynamodb(), *tables, clock, striping())


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
def host_store() -> "HostStore":
    from faultbook.dynamodb.host_store import DynamoHostStore

    return DynamoHostStore(dynamodb(), environment().faults_table, clock)


@cache
def settings_store() -> "SettingsStore":
    from faultbook.dynamodb.settings_store import DynamoSettingsStore

    return DynamoSettingsStore(dynamodb(), environment().access_table)


def stripes_store() -> "StripesStore":
    return striping()


@cache
def faults() -> "ReadFaults":
    from faultbook.usecases.read_faults import ReadFaults

    return ReadFaults(fault_store(), ledger)


@cache
def changes() -> "ChangeFaults":
    from faultbook.usecases.change_faults import ChangeFaults

    return ChangeFaults(fault_store(), comment_store(), clock)


@cache
def reports() -> "ReportFaults":
    from faultbook.domain.identifiers import draw_number
    from faultbook.usecases.report_faults import ReportFaults

    return ReportFaults(fault_store(), changes(), draw_number)


@cache
def comments() -> "CommentFaults":
    from faultbook.domain.identifiers import draw_number
    from faultbook.usecases.comment_faults import CommentFaults

    return CommentFaults(fault_store(), comment_store(), changes(), draw_number)


@cache
def hosts() -> "Hosts":
    from faultbook.domain.identifiers import draw_number
    from faultbook.usecases.hosts import Hosts

    return Hosts(host_store(), clock, draw_number)


@cache
def incidents() -> "UpsertIncidents":
    from faultbook.domain.identifiers import draw_number
    from faultbook.incidents.upsert_incidents import UpsertIncidents

    return UpsertIncidents(fault_store(), changes(), draw_number)


@cache
def scan_reports() -> "ScanReports":
    from faultbook.incidents.scan_reports import ScanReports

    return ScanReports(scan_report_store(), clock)


@cache
def statistics() -> "ReadStatistics":
    from faultbook.usecases.read_statistics import ReadStatistics

    return ReadStatistics(statistics_store(), happening_store(), clock)


@cache
def top_faults() -> "ReadTopFaults":
    from faultbook.usecases.top_faults import ReadTopFaults

    return ReadTopFaults(statistics(), faults(), clock)


@cache
def counts() -> "CountFaults":
    from faultbook.usecases.count_faults import CountFaults

    return CountFaults(faults(), statistics_store(), happening_store(), clock)


@cache
def credentials() -> "Credentials":
    from faultbook.secret_store import SecretName
    from faultbook.usecases.credentials import Credentials

    return Credentials(access_store(), lambda: secrets().get(SecretName.API_KEY_PEPPER), clock)


@cache
def settings_of_customers() -> "SettingsOfCustomers":
    from faultbook.usecases.customer_settings import SettingsOfCustomers

    return SettingsOfCustomers(settings_store(), stripes_store(), clock)


@cache
def auto_close() -> "CloseDueFaults":
    from faultbook.usecases.auto_close import CloseDueFaults

    return CloseDueFaults(changes(), due_store())


@cache
def close_days() -> "CloseDays":
    from faultbook.usecases.close_days import CloseDays

    return CloseDays(statistics_store(), clock)


def record_changes(time_left: "Callable[[], float]") -> "RecordChanges":
    """`time_left`, in seconds, is how long conflicting writes are tried again."""
    from faultbook.usecases.record_changes import RecordChanges

    return RecordChanges(ledger(), clock, patience(time_left))


def reconcile_window(time_left: "Callable[[], float]") -> "ReconcileWindow":
    """`time_left` as for record_changes."""
    from faultbook.usecases.reconcile_window import ReconcileWindow

    recording = record_changes(time_left)
    return ReconcileWindow(window_store(), audit_store(), statistics_store(), recording)


def reconcile(time_left: "Callable[[], float]") -> "Reconcile":
    """`time_left` as for record_changes."""
    from faultbook.usecases.reconcile import Reconcile

    return Reconcile(audit_store(), statistics_store(), record_changes(time_left))


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

    if path := environment().secrets_path:
        from faultbook.parameter_store import read_parameters

        return Secrets(partial(read_parameters, aws().ssm(), path))
    return Secrets.given(environment().local_secrets)


@cache
def cursor_signer() -> "CursorSigner":
    from faultbook.gateway.cursor import CursorSigner
    from faultbook.secret_store import SecretName

    return CursorSigner(secrets().get(SecretName.CURSOR))


@cache
def jwt_authenticator() -> "JwtAuthenticator":
    from faultbook.gateway.bearer_jwt import HmacKey, JwtAuthenticator
    from faultbook.gateway.token_rules import TokenRules
    from faultbook.secret_store import SecretName

    chosen = environment()
    keys: Any
    if chosen.jwt_algorithm == "HS256":
        keys = HmacKey(lambda: secrets().get(SecretName.JWT))
    else:
        from faultbook.gateway.jwks import JwksKeys  # brings cryptography, which HS256 never needs

        keys = JwksKeys(chosen.jwks_url, chosen.jwt_algorithm, allow_loopback=not chosen.in_lambda)
    rules = TokenRules(
        issuer=chosen.jwt_issuer,
        audiences=frozenset(chosen.jwt_audiences),
        audience_claim=chosen.jwt_audience_claim,
        customer_claim=chosen.jwt_customer_claim,
        customer=chosen.jwt_customer,
        scope_prefix=chosen.jwt_scope_prefix,
    )
    return JwtAuthenticator(keys, rules, clock)


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


def admit(caller: "Caller") -> None:
    """Raises TooManyRequests."""
    quota().admit(caller)


def public_url(request: "Request") -> str:
    """Never from a header that the caller could have written, unless API Gateway vouches for it."""
    return environment().public_url or f"https://{request.domain_name}"
