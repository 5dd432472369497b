import pytest

from policies.core import UNKNOWN
from policies.rules.apis.service_without_port import service_without_port
from tests.support.apis import API
from tests.support.builders import arn
from tests.support.findings import run_rule
from tests.support.private_backends import call, link, service

ALONE = ["has A records without SRV, and call calls its instances"]


def calling(behind, **props):
    return [API, link(), behind, call(behind, **props)]


CASES = [
    ("nothing there", [], []),
    ("an address alone", calling(service("A")), ALONE),
    (
        "two kinds of addresses",
        calling(service("AAAA", "A")),
        ["has A and AAAA records without SRV, and call calls its instances"],
    ),
    ("with ports", calling(service("SRV")), []),
    ("both", calling(service("A", "SRV")), []),
    ("no DNS: the registered attributes say the port", calling(service(dnsConfig=None)), []),
    ("for others", [service("A")], []),
    ("not over a link", calling(service("A"), connectionType="INTERNET"), []),
    ("a service of elsewhere", [link(), call(arn("servicediscovery", "service/srv-abc"))], []),
    (
        "unknown",
        calling(service(UNKNOWN)),
        ["undecided: dnsConfig.dnsRecords[0].type is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_service_without_port(name, resources, expected):
    assert run_rule(service_without_port, resources) == expected
