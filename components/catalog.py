"""The catalog: which kinds there are, and the class behind each.

A kind is the path of its module: `apis/cors` is the one `Architecture` in components/apis/cors.py.
Nothing lists them: adding a module adds a kind. A module is imported only when its kind is used.
"""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

from components.architecture import Architecture

ROOT = Path(__file__).parent
DOMAINS = (
    "apis", "events", "messaging", "streams", "workflows", "functions", "delivery", "operations",
)  # fmt: skip


def kinds() -> tuple[str, ...]:
    """Every kind, sorted, e.g. `apis/cors`. A folder with an `__init__.py` is one kind."""
    found = []
    for domain in DOMAINS:
        for path in (ROOT / domain).glob("*"):
            is_module = path.suffix == ".py" or (path / "__init__.py").is_file()
            if is_module and not path.name.startswith("_"):
                found.append(f"{domain}/{path.stem.replace('_', '-')}")
    return tuple(sorted(found))


def architecture(kind: str) -> type[Architecture]:
    """The class of a kind that `kinds()` names."""
    module = importlib.import_module(f"components.{kind.replace('/', '.').replace('-', '_')}")
    classes = [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, Architecture)
        and f"{value.__module__}.".startswith(f"{module.__name__}.")
        and value is not Architecture
    ]
    if len(classes) != 1:
        raise TypeError(f"{module.__name__} must define one Architecture, it has {len(classes)}")
    return classes[0]
