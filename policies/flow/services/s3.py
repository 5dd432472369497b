"""S3: notifications and replication of buckets, kept apart by prefix and suffix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies import iam
from policies.flow import pattern
from policies.flow.access import Access, Target
from policies.flow.atoms import Atom, Not
from policies.flow.model import Evidence, Fact, Listens, Place, Scope
from policies.flow.overlap import ANYTHING, Glob, literal
from policies.flow.overlap import iam as iam_glob
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import NO_ATTRIBUTES, Events, KeyFilter, Keys, aws_events
from policies.flow.services.events import default_bus
from policies.values import UNKNOWN
from policies.views.s3 import BucketNotification, BucketReplication

TYPES = (
    PlaceType("aws:s3/bucket:Bucket", "bucket", name="bucket"),
    PlaceType("aws:s3/bucketV2:BucketV2", "bucket", name="bucket"),
)

_CHANGES = {
    "s3:PutObject": "ObjectCreated",
    "s3:DeleteObject": "ObjectRemoved",
    "s3:DeleteObjectVersion": "ObjectRemoved",
    "s3:PutObjectTagging": "ObjectTagging",
    "s3:DeleteObjectTagging": "ObjectTagging",
    "s3:PutObjectAcl": "ObjectAcl",
    "s3:RestoreObject": "ObjectRestore",
}
_DETAIL_TYPES = {
    "ObjectCreated": "Object Created",
    "ObjectRemoved": "Object Deleted",
    "ObjectTagging": "Object Tags *",
    "ObjectAcl": "Object ACL Updated",
    "ObjectRestore": "Object Restore *",
}


def _buckets(places: Places, resource: str) -> list[Found]:
    """Buckets and keys that a pattern covers; `rest` is `/` and a pattern of keys."""
    if resource == "*":
        return [Found(place, rest="*") for place in places.of("bucket")]
    arn = iam.Arn.parse(resource)
    if arn is None or not arn.resource:
        return []
    bucket, slash, keys = arn.resource.partition("/")
    if not iam.has_wildcard(bucket):
        named = places.named(f"arn:aws:s3:::{bucket}", "bucket") if slash else []
        return [Found(found.place, found.certain, f"/{keys}") for found in named]
    # A star crosses the slash: `logs-*` covers objects, `logs-*/in/*` also `logs-1/a/in/b`.
    rests = [f"/{keys}", f"/*/{keys}"] if slash else ["*"] if bucket.endswith("*") else []
    covered = places.matching(f"arn:aws:s3:::{bucket}", "bucket", "{name}")
    return [Found(found.place, found.certain, rest) for found in covered for rest in rests]


def _glob(rest: str) -> Glob | None:
    """The keys behind a `rest`; None where it names the bucket and no object."""
    if rest.startswith("/"):
        return iam_glob(rest[1:])
    return ANYTHING if rest else None


def _scopes(target: Target) -> Iterator[Scope]:
    globs = tuple(glob for found in target.allowed if (glob := _glob(found.rest)))
    by_denied: dict[tuple[Glob, ...], set[str]] = {}
    for action in target.actions:
        denied = tuple(
            glob
            for statement, named in target.denials
            if statement.covers(action) and not statement.condition
            for found in named
            if (glob := _glob(found.rest))
        )
        by_denied.setdefault(denied, set()).add(_CHANGES[action])
    for denied, changes in by_denied.items():
        if globs and ANYTHING not in denied:
            yield Keys(globs, frozenset(changes), denied)


ACCESS = (Access("bucket", tuple(_CHANGES), "{name}", find=_buckets, scopes=_scopes),)

_TARGETS = (
    ("lambdaFunctions", "lambdaFunctionArn", "function", "starts"),
    ("queues", "queueArn", "queue", "delivers to"),
    ("topics", "topicArn", "topic", "delivers to"),
)


def notification(view: BucketNotification, places: Places) -> Iterator[Fact]:
    for bucket in places.find(view, "bucket", "bucket"):
        for prop, key, kind, verb in _TARGETS:
            entries = view.peek(prop)
            for index, entry in enumerate(entries if isinstance(entries, list) else ()):
                path = f"{prop}[{index}]"
                passes = _filter(entry)
                note = f"keys {passes}" if str(passes) else ""
                for target in places.find(view, f"{path}.{key}", kind):
                    yield Listens(
                        bucket.place,
                        target.place,
                        verb,
                        Evidence(view.resource, path, note),
                        bucket.certain and target.certain,
                        passes,
                        f"{view.urn}#{path}",
                        carry=(lambda _: NO_ATTRIBUTES) if kind == "topic" else None,
                    )
        if view.peek("eventbridge") in (True, "true", UNKNOWN):
            yield Listens(
                bucket.place,
                default_bus(view, places),
                "sends events to",
                Evidence(view.resource, "eventbridge"),
                bucket.certain and view.peek("eventbridge") is not UNKNOWN,
                KeyFilter(frozenset(_DETAIL_TYPES)),
                view.urn,
                carry=lambda scope, own=bucket.place: _object_events(scope, own, places),
            )


def _filter(entry: Any) -> KeyFilter:
    def text(key: str) -> str:
        value = entry.get(key) if isinstance(entry, dict) else None
        # An unknown prefix keeps nothing apart.
        return value if isinstance(value, str) else ""

    events = entry.get("events") if isinstance(entry, dict) else None
    # An unknown event may be any.
    known = events if isinstance(events, list) and all(isinstance(e, str) for e in events) else []
    changes = frozenset(event.removeprefix("s3:").partition(":")[0] for event in known)
    return KeyFilter(changes, text("filterPrefix"), text("filterSuffix"))


def _object_events(scope: Scope, bucket: Place, places: Places) -> Events:
    """What S3 tells EventBridge of objects in `scope`."""
    name = places.aws_name(bucket)
    facts: dict[str, list[Atom]] = {}
    if name:
        facts["detail__bucket__name"] = [literal(name)]
    if not isinstance(scope, Keys):
        return aws_events(f"objects of {bucket.key}", "aws.s3", **facts)
    types = [_DETAIL_TYPES[change] for change in sorted(scope.changes & _DETAIL_TYPES.keys())]
    facts["detail__object__key"] = list(scope.globs)
    events = aws_events(
        f"objects {scope} {sorted(scope.changes)} of {bucket.key}", "aws.s3", **facts
    )
    known = pattern.fact({("detail-type",): [iam_glob(name) for name in types]})
    events = events.also(f"types {types}", known)
    if scope.denied:
        left = pattern.fact({("detail", "object", "key"): [Not(scope.denied)]})
        events = events.also(f"but {', '.join(map(str, scope.denied))}", left)
    return events


def replication(view: BucketReplication, places: Places) -> Iterator[Fact]:
    rules = view.peek("rules")
    for bucket in places.find(view, "bucket", "bucket"):
        for index, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict) and rule.get("status") == "Disabled":
                continue
            path = f"rules[{index}]"
            for target in places.find(view, f"{path}.destination.bucket", "bucket"):
                yield Listens(
                    bucket.place,
                    target.place,
                    "is replicated to",
                    Evidence(view.resource, path),
                    bucket.certain and target.certain,
                    KeyFilter(frozenset({"ObjectCreated"}), _prefix(rule), replicates=True),
                    f"{view.urn}#{path}",
                    carry=_replicas,
                )


def _prefix(rule: Any) -> str:
    inner = rule.get("filter") if isinstance(rule, dict) else None
    for holder in (rule, inner, inner.get("and") if isinstance(inner, dict) else None):
        prefix = holder.get("prefix") if isinstance(holder, dict) else None
        if isinstance(prefix, str) and prefix:
            return prefix
    return ""


def _replicas(scope: Scope) -> Keys:
    globs, denied = (scope.globs, scope.denied) if isinstance(scope, Keys) else ((ANYTHING,), ())
    return Keys(globs, frozenset({"ObjectCreated"}), denied, replica=True)


FACTS = {BucketNotification: notification, BucketReplication: replication}
