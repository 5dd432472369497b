import pytest

from policies.core import UNKNOWN
from policies.rules.apis.unescaped_template import unescaped_template
from tests.support.apis import SAFE, rest_integration
from tests.support.findings import run_rule

IN = "template for application/json: "
LOOP = """#set($b = $input.path('$'))
{#foreach($k in $b.keySet())"$k": "$b.get($k)"#end}"""
ESCAPED = """#set($n = $util.escapeJavaScript($input.path('$.n')).replaceAll("\\\\'", "'"))
{"S": "$n"}"""


def start(template, kind="application/json"):
    return rest_integration("states:StartExecution", requestTemplates={kind: template})


CASES = [
    ("nothing there", [], []),
    ("escaped and undone", [start(SAFE)], []),
    (
        "not escaped",
        [start("""{"input": "$input.json('$')"}""")],
        [IN + "$input.json('$') stands between quotes and is not escaped"],
    ),
    (
        "escaped, and single quotes left",
        [start("""{"input": "$util.escapeJavaScript($input.body)"}""")],
        [
            IN + "$util.escapeJavaScript($input.body) leaves \\' for a single quote, "
            "which JSON does not know"
        ],
    ),
    (
        "a variable in between",
        [start("""#set($name = $input.path('$.name'))\n{"S": "$name"}""")],
        [IN + "$name stands between quotes and is not escaped"],
    ),
    (
        "a loop over the body",
        [start(LOOP)],
        [
            IN + "$k stands between quotes and is not escaped",
            IN + "$b.get($k) stands between quotes and is not escaped",
        ],
    ),
    (
        "a variable that was escaped",
        [start(ESCAPED)],
        [],
    ),
    ("JSON as JSON", [start("""{"input": $input.json('$')}""")], []),
    (
        "a parameter without quotes",
        [start("""{"limit": $input.params('limit')}""")],
        [IN + "$input.params('limit') stands without quotes: whatever is sent becomes JSON"],
    ),
    (
        "in braces",
        [start("""{"a": "${input.body}", "b": 1}""")],
        [IN + "${input.body} stands between quotes and is not escaped"],
    ),
    ("base64", [start("""{"Data": "$util.base64Encode($input.body)"}""")], []),
    (
        "a form",
        [start("Action=SendMessage&MessageBody=$input.body")],
        [IN + "$input.body is not URL-encoded"],
    ),
    ("an encoded form", [start("Action=SendMessage&MessageBody=$util.urlEncode($input.body)")], []),
    ("the body as it is, for an object", [start("$input.body")], []),
    ("what the gateway itself says", [start("""{"name": "$context.requestId"}""")], []),
    ("in a comment", [start("""## "$input.body"\n{"a": 1}""")], []),
    ("in a condition", [start("""#if($input.params('a') == "b"){"a": 1}#end""")], []),
    ("a function", [rest_integration("lambda:x", requestTemplates={"a": '"$input.body"'})], []),
    (
        "template unknown",
        [start(UNKNOWN)],
        ["undecided: requestTemplates.application/json is not known at preview"],
    ),
    (
        "templates unknown",
        [rest_integration("states:StartExecution", requestTemplates=UNKNOWN)],
        ["undecided: requestTemplates is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unescaped_template(name, resources, expected):
    assert run_rule(unescaped_template, resources) == expected
