"""Views of Step Functions."""

from __future__ import annotations

from policies.view import View


class StateMachine(View):
    """`aws.sfn.StateMachine`."""

    token = "aws:sfn/stateMachine:StateMachine"
