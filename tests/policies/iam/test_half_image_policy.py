import pytest

from policies.core import UNKNOWN
from policies.rules.iam.half_image_policy import half_image_policy
from tests.support.builders import allow, policy_text, resource
from tests.support.findings import run_rule

PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
ONE, OTHER = "222222222222", "333333333333"


def account(*ids, actions=PULL):
    return allow(actions, None, Principal={"AWS": [f"arn:aws:iam::{id_}:root" for id_ in ids]})


def for_functions(*ids):
    sources = [f"arn:aws:lambda:eu-west-1:{id_}:function:*" for id_ in ids]
    return allow(
        PULL,
        None,
        Principal={"Service": "lambda.amazonaws.com"},
        Condition={"StringLike": {"aws:sourceArn": sources}},
    )


def repository(*statements, text=None):
    return [
        resource(
            "aws:ecr/repositoryPolicy:RepositoryPolicy",
            "r",
            policy=policy_text(*statements) if text is None else text,
        )
    ]


CASES = [
    ("nothing", [resource("aws:ecr/repository:Repository", "r")], []),
    ("both halves", repository(account(ONE), for_functions(ONE)), []),
    ("the account alone, for containers", repository(account(ONE)), []),
    ("Lambda alone, within the account", repository(for_functions(ONE)), []),
    (
        "one account without Lambda",
        repository(account(ONE, OTHER), for_functions(ONE)),
        [f"policy lets account {OTHER} pull, but not Lambda for its functions"],
    ),
    (
        "Lambda without the account",
        repository(account(ONE), for_functions(ONE, OTHER)),
        [f"policy lets Lambda pull for functions of {OTHER}, but not the account"],
    ),
    (
        "an account that only looks",
        repository(account(ONE), for_functions(ONE), account(OTHER, actions="ecr:ListImages")),
        [],
    ),
    ("unknown", repository(text=UNKNOWN), ["undecided: policy is not known at preview"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_half_image_policy(name, resources, expected):
    assert run_rule(half_image_policy, resources) == expected
