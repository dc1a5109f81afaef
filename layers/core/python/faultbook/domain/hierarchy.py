"""The place of a resource: segments joined by `|`, parent first; only whole segments match."""

from faultbook.domain import text

SEPARATOR = text.SEPARATOR
MAX_SEGMENTS = 20


def joined(begin: str, *names: str) -> str:
    """A path that goes on with names, of which a `|` within one would divide it: it becomes `/`."""
    segments = [name.replace(SEPARATOR, "/") for name in names]
    return path_of(SEPARATOR.join([begin, *segments]))


def path_of(text_of_path: str) -> str:
    """As senders write it -> as it is kept: names on one line, levels without a name left out.

    What lies deeper than MAX_SEGMENTS is one segment, with `%7C` between its names. Empty where no
    segment has a name.
    """
    parts = (text.name_of(part) for part in text_of_path.split(SEPARATOR))
    names = [name for name in parts if not text.is_blank(name)]
    if len(names) > MAX_SEGMENTS:
        deepest = text.name_of("%7C".join(names[MAX_SEGMENTS - 1 :]))
        names = [*names[: MAX_SEGMENTS - 1], deepest]
    return SEPARATOR.join(names)


def segments(path: str) -> list[str]:
    return path.split(SEPARATOR)


def site(path: str) -> str:
    """The first segment."""
    return path.partition(SEPARATOR)[0]


def is_within(path: str, ancestor: str) -> bool:
    """True for the ancestor itself and everything below it; `site_1` does not hold `site_10`."""
    return path == ancestor or path.startswith(ancestor + SEPARATOR)
