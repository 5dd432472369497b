"""A crawler that nothing starts."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.access import AnyHolder
from policies.views.glue import Crawler, Trigger
from policies.views.iam import DocumentHolder
from policies.views.linked import linked

START = "glue:StartCrawler"


@rule(
    severity=Severity.LOW,
    title="Nothing starts a crawler",
    why="New kinds of objects and new partitions stay invisible to every query.",
    fix="Set a schedule, or start it by a trigger, a workflow or a function.",
    source="sheet 80; https://docs.aws.amazon.com/glue/latest/dg/schedule-crawler.html",
)
def idle_crawler(stack: Stack) -> Iterator[Finding | Open]:
    idle = [crawler for crawler in stack.of(Crawler) if not crawler.scheduled]
    idle = [crawler for crawler in idle if not _triggered(crawler, stack)]
    started = _somebody_starts(stack) if idle else False
    for crawler in idle:
        if isinstance(started, Open):
            yield started
        elif not started:
            yield Finding(crawler, "start", "has no schedule, and nothing in this stack starts it")


def _triggered(crawler: Crawler, stack: Stack) -> bool:
    name = crawler.peek("name")
    for trigger in stack.of(Trigger):
        if crawler in linked(trigger, "actions", Crawler):
            return True
        actions = trigger.peek("actions")
        listed = actions if isinstance(actions, list) else []
        if any(
            isinstance(a, dict) and a.get("crawlerName") in (name, crawler.name) for a in listed
        ):
            return True
    return False


def _somebody_starts(stack: Stack) -> bool | Open:
    """Whether a role may: which crawler its code means, no policy needs to tell."""
    unknown: Open | None = None
    for holder in stack.of(DocumentHolder):
        try:
            statements = [s for _, s in AnyHolder(holder.resource, stack).statements()]
        except Undecided as undecided:
            unknown = Open.of(undecided)
            continue
        if any(s.allows and s.covers(START) for s in statements):
            return True
    return unknown or False
