"""What everything else is built on: the clock, the environment, the client, and the stores."""

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from faultbook import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from faultbook.aws import Aws
    from faultbook.aws_targets import AwsTargets
    from faultbook.domain.timeline import Observation
    from faultbook.dynamodb.striping import DynamoStriping
    from faultbook.incidents.scan_reports import ScanReportStore
    from faultbook.outgoing.connection import Connection
    from faultbook.outgoing.sns import Sns
    from faultbook.usecases.access_ports import AccessStore, SettingsStore, StripesStore
    from faultbook.usecases.change_event_ports import ChangeEventStore
    from faultbook.usecases.delivery_ports import DeliveryStore, EndpointStore, Wake
    from faultbook.usecases.event_ports import EventLog
    from faultbook.usecases.heartbeat_ports import HeartbeatStore, SweepStore
    from faultbook.usecases.hosts import HostStore
    from faultbook.usecases.lease_ports import LeaseStore
    from faultbook.usecases.ports import CommentStore, DueStore, FailureStore, FaultStore
    from faultbook.usecases.statistics_ports import (
        AuditStore,
        EventStore,
        Ledger,
        RetryPolicy,
        StatisticsStore,
        TimelineStore,
        WindowStore,
    )


def clock() -> datetime:
    """Now, in UTC; the only reader of the machine's clock."""
    return settings.read_clock(datetime.now(UTC))


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
def failure_store() -> "FailureStore":
    from faultbook.dynamodb.failure_store import DynamoFailureStore

    return DynamoFailureStore(dynamodb(), environment().faults_table, clock)


@cache
def comment_store() -> "CommentStore":
    from faultbook.dynamodb.comment_store import DynamoCommentStore

    return DynamoCommentStore(dynamodb(), environment().faults_table, clock)


@cache
def change_event_store() -> "ChangeEventStore":
    from faultbook.dynamodb.change_event_store import DynamoChangeEventStore

    return DynamoChangeEventStore(dynamodb(), environment().faults_table, clock)


@cache
def due_store() -> "DueStore":
    from faultbook.dynamodb.due_store import DynamoDueStore

    return DynamoDueStore(dynamodb(), environment().faults_table, striping())


@cache
def heartbeat_store() -> "HeartbeatStore":
    from faultbook.dynamodb.heartbeat_store import DynamoHeartbeatStore

    return DynamoHeartbeatStore(dynamodb(), environment().faults_table)


@cache
def sweep_store() -> "SweepStore":
    from faultbook.dynamodb.sweep_store import DynamoSweepStore

    return DynamoSweepStore(dynamodb(), environment().faults_table)


@cache
def timeline_store() -> "TimelineStore":
    from faultbook.dynamodb.timeline_store import DynamoTimelineStore

    return DynamoTimelineStore(dynamodb(), environment().faults_table)


@cache
def lease_store() -> "LeaseStore":
    from faultbook.dynamodb.lease_store import DynamoLeaseStore

    return DynamoLeaseStore(dynamodb(), environment().faults_table)


@cache
def ledger() -> "Ledger":
    from faultbook.dynamodb.ledger import DynamoLedger

    chosen = environment()
    return DynamoLedger(
        dynamodb(), chosen.faults_table, chosen.statistics_table, chosen.events_table
    )


@cache
def event_log() -> "EventLog":
    from faultbook.dynamodb.event_log import DynamoEventLog

    return DynamoEventLog(dynamodb(), environment().events_table, environment().statistics_table)


@cache
def statistics_store() -> "StatisticsStore":
    from faultbook.dynamodb.statistics_store import DynamoStatisticsStore

    return DynamoStatisticsStore(dynamodb(), environment().statistics_table)


@cache
def event_store() -> "EventStore":
    from faultbook.dynamodb.event_store import DynamoEventStore

    return DynamoEventStore(dynamodb(), environment().faults_table, striping())


@cache
def audit_store() -> "AuditStore":
    """The only one that scans; for reconcile."""
    from faultbook.dynamodb.audit_store import DynamoAuditStore

    return DynamoAuditStore(dynamodb(), environment().faults_table, environment().statistics_table)


@cache
def endpoint_store() -> "EndpointStore":
    from faultbook.dynamodb.endpoint_store import DynamoEndpointStore

    chosen = environment()
    return DynamoEndpointStore(dynamodb(), chosen.events_table, chosen.statistics_table)


@cache
def delivery_store() -> "DeliveryStore":
    from faultbook.dynamodb.delivery_store import DynamoDeliveryStore

    return DynamoDeliveryStore(dynamodb(), environment().events_table)


@cache
def connection() -> "Connection":
    from faultbook.outgoing.connection import Connection

    return Connection(clock, allow_loopback=settings.allows_loopback_receivers())


@cache
def sns() -> "Sns":
    from faultbook.domain.sns_topic import origin_of
    from faultbook.outgoing.connection import Connection
    from faultbook.outgoing.sns import MAX_CERTIFICATE, SECONDS, Sns

    connection = Connection(
        clock,
        allow_loopback=settings.allows_loopback_receivers(),
        seconds=SECONDS,
        max_answer=MAX_CERTIFICATE,
    )
    return Sns(connection, lambda topic: settings.read_origin_of_sns() or origin_of(topic))


@cache
def aws_targets() -> "AwsTargets":
    from faultbook.aws_targets import AwsTargets

    return AwsTargets(aws(), clock, environment().mail_from)


@cache
def wake() -> "Wake":
    from faultbook.function_calls import WakeDeliver

    return WakeDeliver(aws().functions, environment().deliver_function)


@cache
def window_store() -> "WindowStore":
    from faultbook.dynamodb.window_store import DynamoWindowStore

    tables = environment().faults_table, environment().statistics_table
    return DynamoWindowStore(dynamodb(), *tables, clock, striping())


def observations(record: dict[str, Any]) -> "list[Observation]":
    """What a stream record says about a fault. Raises MalformedRecord."""
    from faultbook.dynamodb.stream_record import observations_of

    return observations_of(record, environment().faults_table)


def retry_policy(time_left: "Callable[[], float]") -> "RetryPolicy":
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
