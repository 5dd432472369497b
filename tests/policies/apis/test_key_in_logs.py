import pytest

from policies.core import UNKNOWN
from policies.rules.apis.key_in_logs import key_in_logs
from tests.support.apis import REST_API
from tests.support.builders import resource
from tests.support.findings import run_rule


def api(source="method.request.querystring.apiKey", trace=True, of=REST_API):
    return [
        REST_API,
        resource(
            "aws:apigateway/authorizer:Authorizer",
            "keys",
            restApi=REST_API,
            type="REQUEST",
            identitySource=source,
        ),
        resource(
            "aws:apigateway/methodSettings:MethodSettings",
            "settings",
            restApi=of,
            methodPath="*/*",
            settings={"loggingLevel": "INFO", "dataTraceEnabled": trace},
        ),
    ]


CASES = [
    ("nothing there", [], []),
    (
        "whole requests",
        api(),
        ["logs whole requests; keys takes the key from method.request.querystring.apiKey"],
    ),
    ("default", api(trace=None), []),
    ("switched off", api(trace=False), []),
    ("a key in a header", api("method.request.header.x-api-key"), []),
    ("no key in the query string", api("method.request.querystring.page"), []),
    ("an API of elsewhere", api(of="abc"), []),
    (
        "unknown",
        api(trace=UNKNOWN),
        ["undecided: settings.dataTraceEnabled is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_key_in_logs(name, resources, expected):
    assert run_rule(key_in_logs, resources) == expected
