"""Lambda archives from this repository: the same bytes for the same code, whoever packs them.

The archive of `handlers.apis.cors.handler.handler` holds handlers/apis/cors/handler.py under that
path and every module below `handlers` that it imports, sorted. Caches, tests and neighbours stay
out, so only a change of the code changes the function.
"""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pulumi

from components.errors import ConfigError, Problem

ROOT = Path(__file__).parent.parent.parent


def archive(handler: str) -> pulumi.AssetArchive:
    """The archive for a handler, written `handlers.<domain>.<architecture>.<module>.<function>`.

    Raises ConfigError where the module or the function does not exist.
    """
    return pulumi.AssetArchive(
        {str(path): pulumi.FileAsset(str(ROOT / path)) for path in files(handler)}
    )


@functools.cache
def files(handler: str) -> tuple[Path, ...]:
    """The files of the archive, relative to the repository, sorted."""
    module, _, function = handler.rpartition(".")
    start = _path(module)
    if start is None:
        raise _refused(handler, "no such file", f"{module.replace('.', '/')}.py with {function}")
    if function not in _names(start):
        raise _refused(handler, f"{start} has no {function}", f"a function {function} in {start}")
    found: set[Path] = set()
    todo = [start]
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            todo += [imported for name in _imports(path) if (imported := _path(name))]
    return tuple(sorted(found))


def _refused(handler: str, found: str, expected: str) -> ConfigError:
    return ConfigError([Problem(f"handler {handler}", found, expected, "correct the path")])


def _path(module: str) -> Path | None:
    if not module.startswith("handlers."):
        return None
    path = Path(module.replace(".", "/")).with_suffix(".py")
    return path if (ROOT / path).is_file() else None


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def _names(path: Path) -> set[str]:
    names = {node.name for node in _tree(path).body if isinstance(node, ast.FunctionDef)}
    for node in _tree(path).body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _imports(path: Path) -> list[str]:
    """Modules named in import statements; `from a import b` may name a module or a thing in one."""
    names = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
