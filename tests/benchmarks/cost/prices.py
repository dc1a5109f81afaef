"""The price list: a dated file that may be replaced by another region's or another day's."""

import math
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

_MILLION = 1_000_000
PRICES = Path(__file__).with_name("prices.toml")


class PriceListError(Exception):
    """The file is no price list; the text says what is missing or wrong."""


class TablePrices(NamedTuple):
    write_unit: float
    read_unit: float
    gigabyte_month: float


@dataclass(frozen=True, slots=True)
class Prices:
    """Units, requests and gigabytes by one, whatever quantity AWS quotes them for.

    `faults` are those of the faults table, which is of one of the two classes of tables.
    """

    region: str
    as_of: date
    currency: str
    standard: TablePrices
    infrequent_access: TablePrices
    faults: TablePrices
    backup_gigabyte_month: float
    api_request: float
    invocation: float
    gigabyte_second: float
    log_gigabyte: float
    alarm_month: float
    metric_month: float
    key_request: float


def read_prices(path: Path = PRICES) -> Prices:
    """Raises PriceListError."""
    try:
        return _prices(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise PriceListError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PriceListError(f"{path} is no TOML: {error}.") from error
    except (KeyError, TypeError) as error:
        raise PriceListError(f"{path} has no price at {error}.") from error
    except ValueError as error:
        raise PriceListError(f"{path}: {error}.") from error


def _prices(said: dict[str, Any]) -> Prices:
    def amount(section: str, name: str) -> float:
        value = said[section][name]
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or value < 0:
            raise ValueError(f"{section}.{name} is {value!r}, not an amount of money")
        return float(value)

    def table(its: str) -> TablePrices:
        return TablePrices(
            write_unit=amount("dynamodb", f"{its}million_write_units") / _MILLION,
            read_unit=amount("dynamodb", f"{its}million_read_units") / _MILLION,
            gigabyte_month=amount("dynamodb", f"{its}gigabyte_month"),
        )

    return Prices(
        region=said["region"],
        as_of=said["as_of"],
        currency=said["currency"],
        standard=table(""),
        infrequent_access=table("infrequent_access_"),
        faults=table(""),
        backup_gigabyte_month=amount("dynamodb", "backup_gigabyte_month"),
        api_request=amount("api_gateway", "million_requests") / _MILLION,
        invocation=amount("lambda", "million_requests") / _MILLION,
        gigabyte_second=amount("lambda", "gigabyte_second"),
        log_gigabyte=amount("logs", "gigabyte"),
        alarm_month=amount("cloudwatch", "alarm_month"),
        metric_month=amount("cloudwatch", "metric_month"),
        key_request=amount("kms", "million_requests") / _MILLION,
    )
