import pytest

from policies.core import UNKNOWN
from policies.rules.apis.mtls_bypass import mtls_bypass
from tests.support.findings import run_rule
from tests.support.fronts import FIXED, forward, front, listener, listener_rule, targets

ROUND = [
    "forwards to targets without verifying client certificates; "
    "mtls verifies them for the same targets"
]


def plain(**props):
    return listener("plain", protocol="HTTP", mutualAuthentication=None, **props)


CASES = [
    ("nothing there", [], []),
    ("one listener", front(), []),
    ("another one answers itself", front(plain(defaultActions=FIXED)), []),
    ("another one forwards", front(plain(defaultActions=forward())), ROUND),
    (
        "another one's rule forwards",
        front(plain(), listener_rule("other", listenerArn=plain())),
        ROUND,
    ),
    (
        "weighted forwarding",
        front(
            plain(
                defaultActions=[
                    {"type": "forward", "forward": {"targetGroups": [{"arn": targets()}]}}
                ]
            )
        ),
        ROUND,
    ),
    (
        "another one verifies, too",
        front(listener("second", defaultActions=forward())),
        [],
    ),
    (
        "another one forwards elsewhere",
        front(targets("site"), plain(defaultActions=forward(targets("site")))),
        [],
    ),
    (
        "nobody verifies",
        [targets(), plain(defaultActions=forward()), listener(mutualAuthentication=None)],
        [],
    ),
    (
        "unknown",
        front(listener("second", mutualAuthentication=UNKNOWN)),
        ["undecided: mutualAuthentication.mode is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_mtls_bypass(name, resources, expected):
    assert run_rule(mtls_bypass, resources) == expected
