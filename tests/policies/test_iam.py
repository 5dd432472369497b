import pytest

from policies.iam import (
    Arn,
    DocumentError,
    Statement,
    UnknownPartError,
    action_matches,
    arn_matches,
    explained,
    from_grants,
    parse,
)
from policies.iam_actions import action_facts, actions_matching
from policies.values import UNKNOWN
from tests.support.builders import allow, arn, policy_text

JOBS = arn("sqs", "jobs")


def test_single_statement_action_and_resource_need_no_lists():
    (statement,) = parse({"Statement": allow("sqs:SendMessage", JOBS)})
    assert (statement.actions, statement.resources) == (("sqs:SendMessage",), (JOBS,))


def test_text_and_mapping_say_the_same():
    text = policy_text(allow(["sqs:SendMessage"], [JOBS], Sid="send"))
    (from_text,) = parse(text)
    (from_mapping,) = parse({"Statement": [allow(["sqs:SendMessage"], [JOBS], Sid="send")]})
    assert vars(from_text) == vars(from_mapping)


def test_principals_are_kept_by_kind():
    (everybody,) = parse({"Statement": allow("sts:AssumeRole", None, Principal="*")})
    (service,) = parse({"Statement": allow("sts:AssumeRole", None, Principal={"Service": "a"})})
    assert everybody.principals == {"*": ("*",)}
    assert service.principals == {"Service": ("a",)}


def test_a_resource_may_be_unknown():
    (statement,) = parse({"Statement": allow("sqs:SendMessage", UNKNOWN)})
    assert statement.resources == (UNKNOWN,)


@pytest.mark.parametrize(
    ("document", "path", "problem"),
    [
        ("{", "", "is not JSON: Expecting property name"),
        ("[" * 100_000, "", "is not JSON: maximum recursion depth"),
        ("[]", "", "is not an object"),
        (7, "", "is not an object"),
        (None, "", "is not an object"),
        ("{}", "", "has no Statement"),
        ({"Statement": "x"}, "Statement[0]", "is not an object"),
        ({"Statement": [{}]}, "Statement[0].Effect", "is neither Allow nor Deny"),
        ({"Statement": allow(7)}, "Statement[0].Action", "holds something that is not text"),
        ({"Statement": allow("a:B", Condition=1)}, "Statement[0].Condition", "is not an object"),
    ],
)
def test_what_is_no_document_is_said_with_its_place(document, path, problem):
    with pytest.raises(DocumentError) as caught:
        parse(document)
    assert caught.value.path == path
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (UNKNOWN, ""),
        ({"Statement": UNKNOWN}, "Statement"),
        ({"Statement": [UNKNOWN]}, "Statement[0]"),
        ({"Statement": allow(["a:B", UNKNOWN])}, "Statement[0].Action"),
        ({"Statement": allow("a:B", Effect=UNKNOWN)}, "Statement[0].Effect"),
    ],
)
def test_an_unknown_part_is_told_apart_from_a_wrong_one(document, path):
    with pytest.raises(UnknownPartError) as caught:
        parse(document)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("pattern", "action", "covered"),
    [
        ("sqs:SendMessage", "sqs:SendMessage", True),
        ("SQS:sendmessage", "sqs:SendMessage", True),
        ("sqs:Send*", "sqs:SendMessage", True),
        ("sqs:*Message", "sqs:SendMessage", True),
        ("sqs:SendMessag?", "sqs:SendMessage", True),
        ("*", "sqs:SendMessage", True),
        ("sqs:Send", "sqs:SendMessage", False),
        ("sns:*", "sqs:SendMessage", False),
        ("sqs:[S]endMessage", "sqs:SendMessage", False),
    ],
)
def test_action_matches(pattern, action, covered):
    assert action_matches(pattern, action) is covered


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("*", True),
        (JOBS, True),
        ("arn:aws:sqs:*:*:jobs", True),
        ("arn:*:sqs:eu-west-1:123456789012:j*", True),
        ("arn:aws:sqs:*", False),
        ("arn:aws:sqs:eu-west-1:123456789012:JOBS", False),
        ("arn:aws:sqs:eu-west-1:123456789012:${aws:username}", True),
        ("arn:aws:*:jobs", False),
    ],
)
def test_arn_wildcards_stay_inside_their_part(pattern, covered):
    assert arn_matches(pattern, JOBS) is covered


def test_the_last_part_of_an_arn_pattern_crosses_separators():
    assert arn_matches("arn:aws:s3:::files/*", "arn:aws:s3:::files/a/b:c")


def test_not_action_covers_everything_else():
    statement = Statement("Allow", not_actions=("iam:*",))
    assert (statement.covers("sqs:SendMessage"), statement.covers("iam:PassRole")) == (True, False)


@pytest.mark.parametrize(
    ("statement", "reached"),
    [
        (Statement("Allow", resources=(JOBS,)), True),
        (Statement("Allow", resources=(arn("sqs", "other"),)), False),
        (Statement("Allow", resources=(UNKNOWN,)), None),
        (Statement("Allow", resources=(UNKNOWN, JOBS)), True),
        (Statement("Allow", not_resources=(JOBS,)), False),
        (Statement("Allow", not_resources=(arn("sqs", "other"),)), True),
        (Statement("Allow", not_resources=(UNKNOWN,)), None),
    ],
)
def test_reaches(statement, reached):
    assert statement.reaches(JOBS) is reached


def test_condition_values_are_found_in_any_case():
    (statement,) = parse(
        {
            "Statement": allow(
                "events:PutEvents", Condition={"StringEquals": {"Events:Source": "orders"}}
            )
        }
    )
    assert statement.condition_values("events:source") == {"StringEquals": ("orders",)}


GRANT = {
    "actions": ["s3:GetObject"],
    "resources": ["arn:aws:s3:::files"],
    "nodes": ["urn:files"],
    "paths": ["", "/*"],
    "reason": "because",
}


def test_a_grant_gives_its_resource_with_each_path():
    (statement,) = from_grants([GRANT])
    assert statement.resources == ("arn:aws:s3:::files", "arn:aws:s3:::files/*")


def test_a_grant_on_an_unknown_resource_keeps_its_node():
    (statement,) = from_grants([{**GRANT, "resources": [UNKNOWN]}])
    assert (statement.resources, statement.nodes) == ((UNKNOWN, UNKNOWN), ("urn:files",))


def test_self_in_a_grant_is_the_components_own_resource():
    (statement,) = from_grants([{**GRANT, "resources": ["self"], "nodes": ["self"]}], own="urn:fn")
    assert (statement.resources, statement.nodes) == ((UNKNOWN, UNKNOWN), ("urn:fn",))


@pytest.mark.parametrize("grants", [UNKNOWN, [UNKNOWN], [{**GRANT, "actions": [UNKNOWN]}]])
def test_grants_that_are_unknown_are_no_document(grants):
    with pytest.raises(UnknownPartError):
        from_grants(grants)


@pytest.mark.parametrize("grants", ["x", [7], [{"actions": 7}], [{**GRANT, "condition": []}]])
def test_grants_of_another_shape_are_no_document(grants):
    with pytest.raises(DocumentError):
        from_grants(grants)


def test_a_known_document_is_explained_by_its_grants_whatever_their_order():
    other = allow("sqs:SendMessage", JOBS)
    written = allow("S3:GetObject", ["arn:aws:s3:::files", "arn:aws:s3:::files/*"])
    first, second = explained(parse({"Statement": [other, written]}), from_grants([GRANT]))
    assert (first.nodes, first.reason) == ((), "")
    assert (second.nodes, second.reason) == (("urn:files",), "because")


def test_a_statement_on_other_resources_is_not_explained():
    written = allow("s3:GetObject", ["arn:aws:s3:::others", "arn:aws:s3:::others/*"])
    (statement,) = explained(parse({"Statement": written}), from_grants([GRANT]))
    assert statement.nodes == ()


def test_arn_parts():
    assert Arn.parse(JOBS) == Arn("aws", "sqs", "eu-west-1", "123456789012", "jobs")
    assert Arn.parse("jobs") is None


def test_facts_of_an_action_come_in_awss_spelling():
    facts = action_facts("SQS:sendmessage")
    assert facts is not None
    assert (facts.name, facts.access_level, facts.resource_level) == (
        "sqs:SendMessage",
        "Write",
        True,
    )


def test_an_action_without_resource_level_is_known_as_such():
    facts = action_facts("cloudwatch:PutMetricData")
    assert facts is not None
    assert not facts.resource_level


def test_an_action_that_aws_does_not_list_has_no_facts():
    assert action_facts("sqs:FlyMessage") is None
    assert action_facts("nonsense") is None


def test_a_pattern_names_all_its_actions():
    assert {facts.name for facts in actions_matching("sqs:Send*")} == {"sqs:SendMessage"}
