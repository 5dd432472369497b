"""A bucket notifies something that does not let S3 in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.delivery import ACTIONS, answers
from policies.views.invocation import Verdict
from policies.views.s3 import BucketNotification

LISTS = ("lambdaFunctions", "queues", "topics")


@rule(
    severity=Severity.HIGH,
    title="A bucket's notification is not let in",
    why="S3 tries the delivery once when it takes the setting, and refuses it in the middle of "
    "the deployment.",
    fix="Add a lambda Permission, or a policy of the queue or topic, for s3.amazonaws.com with "
    "the bucket as source and its account.",
    source="sheet 74; https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
)
def notification_not_allowed(notification: Joined[BucketNotification]) -> Iterator[Finding | Open]:
    for prop in LISTS:
        for answer in answers(notification, prop, "s3.amazonaws.com"):
            end = answer.end
            if answer.verdict is Verdict.NO:
                refused = f"{end.name} does not let S3 in ({ACTIONS[type(end)]})"
                yield Finding(notification, end.urn, refused + answer.near)
            elif answer.verdict is Verdict.OPEN:
                yield Open(end.resource, "policy")
