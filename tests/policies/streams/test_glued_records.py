import pytest

from policies.core import UNKNOWN
from policies.rules.streams.glued_records import glued_records
from tests.support.builders import queue, resource
from tests.support.delivery import delivery, step, steps
from tests.support.findings import run_rule

AUDIT = delivery("audit")
GLUED = ["puts events into audit, which writes no line break between them"]


def target(to, template=None):
    form = {"inputTransformer": {"inputTemplate": template}} if template is not None else {}
    return resource("aws:cloudwatch/eventTarget:EventTarget", "t", rule="r", arn=to, **form)


def audit(*processors, **config):
    return delivery("audit", processingConfiguration=steps(*processors), **config)


LINES = audit(step("AppendDelimiterToRecord"))
CLEANS = audit(step("Lambda", LambdaArn=UNKNOWN))
PARQUET = audit(dataFormatConversionConfiguration={})
HTTP = delivery("audit", to="httpEndpoint")

CASES = [
    ("nothing there", [], []),
    ("the default", [AUDIT, target(AUDIT)], GLUED),
    ("a template on one line", [AUDIT, target(AUDIT, '{"id": <id>}')], GLUED),
    ("a template with its end", [AUDIT, target(AUDIT, '{"id": <id>}\n')], []),
    ("a delimiter", [LINES, target(LINES)], []),
    ("a function", [CLEANS, target(CLEANS)], []),
    ("Parquet", [PARQUET, target(PARQUET)], []),
    ("not to a bucket", [HTTP, target(HTTP)], []),
    ("another target", [queue("jobs"), target(queue("jobs"))], []),
    ("no rule puts anything", [AUDIT], []),
    (
        "unknown",
        [AUDIT, target(AUDIT, UNKNOWN)],
        ["undecided: inputTransformer.inputTemplate is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_glued_records(name, resources, expected):
    assert run_rule(glued_records, resources) == expected
