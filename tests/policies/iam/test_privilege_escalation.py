import pytest

from policies.core import UNKNOWN
from policies.rules.iam.privilege_escalation import privilege_escalation
from tests.support.builders import allow, component, grant, policy_text, resource, role, role_policy
from tests.support.findings import run_rule

WORKER = role("worker-role", arn="arn:aws:iam::123456789012:role/worker-role")
TASK = "arn:aws:iam::123456789012:role/task"
PUT = "can write its own permissions: iam:PutRolePolicy"
RUN = "can run a machine with any role: iam:PassRole and ec2:RunInstances"


def policy(*statements, name="p"):
    return [WORKER, role_policy(name, WORKER, policy_text(*statements))]


def granted(*nodes, **rest):
    around = component("worker", grants=[grant("iam:PutRolePolicy", *nodes, **rest)])
    return [around, WORKER, role_policy("p", WORKER, UNKNOWN, parent=around)]


def passed_to(service):
    return {"StringEquals": {"iam:PassedToService": service}}


DENIED = {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
BOUNDED = {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/edge"}}

CASES = [
    ("no policy", [WORKER], []),
    ("something else", policy(allow(["iam:GetRole", "lambda:InvokeFunction"])), []),
    ("any role", policy(allow("iam:PutRolePolicy")), [PUT]),
    ("itself", policy(allow("iam:PutRolePolicy", WORKER.properties["arn"])), [PUT]),
    ("one other role", policy(allow("iam:PutRolePolicy", TASK)), []),
    (
        "roles of one kind",
        policy(allow("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/shop-*")),
        [],
    ),
    (
        "all but one role",
        policy({"Effect": "Allow", "Action": "iam:PutRolePolicy", "NotResource": TASK}),
        [PUT],
    ),
    (
        "by a pattern",
        policy(allow("iam:PutRole*")),
        [
            PUT,
            "can take off its boundary: iam:PutRolePermissionsBoundary",
        ],
    ),
    ("inside a boundary", policy(allow("iam:PutRolePolicy", "*", Condition=BOUNDED)), []),
    ("denied", policy(allow("iam:PutRolePolicy"), DENIED), []),
    ("whole services are another rule's", policy(allow(["iam:*", "*"])), []),
    ("half of a way", policy(allow("iam:PassRole")), []),
    ("both halves", policy(allow("iam:PassRole"), allow("ec2:RunInstances")), [RUN]),
    (
        "both halves in two policies",
        [*policy(allow("iam:PassRole")), *policy(allow("ec2:RunInstances"), name="q")[1:]],
        [RUN],
    ),
    (
        "one role to pass",
        policy(allow("iam:PassRole", TASK), allow("ec2:RunInstances")),
        [],
    ),
    (
        "passed to another service",
        policy(
            allow("iam:PassRole", "*", Condition=passed_to("ecs-tasks.amazonaws.com")),
            allow("ec2:RunInstances"),
        ),
        [],
    ),
    (
        "passed to that service",
        policy(
            allow("iam:PassRole", "*", Condition=passed_to("ec2.amazonaws.com")),
            allow("ec2:RunInstances"),
        ),
        [RUN],
    ),
    (
        "its functions",
        policy(
            allow(
                "lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:123456789012:function:shop"
            )
        ),
        [],
    ),
    (
        "any function",
        policy(
            allow("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:123456789012:function:*")
        ),
        ["can run code with the roles of functions: lambda:UpdateFunctionCode"],
    ),
    (
        "a user",
        [
            resource(
                "aws:iam/userPolicy:UserPolicy",
                "u",
                user="ci",
                policy=policy_text(allow("iam:PutUserPolicy")),
            )
        ],
        ["can write its own permissions: iam:PutUserPolicy"],
    ),
    ("granted on itself", granted(WORKER), [PUT]),
    ("granted on another role", granted(role("task")), []),
    ("granted on all", granted(resources=["*"]), [PUT]),
    (
        "unknown",
        [WORKER, role_policy("p", WORKER, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_privilege_escalation(name, resources, expected):
    assert run_rule(privilege_escalation, resources) == expected
