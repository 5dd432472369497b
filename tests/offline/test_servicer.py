"""The provider's protocol, call by call."""

import pytest
from pulumi.runtime.proto import provider_pb2

from offline.provider import failures, wire
from offline.provider.servicer import AwsProvider
from tests.support.offline import urn

QUEUE = "aws:sqs/queue:Queue"
Mode = provider_pb2.CheckRequest.AutonamingOptions


class Connection:
    """The engine's connection of one configured provider."""

    def __init__(self, name: str) -> None:
        self.name = name

    def peer(self) -> str:
        return self.name

    def abort(self, code, message):
        raise RuntimeError(message)


MAIN, OTHER = Connection("ipv4:127.0.0.1:1"), Connection("ipv4:127.0.0.1:2")


@pytest.fixture
def provider():
    made = AwsProvider("7.0.0", "123456789012")
    configure(made, MAIN, region="eu-west-1")
    return made


def configure(provider, connection, **config):
    provider.Configure(provider_pb2.ConfigureRequest(args=wire.encode(config)), connection)


def check(provider, news, olds=None, connection=MAIN, token=QUEUE, **more):
    request = provider_pb2.CheckRequest(
        urn=urn(token, "jobs"),
        name="jobs",
        news=wire.encode(news),
        olds=wire.encode(olds or {}),
        randomSeed=b"seed",
        **more,
    )
    response = provider.Check(request, connection)
    return wire.decode(response.inputs), [(f.property, f.reason) for f in response.failures]


def test_check_gives_name_defaults_and_notes_them(provider):
    checked, failed = check(provider, {"delaySeconds": 5})
    assert failed == []
    assert checked["delaySeconds"] == 5
    assert checked["visibilityTimeoutSeconds"] == 30
    assert "name" in checked["__defaults"]
    assert "delaySeconds" not in checked["__defaults"]


def test_check_keeps_the_name_of_the_check_before(provider):
    first, _ = check(provider, {})
    request = provider_pb2.CheckRequest(
        urn=urn(QUEUE, "jobs"), olds=wire.encode(first), randomSeed=b"other"
    )
    again = wire.decode(provider.Check(request, MAIN).inputs)
    assert again["name"] == first["name"]


def test_check_lists_all_problems(provider):
    _, failed = check(provider, {"delay": 1, "tags": {"a": 1}})
    assert [path for path, _ in failed] == ["delay", "tags.a"]


def test_check_of_an_unknown_type_fails(provider):
    _, failed = check(provider, {}, token="aws:sqs/kueue:Kueue")
    assert failed == [
        ("", 'pulumi_aws has no resource type "aws:sqs/kueue:Kueue"; '
             'did you mean "aws:sqs/queue:Queue"?')
    ]  # fmt: skip


def test_check_follows_the_stack_s_naming(provider):
    checked, _ = check(provider, {}, autonaming=Mode(proposed_name="team-jobs", mode=Mode.ENFORCE))
    assert checked["name"] == "team-jobs"
    _, failed = check(provider, {}, autonaming=Mode(mode=Mode.DISABLE))
    assert failed == [("", '"name" is required, because automatic names are switched off')]


def test_the_provider_s_tags_join_those_of_a_resource(provider):
    tags = '{"tags": {"team": "web", "stage": "dev"}}'
    configure(provider, OTHER, region="eu-west-1", defaultTags=tags)
    checked, _ = check(provider, {"tags": {"stage": "x"}}, connection=OTHER)
    assert checked["tags"] == {"team": "web", "stage": "x"}
    checked, _ = check(provider, {"tags": wire.UNKNOWN}, connection=OTHER)
    assert checked["tags"] == wire.UNKNOWN
    checked, _ = check(provider, {}, connection=MAIN)
    assert "tags" not in checked


def test_secret_tags_stay_secret_when_others_join_them(provider):
    configure(provider, OTHER, region="eu-west-1", defaultTags='{"tags": {"team": "web"}}')
    tags = {wire.SIGNATURE: wire.SECRET, "value": {"stage": "x"}}
    checked, _ = check(provider, {"tags": tags}, connection=OTHER)
    assert checked["tags"] == {**tags, "value": {"team": "web", "stage": "x"}}


def create(provider, properties, connection=MAIN, token=QUEUE, preview=False):
    request = provider_pb2.CreateRequest(
        urn=urn(token, "jobs"), properties=wire.encode(properties), preview=preview
    )
    response = provider.Create(request, connection)
    return response.id, wire.decode(response.properties)


def test_connections_keep_their_providers_apart(provider):
    configure(provider, OTHER, region="us-east-1", allowedAccountIds='["111122223333"]')
    _, here = create(provider, {"name": "jobs"})
    _, there = create(provider, {"name": "jobs"}, OTHER)
    assert here["arn"] == "arn:aws:sqs:eu-west-1:123456789012:jobs"
    assert there["arn"] == "arn:aws:sqs:us-east-1:111122223333:jobs"


def test_a_connection_without_a_provider_is_an_error(provider):
    with pytest.raises(RuntimeError, match="no configured provider"):
        create(provider, {}, OTHER)


def test_a_preview_makes_no_id(provider):
    id_, planned = create(provider, {"name": "jobs"}, preview=True)
    assert id_ == ""
    assert planned["arn"] == wire.UNKNOWN


def test_secrets_come_back_as_secrets(provider):
    policy = {wire.SIGNATURE: wire.SECRET, "value": "{}"}
    _, made = create(provider, {"name": "jobs", "policy": policy})
    assert made["policy"] == policy


def difference(provider, olds, news):
    request = provider_pb2.DiffRequest(
        urn=urn(QUEUE, "jobs"), id="i", old_inputs=wire.encode(olds), news=wire.encode(news)
    )
    return provider.Diff(request, MAIN)


def test_no_difference_is_said_plainly(provider):
    answer = difference(provider, {"name": "a"}, {"name": "a"})
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE


@pytest.mark.parametrize(("defaults", "deleted_first"), [([], True), (["name"], False)])
def test_a_given_name_is_free_before_it_is_taken_again(provider, defaults, deleted_first):
    answer = difference(provider, {"name": "a"}, {"name": "b", "__defaults": defaults})
    assert list(answer.replaces) == ["name"]
    assert answer.deleteBeforeReplace == deleted_first
    assert answer.detailedDiff["name"].kind == provider_pb2.PropertyDiff.UPDATE_REPLACE


def read(provider, token, id_, properties=None, inputs=None):
    request = provider_pb2.ReadRequest(
        urn=urn(token, "jobs"),
        id=id_,
        properties=wire.encode(properties or {}),
        inputs=wire.encode(inputs or {}),
    )
    response = provider.Read(request, MAIN)
    return wire.decode(response.properties), wire.decode(response.inputs)


def test_a_resource_of_somebody_else_is_found_by_its_id(provider):
    found, inputs = read(provider, "aws:iam/role:Role", "deploy")
    assert found["arn"] == "arn:aws:iam::123456789012:role/deploy"
    assert inputs["name"] == "deploy"
    assert "arn" not in inputs


def test_a_refresh_changes_nothing(provider):
    properties = {"name": "jobs", "arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"}
    assert read(provider, QUEUE, "i", properties, {"name": "jobs"}) == (
        properties,
        {"name": "jobs"},
    )


def invoke(provider, token, **arguments):
    request = provider_pb2.InvokeRequest(tok=token, args=wire.encode(arguments))
    response = provider.Invoke(request, MAIN)
    return wire.decode(getattr(response, "return")), [f.reason for f in response.failures]


def test_a_function_answers(provider):
    answer, failed = invoke(provider, "aws:index/getCallerIdentity:getCallerIdentity")
    assert (answer["accountId"], failed) == ("123456789012", [])


@pytest.mark.parametrize(
    ("token", "arguments", "message"),
    [
        ("aws:sqs/getQueue:getQueue", {"nam": "x"}, 'unknown property "nam"'),
        ("aws:ec2/getAmi:getAmi", {}, 'no answer for "ec2/getAmi"'),
        ("aws:ec2/getNone:getNone", {}, "pulumi_aws has no function"),
    ],
)
def test_a_function_that_cannot_answer_says_why(provider, token, arguments, message):
    _, failed = invoke(provider, token, **arguments)
    assert any(message in reason for reason in failed)


def check_config(provider, **config):
    response = provider.CheckConfig(provider_pb2.CheckRequest(news=wire.encode(config)), MAIN)
    return [(f.property, f.reason) for f in response.failures]


def test_a_provider_needs_a_region(provider):
    assert check_config(provider, region="eu-west-1", version="7.0.0") == []
    assert check_config(provider, region=wire.UNKNOWN) == []
    assert check_config(provider)[0][0] == "region"


def test_a_provider_s_settings_are_checked_inside_their_json(provider):
    found = check_config(provider, region="eu-west-1", defaultTags='{"tag": {}}')
    assert found == [("defaultTags.tag", 'unknown property "tag"; did you mean "tags"?')]


def test_failures_are_for_what_they_name(provider):
    provider.failing = failures.parse("jobs:create,aws:sns/topic:Topic:delete")
    with pytest.raises(RuntimeError, match="InternalFailure"):
        create(provider, {"name": "jobs"})
    create(provider, {"name": "jobs"}, preview=True)
    provider.Delete(provider_pb2.DeleteRequest(urn=urn(QUEUE, "jobs")), MAIN)
    with pytest.raises(RuntimeError, match="InternalFailure"):
        provider.Delete(provider_pb2.DeleteRequest(urn=urn("aws:sns/topic:Topic", "x")), MAIN)
