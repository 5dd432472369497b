import pytest

from policies.core import UNKNOWN
from policies.rules.network.empty_prefix_list import empty_prefix_list
from tests.support.builders import resource
from tests.support.findings import run_rule


def clients(**props):
    return resource("aws:ec2/managedPrefixList:ManagedPrefixList", "clients", **props)


def entry(of):
    type_ = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
    return resource(type_, "entry", prefixListId=of, cidr="10.0.0.0/8")


CASES = [
    ("nothing there", [], []),
    ("entries", [clients(entries=[{"cidr": "10.0.0.0/8"}])], []),
    ("an entry that is not known", [clients(entries=[{"cidr": UNKNOWN}])], []),
    ("none", [clients()], ["has no entries"]),
    ("an empty list", [clients(entries=[])], ["has no entries"]),
    ("an entry on its own", [clients(), entry(clients())], []),
    ("an entry of another list", [clients(), entry("pl-1")], ["has no entries"]),
    ("unknown", [clients(entries=UNKNOWN)], ["undecided: entries is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_empty_prefix_list(name, resources, expected):
    assert run_rule(empty_prefix_list, resources) == expected
