"""A loop in words: drawn hop by hop with evidence, who would stop it, how to break it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.flow.loops import REASON_TAG, Loop
from policies.flow.model import Edge
from policies.text import wrapped

WIDTH = 88
"""Columns: the CLI indents what it shows of a policy."""

_WIDEST_HOP = 46

_SERVICES = {
    "bus": "EventBridge",
    "table": "DynamoDB",
    "stream": "Kinesis",
    "delivery stream": "Firehose",
    "state machine": "Step Functions",
    "activity": "Step Functions",
    "pipe": "EventBridge Pipes",
    "API": "API Gateway",
    "domain": "API Gateway",
    "calls": "CloudTrail",
    "GraphQL API": "AppSync",
    "log group": "CloudWatch Logs",
    "IoT": "IoT Core",
    "IoT rule": "IoT Core",
    "API destination": "API destinations",
    "archive": "EventBridge",
    "distribution": "CloudFront",
    "Kafka cluster": "MSK",
    "MQ broker": "MQ",
}


def describe(loop: Loop) -> str:
    """The whole message, several lines."""
    names = [edge.source.place.name for edge in loop.edges]
    ring = " → ".join([*names, names[0]])
    hops = f"{len(names)} hop{'s' if len(names) > 1 else ''}"
    kind = "loop" if loop.certain else "possible loop"
    lines = wrapped(f"{kind} of {hops}: {ring}", "    ", WIDTH)
    lines += _hops(loop)
    lines += wrapped(f"  {_who_stops(loop)}", "  ", WIDTH)
    lines.append("  break it:")
    for way in ways_out(loop):
        lines += wrapped(f"  - {way}", "    ", WIDTH)
    return "\n".join(lines)


def _hops(loop: Loop) -> Iterator[str]:
    said = [f"{e.source.place.name} {e.verb} {e.target.place.name}" for e in loop.edges]
    width = min(max(map(len, said)), _WIDEST_HOP)
    for text, edge in zip(said, loop.edges, strict=True):
        if len(text) <= width and width + len(str(edge.evidence)) + 6 <= WIDTH:
            yield f"  {text:<{width}}    {edge.evidence}"
        else:
            yield f"  {text}"
            yield f"      {edge.evidence}"
        if not edge.certain:
            yield f"      possible: {edge.doubt}"


def _who_stops(loop: Loop) -> str:
    if loop.stopped_by_aws:
        return "AWS would stop it after about 16 rounds, and drop what goes round."
    if loop.unwatched:
        services = sorted({_SERVICES.get(kind, kind) for kind in loop.unwatched})
        return f"AWS would not stop it: it does not watch {' and '.join(services)}."
    if loop.stop_off:
        return f"AWS would not stop it: its loop stop is off for {', '.join(loop.stop_off)}."
    return "AWS would not stop it: it counts rounds in functions only, and there is none."


def ways_out(loop: Loop) -> list[str]:
    """Concrete changes, each of which breaks the loop; the last says that it is meant."""
    narrow = [way for edge in loop.edges if (way := _narrow(edge))]
    other = [way for edge in loop.edges if (way := _redirect(edge))]
    ways = list(dict.fromkeys(narrow + other or map(_cut, loop.edges)))[:3]
    if loop.functions:
        function = loop.functions[0].name
        ways.append(
            f"if it is meant and ends by itself: FunctionRecursionConfig Allow for {function}, and "
            f"its tag {REASON_TAG} says how"
        )
    return ways


def _narrow(edge: Edge) -> str:
    """Let the same place be used, but not the part that comes back."""
    source, target, at = edge.source.place.name, edge.target, edge.evidence.resource.name
    if not edge.verb.startswith("may "):
        return ""
    if target.place.kind == "calls":
        return f"leave the role of {source} out of the rule (anything-but in detail.userIdentity)"
    if target.place.kind == "bus" and target.label:
        return (
            f"allow {source} only an events:source or events:detail-type that {target.label} "
            f"does not match ({at})"
        )
    if target.place.kind == "bucket" and target.label:
        return f"allow {source} only keys outside {target.label} ({at})"
    if target.place.kind == "bucket":
        return (
            f"give the notification of {target.place.name} a prefix, and {source} only keys "
            f"outside it ({at})"
        )
    return ""


def _redirect(edge: Edge) -> str:
    """Use another place."""
    source, at = edge.source.place.name, edge.evidence.resource.name
    kind, name = edge.target.place.kind, edge.target.place.name
    if edge.verb.startswith("may "):
        if kind in ("function", "state machine"):
            return f"do not let {source} start {name} ({at})"
        if kind == "calls":
            return f"do not let {source} make such calls ({at})"
        return f"let {source} write to another {kind} than {name} ({at})"
    if "failed" in edge.verb or "gives up" in edge.verb:
        return f"let {source} send what failed to a queue that is not in the loop ({at})"
    return ""


def _cut(edge: Edge) -> str:
    """What remains where nothing in the loop writes by a policy, or fails: take the hop out."""
    source, target, evidence = edge.source.place, edge.target, edge.evidence
    if source.kind == "bus" and evidence.note.startswith("rule "):
        return f"give {evidence.note} a pattern that what comes back does not match"
    if target.place.kind == "bucket":
        where = f"outside {target.label}" if target.label else "to another bucket"
        return f"let {source.name} deliver {where} ({evidence})"
    return f"take out the hop from {source.name} to {target.place.name} ({evidence})"
