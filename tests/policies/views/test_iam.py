import pytest

from policies.values import UNKNOWN, Secret
from policies.view import Stack, Undecided
from policies.views.attached import NO_ROLE, documents_by_role, documents_of
from policies.views.iam import Role, RolePolicy
from tests.support.builders import (
    allow,
    arn,
    component,
    function,
    grant,
    policy_text,
    queue,
    resource,
    role,
    role_policy,
)

WORKER = role("worker-role")
JOBS = queue("jobs")
KNOWN_JOBS = queue("jobs", arn=arn("sqs", "jobs"))
SEND = policy_text(allow("sqs:SendMessage", arn("sqs", "jobs")))


def only_policy(*resources):
    stack = Stack(resources)
    (policy,) = stack.of(RolePolicy)
    return policy


def actions(attached):
    return [list(a.document.statements[0].actions) if a.document else None for a in attached]


def test_a_known_text_is_the_document():
    (statement,) = only_policy(WORKER, role_policy("p", WORKER, SEND)).document
    assert statement.resources == (arn("sqs", "jobs"),)


def test_a_secret_text_is_read_like_any_other():
    assert len(only_policy(WORKER, role_policy("p", WORKER, Secret(SEND))).document.statements) == 1


def test_an_unknown_text_without_grants_is_undecided():
    with pytest.raises(Undecided, match="policy is not known at preview"):
        _ = only_policy(WORKER, role_policy("p", WORKER, UNKNOWN)).document


def test_a_text_that_is_no_document_is_undecided():
    with pytest.raises(Undecided, match="policy is not JSON"):
        _ = only_policy(WORKER, role_policy("p", WORKER, "<xml/>")).document


def granted(jobs, text, **rest):
    around = component("worker", grants=[grant("sqs:SendMessage", jobs, **rest)])
    return around, role_policy("p", WORKER, text, parent=around)


def test_an_unknown_text_comes_from_the_grants_around_it():
    (statement,) = only_policy(*granted(JOBS, UNKNOWN)).document
    assert statement.actions == ("sqs:SendMessage",)
    assert (statement.resources, statement.nodes) == ((UNKNOWN,), (JOBS.urn,))


def test_a_known_text_has_the_nodes_of_its_grants():
    (statement,) = only_policy(*granted(KNOWN_JOBS, SEND, reason="r")).document
    assert (statement.resources, statement.nodes) == ((arn("sqs", "jobs"),), (JOBS.urn,))
    assert statement.reason == "r"


def test_unknown_grants_are_undecided_at_the_component():
    around = component("worker", grants=[UNKNOWN])
    policy = only_policy(around, role_policy("p", WORKER, UNKNOWN, parent=around))
    with pytest.raises(Undecided) as caught:
        _ = policy.document
    assert (caught.value.resource, caught.value.prop) == (around, "grants[0]")


def test_self_is_the_function_of_the_same_component():
    around = component("worker", grants=[{"actions": ["lambda:InvokeFunction"], "nodes": ["self"]}])
    own = function("worker-fn", parent=around)
    policy = only_policy(around, own, role_policy("p", WORKER, UNKNOWN, parent=around))
    (statement,) = policy.document
    assert statement.nodes == (own.urn,)


def test_trust_is_read_from_the_role():
    (statement,) = Role(WORKER).trust
    assert statement.principals == {"Service": ("lambda.amazonaws.com",)}


ATTACH = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def managed(**props):
    return resource("aws:iam/policy:Policy", "send", name="send", policy=SEND, **props)


@pytest.mark.parametrize(
    "resources",
    [
        [role_policy("p", WORKER, SEND)],
        [role_policy("p", "worker-role", SEND)],
        [managed(), resource(ATTACH, "a", role=WORKER, policyArn=managed())],
        [
            managed(),
            resource(
                "aws:iam/policyAttachment:PolicyAttachment",
                "a",
                roles=[WORKER],
                policyArn=managed(),
            ),
        ],
        [
            managed(),
            resource(
                "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
                "a",
                roleName="worker-role",
                policyArns=[managed()],
            ),
        ],
    ],
    ids=["inline", "inline by name", "attached", "attached to many", "attached exclusively"],
)
def test_documents_of_a_role_are_found(resources):
    stack = Stack([WORKER, *resources])
    assert actions(documents_of(Role(WORKER, stack))) == [["sqs:SendMessage"]]


def test_policies_inside_the_role_are_found():
    own = role("r", inlinePolicies=[{}, {"name": "send", "policy": SEND}])
    (attached,) = documents_of(Role(own, Stack([own])))
    assert (attached.prop, actions([attached])) == (
        "inlinePolicies[1].policy",
        [["sqs:SendMessage"]],
    )


def test_policies_that_the_role_lists_are_found():
    own = role("r", managedPolicyArns=[managed(), BASIC])
    first, second = documents_of(Role(own, Stack([own, managed()])))
    assert actions([first]) == [["sqs:SendMessage"]]
    assert second.managed == BASIC


def test_a_policy_of_aws_is_named_by_its_arn():
    attachment = resource(ATTACH, "a", role=WORKER, policyArn=BASIC)
    (attached,) = documents_of(Role(WORKER, Stack([WORKER, attachment])))
    assert (attached.managed, attached.prop) == (BASIC, "policyArn")


def test_a_policy_whose_arn_is_unknown_says_why():
    attachment = resource(ATTACH, "a", role=WORKER, policyArn=UNKNOWN)
    (attached,) = documents_of(Role(WORKER, Stack([WORKER, attachment])))
    assert str(attached.because) == "policyArn is not known at preview"


def test_before_registration_policies_are_joined_by_name():
    own = role("worker-role", name="worker-1a2b3c4")
    policy = resource(
        "aws:iam/policy:Policy", "send", name="send-1a2b3c4", path="/team/", policy=SEND
    )
    attachment = resource(
        ATTACH, "a", role="worker-1a2b3c4", policyArn=arn("iam", "policy/team/send-1a2b3c4")
    )
    seen = Stack([own, policy, attachment], complete=False)
    assert actions(documents_by_role(seen)[own.urn]) == [["sqs:SendMessage"]]


def test_a_policy_of_a_role_elsewhere_is_not_lost():
    stack = Stack([role_policy("p", "role-of-another-stack", SEND)])
    assert actions(documents_by_role(stack)[NO_ROLE]) == [["sqs:SendMessage"]]
