"""Views of Glue: crawlers, triggers and tables over objects."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View


class Crawler(View):
    """`aws.glue.Crawler`: looks through objects and describes them as tables."""

    token = "aws:glue/crawler:Crawler"

    @property
    def scheduled(self) -> bool:
        """Whether it runs by itself, whenever that is."""
        return self.peek("schedule") not in (None, "")

    def places(self) -> list[tuple[str, list[str]]]:
        """(address, exclusions) of each place in S3."""
        targets = self.peek("s3Targets")
        if targets is UNKNOWN:
            raise Undecided(self.resource, "s3Targets")
        found = []
        for index in range(len(targets) if isinstance(targets, list) else 0):
            left_out = [str(one) for one in self.items(f"s3Targets[{index}].exclusions")]
            found.append((self.text(f"s3Targets[{index}].path"), left_out))
        return found


class Trigger(View):
    """`aws.glue.Trigger`: starts crawlers and jobs."""

    token = "aws:glue/trigger:Trigger"


class CatalogTable(View):
    """`aws.glue.CatalogTable`: columns over the objects at one address."""

    token = "aws:glue/catalogTable:CatalogTable"

    @property
    def location(self) -> str:
        """`s3://bucket/prefix/`; empty where it has none."""
        return self.text("storageDescriptor.location")
