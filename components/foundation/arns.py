"""What ARNs tell: `arn:<partition>:<service>:<region>:<account>:<resource>`; and what partitions
call things."""

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


_OTHERWISE_IN_CHINA = frozenset(
    {
        *("athena", "autoscaling", "cloudformation", "ec2", "ecr.api", "ecr.dkr", "elasticache"),
        *("elasticfilesystem", "execute-api", "kinesis-streams", "lambda", "monitoring", "rds"),
        *("redshift", "redshift-data", "s3", "sqs", "states", "sts", "sync-states", "xray"),
    }
)
"""Services whose interface endpoints have another first word in China. Source: what EC2 lists there
(DescribeVpcEndpointServices)."""


def interface_service(region: str, service: str) -> str:
    """What an interface endpoint of an AWS service names: `com.amazonaws.eu-west-1.sqs`."""
    start = "cn." if region.startswith("cn-") and service in _OTHERWISE_IN_CHINA else ""
    return f"{start}com.amazonaws.{region}.{service}"
