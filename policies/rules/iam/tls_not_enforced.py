"""A bucket, queue or topic also answers requests without TLS."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.iam import Statement
from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.access import AccessHolder
from policies.views.iam import linked
from policies.views.s3 import Bucket, BucketPolicy
from policies.views.sns import Topic, TopicPolicy
from policies.views.sqs import Queue, QueuePolicy

KINDS: tuple[tuple[type[View], type[View], str], ...] = (
    (Bucket, BucketPolicy, "bucket"),
    (Queue, QueuePolicy, "queueUrl"),
    (Topic, TopicPolicy, "arn"),
)
"""What is reached over HTTP, too; the resource with its policy; the property that says of what."""


@rule(
    severity=Severity.MEDIUM,
    title="Requests without TLS are not refused",
    why="A client that is set up wrongly sends data and signatures in plain text, and it works.",
    fix="Add a statement that denies everybody where aws:SecureTransport is false.",
    source="sheet 33; https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
)
def tls_not_enforced(stack: Stack) -> Iterator[Finding | Open]:
    for kind, policy_kind, prop in KINDS:
        policies: dict[str, list[View]] = {view.urn: [view] for view in stack.of(kind)}
        somewhere = None
        for policy in stack.of(policy_kind):
            targets = linked(policy, prop, kind)
            for target in targets:
                policies[target.urn].append(policy)
            if not targets and policy.peek(prop) is UNKNOWN:
                somewhere = policy
        for holders in policies.values():
            yield from _judged(holders, somewhere, prop)


def _judged(holders: list[View], somewhere: View | None, prop: str) -> Iterator[Finding | Open]:
    unknown = None
    for holder in holders:
        try:
            entries = list(AccessHolder(holder.resource, holder.stack).entries())
        except Undecided as undecided:
            unknown = Open(undecided.resource, undecided.prop, undecided.because)
            continue
        if any(_refuses_plain(entry.statement) for entry in entries):
            return
    if unknown is None and somewhere is not None:
        unknown = Open(somewhere.resource, prop)
    yield unknown or Finding(holders[0], "tls", "has no policy that refuses requests without TLS")


def _refuses_plain(statement: Statement) -> bool:
    everybody = any("*" in listed for listed in statement.principals.values())
    asked = statement.condition_values("aws:SecureTransport")
    return (
        not statement.allows
        and everybody
        and any(
            operator.lower().startswith("bool") and str(value).lower() == "false"
            for operator, values in asked.items()
            for value in values
            if value is not UNKNOWN
        )
    )
