"""How many deliveries a second an endpoint is sent that has failed, and has much to catch up."""

FULL = 10.0
LEAST = 0.5
# Answers of whoever is asked too much, or stands before one who is.
_TOO_MUCH = frozenset({429, 502, 504})


def is_too_much(status: int | None) -> bool:
    return status in _TOO_MUCH


def slowed(rate: float) -> float:
    """Half of it; 0 is as fast as it takes them."""
    return max(LEAST, (rate or 2 * FULL) / 2)


def quickened(rate: float) -> float:
    return min(FULL, 2 * rate)


def pause(rate: float) -> float:
    """Seconds between two of them."""
    return 1 / rate if rate else 0.0
