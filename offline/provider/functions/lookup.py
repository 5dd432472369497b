"""One question to a data source."""

import hashlib
import string
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from offline.provider.instance import Instance


class FunctionError(Exception):
    """A data source can't answer; the message says why."""


@dataclass(frozen=True)
class Lookup:
    """A data source's name, its arguments and the provider that was asked.

    What is made up depends on account, region and the arguments only, so the same question has
    the same answer in every run.
    """

    name: str
    arguments: Mapping[str, Any]
    instance: Instance

    def get(self, name: str, default: Any = None) -> Any:
        """An argument."""
        value = self.arguments.get(name)
        return default if value is None else value

    def one_of(self, *names: str) -> str:
        """The first of these arguments that is given."""
        for name in names:
            if self.arguments.get(name):
                return str(self.arguments[name])
        raise FunctionError(f"{self.name} needs one of: {', '.join(names)}")

    def arn(self, service: str, resource: str) -> str:
        """An ARN of a regional resource."""
        i = self.instance
        return f"arn:{i.partition}:{service}:{i.region}:{i.account}:{resource}"

    def hex(self, length: int, salt: object = "") -> str:
        """Hexadecimal text that depends on the question."""
        return self._digest(salt).hex()[:length]

    def letters(self, length: int, salt: object = "") -> str:
        """Capitals and digits that depend on the question."""
        alphabet = string.ascii_uppercase + string.digits
        return "".join(alphabet[byte % len(alphabet)] for byte in self._digest(salt)[:length])

    def uuid(self, salt: object = "") -> str:
        """A UUID that depends on the question."""
        return str(uuid.UUID(bytes=self._digest(salt)[:16], version=4))

    def _digest(self, salt: object) -> bytes:
        i = self.instance
        given = sorted(self.arguments.items())
        text = f"{i.account} {i.region} {self.name.partition('/')[0]} {given!r} {salt}"
        return hashlib.sha512(text.encode()).digest()
