import pytest

from policies.core import UNKNOWN
from policies.rules.functions.secret_in_code import secret_in_code
from tests.support.builders import function, resource
from tests.support.findings import run_rule

KEY = "id = 'AKIA" + "ABCDEFGHIJKLMNOP'"
CLEAN = "def handler(event, context): return os.environ['SECRET_ARN']"


def code(text):
    return function("f", code={"assets": {"app.py": {"text": text}, "lib": {"path": "lib"}}})


def calling(header):
    parameters = {"append:header.x-key": header}
    return resource("aws:apigatewayv2/integration:Integration", "i", requestParameters=parameters)


HEADER = "requestParameters.append:header.x-key"

CASES = [
    ("nothing there", [], []),
    ("an image has none", [function("f", imageUri="i")], []),
    ("no secret", [code(CLEAN)], []),
    ("a key in a function", [code(KEY)], ["code.assets.app.py holds an AWS access key id"]),
    (
        "a key at the edge",
        [resource("aws:cloudfront/function:Function", "edge", code=KEY)],
        ["code holds an AWS access key id"],
    ),
    (
        "a password in a template",
        [
            resource(
                "aws:apigateway/integration:Integration",
                "i",
                requestTemplates={"application/json": '{"url": "https://me:hidden@example.com"}'},
            )
        ],
        ["requestTemplates.application/json holds a password in a URL"],
    ),
    ("a place that is filled", [code('f"https://{user}:{password}@example.com"')], []),
    ("files", [function("f", code={"path": "AKIAABCDEFGHIJKLMNOP"})], []),
    ("a parameter", [calling("'AKIAABCDEFGHIJKLMNOP'")], [f"{HEADER} holds an AWS access key id"]),
    ("a parameter that is unknown comes from a resource", [calling(UNKNOWN)], []),
    ("unknown", [function("f", code=UNKNOWN)], ["undecided: code is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_secret_in_code(name, resources, expected):
    assert run_rule(secret_in_code, resources) == expected
