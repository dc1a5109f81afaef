"""Small plots of characters; pure."""

from collections.abc import Sequence

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_FULL = 8


def columns(values: Sequence[float], height: int, top: float, width: int = 1) -> list[str]:
    """Lines from the top down, one column for each value; what is not zero is seen.

    `top` is the value of a full column, so that several plots can share a scale.
    """
    filled = [_eighths(value, top, height) for value in values]
    return [
        "".join(_EIGHTHS[min(_FULL, max(0, height - row * _FULL))] * width for height in filled)
        for row in reversed(range(height))
    ]


def bar(value: float, top: float, width: int) -> str:
    """A horizontal bar; what is not zero is seen."""
    if value <= 0 or top <= 0:
        return ""
    return "█" * max(1, round(value / top * width))


def _eighths(value: float, top: float, height: int) -> int:
    if value <= 0 or top <= 0:
        return 0
    return max(1, round(value / top * height * _FULL))
