"""PEM text that people put into stack files."""

import pytest

from components.foundation.pem import bundle, revocations
from tools.certificates import Ca

CA = Ca.new("Clients")
CLIENT, LIST = CA.issue("a"), CA.revoked([7])


@pytest.mark.parametrize("text", [CA.own.pem, CA.own.pem * 25, f"# ours\n{CA.own.pem}\n"])
def test_bundle_of_ca_certificates_is_taken(text):
    assert bundle(text) == text


BUNDLES = [
    ("nothing", "", "-----BEGIN CERTIFICATE-----"),
    ("too many", CA.own.pem * 26, "25 CA certificates at most, these are 26"),
    ("a client's", CA.own.pem + CLIENT.pem, "number 2 is that of a client or server"),
    ("a key", CA.own.pem + CA.own.key_pem, "no private key"),
    ("a list", LIST, "not X509 CRL"),
    ("cut off", CA.own.pem[:-30], "-----BEGIN CERTIFICATE-----"),
    ("one of two cut off", CA.own.pem + CA.own.pem[:-30], "-----BEGIN CERTIFICATE-----"),
    (
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
        "number 1 is none",
    ),
    (
        "no base64",
        "-----BEGIN CERTIFICATE-----\nM===A\n-----END CERTIFICATE-----\n",
        "is base64",
    ),
]


@pytest.mark.parametrize(("case", "text", "said"), BUNDLES, ids=[case[0] for case in BUNDLES])
def test_bundle_is_refused(case, text, said):
    with pytest.raises(ValueError, match=said):
        bundle(text)


def test_revocation_list_is_taken():
    assert revocations(LIST) == LIST


LISTS = [
    ("DER read as text", "0\x82\x01", "-----BEGIN X509 CRL-----"),
    ("a certificate", CA.own.pem, "not CERTIFICATE"),
    ("cut off", "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n", "number 1 is cut off"),
    ("empty", "-----BEGIN X509 CRL-----\nMA==\n-----END X509 CRL-----\n", "number 1 is cut off"),
]


@pytest.mark.parametrize(("case", "text", "said"), LISTS, ids=[case[0] for case in LISTS])
def test_revocation_list_is_refused(case, text, said):
    with pytest.raises(ValueError, match=said):
        revocations(text)
