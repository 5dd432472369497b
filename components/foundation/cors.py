"""CORS: which browsers' pages may call an API. Named origins; everything only where it is used."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from components.args import Model

_ORIGIN = re.compile(r"(https?)://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
_UNSENT = ("http:80", "https:443")
HeaderName = Annotated[str, Field(pattern=r"^(\*|[A-Za-z0-9_-]+)$")]


def _origin(value: str) -> str:
    found = _ORIGIN.fullmatch(value)
    if value == "*" or (found and f"{found[1]}{found[3]}" not in _UNSENT):
        return value
    raise ValueError(
        "an origin as browsers send it: scheme://host or scheme://host:port in lower case, no"
        " path, no slash at the end, no wildcard inside, no port that the scheme has anyway"
    )


Origin = Annotated[str, AfterValidator(_origin)]


class Cors(Model):
    """What an API answers to browsers. Source: sheet 48; Fetch standard, "CORS protocol"."""

    origins: tuple[Origin, ...] = Field(min_length=1)
    """Pages that may call, e.g. `https://app.example.com`. `*` only with `any_origin: true`."""

    any_origin: bool = False
    """Lets `*` be written in origins: any page of the world may call, without credentials."""

    headers: tuple[HeaderName, ...] | None = None
    """Request headers allowed; when left out those that the API's own settings call for."""

    expose_headers: tuple[HeaderName, ...] = ()
    """Response headers that scripts may read."""

    max_age_seconds: int = Field(default=300, ge=0, le=86400)
    """Time a browser may keep the answer to a preflight (Chromium keeps it 2 h at most)."""

    credentials: bool = False
    """Whether cookies and HTTP authentication come along; needs named origins and headers."""

    @model_validator(mode="after")
    def _wildcards_are_meant(self) -> Self:
        if "*" in self.origins and not self.any_origin:
            raise ValueError("named origins: `*` lets every page call (or set any_origin: true)")
        if self.credentials and ("*" in self.origins or "*" in (self.headers or ())):
            raise ValueError("named origins and headers: browsers refuse `*` with credentials")
        return self
