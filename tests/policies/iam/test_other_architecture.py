import pytest

from policies.core import UNKNOWN
from policies.rules.iam.other_architecture import other_architecture
from tests.support.builders import (
    allow,
    arn,
    component,
    environment,
    grant,
    policy_text,
    queue,
    resource,
    role,
    role_policy,
)
from tests.support.findings import run_rule

HOME = environment("test", account="123456789012", region="eu-west-1")
SHOP = component("shop", "palisade:apis:StorageFirst", parent=HOME)
MAIL = component("mail", "palisade:messaging:Mailer", parent=HOME)
LETTERS = queue("letters", parent=MAIL, arn=arn("sqs", "letters"))
ORDERS = queue("orders", parent=SHOP, arn=arn("sqs", "orders"))
WORKER = role("worker-role", parent=SHOP)
STACK = [HOME, SHOP, MAIL, LETTERS, ORDERS, WORKER]


def policy(pattern, **rest):
    text = policy_text(allow("sqs:SendMessage", pattern))
    return [*STACK, role_policy("p", WORKER, text, parent=SHOP, **rest)]


def granted(*nodes, **rest):
    block = component("block", parent=SHOP, grants=[grant("sqs:SendMessage", *nodes, **rest)])
    return [*STACK, block, role_policy("p", WORKER, UNKNOWN, parent=block)]


NAMED = "policy, statement 1: arn:aws:sqs:eu-west-1:123456789012:letters names letters of mail"

CASES = [
    ("nothing", STACK, []),
    ("its own queue", policy(arn("sqs", "orders")), []),
    ("another's queue", policy(arn("sqs", "letters")), [NAMED]),
    (
        "another's queue by a pattern",
        policy(arn("sqs", "let*")),
        ["policy, statement 1: arn:aws:sqs:eu-west-1:123456789012:let* covers letters of mail"],
    ),
    ("another's queue by reference", policy(arn("sqs", "letters"), deps={"policy": [LETTERS]}), []),
    ("granted by reference", granted(LETTERS), []),
    ("granted by name", granted(resources=[arn("sqs", "letters")]), [NAMED]),
    ("of nobody's", policy(arn("sqs", "parcels")), []),
    ("of another account", policy("arn:aws:sqs:eu-west-1:999988887777:letters"), []),
    ("without a name is another rule's", policy("*"), []),
    (
        "shared by all",
        [
            *policy(arn("sns", "alarms")),
            component("alarms-topic", "palisade:foundation:AlarmTopic", parent=HOME),
            resource(
                "aws:sns/topic:Topic",
                "alarms",
                name="alarms",
                parent=component("alarms-topic", "palisade:foundation:AlarmTopic"),
            ),
        ],
        [],
    ),
    (
        "a flat program",
        [
            queue("letters", arn=arn("sqs", "letters")),
            role("r"),
            role_policy(
                "p", role("r"), policy_text(allow("sqs:SendMessage", arn("sqs", "letters")))
            ),
        ],
        [],
    ),
    (
        "unknown",
        [*STACK, role_policy("p", WORKER, UNKNOWN, parent=SHOP)],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_other_architecture(name, resources, expected):
    assert run_rule(other_architecture, resources) == expected
