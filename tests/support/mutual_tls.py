"""A TLS server on loopback with the trust rules of a load balancer in verify mode.

It takes a bundle of CAs and a revocation list, as a trust store does, and answers 200 to whoever
gets through the handshake; all others get no HTTP at all.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

from tools.certificates import Ca, Issued

HOST = "api.example.com"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok"
WAIT_SECONDS = 10

ANSWERS = {
    "pay-tls": {
        "domainValidationOptions": [
            {
                "resourceRecordName": "_a.api.example.com.",
                "resourceRecordType": "CNAME",
                "resourceRecordValue": "_b.acm-validations.aws.",
            }
        ]
    },
    "pay-service": {
        "privateDnsNameConfigurations": [{"name": "_c", "type": "TXT", "value": "vpce:d"}]
    },
    "pay-ca": {"certificate": "a certificate", "certificateSigningRequest": "a request"},
    "pay-bundle": {"versionId": "v1"},
    "pay-revoked": {"versionId": "v2"},
}
"""What AWS answers for an API named `pay`, for `recorder.deploy`."""


class Front:
    """The running server on `port`."""

    def __init__(self, folder: Path, bundle: str, revoked: str) -> None:
        self._folder = folder
        self._public = Ca.new("Public CA")
        server = self._public.issue("server", host=HOST)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*self._files("server", server))
        self._context.verify_mode = ssl.CERT_REQUIRED
        self._context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
        trusted = folder / "trusted.pem"
        trusted.write_text(bundle + revoked)
        self._context.load_verify_locations(cafile=trusted)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._reasons: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @contextlib.contextmanager
    def running(self) -> Iterator[Front]:
        self._thread.start()
        try:
            yield self
        finally:
            # Closing alone does not wake a server that waits for a caller.
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._thread.join(timeout=WAIT_SECONDS)

    def call(self, client: Issued | None) -> str:
        """The status line of one request; empty where there is no HTTP answer."""
        context = ssl.create_default_context(cadata=self._public.own.pem)
        if client is not None:
            context.load_cert_chain(*self._files("client", client))
        address = ("127.0.0.1", self.port)
        try:
            with (
                socket.create_connection(address, timeout=WAIT_SECONDS) as plain,
                context.wrap_socket(plain, server_hostname=HOST) as secure,
            ):
                secure.sendall(f"GET /widgets HTTP/1.1\r\nhost: {HOST}\r\n\r\n".encode())
                # With TLS 1.3 a client learns of the refusal only when it reads.
                return secure.recv(4096).partition(b"\r\n")[0].decode()
        except (ssl.SSLError, ConnectionError):
            return ""

    def reason(self) -> str:
        """Why the next handshake that was not asked about yet failed, in OpenSSL's words."""
        return self._reasons.get(timeout=WAIT_SECONDS)

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._socket.accept()
            except OSError:
                return  # closed: the test is over
            plain.settimeout(WAIT_SECONDS)
            try:
                with self._context.wrap_socket(plain, server_side=True) as secure:
                    secure.recv(4096)
                    secure.sendall(ANSWER)
            except ssl.SSLCertVerificationError as error:
                self._reasons.put(error.verify_message)
            except ssl.SSLError as error:
                self._reasons.put(error.reason or "")
            except OSError as error:
                self._reasons.put(str(error))
            finally:
                plain.close()

    def _files(self, name: str, issued: Issued) -> tuple[Path, Path]:
        certificate, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        certificate.write_text(issued.pem)
        key.write_text(issued.key_pem)
        return certificate, key
