"""How long a call to AWS may take, whichever client makes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `connect` holds for TCP and once more for TLS, `read` for the answer."""

    connect: float = 1
    read: float = 2
    attempts: int = 3

    @property
    def longest(self) -> float:
        """Of one call, all its attempts and the pauses between them."""
        pauses = sum(self.longest_pause(attempt) for attempt in range(self.attempts - 1))
        return self.attempts * (2 * self.connect + self.read) + pauses

    def longest_pause(self, attempt: int) -> float:
        """After which the call is tried again, at random below it; attempts count from 0."""
        return float(2**attempt)


# Well below the functions' time-out; a test computes it from these and the template.
LIMITS = Limits()
