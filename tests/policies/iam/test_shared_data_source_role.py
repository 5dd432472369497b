import pytest

from policies.core import UNKNOWN
from policies.rules.iam.shared_data_source_role import shared_data_source_role
from tests.support.builders import resource, role
from tests.support.findings import run_rule

READ, WRITE = (role(name, "appsync.amazonaws.com") for name in ("read", "write"))


def source(name, of):
    return resource("aws:appsync/dataSource:DataSource", name, serviceRoleArn=of)


CASES = [
    ("nothing there", [], []),
    ("one", [READ, source("orders", READ)], []),
    ("one each", [READ, WRITE, source("orders", READ), source("carts", WRITE)], []),
    ("one for two", [READ, source("orders", READ), source("carts", READ)],
     ["is the role of carts and orders"]),
    ("no role", [source("nothing", None), source("nowhere", None)], []),
    ("a role of elsewhere", [source("orders", "arn:r"), source("carts", "arn:r")], []),
    ("unknown", [READ, source("orders", UNKNOWN), source("carts", READ)], []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_shared_data_source_role(name, resources, expected):
    assert run_rule(shared_data_source_role, resources) == expected
