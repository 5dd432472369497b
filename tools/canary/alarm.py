"""The alarm on a canary: a promotion may ask it first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from tools.canary import COMMAND, CanaryError


class CloudWatch(Protocol):
    """What is used of boto3's client `cloudwatch`."""

    def describe_alarms(self, *, AlarmNames: list[str]) -> Mapping[str, Any]: ...  # noqa: N803


def check_alarm(client: CloudWatch, name: str) -> None:
    """Raises `CanaryError` unless the alarm is OK."""
    found = client.describe_alarms(AlarmNames=[name])
    alarms = [*found.get("MetricAlarms", ()), *found.get("CompositeAlarms", ())]
    if not alarms:
        raise CanaryError(f"no alarm {name} here: see the output rollback_alarm, and the Region")
    state = alarms[0]["StateValue"]
    if state == "ALARM":
        raise CanaryError(f"alarm {name} is in ALARM: roll back ({COMMAND} rollback …)")
    if state != "OK":
        raise CanaryError(
            f"alarm {name} is {state}: the canary has answered nothing of late, so nothing shows"
            " that it works; send it requests, or leave --alarm out"
        )
