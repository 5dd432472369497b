"""Dynamic partitioning is switched on, and a part of it is missing."""

import re
from collections.abc import Iterator

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.firehose import S3, DeliveryStream

QUERY = "MetadataExtraction"
KEY = re.compile(r"!\{(partitionKeyFromQuery|partitionKeyFromLambda):([^}]*)\}")


@rule(
    severity=Severity.MEDIUM,
    title="Dynamic partitioning is set up by half",
    why="AWS refuses the stream, or every record goes to the error prefix.",
    fix="Make each key of the prefix in a MetadataExtraction query or in the Lambda processor.",
    source="sheet 80; https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-partitioning-keys.html",
)
def half_partitioning(stream: DeliveryStream) -> Iterator[Finding]:
    if not stream.to_bucket or not stream.partitions:
        return
    processors = stream.processors()
    kinds = [kind for kind, _ in processors]
    if not {QUERY, "Lambda"} & set(kinds):
        message = "has neither a MetadataExtraction nor a Lambda processor to make the keys"
        yield Finding(stream, "processor", message)
    keys = KEY.findall(stream.prefix)
    if not keys:
        yield Finding(stream, "prefix", "names no key in its prefix: !{partitionKeyFromQuery:…}")
    if "Lambda" not in kinds and any(origin.endswith("Lambda") for origin, _ in keys):
        yield Finding(stream, "lambda", "takes a key from a Lambda processor that it does not have")
    wanted = [name for origin, name in keys if origin.endswith("Query")]
    if not wanted or QUERY not in kinds:
        return
    query = next(p.get("MetadataExtractionQuery") for k, p in processors if k == QUERY)
    made = _keys(query) if isinstance(query, str) else None
    if made is None:
        because = {} if query is UNKNOWN else {"because": "holds a query that is not understood"}
        raise Undecided(stream.resource, f"{S3}.processingConfiguration.processors", **because)
    for name in wanted:
        if name not in made:
            message = f"takes the key {name} from a query that makes {', '.join(made)}"
            yield Finding(stream, f"key/{name}", message)


def _keys(query: str) -> list[str] | None:
    """The keys of the object that a jq query makes; None where it is not `{…}`."""
    text = query.strip()
    if not (text.startswith("{") and text.endswith("}")):
        return None
    parts, depth, quoted, start = [], 0, False, 1
    for place, char in enumerate(text[1:-1], 1):
        if char == '"' and text[place - 1] != "\\":
            quoted = not quoted
        elif not quoted and char in "([{":
            depth += 1
        elif not quoted and char in ")]}":
            depth -= 1
        elif not quoted and char == "," and not depth:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:-1])
    names = [part.partition(":")[0].strip().strip('"') for part in parts]
    return [name for name in names if name] or None
