"""Args: the one definition of an architecture's settings.

From it come the constructor that people call from Python, the validation of the stack file, the
JSON Schema for editors and the table in the docs. Docstrings under the fields state units, ranges
and why the default is what it is.
"""

import os
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import pulumi
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from components.references import Template

DESCRIBE = "PALISADE_DESCRIBE" in os.environ
"""Whether fields carry their docstrings: the generator asks for it, start-up need not pay."""

T = TypeVar("T")


def _input(value: Any, inner: ValidatorFunctionWrapHandler) -> Any:
    return value if isinstance(value, (pulumi.Output, Template)) else inner(value)


def _secret(value: Any) -> Any:
    if isinstance(value, (pulumi.Output, Template)):
        return value
    raise PydanticCustomError("plain_secret", "a secret that is not written in plain text")


class _PlainSecret:
    """Marks the schema of a secret: in a stack file only a `${…}` reference may stand there."""

    @staticmethod
    def __get_pydantic_json_schema__(core: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\$\{.+\}$"}


if TYPE_CHECKING:
    from pulumi import Input as Input
    from pulumi import Output as Secret
else:
    Input = Annotated[T, WrapValidator(_input)]
    Secret = Annotated[T, WrapValidator(lambda value, _: _secret(value)), _PlainSecret]


FORMS: dict[str, str] = {}
"""What texts that match a pattern look like, for patterns that say it badly themselves."""


def formed(pattern: str, form: str) -> Any:
    """A pattern that a person is told as `form`."""
    FORMS[pattern] = form
    return Field(pattern=pattern)


class Model(BaseModel):
    """Settings that refuse what they don't know and never change."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=DESCRIBE,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )


class Exemption(Model):
    """One rule set aside for one resource, for a reason, by somebody, until a day."""

    rule: str
    """Id of the rule, e.g. `functions-plaintext-secret`."""

    resource: str | None = None
    """Name of the resource; left out on an architecture: all of its resources."""

    glob: str | None = None
    """Pattern over names in place of `resource`, e.g. `orders-*`."""

    reason: str = Field(min_length=10)
    """Why, for whoever reads it in a year; at least 10 characters."""

    owner: str = Field(min_length=1)
    """Team or person who will end it."""

    until: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    """Last day it holds, `"YYYY-MM-DD"`, in quotes."""

    @model_validator(mode="after")
    def _one_target(self) -> "Exemption":
        if self.resource is not None and self.glob is not None:
            raise ValueError("either resource or glob, not both")
        return self


class Args(Model):
    """Base of the settings of every architecture and block."""

    exempt: tuple[Exemption, ...] = ()
    """Rules that do not hold here; each with reason, owner and end date."""
