"""The command that makes certificates for trying client certificates out."""

import stat

import pytest
from cryptography import x509

from components.foundation.pem import bundle, revocations
from tools.certificates import main


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "ca"
    assert main(["ca", str(target), "--name", "Clients"]) == 0
    return target


def serial_of(folder, name):
    return x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes()).serial_number


def listed(folder):
    found = x509.load_pem_x509_crl((folder / "revoked.crl.pem").read_bytes())
    return [entry.serial_number for entry in found]


def test_settings_take_the_files_as_they_are(folder):
    assert bundle((folder / "ca.pem").read_text())
    assert revocations((folder / "revoked.crl.pem").read_text())


def test_keys_are_for_their_owner_only(folder):
    main(["client", str(folder), "tenant-a"])
    for name in ("ca.key", "tenant-a.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_revoked_clients_stay_on_the_list(folder):
    for name in ("a", "b"):
        main(["client", str(folder), name, "--days", "3"])
        main(["revoke", str(folder), name])
    assert sorted(listed(folder)) == sorted(serial_of(folder, name) for name in ("a", "b"))


def test_client_certificate_is_for_clients(folder):
    main(["client", str(folder), "tenant-a"])
    found = x509.load_pem_x509_certificate((folder / "tenant-a.pem").read_bytes())
    usage = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [x509.ExtendedKeyUsageOID.CLIENT_AUTH]


MISTAKES = [
    (["client", "{empty}", "a"], "has no CA"),
    (["revoke", "{folder}", "nobody"], "has no client nobody"),
    (["ca", "{folder}"], "has a CA already"),
    (["client", "{folder}", "../a"], "letters, digits"),
    (["client", "{folder}", "revoked.crl"], "not ca or revoked.crl"),
    (["client", "{folder}", "a", "--days", "99999999"], "--days 99999999: 1 to 3650"),
    (["ca", "{empty}", "--name", ""], "--name: 1 to 64 characters"),
    (["ca", "/dev/null/ca"], "Not a directory"),
]


@pytest.mark.parametrize(("line", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_is_told_in_one_line(folder, tmp_path, capsys, line, said):
    places = {"{folder}": str(folder), "{empty}": str(tmp_path / "none")}
    assert main([places.get(word, word) for word in line]) == 1
    (text,) = capsys.readouterr().err.splitlines()
    assert said in text


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [
        ("ca.pem", ["client", "{folder}", "b"], "ca.pem or ca.key cannot be read"),
        ("a.pem", ["revoke", "{folder}", "a"], "is no PEM"),
    ],
)
def test_a_broken_file_is_told_in_one_line(folder, capsys, broken, line, said):
    main(["client", str(folder), "a"])
    (folder / broken).write_text("nothing")
    capsys.readouterr()
    assert main([str(folder) if word == "{folder}" else word for word in line]) == 1
    (text,) = capsys.readouterr().err.splitlines()
    assert said in text
