"""What the sample routes do, whichever API they stand behind."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class GreetingError(ValueError):
    """A request that names nobody; the text may be shown to the caller."""


@dataclass(frozen=True)
class Visitor:
    """Who is greeted: a name of 1 to 100 characters."""

    name: str

    @classmethod
    def parse(cls, event: Mapping[str, Any]) -> Visitor:
        """From a request's JSON body `{"name": str}`; API Gateway may have encoded it in base64."""
        body = event.get("body") or ""
        try:
            data = json.loads(base64.b64decode(body) if event.get("isBase64Encoded") else body)
        except (ValueError, RecursionError) as error:
            raise GreetingError("the body is not JSON") from error
        name = data.get("name") if isinstance(data, dict) else None
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= 100:
            raise GreetingError("name must be text of 1 to 100 characters")
        return cls(name.strip())


def greet(visitor: Visitor | None) -> dict[str, str]:
    return {"message": f"hello {visitor.name}" if visitor else "hello world"}
