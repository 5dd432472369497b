"""Which region a resource is in."""

from __future__ import annotations

from policies.iam import Arn
from policies.view import View
from policies.views.environment import ENVIRONMENT


def region_of(view: View) -> str:
    """The region; empty where neither the resource nor its stack tells."""
    own, arn = view.peek("region"), view.peek("arn")
    if isinstance(own, str) and own:
        return own
    parsed = Arn.parse(arn) if isinstance(arn, str) else None
    if parsed is not None and parsed.region:
        return parsed.region
    # Which provider a resource has is not told: only where all agree it is clear.
    stack = view.stack
    roots = stack.typed(ENVIRONMENT, "pulumi:providers:aws") if stack else ()
    regions = [View(root).peek("region") for root in roots]
    first = regions[0] if regions else ""
    return first if isinstance(first, str) and all(one == first for one in regions) else ""
