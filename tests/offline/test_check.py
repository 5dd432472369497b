"""Inputs are checked against pulumi_aws's own classes."""

import pytest

from offline.provider import check, instance, schema, wire

QUEUE = "aws:sqs/queue:Queue"
FUNCTION = "aws:lambda/function:Function"
ROLE = "aws:iam/role:Role"
TABLE = "aws:dynamodb/table:Table"
ARCHIVE = {wire.SIGNATURE: wire.ARCHIVE, "path": "code"}
GOOD = {"role": "arn:aws:iam::123456789012:role/r", "code": ARCHIVE}


def secret(value):
    return {wire.SIGNATURE: wire.SECRET, "value": value}


CASES = [
    ("nothing given", QUEUE, {}, []),
    ("right types", QUEUE, {"fifoQueue": True, "delaySeconds": 5, "tags": {"a": "b"}}, []),
    ("whole number as float", QUEUE, {"delaySeconds": 5.5},
     [("delaySeconds", "expected a whole number, got the number 5.5")]),
    ("unknown value", QUEUE, {"delaySeconds": wire.UNKNOWN}, []),
    ("secret value", QUEUE, {"policy": secret("{}")}, []),
    ("secret of a wrong type", QUEUE, {"policy": secret(7)},
     [("policy", "expected a string, got a secret of another type")]),
    ("bool is no number", QUEUE, {"delaySeconds": True},
     [("delaySeconds", "expected a whole number, got the boolean true")]),
    ("text for a number", QUEUE, {"delaySeconds": "5"},
     [("delaySeconds", 'expected a whole number, got the string "5"')]),
    ("a near name", QUEUE, {"fifo": True},
     [("fifo", 'unknown property "fifo"; did you mean "fifoQueue" (fifo_queue in Python)?')]),
    ("Python's name", QUEUE, {"fifo_queue": True},
     [("fifo_queue",
       'unknown property "fifo_queue"; did you mean "fifoQueue" (fifo_queue in Python)?')]),
    ("what the provider keeps for itself", QUEUE, {"__defaults": ["name"]}, []),
    ("missing required", FUNCTION, {}, [("role", 'required property "role" is missing')]),
    ("an archive", FUNCTION, GOOD, []),
    ("an archive of text", FUNCTION, {**GOOD, "code": "code.zip"},
     [("code", 'expected an archive, got the string "code.zip"')]),
    ("an enum's text", FUNCTION, {**GOOD, "runtime": "python3.13"}, []),
    ("an enum of a wrong type", FUNCTION, {**GOOD, "runtime": 3},
     [("runtime", "expected a string, got the number 3")]),
    ("nested text in a map", FUNCTION, {**GOOD, "environment": {"variables": {"LEVEL": 1}}},
     [("environment.variables.LEVEL", "expected a string, got the number 1")]),
    ("nested unknown name", FUNCTION, {**GOOD, "environment": {"vars": {}}},
     [("environment.vars", 'unknown property "vars"; did you mean "variables"?')]),
    ("nested required", TABLE, {"attributes": [{"name": "id"}]},
     [("attributes[0].type", 'required property "type" is missing')]),
    ("an object where a list is", TABLE, {"attributes": {"name": "id", "type": "S"}},
     [("attributes", "expected a list, got an object")]),
    ("text or document: text", ROLE, {"assumeRolePolicy": "{}"}, []),
    ("text or document: document", ROLE,
     {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": []}}, []),
    ("text or document: neither", ROLE, {"assumeRolePolicy": 7},
     [("assumeRolePolicy", "expected a string or an object, got the number 7")]),
    ("several at once", QUEUE, {"delaySeconds": "x", "nonsenseWord": 1, "tags": {"a": 1}},
     [("delaySeconds", 'expected a whole number, got the string "x"'),
      ("nonsenseWord", None),
      ("tags.a", "expected a string, got the number 1")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "token", "inputs", "expected"), CASES, ids=[c[0] for c in CASES])
def test_problems(name, token, inputs, expected):
    found = check.problems(inputs, schema.resource_type(token).inputs)
    assert [p.path for p in found] == [path for path, _ in expected]
    for problem, (_, reason) in zip(found, expected, strict=True):
        assert reason is None or problem.reason == reason


def test_a_name_that_is_like_nothing_lists_what_there_is():
    properties = schema.resource_type("aws:sqs/queuePolicy:QueuePolicy").inputs
    found = check.problems({"policy": "{}", "queueUrl": "u", "xyzzy": 1}, properties)
    assert found[0].reason == 'unknown property "xyzzy"; known are: policy, queueUrl, region'


def test_an_unknown_type_names_the_nearest():
    with pytest.raises(schema.UnknownTypeError, match='did you mean "aws:sns/topic:Topic"'):
        schema.resource_type("aws:sns/topik:Topik")


def test_an_unknown_function_is_named():
    with pytest.raises(schema.UnknownTypeError, match='no function "aws:sns/getTopik:getTopik"'):
        schema.function_type("aws:sns/getTopik:getTopik")


CONFIGURATIONS = [
    ("nothing", {}, ("999999999999", "", {})),
    ("region", {"region": "eu-west-1"}, ("999999999999", "eu-west-1", {})),
    ("allowed account", {"allowedAccountIds": '["111122223333"]'}, ("111122223333", "", {})),
    ("assumed role", {"assumeRoles": '[{"roleArn": "arn:aws:iam::222233334444:role/r"}]'},
     ("222233334444", "", {})),
    ("Python's names", {"assumeRoles": '[{"role_arn": "arn:aws:iam::222233334444:role/r"}]'},
     ("222233334444", "", {})),
    ("the last role counts",
     {"assumeRoles": '[{"roleArn": "arn:aws:iam::222233334444:role/r"},'
                     ' {"roleArn": "arn:aws:iam::333344445555:role/r"}]'},
     ("333344445555", "", {})),
    ("default tags", {"defaultTags": '{"tags": {"team": "web"}}'},
     ("999999999999", "", {"team": "web"})),
    ("secret", {"region": secret("eu-west-1")}, ("999999999999", "eu-west-1", {})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "config", "expected"), CONFIGURATIONS, ids=[c[0] for c in CONFIGURATIONS]
)
def test_a_provider_is_configured(name, config, expected):
    properties = schema.provider_type()
    parsed = instance.parse(config, properties)
    assert check.problems(parsed, properties) == []
    made = instance.configure(parsed, "999999999999")
    assert (made.account, made.region, made.default_tags) == expected


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("", "aws")],
)
def test_a_region_has_its_partition(region, partition):
    assert instance.Instance(region=region).partition == partition
