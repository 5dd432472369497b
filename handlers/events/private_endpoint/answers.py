"""Answers of the endpoint, put on the bus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from handlers.events.private_endpoint.errors import Unreachable


class BusAnswers:
    """An EventBridge bus. `event-id` says which event the answer is to."""

    def __init__(self, client: Any, bus_name: str, source: str, detail_type: str) -> None:
        self._client = client
        self._entry = {"EventBusName": bus_name, "Source": source, "DetailType": detail_type}

    def put(self, event_id: str, answer: Mapping[str, Any]) -> None:
        """Raises Unreachable, also where EventBridge took the call and not the event."""
        detail = json.dumps({"event-id": event_id, "response": answer})
        try:
            done = self._client.put_events(Entries=[{**self._entry, "Detail": detail}])
        except (BotoCoreError, ClientError) as error:
            raise Unreachable(f"the answer cannot be put on the bus: {error}") from error
        if done["FailedEntryCount"]:
            code = done["Entries"][0].get("ErrorCode")
            raise Unreachable(f"the bus did not take the answer: {code}")
