"""What the sample routes do, whichever API they stand behind."""

from __future__ import annotations

import json
from dataclasses import dataclass


class GreetingError(ValueError):
    """A request that names nobody; the text may be shown to the caller."""


@dataclass(frozen=True)
class Visitor:
    """Who is greeted: a name of 1 to 100 characters."""

    name: str

    @classmethod
    def parse(cls, body: str | None) -> Visitor:
        """From a JSON body `{"name": str}`."""
        try:
            data = json.loads(body or "")
        except ValueError as error:
            raise GreetingError("the body is not JSON") from error
        name = data.get("name") if isinstance(data, dict) else None
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= 100:
            raise GreetingError("name must be text of 1 to 100 characters")
        return cls(name.strip())


def greet(visitor: Visitor | None) -> dict[str, str]:
    return {"message": f"hello {visitor.name}" if visitor else "hello world"}
