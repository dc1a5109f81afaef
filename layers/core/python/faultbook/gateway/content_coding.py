"""Bodies in gzip: whether the client accepts it, and unpacking."""

import zlib

from faultbook.domain.errors import TooLarge
from faultbook.gateway.errors import MalformedBody

_GZIP = 16 + zlib.MAX_WBITS  # zlib's way to ask for gzip's own header


def takes_gzip(accept_encoding: str) -> bool:
    """RFC 9110, 12.5.3: named, and not with a weight of 0."""
    for element in accept_encoding.lower().split(","):
        coding, _, weight = (part.strip() for part in element.partition(";"))
        if coding == "gzip":
            return not weight.replace(" ", "").rstrip("0").endswith(("=", "=0."))
    return False


def unzipped(body: bytes, limit: int) -> bytes:
    """Unpacks no more than `limit` bytes. Raises TooLarge or MalformedBody."""
    stream = zlib.decompressobj(_GZIP)
    try:
        plain = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise MalformedBody("The body is not in gzip, as Content-Encoding says.") from error
    if len(plain) > limit:
        raise TooLarge(limit)
    if not stream.eof:
        raise MalformedBody("The body is cut off: its gzip has no end.")
    return plain
