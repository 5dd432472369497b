"""Names in DNS: what they may look like, and the record that leads to something of AWS."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

HOST = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
"""A full name in lower case, e.g. `orders.example.com`."""


def alias(
    name: str,
    host: pulumi.Input[str],
    zone_id: pulumi.Input[str],
    target: pulumi.Input[str],
    target_zone_id: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.route53.Record:
    """`host` in `zone_id` answers with the addresses of `target`, as long as that is healthy."""
    return aws.route53.Record(
        name,
        zone_id=zone_id,
        name=host,
        type="A",
        aliases=[
            {"name": target, "zone_id": target_zone_id, "evaluate_target_health": True},
        ],
        opts=opts,
    )
