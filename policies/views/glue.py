"""Views of Glue and Athena: crawlers, triggers, tables over objects, and queries."""

from __future__ import annotations

from fnmatch import fnmatchcase

from policies.values import UNKNOWN
from policies.view import Undecided, View


class Crawler(View):
    """`aws.glue.Crawler`: looks through objects and describes them as tables."""

    token = "aws:glue/crawler:Crawler"

    @property
    def scheduled(self) -> bool:
        """Whether it runs by itself, whenever that is."""
        return self.peek("schedule") not in (None, "")


class Trigger(View):
    """`aws.glue.Trigger`: starts crawlers and jobs."""

    token = "aws:glue/trigger:Trigger"


class Reader(View):
    """`aws.glue.CatalogTable` or `aws.glue.Crawler`: takes objects as data."""

    token = ("aws:glue/catalogTable:CatalogTable", *Crawler.tokens())

    def places(self) -> list[tuple[str, list[str]]]:
        """(`s3://bucket/prefix`, exclusions) of each place in S3."""
        if self.resource.type != Crawler.token:
            return [(self.text("storageDescriptor.location"), [])]
        targets = self.peek("s3Targets")
        if targets is UNKNOWN:
            raise Undecided(self.resource, "s3Targets")
        found = []
        for index in range(len(targets) if isinstance(targets, list) else 0):
            left_out = [str(one) for one in self.items(f"s3Targets[{index}].exclusions")]
            found.append((self.text(f"s3Targets[{index}].path"), left_out))
        return found


class Workgroup(View):
    """`aws.athena.Workgroup`: who asks, and where the answers go."""

    token = "aws:athena/workgroup:Workgroup"

    @property
    def output(self) -> str:
        """`s3://bucket/prefix/` of the answers; empty where each query says it."""
        return self.text("configuration.resultConfiguration.outputLocation")


def covering(reader: Reader, bucket: object, prefix: str) -> str:
    """The place of the reader that the objects under `prefix` of `bucket` lie in; else empty."""
    for address, left_out in reader.places():
        of, of_prefix = cut(address)
        if of and of == bucket and prefix.startswith(of_prefix):
            inside = f"{prefix[len(of_prefix) :].lstrip('/')}x"
            if not any(_leaves_out(pattern, inside) for pattern in left_out):
                return address
    return ""


def cut(address: str) -> tuple[str, str]:
    """`s3://bucket/some/prefix` -> bucket and prefix; two empty texts for other addresses."""
    scheme, _, path = address.partition("://")
    bucket, _, prefix = path.partition("/")
    return (bucket, prefix) if scheme in ("s3", "s3a", "s3n") else ("", "")


def _leaves_out(pattern: str, key: str) -> bool:
    """Whether a crawler's exclusion is for `key`; `**/` may also stand for no folder."""
    glob = pattern.replace("**", "*")
    return fnmatchcase(key, glob) or fnmatchcase(f"/{key}", glob)
