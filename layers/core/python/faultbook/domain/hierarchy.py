"""The place of a resource: segments joined by `|`, parent first; only whole segments match."""

SEPARATOR = "|"
MAX_SEGMENTS = 20
MAX_LENGTH = 1024


def segments(path: str) -> list[str]:
    return path.split(SEPARATOR)


def site(path: str) -> str:
    """The first segment."""
    return path.partition(SEPARATOR)[0]


def is_within(path: str, ancestor: str) -> bool:
    """True for the ancestor itself and everything below it; `site_1` does not hold `site_10`."""
    return path == ancestor or path.startswith(ancestor + SEPARATOR)
