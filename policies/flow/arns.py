"""What an ARN, a URL or a name says about a place."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from policies.iam import Arn


@dataclass(frozen=True, slots=True)
class Ref:
    """A place as an ARN names it; region and account are empty where the ARN has none."""

    kind: str
    name: str
    partition: str = "aws"
    region: str = ""
    account: str = ""
    rest: str = ""
    """What comes after the name: a qualifier, a path, a key."""


# service, start of the resource part -> kind; what ends the name
_FORMS: dict[tuple[str, str], tuple[str, str]] = {
    ("sqs", ""): ("queue", ""),
    ("sns", ""): ("topic", ":"),
    ("s3", ""): ("bucket", "/"),
    ("lambda", "function:"): ("function", ":"),
    ("events", "event-bus/"): ("bus", ""),
    ("events", "rule/"): ("rule", ""),
    ("events", "api-destination/"): ("API destination", "/"),
    ("events", "archive/"): ("archive", ""),
    ("kafka", "cluster/"): ("Kafka cluster", "/"),
    ("mq", "broker:"): ("MQ broker", ":"),
    ("dynamodb", "table/"): ("table", "/"),
    ("kinesis", "stream/"): ("stream", "/"),
    ("firehose", "deliverystream/"): ("delivery stream", ""),
    ("states", "stateMachine:"): ("state machine", ":"),
    ("states", "activity:"): ("activity", ":"),
    ("pipes", "pipe/"): ("pipe", ""),
    ("execute-api", ""): ("API", "/"),
    ("appsync", "apis/"): ("GraphQL API", "/"),
    ("logs", "log-group:"): ("log group", ":"),
    ("iam", "role/"): ("role", ""),
}
_PATHS = ("role", "rule")
"""Kinds whose name is what comes after the last `/`."""


def parse(text: str) -> Ref | None:
    """The place that `text` (ARN or queue URL) names; None for everything else."""
    if text.startswith("https://"):
        return _queue_url(text) or _api_url(text)
    arn = Arn.parse(text)
    if arn is None:
        return None
    if arn.service == "apigateway" and ":lambda:path/" in text:
        # The address by which API Gateway invokes a function holds the function's own ARN.
        return parse(text.split("/functions/", 1)[-1].removesuffix("/invocations"))
    start = arn.resource[: _end_of_type(arn.resource)]
    kind, end = _FORMS.get((arn.service, start)) or _FORMS.get((arn.service, "")) or ("", "")
    if not kind:
        return None
    name = arn.resource[len(start) :] if (arn.service, start) in _FORMS else arn.resource
    rest = ""
    if kind in _PATHS:
        name = name.rpartition("/")[2]
    elif end:
        name, _, rest = name.partition(end)
    return Ref(kind, name, arn.partition, arn.region, arn.account, rest) if name else None


def service(text: str) -> str:
    """What an ARN names, for people: its kind, else its service."""
    ref = parse(text)
    return ref.kind if ref else ":".join(text.split(":")[2:3]) or "of unknown kind"


def _end_of_type(resource: str) -> int:
    """Where the type at the start of the resource part ends (`function:`, `table/`)."""
    ends = [at + 1 for at in (resource.find("/"), resource.find(":")) if at >= 0]
    return min(ends, default=0)


def _api_url(url: str) -> Ref | None:
    """`https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/orders`."""
    try:
        host = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return None
    return (
        Ref("API", host[0], region=host[2]) if host[1:2] == ["execute-api"] and host[2:] else None
    )


def _queue_url(url: str) -> Ref | None:
    """`https://sqs.eu-west-1.amazonaws.com/123456789012/jobs`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host, path = (parts.hostname or "").split("."), parts.path.strip("/").split("/")
    if host[0] != "sqs" or len(host) < 3 or len(path) != 2:
        return None
    return Ref("queue", path[1], region=host[1], account=path[0])
