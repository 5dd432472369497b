import pytest

from policies.core import UNKNOWN
from policies.rules.events.plaintext_credential import plaintext_credential
from policies.values import Secret
from tests.support.builders import resource
from tests.support.findings import run_rule


def connection(**parameters):
    kind = "aws:cloudwatch/eventConnection:EventConnection"
    return [resource(kind, "c", authParameters=parameters)]


def key(value):
    return connection(apiKey={"key": "X-Key", "value": value})


def header(value, **rest):
    listed = {"headers": [{"key": "X-Tenant", "value": value, **rest}]}
    return connection(apiKey={"key": "k", "value": Secret("v")}, invocationHttpParameters=listed)


HTTP = "authParameters.invocationHttpParameters.headers[0].value"

CASES = [
    ("nothing there", [], []),
    ("a key", key("abc"), ["holds authParameters.apiKey.value in plain text"]),
    ("a secret key", key(Secret("abc")), []),
    ("all of it secret", connection(apiKey=Secret({"key": "X-Key", "value": "abc"})), []),
    ("an empty key", key(""), []),
    (
        "a password",
        connection(basic={"username": "u", "password": "p"}),
        ["holds authParameters.basic.password in plain text"],
    ),
    (
        "a client's secret",
        connection(oauth={"clientParameters": {"clientId": "i", "clientSecret": "s"}}),
        ["holds authParameters.oauth.clientParameters.clientSecret in plain text"],
    ),
    ("a header", header("acme"), []),
    ("a header called secret", header("acme", isValueSecret=True), [f"holds {HTTP} in plain text"]),
    ("a secret header", header(Secret("acme"), isValueSecret=True), []),
    ("unknown, so from elsewhere", key(UNKNOWN), []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plaintext_credential(name, resources, expected):
    assert run_rule(plaintext_credential, resources) == expected
