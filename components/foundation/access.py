"""Resource policies: which services may send, each on behalf of one resource, over TLS only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components.foundation.grant import SELF
from components.foundation.known import json_text


@dataclass(frozen=True)
class Sender:
    """An AWS service that may send, on behalf of one resource."""

    service: str
    """Service principal, e.g. `events.amazonaws.com`."""
    source_arn: pulumi.Input[str]


def access_policy(
    arn: pulumi.Input[str], action: str, senders: Sequence[Sender], account: str
) -> pulumi.Output[str]:
    """The policy of a queue or topic: `action` for the senders, refused to all without TLS.

    `account`: 12 digits, or empty where it is not known; then senders are held to their ARN alone.
    """
    statements = _statements(arn, action, senders, account)
    return json_text({"Version": "2012-10-17", "Statement": statements})


def access_facts(action: str, senders: Sequence[Sender], account: str) -> dict[str, Any]:
    """The same as a component's input: guardrails read it while the text is not known."""
    return {"access": {"Statement": _statements(SELF, action, senders, account)}}


def _statements(
    arn: pulumi.Input[str], action: str, senders: Sequence[Sender], account: str
) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = [
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": action,
            "Resource": arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ]
    for sender in senders:
        condition: dict[str, Any] = {"ArnLike": {"aws:SourceArn": sender.source_arn}}
        if account:
            condition["StringEquals"] = {"aws:SourceAccount": account}
        statements.append(
            {
                "Effect": "Allow",
                "Principal": {"Service": sender.service},
                "Action": action,
                "Resource": arn,
                "Condition": condition,
            }
        )
    return statements
