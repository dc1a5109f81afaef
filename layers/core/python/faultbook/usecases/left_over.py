"""What a job had to leave, because one customer's data or the store would not have it.

Jobs work for many: what fails for one is noted, and the work for the others goes on.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Of a customer: one fault, one day, or with neither all that there was to do.

    `reason` is None where only the time was up.
    """

    customer_id: str
    number: int | None = None
    day: date | None = None
    reason: Exception | None = None
