"""WebAcl: AWS WAF in front of a REST API's stage, which limits what one address may send."""

from __future__ import annotations

from typing import Any, Literal

import pulumi
import pulumi_aws as aws
from pydantic import Field

from components.architecture import Component
from components.args import Args, Model


class RateRule(Model):
    """How much one address may send before AWS WAF blocks it. Source: sheet 59; WAF guide."""

    requests: int = Field(default=100, ge=10, le=2_000_000_000)
    """Requests of one address in a window; more are blocked until they are fewer again."""

    window_seconds: Literal[60, 120, 300, 600] = 300
    """Length of the window in seconds."""


class WebAclArgs(Args):
    """Settings of a web ACL."""

    rate: RateRule = RateRule()
    """The limit for each address."""

    stage_arn: Any
    """Output[str]: ARN of the REST API's stage."""


class WebAcl(Component):
    """A regional web ACL with one rate rule, on one stage. Children: `web_acl`, `association`.

    A web ACL and each of its rules bill by the month, also while nobody calls.
    """

    def __init__(
        self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("palisade:foundation:WebAcl", name, args, opts)
        self.web_acl = aws.wafv2.WebAcl(
            name,
            scope="REGIONAL",
            default_action={"allow": {}},
            rules=[
                {
                    "name": "rate",
                    "priority": 0,
                    "action": {"block": {}},
                    "statement": {
                        "rate_based_statement": {
                            "aggregate_key_type": "IP",
                            "limit": args.rate.requests,
                            "evaluation_window_sec": args.rate.window_seconds,
                        }
                    },
                    "visibility_config": _seen(f"{name}-rate"),
                }
            ],
            visibility_config=_seen(name),
            opts=self.own,
        )
        self.association = aws.wafv2.WebAclAssociation(
            f"{name}-stage",
            resource_arn=args.stage_arn,
            web_acl_arn=self.web_acl.arn,
            opts=self.own,
        )
        self.register_outputs({})


def _seen(metric: str) -> Any:
    """Metrics and samples of what a rule matched; both cost nothing more."""
    return {
        "metric_name": metric,
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    }
