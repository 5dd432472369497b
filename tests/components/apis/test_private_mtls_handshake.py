"""Who gets through the handshake, with the bundle and the list that the component uploads."""

from datetime import UTC, datetime, timedelta

import pytest

from components.apis.private_mtls import PrivateMtlsApi, PrivateMtlsApiArgs
from tests.support.mutual_tls import ANSWERS, Front
from tests.support.recorder import deploy
from tools.certificates import Ca

OLD, NEW, UNKNOWN_CA = Ca.new("Clients, old"), Ca.new("Clients, new"), Ca.new("Somebody else")
NOW, DAY = datetime.now(UTC), timedelta(days=1)
LOST = OLD.issue("lost-laptop")
CLIENTS = {
    "good": OLD.issue("tenant-a"),
    "good, of the new CA": NEW.issue("tenant-b"),
    "revoked": LOST,
    "expired": OLD.issue("tenant-c", start=NOW - 30 * DAY, end=NOW - DAY),
    "not yet valid": OLD.issue("tenant-d", start=NOW + DAY, end=NOW + 30 * DAY),
    "of an unknown CA": UNKNOWN_CA.issue("tenant-a"),
    "signed by itself": UNKNOWN_CA.own,
    "of a CA of the same name": Ca.new("Clients, old").issue("tenant-a"),
    "missing": None,
}


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """The server, with what the trust store is made from during a rotation of the CA."""
    revoked = OLD.revoked([LOST.certificate.serial_number]) + NEW.revoked([])
    ca = {"bundle": OLD.own.pem + NEW.own.pem, "revoked": revoked}
    args = PrivateMtlsApiArgs.model_validate(
        {
            "domain_name": "api.example.com",
            "zone_id": "Z1",
            "ca": ca,
            "clients": {"cidrs": ["10.1.0.0/16"]},
        }
    )
    deployed = deploy(lambda: PrivateMtlsApi("pay", args), answers=ANSWERS)
    uploaded = [
        deployed.resource(name, "BucketObjectv2").inputs["content"]
        for name in ("pay-bundle", "pay-revoked")
    ]
    with Front(tmp_path_factory.mktemp("tls"), *uploaded).running() as server:
        yield server


@pytest.mark.parametrize("case", ["good", "good, of the new CA"])
def test_a_good_certificate_gets_an_answer(front, case):
    assert front.call(CLIENTS[case]) == "HTTP/1.1 200 OK"


REFUSED = {
    "revoked": "certificate revoked",
    "expired": "certificate has expired",
    "not yet valid": "certificate is not yet valid",
    "of an unknown CA": "unable to get local issuer certificate",
    "signed by itself": "self-signed certificate",
    "of a CA of the same name": "",
    "missing": "PEER_DID_NOT_RETURN_A_CERTIFICATE",
}


@pytest.mark.parametrize("case", REFUSED)
def test_no_answer_in_http_for_a_certificate_that_is(front, case):
    assert front.call(CLIENTS[case]) == ""
    assert REFUSED[case] in front.reason()


def test_the_server_goes_on_for_others_after_a_refusal(front):
    assert front.call(None) == ""
    assert front.reason()
    assert front.call(CLIENTS["good"]) == "HTTP/1.1 200 OK"
