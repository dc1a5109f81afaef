"""Work that a job could not do, because of one customer's data or the store.

Jobs work for many customers: a failure of one is noted, and the work for the others goes on.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LeftOver:
    """One fault, or one day, of a customer; with neither, all the work for that customer.

    `reason` is None where only the time was up.
    """

    customer_id: str
    number: int | None = None
    day: date | None = None
    reason: Exception | None = None
