"""Lambda archives from this repository: the same bytes for the same code, whoever packs them.

The archive of `handlers.apis.cors.handler.handler` holds handlers/apis/cors/handler.py under that
path and every module below `handlers` that it imports, sorted. Caches, tests and neighbours stay
out, so only a change of the code changes the function.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pulumi
from pydantic import AfterValidator

from components.args import formed
from components.errors import Wrong, most_like

ROOT = Path(__file__).parent.parent.parent


def _handler(value: str) -> str:
    files(value)
    return value


def _file(value: str) -> str:
    path = ROOT / value
    if not path.resolve().is_relative_to(ROOT.resolve()) or not path.is_file():
        raise ValueError("the path of a file in this repository")
    return value


Handler = Annotated[
    str,
    formed(
        r"^handlers(\.[a-z_][a-z0-9_]*){2,}$",
        "a function by its path, e.g. handlers.apis.cors.http.handler",
    ),
    AfterValidator(_handler),
]
"""A function of this repository, e.g. `handlers.apis.cors.http.handler`, that is there."""

RepositoryFile = Annotated[str, AfterValidator(_file)]
"""A file of this repository, e.g. `handlers/events/x/schema.graphql`, that is there."""


def archive(handler: str, parts: Iterable[str] = ()) -> pulumi.AssetArchive:
    """The archive for a handler, written `handlers.<domain>.<architecture>.<module>.<function>`.

    parts: further modules, which the code imports by name when a setting asks for them.

    Raises ValueError where the module, the function or a module it imports does not exist.
    """
    found = {*files(handler), *(path for part in parts for path in _reached(_module(part)))}
    return pulumi.AssetArchive(
        {path.as_posix(): pulumi.FileAsset(str(ROOT / path)) for path in sorted(found)}
    )


@functools.cache
def files(handler: str) -> tuple[Path, ...]:
    """The files of the archive, relative to the repository, sorted."""
    module, _, function = handler.rpartition(".")
    start = _path(module)
    if start is None:
        expected = f"{module.replace('.', '/')}.py with a function {function}"
        close = most_like(module.partition(".")[2], _modules())
        fix = _meant(f"handlers.{close}", function) if close else "name one that is there"
        raise Wrong(expected, fix=fix)
    if function not in _names(start):
        raise Wrong(f"a function that {start.as_posix()} has", fix=_meant(module, function))
    return _reached(start)


def _modules() -> list[str]:
    """Every module below `handlers`, without that word in front."""
    top = ROOT / "handlers"
    paths = (path.relative_to(top) for path in top.rglob("*.py"))
    return [".".join(path.with_suffix("").parts) for path in paths if path.stem != "__init__"]


def _meant(module: str, function: str) -> str:
    """The fix for a function that is not there: the one of `module` that is most like it."""
    start = _path(module)
    names = _names(start) if start else []
    own = [n.name for n in _tree(start).body if isinstance(n, ast.FunctionDef)] if start else []
    close = function if function in names else most_like(function, own)
    return f"write {module}.{close}" if close else f"use one of: {', '.join(own)}"


def _module(name: str) -> Path:
    found = _path(name)
    if found is None:
        raise ValueError(f"{name.replace('.', '/')}.py")
    return found


def _reached(start: Path) -> tuple[Path, ...]:
    """The module, every module below `handlers` that it imports, and theirs, sorted."""
    found: set[Path] = set()
    todo = [start]
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            todo += [*_packages(path), *_imports(path)]
    return tuple(sorted(found))


def _path(module: str) -> Path | None:
    """The file of a module below `handlers`; a package's is its `__init__.py`."""
    if module.split(".")[0] != "handlers":
        return None
    path = Path(*module.split("."))
    names = (path.with_suffix(".py"), path / "__init__.py")
    return next((name for name in names if (ROOT / name).is_file()), None)


def _packages(path: Path) -> list[Path]:
    """What Python runs before the module: the `__init__.py` of the folders above, if any."""
    inits = [folder / "__init__.py" for folder in path.parents if folder.parts]
    return [init for init in inits if (ROOT / init).is_file()]


@functools.cache
def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse((ROOT / path).read_text())
    except SyntaxError as error:
        raise ValueError(f"Python: {path.as_posix()}, line {error.lineno}: {error.msg}") from error


def _names(path: Path) -> list[str]:
    """What Lambda could start: functions, and names that are given a value or imported."""
    names = []
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.ImportFrom):
            names += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _imports(path: Path) -> list[Path]:
    """The files of this repository that import statements name.

    `from a import b` may name a module or a thing in one. Raises ValueError for a module below
    `handlers` that is not there: Lambda would only find out at the first event.
    """
    found: list[Path | None] = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found += [_required(alias.name, path) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = path.parent.parts[: len(path.parent.parts) + 1 - node.level]
            module = ".".join([*(above if node.level else ()), *filter(None, [node.module])])
            found.append(_required(module, path))
            found += [_path(f"{module}.{alias.name}") for alias in node.names]
    return [file for file in found if file]


def _required(module: str, importer: Path) -> Path | None:
    ours = module.split(".")[0] == "handlers"
    if ours and not _path(module) and not (ROOT / Path(*module.split("."))).is_dir():
        raise ValueError(f"code that is there: {importer.as_posix()} imports {module}")
    return _path(module)
