"""Grants and roles: what a policy says, whom a role trusts, what preview can read of it."""

import json

import pulumi
import pytest

from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.grant import SELF, AddedGrant, Grant, GrantArgs, document
from components.foundation.queue import Queue, QueueArgs
from components.foundation.role import Role, RoleArgs, trust
from components.settings import Context, Settings
from policies.values import UNKNOWN
from tests.support.recorder import deploy, inside

ARN = "arn:aws:sqs:eu-west-1:123456789012:jobs"
HANDLER = "handlers.apis.cors.http.handler"


def rendered(*grants, own=None):
    """The statements of the document for these grants."""
    found = []

    def build():
        document(grants, own).apply(found.append)

    deploy(build)
    assert json.loads(found[0])["Version"] == "2012-10-17"
    return json.loads(found[0])["Statement"]


def test_grant_is_one_statement():
    condition = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    assert rendered(Grant(("sqs:SendMessage",), (ARN,), condition=condition)) == [
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": [ARN],
            "Condition": condition,
        }
    ]


def test_paths_are_appended_to_every_arn():
    (statement,) = rendered(Grant(("s3:GetObject",), ("a", "b"), paths=("", "/x/*")))
    assert statement["Resource"] == ["a", "a/x/*", "b", "b/x/*"]


def test_reason_is_for_people_and_stays_out_of_the_policy():
    (statement,) = rendered(Grant(("xray:PutTraceSegments",), ("*",), reason="X-Ray has no ARNs"))
    assert statement == {"Effect": "Allow", "Action": ["xray:PutTraceSegments"], "Resource": ["*"]}


def test_arns_known_later_are_waited_for():
    later = pulumi.Output.from_input(ARN)
    (statement,) = rendered(Grant(("sqs:SendMessage",), (later,)))
    assert statement["Resource"] == [ARN]


def test_self_means_what_the_holder_makes():
    own = {"logs": "arn:logs", "lambda": "arn:function"}
    logs = Grant(("logs:PutLogEvents",), (SELF,), (SELF,), (":*",))
    call = Grant(("lambda:InvokeFunction",), (SELF,), (SELF,))
    statements = rendered(logs, call, own=own)
    assert [s["Resource"] for s in statements] == [["arn:logs:*"], ["arn:function"]]


@pytest.mark.parametrize(
    ("grant", "says"),
    [
        ({"resources": ("*",)}, "on every resource needs a reason"),
        ({"resources": ("*",), "reason": " "}, "on every resource needs a reason"),
        ({"actions": ()}, "at least one of each"),
        ({"resources": ()}, "at least one of each"),
        ({"paths": ()}, "at least one of each"),
    ],
)
def test_grant_that_says_too_little_is_refused(grant, says):
    with pytest.raises(ValueError, match=says):
        Grant(**{"actions": ("sqs:SendMessage",), "resources": (ARN,), **grant})


def test_self_is_refused_where_it_means_nothing():
    with pytest.raises(ValueError, match="SELF says nothing here to sqs"):
        rendered(Grant(("sqs:SendMessage",), (SELF,)), own={"logs": "arn:logs"})


def worker(preview):
    def build():
        jobs = Queue("jobs", QueueArgs(dead_letter=False))
        Function("worker", FunctionArgs(handler=HANDLER, grants=(jobs.send(),)))

    return deploy(build, preview=preview)


def test_preview_knows_which_grant_goes_where_before_arns_exist():
    deployed = worker(preview=True)
    jobs = deployed.resource("jobs", "sqs/queue:Queue")
    grant = next(
        grant
        for grant in deployed.component("worker").inputs["grants"]
        if grant["actions"] == ["sqs:SendMessage"]
    )
    assert grant == {
        "actions": ["sqs:SendMessage"],
        "resources": [UNKNOWN],
        "nodes": [jobs.urn],
        "paths": [""],
    }
    assert deployed["worker-policy"]["policy"] is UNKNOWN


@pytest.mark.parametrize("preview", [False, True], ids=["up", "preview"])
def test_no_component_waits_for_its_own_child(preview):
    deployed = worker(preview)
    for item in deployed.resources:
        below = {other.urn for other in deployed.resources if other.parent == item.urn}
        assert below.isdisjoint(item.dependencies)


def test_policy_is_just_the_grants():
    deployed = worker(preview=False)
    text = deployed["worker-policy"]["policy"]
    allowed = {
        (action, tuple(resource for resource in statement["Resource"]))
        for statement in json.loads(text)["Statement"]
        for action in statement["Action"]
    }
    granted = {
        (action, tuple(r + p for r in grant["resources"] for p in grant["paths"]))
        for grant in deployed.component("worker").inputs["grants"]
        for action in grant["actions"]
    }
    logs = deployed.resource("worker-logs").outputs["arn"]
    assert {(a, tuple(r.replace(logs, SELF) for r in found)) for a, found in allowed} == granted


def test_added_grant_is_a_policy_of_its_own():
    deployed = deploy(
        lambda: AddedGrant(
            "late", GrantArgs(role_name="worker", grants=(Grant(("sqs:SendMessage",), (ARN,)),))
        )
    )
    assert deployed["late-policy"]["role"] == "worker"
    assert deployed.component("late").type == "palisade:foundation:Grant"
    assert deployed.component("late").inputs["grants"][0]["resources"] == [ARN]


HERE = Context(account="123456789012", region="eu-west-1")
TRUST = [
    ("account alone", "events.amazonaws.com", HERE, None,
     {"StringEquals": {"aws:SourceAccount": "123456789012"}}),
    ("account and source", "events.amazonaws.com", HERE, "arn:rule",
     {"StringEquals": {"aws:SourceAccount": "123456789012"},
      "ArnEquals": {"aws:SourceArn": "arn:rule"}}),
    ("source, outside an environment", "events.amazonaws.com", Context(), "arn:rule",
     {"ArnEquals": {"aws:SourceArn": "arn:rule"}}),
    ("nothing known", "events.amazonaws.com", Context(), None, None),
    ("Lambda, which names no source", "lambda.amazonaws.com", HERE, "arn:rule", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "service", "context", "source", "condition"), TRUST, ids=[c[0] for c in TRUST]
)
def test_role_trusts_one_service_on_behalf_of_us(name, service, context, source, condition):
    found = []

    def build():
        pulumi.Output.from_input(trust(service, context, source)).apply(found.append)

    deploy(build)
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": service},
        **({"Condition": condition} if condition else {}),
    }
    assert json.loads(found[0]) == {"Version": "2012-10-17", "Statement": [statement]}


def test_role_without_grants_has_no_policy():
    deployed = deploy(lambda: Role("idle", RoleArgs(service="events.amazonaws.com")))
    assert list(deployed) == ["idle-role"]


def test_role_is_bounded_where_the_environment_says_so():
    context = Context(settings=Settings(permissions_boundary_arn="arn:limit"))
    args = RoleArgs(service="events.amazonaws.com")
    deployed = deploy(lambda: Role("idle", args, inside(context)))
    assert deployed["idle-role"]["permissionsBoundary"] == "arn:limit"
