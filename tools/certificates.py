"""Certificates for trying client certificates out: a CA, its clients, its revocation list.

    python -m tools.certificates ca DIR --name "Example clients"
    python -m tools.certificates client DIR tenant-a --days 30
    python -m tools.certificates revoke DIR tenant-a

DIR gets ca.pem and revoked.crl.pem (for `ca: {bundle, revoked}` of apis/private-mtls), and one
NAME.pem and NAME.key for each client. ca.key stays there, readable by its owner only: whoever has
it is let in. For tests and first steps; a CA of production keeps its key in hardware.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

COMMAND = "python -m tools.certificates"
try:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
except ImportError:
    sys.exit(f"{COMMAND}: needs cryptography: run `make setup`, then .venv/bin/{COMMAND}")

CA_YEARS = 10
LIST_DAYS = 30
_CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TAKEN = ("ca", "revoked.crl")
_SKEW = timedelta(minutes=5)
"""A certificate is valid a little before it is made: clocks differ."""


class CertificatesError(Exception):
    """What a person did wrong, in one line."""


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


class Ca:
    """A root CA that issues certificates and lists those it takes back."""

    def __init__(self, own: Issued) -> None:
        self.own = own

    @classmethod
    def new(cls, name: str, *, now: datetime | None = None) -> Ca:
        """A CA of that common name, valid for ten years."""
        key = _key()
        start = (now or datetime.now(UTC)) - _SKEW
        builder = (
            _builder(name, name, key, start, start + timedelta(days=365 * CA_YEARS))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(ca=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
        )
        return cls(Issued(builder.sign(key, hashes.SHA256()), key))

    def issue(
        self,
        name: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        host: str | None = None,
    ) -> Issued:
        """A certificate for the client `name`, or for the server `host`; a year by default."""
        key = _key()
        start = start or datetime.now(UTC) - _SKEW
        usage = ExtendedKeyUsageOID.SERVER_AUTH if host else ExtendedKeyUsageOID.CLIENT_AUTH
        builder = (
            _builder(name, self._name, key, start, end or start + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(ca=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.own.key.public_key()),
                critical=False,
            )
        )
        if host:
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            builder = builder.add_extension(names, critical=False)
        return Issued(builder.sign(self.own.key, hashes.SHA256()), key)

    def revoked(
        self, serials: Iterable[int], *, now: datetime | None = None, days: int = LIST_DAYS
    ) -> str:
        """The revocation list of these serial numbers, PEM, good for `days`."""
        now = now or datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.own.certificate.subject)
            .last_update(now - _SKEW)
            .next_update(now + timedelta(days=days))
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.own.key.public_key()),
                critical=False,
            )
        )
        for serial in sorted(set(serials)):
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(now - _SKEW)
                .build()
            )
        made = builder.sign(self.own.key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def _name(self) -> str:
        (common,) = self.own.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(common.value)


def _key() -> ec.EllipticCurvePrivateKey:
    """P-256: load balancers, API Gateway and ACM all take it, and it is made in no time."""
    return ec.generate_private_key(ec.SECP256R1())


def _builder(
    name: str, issuer: str, key: ec.EllipticCurvePrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=ca,
        crl_sign=ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def make_ca(folder: Path, name: str) -> list[Path]:
    """A new CA in `folder`, with a list that revokes nobody. Gives the files written."""
    if (folder / "ca.key").exists():
        raise CertificatesError(f"{folder} has a CA already: choose another folder")
    if not 1 <= len(name) <= 64:
        raise CertificatesError("--name: 1 to 64 characters")
    folder.mkdir(parents=True, exist_ok=True)
    ca = Ca.new(name)
    return [
        _write(folder / "ca.key", ca.own.key_pem, secret=True),
        _write(folder / "ca.pem", ca.own.pem),
        _write(folder / "revoked.crl.pem", ca.revoked([])),
    ]


def make_client(folder: Path, name: str, days: int) -> list[Path]:
    """A certificate and key for the client `name`. Gives the files written."""
    if not _CLIENT.fullmatch(name) or name in _TAKEN:
        taken = " or ".join(_TAKEN)
        raise CertificatesError(f"{name}: 1 to 64 letters, digits, dots and hyphens, not {taken}")
    if not 1 <= days <= 365 * CA_YEARS:
        raise CertificatesError(f"--days {days}: 1 to {365 * CA_YEARS}, as long as the CA may live")
    if (folder / f"{name}.key").exists():
        raise CertificatesError(f"{folder} has a client {name} already: choose another name")
    made = _load(folder).issue(name, end=datetime.now(UTC) + timedelta(days=days))
    return [
        _write(folder / f"{name}.key", made.key_pem, secret=True),
        _write(folder / f"{name}.pem", made.pem),
    ]


def revoke(folder: Path, name: str) -> list[Path]:
    """Put the certificate of `name` on the list, beside those that are there already."""
    ca = _load(folder)
    certificate = folder / f"{name}.pem"
    if not certificate.is_file():
        raise CertificatesError(f"{folder} has no client {name}")
    listed = folder / "revoked.crl.pem"
    try:
        before = x509.load_pem_x509_crl(listed.read_bytes()) if listed.is_file() else []
        taken_back = x509.load_pem_x509_certificate(certificate.read_bytes()).serial_number
    except ValueError as error:
        raise CertificatesError(f"{listed} or {certificate} is no PEM: {error}") from None
    serials = [*(entry.serial_number for entry in before), taken_back]
    return [_write(listed, ca.revoked(serials))]


def _load(folder: Path) -> Ca:
    try:
        certificate = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
        key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    except FileNotFoundError:
        raise CertificatesError(f"{folder} has no CA: {COMMAND} ca {folder}") from None
    except (ValueError, TypeError) as error:  # a type error: the key has a password
        raise CertificatesError(f"{folder}: ca.pem or ca.key cannot be read: {error}") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CertificatesError(f"{folder}/ca.key is no key of an elliptic curve")
    return Ca(Issued(certificate, key))


def _write(path: Path, text: str, *, secret: bool = False) -> Path:
    mode = 0o600 if secret else 0o644
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when the files were written, 1 with one line of why not."""
    parser = argparse.ArgumentParser(
        prog=COMMAND, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    ca = commands.add_parser("ca", help="a new CA")
    ca.add_argument("--name", default="Example clients", help="common name of the CA")
    client = commands.add_parser("client", help="a certificate for a client")
    client.add_argument("--days", type=int, default=365, help="days that it is valid")
    take_back = commands.add_parser("revoke", help="put a client's certificate on the list")
    for command in (ca, client, take_back):
        command.add_argument("folder", type=Path)
    for command in (client, take_back):
        command.add_argument("client", help="its name; becomes the subject's common name")
    given = parser.parse_args(arguments)
    try:
        if given.command == "ca":
            files = make_ca(given.folder, given.name)
        elif given.command == "client":
            files = make_client(given.folder, given.client, given.days)
        else:
            files = revoke(given.folder, given.client)
    except (CertificatesError, OSError) as error:  # no room, no rights: a person's business, too
        print(error, file=sys.stderr)
        return 1
    for path in files:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
