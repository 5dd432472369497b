"""A function reads an encrypted queue or stream and may not use the key."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided, View
from policies.views.access import AccessHolder, is_whole_account
from policies.views.iam import Attached, Role, documents_by_role, linked
from policies.views.kinesis import Stream
from policies.views.kms import Key, KeyPolicy, is_customers
from policies.views.lambda_ import EventSourceMapping, Function
from policies.views.sqs import Queue

KEYS: tuple[tuple[type[View], str], ...] = ((Queue, "kmsMasterKeyId"), (Stream, "kmsKeyId"))
"""Sources whose key the reader needs, and where they name it. DynamoDB decrypts by itself."""

DECRYPT = "kms:Decrypt"
DECRYPTING = ("AdministratorAccess", "PowerUserAccess")
"""AWS's managed policies that allow it."""


@rule(
    severity=Severity.MEDIUM,
    title="A function may not use its source's key",
    why="Lambda cannot read the messages for it: they wait until they are too old.",
    fix="Allow kms:Decrypt on the key, in the role's policy or in the key's.",
    source="sheet 79; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
)
def missing_key_grant(stack: Stack) -> Iterator[Finding | Open]:
    policies = documents_by_role(stack)
    for mapping in stack.of(EventSourceMapping):
        function = mapping.function
        roles = linked(function, "role", Role) if function else []
        for kind, prop in KEYS:
            for source in linked(mapping, "eventSourceArn", kind):
                if function and len(roles) == 1 and is_customers(source.peek(prop)):
                    attached = policies.get(roles[0].urn, [])
                    yield from _judged(function, roles[0], source, prop, attached)


def _judged(
    function: Function, role: Role, source: View, prop: str, attached: list[Attached]
) -> Iterator[Finding | Open]:
    unknown = None
    for item in attached:
        if item.because is not None:
            unknown = Open(item.because.resource, item.because.prop, item.because.because)
        if item.managed.endswith(DECRYPTING):
            return
        if item.managed and ":iam::aws:" not in item.managed:
            unknown = Open(item.holder.resource, item.prop, "names a policy made elsewhere")
        if item.document and any(s.covers(DECRYPT) for s in item.document.allowing()):
            return
    for policy in _key_policies(source, prop):
        try:
            if _names_somebody(policy):
                return
        except Undecided as undecided:
            unknown = Open(undecided.resource, undecided.prop, undecided.because)
    message = f"reads {source.name}, whose key its role {role.name} may not use (kms:Decrypt)"
    yield unknown or Finding(function, source.urn, message)


def _key_policies(source: View, prop: str) -> list[View]:
    keys = linked(source, prop, Key)
    apart = source.stack.of(KeyPolicy) if source.stack else []
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
