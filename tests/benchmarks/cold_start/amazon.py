"""DynamoDB and SSM as Amazon's hosts answer them: over TLS, with a certificate for their names.

Behind DynamoDB is an engine of ours, so that answers are real ones.
"""

import http.client
import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

REGION = "us-east-1"
HOSTS = [f"{service}.{REGION}.amazonaws.com" for service in ("dynamodb", "ssm")] + ["localhost"]


class Amazon:
    """`root` is the certificate to trust, as PEM; `port` is where all of its hosts are."""

    def __init__(self, endpoint: str, secrets: Mapping[str, str], folder: Path) -> None:
        self.port = 0
        self._store = urlsplit(endpoint).netloc
        self._secrets = secrets
        self.root, chain = _certificates()
        self._chain = folder / "amazon.pem"
        self._chain.write_text(chain)

    @contextmanager
    def running(self) -> Iterator["Amazon"]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._chain)
        with ThreadingHTTPServer(("127.0.0.1", 0), self._handler()) as server:
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()

    def answer(
        self, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Any, bytes]:
        if target.startswith("AmazonSSM"):
            found = [
                {"Name": name, "Value": self._secrets[last], "Type": "SecureString"}
                for name in json.loads(body)["Names"]
                if (last := name.rpartition("/")[2]) in self._secrets
            ]
            return 200, {}, json.dumps({"Parameters": found}).encode()
        connection = http.client.HTTPConnection(self._store)
        kept = {name: value for name, value in headers.items() if name.lower() != "host"}
        connection.request("POST", "/", body, kept)
        given = connection.getresponse()
        content = given.read()
        connection.close()
        return given.status, dict(given.getheaders()), content

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        amazon = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                target = self.headers["X-Amz-Target"]
                status, headers, content = amazon.answer(target, dict(self.headers), body)
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(content)))
                for name, value in headers.items():
                    if name.lower().startswith("x-amz"):
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                return

        return Handler


def _certificates() -> tuple[str, str]:
    """A root, and its chain with key for Amazon's hosts; of the kind that Amazon has."""
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A root for benchmarks")])
    now = datetime.now(UTC)

    def built(subject: x509.Name, public: Any, *extensions: x509.ExtensionType) -> str:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(root_name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        signed = builder.sign(root_key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM).decode()

    root = built(root_name, root_key.public_key(), x509.BasicConstraints(ca=True, path_length=1))
    host = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOSTS[0])])
    names = x509.SubjectAlternativeName([x509.DNSName(name) for name in HOSTS])
    leaf = built(host, key.public_key(), names)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()
    return root, leaf + private
