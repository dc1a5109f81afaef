"""One connection to an endpoint, kept open; HTTP/1.1 as far as AWS's JSON protocols need it.

http.client would bring the e-mail package into every cold start, and 43 million instructions.
"""

import socket
import ssl
from pathlib import Path

from faultbook.aws.endpoint import Endpoint
from faultbook.aws.limits import Limits

AMAZON_ROOTS = Path(__file__).parents[1] / "amazon_roots.pem"  # made by the build
_MAX_LINE = 8192
_MAX_HEADERS = 64


class Closed(OSError):
    """The other side ended the connection before it answered."""


class NotUnderstood(OSError):
    """The answer is not HTTP as AWS speaks it."""


class Trust:
    """Whose certificates count: those of AWS_CA_BUNDLE, Amazon's own, or all that are usual."""

    def __init__(self, endpoint: Endpoint, ca_bundle: str) -> None:
        only_amazon = endpoint.is_amazon and not ca_bundle and AMAZON_ROOTS.exists()
        self._ca_bundle = ca_bundle or None
        self._is_narrow = only_amazon
        self.context = _context(str(AMAZON_ROOTS) if only_amazon else self._ca_bundle)

    def widen(self) -> None:
        """Amazon has a root that the build did not know: the usual ones vouch for it or nobody."""
        if self._is_narrow:
            self._is_narrow = False
            self.context = _context(self._ca_bundle)


class Connection:
    """Not for several threads at a time."""

    def __init__(self, endpoint: Endpoint, trust: Trust | None, limits: Limits) -> None:
        connected = socket.create_connection((endpoint.host, endpoint.port), limits.connect)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        try:
            if trust:
                connected = trust.context.wrap_socket(connected, server_hostname=endpoint.host)
        except ssl.SSLCertVerificationError:
            connected.close()
            if trust:
                trust.widen()
            raise
        except OSError:
            connected.close()
            raise
        connected.settimeout(limits.read)
        self._socket = connected
        self._answers = connected.makefile("rb")
        self.is_open = True

    def __del__(self) -> None:
        if hasattr(self, "_answers"):
            self.close()

    def close(self) -> None:
        self.is_open = False
        self._answers.close()
        self._socket.close()

    def exchange(self, message: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        """Status, headers by lower-case name, body. Raises Closed, NotUnderstood or OSError."""
        self._socket.sendall(message)
        status = self._status()
        headers = dict(self._headers())
        length = headers.get(b"content-length", b"")
        if not length.isdigit() or b"transfer-encoding" in headers:
            raise NotUnderstood("no length")
        body = self._answers.read(int(length))
        if len(body) < int(length):
            raise NotUnderstood("cut off")
        self.is_open = headers.get(b"connection", b"").lower() != b"close"
        return status, headers, body

    def _status(self) -> int:
        line = self._answers.readline(_MAX_LINE)
        if not line:
            raise Closed("closed")
        version, _, rest = line.partition(b" ")
        if version != b"HTTP/1.1" or not rest[:3].isdigit():
            raise NotUnderstood("no status")
        return int(rest[:3])

    def _headers(self) -> "list[tuple[bytes, bytes]]":
        headers: list[tuple[bytes, bytes]] = []
        while len(headers) <= _MAX_HEADERS:
            line = self._answers.readline(_MAX_LINE)
            if line in {b"\r\n", b"\n"}:
                return headers
            name, colon, value = line.partition(b":")
            if not colon:
                raise NotUnderstood("no header")
            headers.append((name.lower(), value.strip()))
        raise NotUnderstood("too many headers")


def _context(file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=file)
