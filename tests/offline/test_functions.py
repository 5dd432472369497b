"""Data sources answer as AWS's do."""

import json
import re

import pytest

from offline.provider import check, functions, schema
from offline.provider.functions import FUNCTIONS, FunctionError
from offline.provider.instance import Instance

WHERE = Instance("123456789012", "eu-west-1", {"team": "web"})


def ask(name: str, /, **arguments):
    token = f"aws:{name}:{name.partition('/')[2]}"
    return functions.call(schema.function_type(token), arguments, WHERE)


# What a question needs at least, where it needs anything.
NEEDED = {
    "cloudwatch/getEventBus": {"name": "b"},
    "cloudwatch/getLogGroup": {"name": "g"},
    "ec2/getVpcEndpointService": {"service": "s3"},
    "ecr/getRepository": {"name": "r"},
    "iam/getPolicy": {"name": "p"},
    "iam/getRole": {"name": "r"},
    "index/getArn": {"arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"},
    "index/getServicePrincipal": {"serviceName": "sqs"},
    "kms/getAlias": {"name": "alias/a"},
    "kms/getKey": {"keyId": "alias/a"},
    "s3/getBucket": {"bucket": "b"},
    "secretsmanager/getSecret": {"name": "s"},
    "secretsmanager/getSecretVersion": {"secretId": "s"},
    "sns/getTopic": {"name": "t"},
    "sqs/getQueue": {"name": "q"},
    "ssm/getParameter": {"name": "/a"},
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_promised_result_is_there_and_of_its_type(name):
    results = schema.function_type(f"aws:{name}:{name.partition('/')[2]}").results
    assert check.problems(ask(name, **NEEDED.get(name, {})), results) == []


CASES = [
    ("index/getCallerIdentity", {}, {"accountId": "123456789012"}),
    ("index/getRegion", {}, {"region": "eu-west-1", "description": r"Europe \(Ireland\)"}),
    ("index/getPartition", {}, {"partition": "aws", "dnsSuffix": r"amazonaws\.com"}),
    ("index/getServicePrincipal", {"serviceName": "sqs"}, {"name": r"sqs\.amazonaws\.com"}),
    ("index/getArn", {"arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"},
     {"service": "sqs", "resource": "jobs"}),
    ("ssm/getParameter", {"name": "/a/b"},
     {"arn": "arn:aws:ssm:eu-west-1:123456789012:parameter/a/b"}),
    ("ssm/getParameter", {"name": "/aws/service/ami-amazon-linux-latest/x"},
     {"value": "ami-[0-9a-f]{17}"}),
    ("ec2/getVpc", {}, {"id": "vpc-[0-9a-f]{17}", "cidrBlock": r"10\.0\.0\.0/16"}),
    ("route53/getZone", {"name": "example.com."}, {"name": r"example\.com", "zoneId": "Z.{20}"}),
    ("kms/getKey", {"keyId": "alias/a"},
     {"arn": "arn:aws:kms:eu-west-1:123456789012:key/[0-9a-f-]{36}"}),
    ("secretsmanager/getSecretVersion", {"secretId": "s"},
     {"secretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-.{6}"}),
    ("acm/getCertificate", {"domain": "a.example"},
     {"arn": "arn:aws:acm:eu-west-1:123456789012:certificate/[0-9a-f-]{36}"}),
    ("sqs/getQueue", {"name": "q"},
     {"url": r"https://sqs\.eu-west-1\.amazonaws\.com/123456789012/q"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_answers(name, arguments, expected):
    answer = ask(name, **arguments)
    for key, pattern in expected.items():
        assert re.fullmatch(pattern, answer[key]), (key, answer[key])


def test_zones_leave_out_what_is_excluded():
    answer = ask("index/getAvailabilityZones", excludeNames=["eu-west-1b"])
    assert answer["names"] == ["eu-west-1a", "eu-west-1c"]
    assert answer["zoneIds"] == ["euw1-az1", "euw1-az3"]


def test_the_subnets_of_a_region_are_the_same_by_list_and_by_id():
    ids = ask("ec2/getSubnets")["ids"]
    vpc = ask("ec2/getVpc")["id"]
    found = [ask("ec2/getSubnet", id=id_) for id_ in ids]
    assert [subnet["availabilityZone"] for subnet in found] == [
        "eu-west-1a", "eu-west-1b", "eu-west-1c",
    ]  # fmt: skip
    assert {subnet["vpcId"] for subnet in found} == {vpc}


def test_default_tags_are_the_provider_s():
    assert ask("index/getDefaultTags")["tags"] == {"team": "web"}


def test_a_function_without_an_answer_names_those_that_have_one():
    with pytest.raises(FunctionError, match=r'no answer for "ec2/getAmi"\. It has: acm/getCert'):
        ask("ec2/getAmi")


def test_something_to_find_it_by_is_needed():
    with pytest.raises(FunctionError, match="secretsmanager/getSecret needs one of: arn, name"):
        ask("secretsmanager/getSecret")


def document(**arguments):
    return json.loads(ask("iam/getPolicyDocument", **arguments)["json"])


READ = {"sid": "Read", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}
READ_JSON = {
    "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
}  # fmt: skip
DOCUMENTS = [
    ("nothing", {}, []),
    ("one of each is no list", {"statements": [READ]}, [READ_JSON]),
    ("several are a list", {"statements": [{**READ, "actions": ["a:A", "a:B", "a:A"]}]},
     [{**READ_JSON, "Action": ["a:B", "a:A"]}]),
    ("deny, not", {"statements": [
        {"effect": "Deny", "notActions": ["a:A"], "notResources": ["r"]}]},
     [{"Effect": "Deny", "NotAction": "a:A", "NotResource": "r"}]),
    ("services", {"statements": [{"actions": ["sts:AssumeRole"], "principals": [
        {"type": "Service", "identifiers": ["lambda.amazonaws.com"]}]}]},
     [{"Effect": "Allow", "Action": "sts:AssumeRole",
       "Principal": {"Service": "lambda.amazonaws.com"}}]),
    ("anybody", {"statements": [{"principals": [{"type": "*", "identifiers": ["*"]}]}]},
     [{"Effect": "Allow", "Principal": "*"}]),
    ("conditions of one test are joined", {"statements": [{"conditions": [
        {"test": "StringEquals", "variable": "a", "values": ["1"]},
        {"test": "StringEquals", "variable": "b", "values": ["2", "3"]}]}]},
     [{"Effect": "Allow", "Condition": {"StringEquals": {"a": "1", "b": ["2", "3"]}}}]),
    ("a source comes first",
     {"sourcePolicyDocuments": ['{"Statement": {"Effect": "Deny"}}'], "statements": [READ]},
     [{"Effect": "Deny"}, READ_JSON]),
    ("an own statement takes the source's place",
     {"sourcePolicyDocuments": ['{"Statement": [{"Sid": "Read", "Effect": "Deny"}]}'],
      "statements": [READ]}, [READ_JSON]),
    ("an override takes the own one's place",
     {"statements": [READ],
      "overridePolicyDocuments": ['{"Statement": [{"Sid": "Read", "Effect": "Deny"}]}']},
     [{"Sid": "Read", "Effect": "Deny"}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "arguments", "statements"), DOCUMENTS, ids=[d[0] for d in DOCUMENTS]
)
def test_policy_documents(name, arguments, statements):
    assert document(**arguments) == {"Version": "2012-10-17", "Statement": statements}


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["not json"], "not a policy document"),
        (['{"Statement": [{"Sid": "A"}]}'] * 2, 'the statement id "A" is there twice'),
    ],
)
def test_policy_documents_that_cannot_be_joined(sources, message):
    with pytest.raises(FunctionError, match=message):
        document(sourcePolicyDocuments=sources)
