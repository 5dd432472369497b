"""Loops under the real CLI: refused at preview, and in the middle of an update.

The programs are flat: none of this project's components, so no grants.
"""

import pytest

from tests.support.engine import ROOT, write_program

pytestmark = pytest.mark.engine

EXAMPLE = ROOT / "examples" / "loop"
RING = "loop of 4 hops: ingest → jobs → worker → results → ingest"


def test_preview_refuses_the_loop(offline):
    run = offline.run("preview", "--stack", "dev", folder=EXAMPLE, guardrails=True).failed()
    assert f"recursion-loop  (aws:lambda:Function: ingest)\n          {RING}\n" in run.stdout
    assert "AWS would not stop it: it does not watch EventBridge." in run.stdout


@pytest.mark.parametrize("flags", [[], ["--skip-preview"]], ids=["after a preview", "without one"])
def test_an_update_refuses_the_resource_that_closes_the_loop(offline, flags):
    """No document is known before the update: preview may only say that it is possible."""
    run = offline.run("up", "--yes", *flags, "--stack", "unknown", folder=EXAMPLE, guardrails=True)
    assert f"finished-to-ingest would close a {RING}" in run.failed().stdout
    assert (f"possible {RING}" in run.stdout) == (not flags)
    there = offline.resources("loop", "unknown")
    assert {"jobs", "worker", "jobs-to-worker", "worker-policy", "finished"} <= there.keys()
    assert "finished-to-ingest" not in there


def test_the_demo_shows_both_refusals(offline):
    run = offline.run("demo", guardrails=True).ok()
    assert run.stdout.count(RING) == 2
    assert "Refused: nothing was created." in run.stdout
    assert "Refused: finished-to-ingest was not created" in run.stdout


STACK = """\
config:
  aws:region: eu-west-1
  palisade:environment: dev
"""
TURNED_ROUND = """
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"}}]}
    jobs, done = aws.sqs.Queue("jobs"), aws.sqs.Queue("done")
    role = aws.iam.Role("worker-role", assume_role_policy=json.dumps(trust))
    code = pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(*_): pass")})
    worker = aws.lambda_.Function(
        "worker", role=role.arn, runtime="python3.13", handler="index.handler", code=code)
    source, target = %s
    mapping = aws.lambda_.EventSourceMapping(
        "mapping", event_source_arn=source.arn, function_name=worker.name)
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": target.arn}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    aws.iam.RolePolicy(
        "policy", role=role.name, policy=pulumi.Output.json_dumps(document),
        opts=pulumi.ResourceOptions(depends_on=[mapping]))
"""


def test_an_edge_that_goes_after_a_new_one_came_is_no_loop(offline, tmp_path):
    """The mapping turns to the queue that the old policy, still there, lets the worker fill."""
    for queues in ("jobs, done", "done, jobs"):
        folder = write_program(tmp_path / "program", TURNED_ROUND % queues, STACK)
        run = offline.run("up", "--yes", folder=folder, guardrails=True).ok()
        assert "recursion-loop" not in run.stdout


FED_FROM_ELSEWHERE = """
    trust = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"}}]}
    jobs = aws.sqs.Queue("%(own)s", name="%(own)s")
    role = aws.iam.Role("worker-role", assume_role_policy=json.dumps(trust))
    code = pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(*_): pass")})
    worker = aws.lambda_.Function(
        "worker", role=role.arn, runtime="python3.13", handler="index.handler", code=code)
    aws.lambda_.EventSourceMapping(
        "mapping", event_source_arn=jobs.arn, function_name=worker.name)
    statement = {
        "Effect": "Allow", "Action": "sqs:SendMessage",
        "Resource": "arn:aws:sqs:eu-west-1:123456789012:%(other)s"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    aws.iam.RolePolicy("policy", role=role.name, policy=json.dumps(document))
"""
RING_OF_TWO = "loop of 4 hops: worker → orders/dev:orders → orders/dev:worker → bills"


def on_one_line(text):
    """Messages are broken to fit a page."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    "command", [("preview",), ("up", "--yes", "--skip-preview")], ids=["preview", "up"]
)
def test_a_loop_through_another_stack_is_refused(offline, tmp_path, command):
    """Each of the two stacks alone is sound; what the second one changes closes the ring."""

    def program(own, other):
        code = FED_FROM_ELSEWHERE % {"own": own, "other": other}
        return write_program(tmp_path / own, code, STACK, name=own)

    for own, other in (("orders", "bills"), ("bills", "archive")):
        offline.run("up", "--yes", folder=program(own, other), guardrails=True).ok()
    run = offline.run(*command, folder=program("bills", "orders"), guardrails=True).failed()
    assert RING_OF_TWO in on_one_line(run.stdout)


def test_a_new_stack_that_closes_a_loop_is_refused_in_its_update(offline, tmp_path):
    """Before it has anything, it does not show in which account it is."""
    for own, other in (("orders", "bills"), ("bills", "orders")):
        code = FED_FROM_ELSEWHERE % {"own": own, "other": other}
        folder = write_program(tmp_path / own, code, STACK, name=own)
        run = offline.run("up", "--yes", folder=folder, guardrails=True)
    assert f"mapping would close a {RING_OF_TWO}" in on_one_line(run.failed().stdout)
    assert "mapping" not in offline.resources("bills")
