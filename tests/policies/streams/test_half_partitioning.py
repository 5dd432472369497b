import pytest

from policies.core import UNKNOWN
from policies.rules.streams.half_partitioning import half_partitioning
from tests.support.delivery import delivery, step, steps
from tests.support.findings import run_rule

ON = {"dynamicPartitioningConfiguration": {"enabled": True}}
QUERY = '{account: .account, "kind": (.["detail-type"] | ltrimstr("a,b")), day: .time[0:10]}'
PREFIX = "events/!{partitionKeyFromQuery:account}/!{partitionKeyFromQuery:day}/"
BY_FUNCTION = "events/!{partitionKeyFromLambda:account}/"


def extracts(query=QUERY):
    return steps(step("MetadataExtraction", MetadataExtractionQuery=query, JsonParsingEngine="JQ"))


def audit(prefix=PREFIX, does=None, **config):
    return [delivery("audit", prefix=prefix, processingConfiguration=does, **{**ON, **config})]


PLACE = "extendedS3Configuration.processingConfiguration.processors"
CASES = [
    ("nothing there", [], []),
    ("the default", [delivery("audit")], []),
    ("switched off", audit(dynamicPartitioningConfiguration={"enabled": False}), []),
    ("complete", audit(does=extracts()), []),
    ("by a function", audit(BY_FUNCTION, steps(step("Lambda", LambdaArn=UNKNOWN))), []),
    (
        "nothing makes keys",
        audit(),
        ["has neither a MetadataExtraction nor a Lambda processor to make the keys"],
    ),
    (
        "processing is off",
        audit(does={**extracts(), "enabled": False}),
        ["has neither a MetadataExtraction nor a Lambda processor to make the keys"],
    ),
    (
        "keys that nobody uses",
        audit("events/", extracts()),
        ["names no key in its prefix: !{partitionKeyFromQuery:…}"],
    ),
    (
        "a key that the query does not make",
        audit("!{partitionKeyFromQuery:region}/", extracts()),
        ["takes the key region from a query that makes account, kind, day"],
    ),
    (
        "a key of a function that is not there",
        audit(BY_FUNCTION, extracts()),
        ["takes a key from a Lambda processor that it does not have"],
    ),
    (
        "the query is unknown",
        audit(does=extracts(UNKNOWN)),
        [f"undecided: {PLACE} is not known at preview"],
    ),
    (
        "a query of another form",
        audit(does=extracts(". | {account}")),
        [f"undecided: {PLACE} holds a query that is not understood"],
    ),
    (
        "unknown",
        audit(UNKNOWN, extracts()),
        ["undecided: extendedS3Configuration.prefix is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_half_partitioning(name, resources, expected):
    assert run_rule(half_partitioning, resources) == expected
