"""Loops across stacks, from exported states."""

import json

import pytest

from policies import fleet
from tests.support.builders import allow, arn, policy_text
from tests.support.program import Program
from tests.support.states import OTHER_ACCOUNT, export, relay


@pytest.fixture
def run(capsys):
    def run(*files, json_=False):
        code = fleet.main([*map(str, files), *(["--json"] if json_ else [])])
        return code, capsys.readouterr()

    return run


def rings(*files):
    found = fleet.load_fleet(files)
    return [
        ("" if loop.certain else "? ") + " → ".join(node.place.name for node in loop.nodes)
        for loop in found.loops
    ]


def two(folder, **second):
    return (
        export(folder, "orders", relay("billing", "jobs", arn("sqs", "bills"))),
        export(folder, "bills", relay("shipping", "bills", arn("sqs", "jobs")), **second),
    )


def test_two_stacks_that_feed_each_other_are_a_loop(tmp_path, run):
    code, printed = run(*two(tmp_path))
    assert code == 1
    assert printed.out == (
        "across bills/prod, orders/prod\n"
        "loop of 4 hops: bills/prod:shipping → orders/prod:jobs → orders/prod:billing →\n"
        "    bills/prod:bills → bills/prod:shipping\n"
        "  bills/prod:shipping may sqs:SendMessage to orders/prod:jobs\n"
        "      bills/prod:shipping-role-policy.policy, statement 1\n"
        "  orders/prod:jobs starts orders/prod:billing\n"
        "      orders/prod:jobs-to-billing.eventSourceArn\n"
        "  orders/prod:billing may sqs:SendMessage to bills/prod:bills\n"
        "      orders/prod:billing-role-policy.policy, statement 1\n"
        "  bills/prod:bills starts bills/prod:shipping\n"
        "      bills/prod:bills-to-shipping.eventSourceArn\n"
        "  AWS would stop it after about 16 rounds, and drop what goes round.\n"
        "  break it:\n"
        "  - let bills/prod:shipping write to another queue than orders/prod:jobs\n"
        "    (bills/prod:shipping-role-policy)\n"
        "  - let orders/prod:billing write to another queue than bills/prod:bills\n"
        "    (orders/prod:billing-role-policy)\n"
        "  - if it is meant and ends by itself: FunctionRecursionConfig Allow for\n"
        "    bills/prod:shipping, and its tag palisade:loop-reason says how\n"
        "\n"
        "2 stacks: 1 loop, 0 possible loops\n"
    )


def test_the_order_of_the_files_changes_nothing(tmp_path, run):
    files = two(tmp_path)
    assert run(*files)[1].out == run(*reversed(files))[1].out


def test_one_of_them_alone_is_no_loop(tmp_path, run):
    code, printed = run(two(tmp_path)[0])
    assert (code, printed.out) == (0, "1 stack: 0 loops, 0 possible loops\n")


def test_json_says_the_same(tmp_path, run):
    code, printed = run(*two(tmp_path), json_=True)
    report = json.loads(printed.out)
    assert code == 1
    assert report["stacks"] == ["bills/prod", "orders/prod"]
    (loop,) = report["loops"]
    assert (loop["certain"], loop["stacks"]) == (True, ["bills/prod", "orders/prod"])
    assert [hop["verb"] for hop in loop["hops"]] == ["may sqs:SendMessage to", "starts"] * 2
    assert loop["hops"][0]["to_urn"] == "urn:pulumi:prod::orders::aws:sqs/queue:Queue::jobs"


def test_equal_names_in_another_account_are_other_places(tmp_path):
    """Staging and production of one project: the same names, nothing between them."""
    first = relay("worker", "jobs", arn("sqs", "done"))
    second = relay("other", "done", arn("sqs", "jobs"))
    files = [
        export(tmp_path, "orders", first, "prod"),
        export(tmp_path, "bills", second, "staging", account=OTHER_ACCOUNT),
    ]
    assert rings(*files) == []


def test_a_loop_inside_one_stack_is_told_too(tmp_path):
    own = export(tmp_path, "orders", relay("worker", "jobs", arn("sqs", "jobs")))
    assert rings(own) == ["orders/prod:worker → orders/prod:jobs"]


def test_a_star_reaches_its_own_stack_and_the_rest_is_listed(tmp_path):
    files = [
        export(tmp_path, "orders", relay("billing", "jobs", "*")),
        export(tmp_path, "bills", relay("shipping", "bills", arn("sqs", "jobs"))),
    ]
    assert rings(*files) == ["orders/prod:billing → orders/prod:jobs"]
    unfollowed = fleet.load_fleet(files).flow.unfollowed
    assert unfollowed == {"rights to all of an account, in other stacks": 1}


def test_a_pattern_with_a_name_reaches_other_stacks(tmp_path):
    files = [
        export(tmp_path, "orders", relay("billing", "jobs", arn("sqs", "bil*"))),
        export(tmp_path, "bills", relay("shipping", "bills", arn("sqs", "jobs"))),
    ]
    assert len(rings(*files)) == 1


def on_a_bus(name, wanted, bus="default"):
    """A function that a rule starts and that puts events on the same bus."""
    program = Program(known=True)
    source = {"StringEquals": {"events:source": name}}
    right = program.may("events:PutEvents", arn("events", f"event-bus/{bus}"), condition=source)
    program.rule("changed", None, {"source": [wanted]}, program.function(name, right))
    return program.resources


def test_the_default_bus_joins_the_stacks_of_an_account(tmp_path):
    files = [
        export(tmp_path, "orders", on_a_bus("orders", "bills")),
        export(tmp_path, "bills", on_a_bus("bills", "orders")),
    ]
    assert rings(*files) == ["bills/prod:bills → default → orders/prod:orders → default"]


def test_every_account_has_a_default_bus_of_its_own(tmp_path):
    files = [
        export(tmp_path, "orders", on_a_bus("orders", "bills")),
        export(tmp_path, "bills", on_a_bus("bills", "orders"), account=OTHER_ACCOUNT),
    ]
    assert rings(*files) == []


def across_accounts(folder, statement=None):
    """orders writes to the queue `bills` of another account, whose function writes back."""
    program = Program(known=True)
    bills = program.queue("bills")
    back = "arn:aws:sqs:eu-west-1:@own@:jobs"
    program.starts(bills, program.function("shipping", program.may("sqs:SendMessage", back)))
    if statement:
        text = policy_text(allow("sqs:SendMessage", bills.properties["arn"], **statement))
        program.make("aws:sqs/queuePolicy:QueuePolicy", "open", queueUrl=bills, policy=text)
    to = f"arn:aws:sqs:eu-west-1:{OTHER_ACCOUNT}:bills"
    orders = relay("billing", "jobs", to)
    jobs_policy = Program(known=True)
    jobs = next(resource for resource in orders if resource.name == "jobs")
    root = {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}
    text = policy_text(allow("sqs:SendMessage", jobs.properties["arn"], Principal=root))
    jobs_policy.make("aws:sqs/queuePolicy:QueuePolicy", "open", queueUrl=jobs, policy=text)
    return (
        export(folder, "orders", [*orders, *jobs_policy.resources]),
        export(folder, "bills", program.resources, account=OTHER_ACCOUNT),
    )


ROOT_OF_ORDERS = {"AWS": "arn:aws:iam::@own@:root"}
ROLE_OF_ORDERS = {"AWS": "arn:aws:iam::@own@:role/billing-role"}
RING = "bills/prod:shipping → orders/prod:jobs → orders/prod:billing → bills/prod:bills"
SENDERS = [
    ("no policy", None, [f"? {RING}"]),
    ("the account", {"Principal": ROOT_OF_ORDERS}, [RING]),
    ("the role", {"Principal": ROLE_OF_ORDERS}, [RING]),
    ("everybody", {"Principal": "*"}, [RING]),
    ("a third account", {"Principal": {"AWS": "333333333333"}}, [f"? {RING}"]),
    ("everybody but it", {"Principal": ROOT_OF_ORDERS, "Effect": "Deny"}, []),
]


@pytest.mark.parametrize(("_", "statement", "expected"), SENDERS, ids=[s[0] for s in SENDERS])
def test_a_sender_of_another_account_needs_the_policy_of_the_queue(
    tmp_path, _, statement, expected
):
    assert rings(*across_accounts(tmp_path, statement)) == expected


def test_wrong_files_are_all_named(tmp_path, run):
    (tmp_path / "text.json").write_text("{")
    (tmp_path / "other.json").write_text("{}")
    files = [tmp_path / "text.json", tmp_path / "other.json", tmp_path / "none.json"]
    code, printed = run(*files)
    assert code == 2
    assert [line.partition(": ")[2].partition(": ")[0] for line in printed.err.splitlines()] == [
        str(file) for file in files
    ]


def test_a_stack_twice_is_wrong_use(tmp_path, run):
    first = export(tmp_path, "orders", relay("worker", "jobs", arn("sqs", "done")))
    copy = tmp_path / "copy.json"
    copy.write_text(first.read_text())
    code, printed = run(first, copy)
    assert (code, printed.err) == (2, f"fleet: {copy}: orders/prod is in another file, too\n")


def test_possible_loops_are_told_and_do_not_fail(tmp_path, run):
    code, printed = run(*across_accounts(tmp_path))
    assert code == 0
    assert printed.out.endswith("2 stacks: 0 loops, 1 possible loop\n")


def test_nothing_of_a_stack_that_holds_nothing(tmp_path, run):
    assert run(export(tmp_path, "empty", []))[0] == 0
