"""The types of what a service's module has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policies.flow.model import Fact
from policies.flow.places import Places
from policies.view import View

Reader = Callable[[Any, Places], Iterator[Fact]]
Readers = Mapping[type[View], Reader]
"""View → what a resource of that type says of the flow."""
