"""Loops through other stacks, whose exported states are in the folder PALISADE_PEERS."""

import pytest

from policies.core import Finding
from policies.flow.peers import VARIABLE
from policies.rules.recursion.loop import event_flow_in_a_circle as rule
from policies.rules.recursion.possible_loop import event_flow_maybe_in_a_circle as possible
from policies.view import Stack
from tests.policies.recursion.test_loop import Update
from tests.support.builders import allow, arn, environment, policy_text, role_policy
from tests.support.findings import run_rule
from tests.support.program import Program
from tests.support.states import OTHER_ACCOUNT, export, relay

RING = "loop of 4 hops: billing → bills/prod:bills → bills/prod:shipping → jobs → billing"
TO_BILLS = arn("sqs", "bills")
BILLS = relay("shipping", "bills", arn("sqs", "jobs"))


@pytest.fixture
def peers(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


HERE = environment(region="eu-west-1", account="123456789012")


def orders(known=True, to=TO_BILLS):
    """A queue, a function that it starts, and its right to send to the ARN `to`."""
    program = Program(known)
    jobs, role = program.queue("jobs"), program.role("billing-role")
    document = policy_text(allow("sqs:SendMessage", to))
    program.add(role_policy("billing-role-policy", role, document))
    function = program.make("aws:lambda/function:Function", "billing", role=role)
    program.starts(jobs, function)
    return program.resources


def first_lines(found):
    """The first sentence of each message, on one line."""
    return [" ".join(message.split("\n  billing")[0].split()) for message in found]


@pytest.mark.parametrize("known", [False, True], ids=["preview", "update"])
def test_a_loop_through_another_stack_is_refused(peers, known):
    export(peers, "bills", BILLS)
    assert first_lines(run_rule(rule, [HERE, *orders(known)])) == [RING]


def test_a_stack_that_does_not_say_where_it_is_may_be_the_one_that_is_meant(peers):
    export(peers, "bills", BILLS)
    assert run_rule(rule, orders(known=False)) == []
    assert len(run_rule(possible, orders(known=False))) == 1


def test_it_is_reported_at_a_resource_of_this_stack(peers):
    export(peers, "bills", BILLS)
    (finding,) = rule.run(Stack(orders()))
    assert isinstance(finding, Finding)
    assert finding.resource.urn.endswith("::billing")


def test_without_the_folder_there_is_no_loop(monkeypatch, tmp_path):
    export(tmp_path, "bills", BILLS)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert run_rule(rule, orders()) == []


def test_what_this_stack_was_before_is_no_peer(peers):
    """Its old state wrote to its own queue; the new program does not."""
    old = relay("billing", "jobs", arn("sqs", "jobs"))
    export(peers, "palisade", old, stack="test")
    assert run_rule(rule, orders(to=arn("sqs", "elsewhere"))) == []


def test_loops_among_others_are_theirs(peers):
    export(peers, "bills", relay("shipping", "bills", arn("sqs", "bills")))
    assert run_rule(rule, orders(to=arn("sqs", "elsewhere"))) == []


def test_the_same_names_in_another_account_are_other_places(peers):
    export(peers, "bills", BILLS, account=OTHER_ACCOUNT)
    assert run_rule(rule, orders()) == []


def test_a_possible_loop_through_a_peer_is_said_as_possible(peers):
    own = orders(to=f"arn:aws:sqs:eu-west-1:{OTHER_ACCOUNT}:bills")
    back = relay("shipping", "bills", "arn:aws:sqs:eu-west-1:@own@:jobs")
    export(peers, "bills", back, account=OTHER_ACCOUNT)
    assert run_rule(rule, own) == []
    assert first_lines(run_rule(possible, own)) == [f"possible {RING}"]


def test_a_peer_that_cannot_be_read_leaves_the_check_undecided(peers):
    (peers / "bills.prod.json").write_text("{")
    (said,) = run_rule(rule, orders())
    assert said.startswith("undecided: PALISADE_PEERS says too little: ")
    assert f"{peers / 'bills.prod.json'}: is not JSON" in said


def test_a_folder_that_is_not_there_leaves_the_check_undecided(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    assert run_rule(rule, orders()) == [
        f"undecided: PALISADE_PEERS says too little: {tmp_path / 'none'} is no folder"
    ]


def test_the_resource_that_closes_it_is_refused_before_it_exists(peers):
    export(peers, "bills", BILLS)
    resources = [HERE, *orders()]
    refused = Update().register_all(resources)
    assert list(refused) == [resources[-1].name]
    assert refused[resources[-1].name][0].startswith(f"{resources[-1].name} would close a loop")
