"""What ARNs tell: `arn:<partition>:<service>:<region>:<account>:<resource>`."""

from __future__ import annotations


def last_part(arn: str) -> str:
    """The name at the end of an ARN."""
    return arn.replace("/", ":").rpartition(":")[2]


def region_of(arn: str) -> str:
    """The Region in an ARN."""
    return arn.split(":")[3]


def domain_of(partition: str) -> str:
    """What the names of AWS's own hosts end in."""
    return "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
