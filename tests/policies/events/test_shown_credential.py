import pytest

from policies.core import UNKNOWN
from policies.rules.events.shown_credential import shown_credential
from tests.support.builders import resource
from tests.support.findings import run_rule


def connection(*headers):
    more = {"headers": list(headers)} if headers else {}
    return resource(
        "aws:cloudwatch/eventConnection:EventConnection",
        "login",
        authParameters={"invocationHttpParameters": more},
    )


def header(key, value: object = "v", **props):
    return {"key": key, "value": value, **props}


SHOWN = "shows X-Auth-Token (headers[0]): isValueSecret is not true"

CASES = [
    ("nothing there", [], []),
    ("no parameters", [connection()], []),
    ("a token", [connection(header("X-Auth-Token"))], [SHOWN]),
    (
        "a token that is said to be none",
        [connection(header("X-Auth-Token", isValueSecret=False))],
        [SHOWN],
    ),
    ("a token that is kept", [connection(header("X-Auth-Token", isValueSecret=True))], []),
    (
        "the header that is for it",
        [connection(header("Authorization"))],
        ["shows Authorization (headers[0]): isValueSecret is not true"],
    ),
    ("a value that is unknown is one", [connection(header("X-Auth-Token", UNKNOWN))], [SHOWN]),
    ("another header", [connection(header("X-Tenant"), header("token-ttl-seconds", "30"))], []),
    (
        "list unknown",
        [
            resource(
                "aws:cloudwatch/eventConnection:EventConnection",
                "login",
                authParameters={"invocationHttpParameters": {"headers": UNKNOWN}},
            )
        ],
        ["undecided: authParameters.invocationHttpParameters.headers is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_shown_credential(name, resources, expected):
    assert run_rule(shown_credential, resources) == expected
