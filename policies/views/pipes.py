"""Views of EventBridge Pipes."""

from __future__ import annotations

from policies.view import View


class Pipe(View):
    """`aws.pipes.Pipe`: a source, perhaps a filter and an enrichment, a target."""

    token = "aws:pipes/pipe:Pipe"
