import pytest

from policies.core import UNKNOWN
from policies.rules.events.broken_template import broken_template
from tests.support.builders import resource
from tests.support.findings import run_rule


def transforming(template, paths=None):
    return [
        resource(
            "aws:cloudwatch/eventTarget:EventTarget",
            "t",
            rule="r",
            inputTransformer={"inputTemplate": template, "inputPaths": paths},
        )
    ]


NUMBER = {"n": "$.detail.number"}

CASES = [
    ("nothing there", [], []),
    ("no template", [resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r")], []),
    ("an object", transforming('{"number": <n>, "text": "no. <n>"}', NUMBER), []),
    ("a sentence", transforming('"Order <n> {came}"', NUMBER), []),
    ("what EventBridge fills in", transforming('{"rule": <aws.events.rule-name>}'), []),
    (
        "a place without a path",
        transforming('{"number": <m>}', NUMBER),
        ["its template has <m>, which inputPaths does not name"],
    ),
    (
        "no JSON",
        transforming('{"number": <n>,}', NUMBER),
        ["its template is no JSON once its places are filled"],
    ),
    (
        "paths unknown",
        transforming("{}", UNKNOWN),
        ["undecided: inputTransformer.inputPaths is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_broken_template(name, resources, expected):
    assert run_rule(broken_template, resources) == expected
