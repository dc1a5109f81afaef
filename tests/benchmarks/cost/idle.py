"""Dollars a month for a stack that nobody calls."""

from typing import NamedTuple

from local.template import read_document
from tests.benchmarks.cost.bill import Machine, of_units
from tests.benchmarks.cost.prices import Prices
from tests.benchmarks.cost.units import LOOKING_FOR_DUE

HOURS = 730  # of a month, as AWS counts them
_MINUTES = HOURS * 60
# The roll-up of days, and reconcile, which looks hourly whether there is something to go on with.
_HOURLY_RUNS = 2
# Drift, which each run of reconcile reports, and OldestDue, which each sweep does: a metric is
# charged by the hour.
_METRICS = 2
# DynamoDB asks for a table's key again after five minutes in which a role has used it. The faults
# table is in use all the time, by the minutely schedule and by Lambda, which reads its stream.
_KEY_REQUESTS = HOURS * (2 * 12 + _HOURLY_RUNS)


class Charge(NamedTuple):
    what: str
    number: float
    dollars: float


def idle(prices: Prices, machine: Machine) -> list[Charge]:
    """Lambda's reads of a stream and the runs of scheduled rules are free."""
    runs = _MINUTES + _HOURLY_RUNS * HOURS
    seconds = machine.milliseconds / 1000 * machine.memory / 1024
    logged = runs * machine.log_bytes / 2**30
    look = of_units(LOOKING_FOR_DUE, prices)
    return [
        Charge("alarms", alarms(), alarms() * prices.alarm_month),
        Charge("metrics", _METRICS, _METRICS * prices.metric_month),
        Charge("requests for keys (KMS)", _KEY_REQUESTS, _KEY_REQUESTS * prices.key_request),
        Charge(
            "scheduled runs", runs, runs * (prices.invocation + seconds * prices.gigabyte_second)
        ),
        Charge("their looks for due faults", _MINUTES, _MINUTES * look),
        Charge("their logs", runs, logged * prices.log_gigabyte),
    ]


def alarms() -> int:
    """Of the template, each on one metric."""
    resources = read_document()["Resources"].values()
    return sum(resource["Type"] == "AWS::CloudWatch::Alarm" for resource in resources)
