"""A function reads an encrypted queue, stream or bucket and may not use the key."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.access import AccessHolder, is_whole_account
from policies.views.attached import Attached, documents_by_role
from policies.views.cloudtrail import Trail
from policies.views.iam import Role
from policies.views.kinesis import Stream
from policies.views.kms import Key, KeyPolicy, is_customers
from policies.views.lambda_ import EventSourceMapping, Function
from policies.views.linked import linked
from policies.views.s3 import Bucket, BucketEncryption, BucketNotification
from policies.views.sqs import Queue

KEYS: tuple[tuple[type[View], str], ...] = ((Queue, "kmsMasterKeyId"), (Stream, "kmsKeyId"))
"""Sources whose key the reader needs, and where they name it. DynamoDB decrypts by itself."""

DECRYPT = "kms:Decrypt"
READ_OBJECT = "s3:GetObject"
DECRYPTING = ("AdministratorAccess", "PowerUserAccess")
"""AWS's managed policies that allow it."""


@rule(
    severity=Severity.MEDIUM,
    title="A function may not use its source's key",
    why="Messages cannot be read for it and wait until they are too old; for an object each call "
    "fails.",
    fix="Allow kms:Decrypt on the key, in the role's policy or in the key's.",
    source="sheets 33 and 79; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
)
def missing_key_grant(stack: Stack) -> Iterator[Finding | Open]:
    policies = documents_by_role(stack)
    for mapping in stack.of(EventSourceMapping):
        function = mapping.function
        for kind, prop in KEYS if function else ():
            for source in linked(mapping, "eventSourceArn", kind):
                if function and is_customers(source.peek(prop)):
                    yield from _judged(function, source, source, prop, policies)
    for notification in stack.of(BucketNotification):
        functions = linked(notification, "lambdaFunctions", Function)
        for bucket in linked(notification, "bucket", Bucket) if functions else ():
            for holder, prop in _keys_of(bucket, stack):
                for function in functions:
                    yield from _judged(function, bucket, holder, prop, policies, READ_OBJECT)


def _keys_of(bucket: Bucket, stack: Stack) -> Iterator[tuple[View, str]]:
    """What says that a customer's key encrypts the bucket's objects, and where it names the key."""
    for encryption in stack.of(BucketEncryption):
        if bucket in linked(encryption, "bucket", Bucket) and is_customers(encryption.key):
            yield encryption, "rules"
    for trail in stack.of(Trail):
        if bucket in trail.buckets and is_customers(trail.peek("kmsKeyId")):
            yield trail, "kmsKeyId"


def _judged(
    function: Function,
    source: View,
    holder: View,
    prop: str,
    policies: dict[str, list[Attached]],
    reading: str = "",
) -> Iterator[Finding | Open]:
    """Whether the function's role may decrypt what it reads; `holder.prop` names the key.

    With `reading`, only a role that allows this action counts as one that reads at all.
    """
    roles = linked(function, "role", Role)
    if len(roles) != 1:
        return
    unknown = None
    reads = not reading
    for item in policies.get(roles[0].urn, []):
        if item.because is not None:
            unknown = Open.of(item.because)
        if item.managed.endswith(DECRYPTING):
            return
        if item.managed and ":iam::aws:" not in item.managed:
            unknown = Open(item.holder.resource, item.prop, "names a policy made elsewhere")
        allowing = list(item.document.allowing()) if item.document else []
        if any(s.covers(DECRYPT) for s in allowing):
            return
        reads = reads or any(s.covers(reading) for s in allowing)
    if not reads:
        return
    for policy in _key_policies(holder, prop):
        try:
            if _names_somebody(policy):
                return
        except Undecided as undecided:
            unknown = Open.of(undecided)
    role = roles[0].name
    message = f"reads {source.name}, whose key its role {role} may not use (kms:Decrypt)"
    yield unknown or Finding(function, source.urn, message)


def _key_policies(holder: View, prop: str) -> list[View]:
    keys = linked(holder, prop, Key)
    apart = holder.stack.of(KeyPolicy) if holder.stack else []
    return [*keys, *(p for p in apart if any(key in keys for key in linked(p, "keyId", Key)))]


def _names_somebody(policy: View) -> bool:
    """Whether the key's policy itself lets somebody decrypt, and not only their own policies."""
    return any(
        entry.statement.covers(DECRYPT)
        and any(
            kind in ("AWS", "*") and not (isinstance(who, str) and is_whole_account(who))
            for kind, who in entry.who
        )
        for entry in AccessHolder(policy.resource, policy.stack).allowing()
    )
