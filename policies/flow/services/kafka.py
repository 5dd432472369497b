"""Kafka and MQ: clusters and brokers that functions and pipes read from.

Who may write to a topic of an MSK cluster is told by IAM where the cluster uses it. Users of an
MQ broker, or of a cluster with other credentials, are not in IAM: what they write is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies import iam
from policies.flow.access import Access, Target
from policies.flow.model import Scope
from policies.flow.overlap import ANYTHING, Glob
from policies.flow.overlap import iam as iam_glob
from policies.flow.places import Found, Places, PlaceType
from policies.flow.scopes import Topics
from policies.flow.services.kind import Readers

TYPES = (
    PlaceType("aws:msk/cluster:Cluster", "Kafka cluster", name="clusterName"),
    PlaceType("aws:msk/serverlessCluster:ServerlessCluster", "Kafka cluster", name="clusterName"),
    PlaceType("aws:mq/broker:Broker", "MQ broker", name="brokerName"),
)


def _clusters(places: Places, pattern: str) -> list[Found]:
    """Clusters by a pattern of topics, `topic/CLUSTER/UUID/TOPIC`; `rest` is the topic."""
    if pattern == "*":
        return [Found(place, rest="*") for place in places.own("Kafka cluster")]
    arn = iam.Arn.parse(pattern)
    kind, _, rest = (arn.resource if arn else "").partition("/")
    cluster, _, rest = rest.partition("/")
    if not cluster or kind not in ("topic", "*"):
        return []
    topic = rest.partition("/")[2] or "*"
    start = pattern[: -len(arn.resource)] if arn else ""
    # No two clusters of a region share a name; the UUID after it is known only after creation.
    found = places.matching(f"{start}cluster/{cluster}", "Kafka cluster", "cluster/{name}")
    if iam.has_wildcard(cluster):
        found = places.matching(f"{start}cluster/{cluster}/*", "Kafka cluster", "cluster/{name}/x")
    return [Found(item.place, item.certain, topic) for item in found]


def _scopes(target: Target) -> Iterator[Scope]:
    globs = tuple(_glob(found) for found in target.allowed)
    denied = tuple(
        _glob(found)
        for statement, named in target.denials
        if not statement.condition
        for found in named
    )
    if ANYTHING not in denied:
        yield Topics(globs, denied)


def _glob(found: Found) -> Glob:
    """The topics behind a `rest`: a topic, or after the ARN of a cluster at preview its path."""
    return iam_glob(found.rest.lstrip("/")) if found.rest else ANYTHING


ACCESS = (
    Access(
        "Kafka cluster",
        ("kafka-cluster:WriteData",),
        "cluster/{name}",
        find=_clusters,
        scopes=_scopes,
    ),
)
FACTS: Readers = {}
