"""The one place where parts are put together; functions ask here for what they need.

Everything is imported and built on first use, for each import is part of a cold start, and kept for
the life of the environment. What cannot be had raises Unavailable and is tried again.
"""

import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from faultbook import settings
from faultbook.wiring import stores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from faultbook.domain.customer_settings import CustomerSettings
    from faultbook.domain.deliveries import Attempt
    from faultbook.domain.endpoints import Endpoint, Endpoints
    from faultbook.domain.fault import Severity
    from faultbook.gateway.api_key import ApiKeyAuthenticator
    from faultbook.gateway.bearer_jwt import JwtAuthenticator
    from faultbook.gateway.cursor import CursorSigner
    from faultbook.gateway.http import Request
    from faultbook.gateway.quota import Quota
    from faultbook.gateway.share_token import ShareTokens
    from faultbook.gateway.short_memory import ShortMemory
    from faultbook.gateway.sns_signature import SnsSignatures
    from faultbook.incidents.scan_reports import ScanReports
    from faultbook.incidents.upsert_incidents import UpsertIncidents
    from faultbook.outgoing.notice import Notice
    from faultbook.outgoing.sns import Sns
    from faultbook.secret_store import SecretName, Secrets
    from faultbook.usecases.acknowledge_faults import AcknowledgeFaults
    from faultbook.usecases.act_on_faults import ActOnFaults
    from faultbook.usecases.caller import Caller
    from faultbook.usecases.change_faults import ChangeFaults
    from faultbook.usecases.close_days import CloseDays
    from faultbook.usecases.comment_faults import CommentFaults
    from faultbook.usecases.count_faults import CountFaults
    from faultbook.usecases.credentials import Credentials
    from faultbook.usecases.customer_settings import SettingsOfCustomers
    from faultbook.usecases.deliver import Deliver
    from faultbook.usecases.delivery_log import DeliveryLog
    from faultbook.usecases.delivery_ports import Post, Wake
    from faultbook.usecases.due_notes import Settler, SweepDueNotes
    from faultbook.usecases.endpoints import EndpointsOfCustomers
    from faultbook.usecases.follow_alarms import FollowAlarms
    from faultbook.usecases.follow_alerts import FollowAlerts
    from faultbook.usecases.heartbeat_faults import HeartbeatFaults
    from faultbook.usecases.heartbeats import Heartbeats
    from faultbook.usecases.hosts import Hosts
    from faultbook.usecases.light_outboxes import OutboxOnDemand
    from faultbook.usecases.outbox import KeepForDelivery
    from faultbook.usecases.ports import FailureStore
    from faultbook.usecases.read_events import ReadEvents
    from faultbook.usecases.read_faults import ReadFaults
    from faultbook.usecases.read_statistics import ReadStatistics
    from faultbook.usecases.reconcile import Reconcile
    from faultbook.usecases.reconcile_window import ReconcileWindow
    from faultbook.usecases.record_changes import RecordChanges
    from faultbook.usecases.report_faults import ReportFaults
    from faultbook.usecases.snooze_faults import SnoozeFaults
    from faultbook.usecases.top_faults import ReadTopFaults
    from faultbook.usecases.wake_deliveries import WakeDeliveries
    from faultbook.usecases.watch_heartbeats import RecordSweeps


_ENDPOINTS_SECONDS = 30.0


def clock() -> "datetime":
    """Now, in UTC."""
    return stores.clock()


def prepare(
    *parts: "Callable[[], object]",
    api_keys: bool = False,
    further_secrets: "Sequence[SecretName]" = (),
) -> None:
    """Build, while a function starts in Lambda, what its first request would wait for.

    INIT has two full processors. `parts` are functions of this module, as `changes`; `api_keys`:
    callers present one instead of a bearer token; `further_secrets` are those that it needs beside
    the one for its callers. Raises WeakSecret or MissingSetting; a store of secrets that does not
    answer is asked again later.
    """
    if settings.read_settings().in_lambda:
        secrets().warm(*_secrets_for_callers(api_keys=api_keys), *further_secrets)
        if api_keys:
            api_key_authenticator()
        else:
            jwt_authenticator()
    build_at_start(stores.fault_store, quota, *parts)


def _secrets_for_callers(*, api_keys: bool) -> "list[SecretName]":
    """With public keys tokens need none."""
    from faultbook.secret_store import SecretName

    if api_keys:
        return [SecretName.API_KEY_PEPPER]
    return [SecretName.JWT] if stores.environment().jwt_algorithm == "HS256" else []


def build_at_start(*parts: "Callable[[], object]") -> None:
    """In Lambda, so that a setting that is missing stops the function there, by name."""
    if settings.read_settings().in_lambda:
        for part in parts:
            part()


@cache
def faults() -> "ReadFaults":
    from faultbook.usecases.read_faults import ReadFaults

    return ReadFaults(stores.fault_store(), stores.timeline_store)


def customer_of_alarms() -> str:
    """Raises MissingSetting."""
    return settings.read_settings().customer_of_alarms


@cache
def changes() -> "ChangeFaults":
    from faultbook.usecases.change_faults import ChangeFaults

    return ChangeFaults(stores.fault_store(), stores.comment_store(), stores.clock)


@cache
def snoozes() -> "SnoozeFaults":
    from faultbook.usecases.snooze_faults import SnoozeFaults

    return SnoozeFaults(changes(), stores.due_store())


@cache
def reports() -> "ReportFaults":
    from faultbook.domain.identifiers import draw_number
    from faultbook.usecases.report_faults import ReportFaults

    return ReportFaults(stores.fault_store(), changes(), draw_number)


@cache
def failures() -> "FailureStore":
    return stores.failure_store()


@cache
def alerts() -> "FollowAlerts":
    from faultbook.usecases.follow_alerts import FollowAlerts

    return FollowAlerts(stores.fault_store(), reports(), changes(), stores.lease_store())


@cache
def alarms() -> "FollowAlarms":
    from faultbook.usecases.follow_alarms import FollowAlarms

    return FollowAlarms(stores.fault_store(), reports(), comments(), stores.clock)


def sns() -> "Sns":
    return stores.sns()


@cache
def sns_signatures() -> "SnsSignatures":
    from faultbook.gateway.sns_signature import SnsSignatures  # brings cryptography

    return SnsSignatures(sns().certificate, sns().origin_of, stores.clock)


@cache
def lately_pushed() -> "ShortMemory[tuple[str, str], str]":
    """By customer and deduplication key: pushes that are skipped for a while when repeated."""
    from faultbook.gateway.short_memory import ShortMemory

    return ShortMemory()


@cache
def comments() -> "CommentFaults":
    from faultbook.domain.identifiers import draw_number
    from faultbook.usecases.comment_faults import CommentFaults

    return CommentFaults(stores.fault_store(), stores.comment_store(), changes(), draw_number)


@cache
def actions() -> "ActOnFaults":
    from faultbook.usecases.act_on_faults import ActOnFaults

    return ActOnFaults(stores.fault_store(), acknowledgements(), snoozes(), stores.clock)


@cache
def acknowledgements() -> "AcknowledgeFaults":
    from faultbook.usecases.acknowledge_faults import AcknowledgeFaults

    return AcknowledgeFaults(changes(), comments())


@cache
def hosts() -> "Hosts":
    from faultbook.domain.identifiers import draw_number
    from faultbook.usecases.hosts import Hosts

    return Hosts(stores.host_store(), stores.clock, draw_number)


@cache
def incidents() -> "UpsertIncidents":
    from faultbook.domain.identifiers import draw_number
    from faultbook.incidents.upsert_incidents import UpsertIncidents

    return UpsertIncidents(stores.fault_store(), changes(), draw_number)


@cache
def scan_reports() -> "ScanReports":
    from faultbook.incidents.scan_reports import ScanReports

    return ScanReports(stores.scan_report_store(), stores.clock)


@cache
def statistics() -> "ReadStatistics":
    from faultbook.usecases.read_statistics import ReadStatistics

    return ReadStatistics(stores.statistics_store(), stores.event_store(), stores.clock)


@cache
def events() -> "ReadEvents":
    from faultbook.usecases.read_events import ReadEvents

    return ReadEvents(stores.event_log(), stores.clock)


@cache
def top_faults() -> "ReadTopFaults":
    from faultbook.usecases.top_faults import ReadTopFaults

    return ReadTopFaults(statistics(), faults(), stores.clock)


@cache
def counts() -> "CountFaults":
    from faultbook.usecases.count_faults import CountFaults

    return CountFaults(faults(), stores.statistics_store(), stores.event_store(), stores.clock)


@cache
def credentials() -> "Credentials":
    from faultbook.secret_store import SecretName
    from faultbook.usecases.credentials import Credentials

    return Credentials(
        stores.access_store(), lambda: secrets().get(SecretName.API_KEY_PEPPER), stores.clock
    )


@cache
def settings_of_customers() -> "SettingsOfCustomers":
    from faultbook.usecases.customer_settings import SettingsOfCustomers

    return SettingsOfCustomers(stores.settings_store(), stores.stripes_store(), stores.clock)


@cache
def due_notes() -> "SweepDueNotes":
    from faultbook.domain.due import DueKind
    from faultbook.usecases.due_faults import CloseDueFaults, WakeDueFaults
    from faultbook.usecases.due_notes import SweepDueNotes
    from faultbook.usecases.watch_heartbeats import WatchHeartbeats

    watch_heartbeats = WatchHeartbeats(
        stores.heartbeat_store(),
        stores.sweep_store(),
        stores.due_store(),
        heartbeat_faults(),
        stores.clock,
    )
    settlers: dict[DueKind, Settler] = {
        DueKind.HEARTBEAT: watch_heartbeats,
        DueKind.AWAKE: WakeDueFaults(changes()),
        DueKind.CLOSE: CloseDueFaults(changes(), stores.due_store(), stores.lease_store()),
    }
    return SweepDueNotes(settlers, stores.due_store(), stores.clock)


@cache
def sweeps() -> "RecordSweeps":
    from faultbook.usecases.watch_heartbeats import RecordSweeps

    return RecordSweeps(stores.sweep_store(), stores.clock)


@cache
def heartbeat_faults() -> "HeartbeatFaults":
    from faultbook.usecases.heartbeat_faults import HeartbeatFaults

    return HeartbeatFaults(reports())


@cache
def heartbeats() -> "Heartbeats":
    from faultbook.usecases.heartbeats import Heartbeats

    return Heartbeats(
        stores.heartbeat_store(), stores.due_store(), heartbeat_faults(), stores.clock
    )


@cache
def unknown_heartbeats() -> "ShortMemory[tuple[str, str], str]":
    """By customer and name, of which somebody has been told lately."""
    from faultbook.gateway.short_memory import ShortMemory

    return ShortMemory()


@cache
def close_days() -> "CloseDays":
    from faultbook.usecases.close_days import CloseDays

    return CloseDays(stores.statistics_store(), stores.clock)


def record_changes(time_left: "Callable[[], float]") -> "RecordChanges":
    """`time_left`, in seconds, is how long conflicting writes are tried again."""
    from faultbook.usecases.record_changes import RecordChanges

    return RecordChanges(stores.ledger(), stores.clock, stores.retry_policy(time_left), outbox())


@cache
def endpoints() -> "EndpointsOfCustomers":
    from faultbook.usecases.endpoints import EndpointsOfCustomers

    return EndpointsOfCustomers(stores.endpoint_store(), stores.clock, _completed)


@cache
def wake_deliveries() -> "WakeDeliveries":
    from faultbook.usecases.wake_deliveries import WakeDeliveries

    return WakeDeliveries(stores.delivery_store(), stores.wake(), stores.clock)


def deliver(post: "Post") -> "Deliver":
    """`post` makes one attempt."""
    from faultbook.usecases.deliver import Deliver
    from faultbook.usecases.failing_endpoints import FailingEndpoints

    return Deliver(
        endpoints(),
        stores.delivery_store(),
        FailingEndpoints(reports, changes),
        post,
        stores.wake(),
        stores.clock,
        time.sleep,
    )


def send(endpoint: "Endpoint", notice: "Notice") -> "Attempt":
    """Raises nothing but defects."""
    from faultbook.outgoing.aws_call import AwsCall
    from faultbook.outgoing.kinds import KINDS

    request = KINDS[endpoint.kind].request_of(notice, endpoint, stores.clock())
    if isinstance(request, AwsCall):
        return stores.aws_targets().post(request)
    return stores.connection().post(request)


@cache
def delivery_log() -> "DeliveryLog":
    from faultbook.usecases.delivery_log import DeliveryLog

    return DeliveryLog(endpoints(), stores.delivery_store(), stores.wake(), stores.clock)


def headers_of(endpoint: "Endpoint", notice: "Notice", at: "datetime") -> "Mapping[str, str]":
    """As an attempt at that time sends them, secrets among them; a call of AWS has none."""
    from faultbook.outgoing.aws_call import AwsCall
    from faultbook.outgoing.kinds import KINDS

    request = KINDS[endpoint.kind].request_of(notice, endpoint, at)
    return {} if isinstance(request, AwsCall) else request.headers


def _completed(endpoint: "Endpoint") -> "Endpoint":
    """Raises InvalidRequest for settings that nothing is ever sent with."""
    from faultbook.outgoing.kinds import Allowed, completed

    chosen = stores.environment()
    targets = {
        "EventBusArn": [chosen.event_bus_arn] if chosen.event_bus_arn else [],
        "TopicArns": chosen.topic_arns,
        "MailFrom": [chosen.mail_from] if chosen.mail_from else [],
    }
    return completed(endpoint, Allowed(targets, loopback=settings.allows_loopback_receivers()))


def is_own(url: str, request: "Request") -> bool:
    """Whether Faultbook would tell itself; on one machine customers may tell each other."""
    from faultbook.domain.origins import host_of

    if settings.allows_loopback_receivers():
        return False
    return host_of(url) in {host_of(public_url(request)), request.domain_name}


def links_begin_with() -> str:
    """Where no request gives the origin."""
    return stores.environment().public_url or stores.environment().api_url


@cache
def outbox() -> "OutboxOnDemand":
    from faultbook.usecases.light_outboxes import OutboxOnDemand

    return OutboxOnDemand(partial(_outbox, stores.wake()))


def _outbox(wake: "Wake") -> "KeepForDelivery":
    from faultbook.usecases.outbox import KeepForDelivery

    return KeepForDelivery(_endpoints_of, stores.delivery_store(), wake, stores.clock)


@cache
def _endpoints_remembered() -> "ShortMemory[str, Endpoints]":
    from faultbook.gateway.short_memory import ShortMemory

    return ShortMemory()


def _endpoints_of(customer_id: str) -> "Endpoints":
    """As they were at most half a minute ago. Raises Unavailable."""
    remembered = _endpoints_remembered().recall(customer_id, _ENDPOINTS_SECONDS)
    if remembered:
        return remembered[0]
    found = stores.endpoint_store().all(customer_id)
    _endpoints_remembered().keep(customer_id, found)
    return found


def reconcile_window(time_left: "Callable[[], float]") -> "ReconcileWindow":
    """`time_left` as for record_changes."""
    from faultbook.usecases.reconcile_window import ReconcileWindow

    return ReconcileWindow(
        stores.window_store(),
        stores.audit_store(),
        stores.statistics_store(),
        record_changes(time_left),
    )


def reconcile(time_left: "Callable[[], float]") -> "Reconcile":
    """`time_left` as for record_changes."""
    from faultbook.usecases.reconcile import Reconcile

    return Reconcile(stores.audit_store(), stores.statistics_store(), record_changes(time_left))


@cache
def _settings_of_customers() -> "ShortMemory[str, CustomerSettings]":
    from faultbook.gateway.short_memory import ShortMemory

    return ShortMemory()


def customer_settings(customer_id: str) -> "CustomerSettings":
    """As they were at most a minute ago. Raises Unavailable."""
    if remembered := _settings_of_customers().recall(customer_id):
        return remembered[0]
    chosen = stores.settings_store().get(customer_id)
    _settings_of_customers().keep(customer_id, chosen)
    return chosen


def severity_of(customer_id: str, word: str, otherwise: "Severity") -> "Severity":
    """What a sender's word means to the customer, who is only asked for words of other houses."""
    from faultbook.domain.severity_words import means_itself, severity_of

    if means_itself(word):
        return severity_of(word, otherwise)
    return customer_settings(customer_id).severity_of(word, otherwise)


def alert_path_labels(customer_id: str) -> "Sequence[Sequence[str]]":
    """Which labels of an alert make its path, as the customer has it."""
    from faultbook.domain.prometheus_alert import PATH_LABELS

    chosen = customer_settings(customer_id).alert_path_labels
    return PATH_LABELS if chosen is None else chosen


def latest_customer_settings(customer_id: str) -> "CustomerSettings":
    """As they are at this moment. Raises Unavailable."""
    return stores.settings_store().get(customer_id, latest=True)


def forget_customer_settings(customer_id: str) -> None:
    """After a change; other processes read it within a minute."""
    _settings_of_customers().forget(customer_id)


@cache
def secrets() -> "Secrets":
    """Raises WeakSecret, so that a function does not start with one."""
    from faultbook.secret_store import Secrets

    if path := stores.environment().secrets_path:
        from faultbook.parameter_store import read_parameters

        return Secrets(partial(read_parameters, stores.aws().ssm(), path))
    return Secrets.given(stores.environment().local_secrets)


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

    chosen = stores.environment()
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
    return JwtAuthenticator(keys, rules, stores.clock)


@cache
def api_key_authenticator() -> "ApiKeyAuthenticator":
    from faultbook.dynamodb.access_store import DynamoApiKeyDirectory
    from faultbook.gateway.api_key import ApiKeyAuthenticator
    from faultbook.secret_store import SecretName

    directory = DynamoApiKeyDirectory(stores.dynamodb(), stores.environment().access_table)
    return ApiKeyAuthenticator(
        directory, lambda: secrets().get(SecretName.API_KEY_PEPPER), stores.clock
    )


@cache
def share_tokens() -> "ShareTokens":
    from faultbook.gateway.share_token import ShareTokens
    from faultbook.secret_store import SecretName

    return ShareTokens(stores.access_store(), lambda: secrets().get(SecretName.TOKEN), stores.clock)


@cache
def quota() -> "Quota":
    from faultbook.gateway.quota import Quota

    return Quota(stores.environment().requests_per_second)


def authenticate_bearer(request: "Request") -> "Caller":
    """Raises NotAuthenticated, or Unavailable when the keys cannot be read."""
    return jwt_authenticator().authenticate(request)


def admit(caller: "Caller") -> None:
    """Raises TooManyRequests."""
    quota().admit(caller)


def public_url(request: "Request") -> str:
    """Never from a header that the caller could have written, unless API Gateway vouches for it."""
    return stores.environment().public_url or f"https://{request.domain_name}"
