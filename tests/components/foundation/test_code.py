"""Archives: just the code that a function imports, and the same bytes wherever they are packed."""

import os
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from components.errors import Wrong
from components.foundation import code
from components.foundation.code import Handler, RepositoryFile, archive, files

HANDLER = "handlers.shop.orders.main.handler"
MODULES = {
    "handlers/shop/orders/main.py": "from handlers.shop.orders.store import Store\n"
    "import handlers.shared.clock\n"
    "import json, boto3\n"
    "def handler(event, context): ...\n",
    "handlers/shop/orders/store.py": "from handlers.shared import money\nclass Store: ...\n",
    "handlers/shop/orders/neighbour.py": "",
    "handlers/shop/orders/test_main.py": "",
    "handlers/shop/orders/__pycache__/main.cpython-313.pyc": "",
    "handlers/shared/clock.py": "def now():\n    import handlers.shared.zone\n",
    "handlers/shared/zone.py": "from handlers.shared import clock\n",
    "handlers/shared/money.py": "",
    "handlers/shared/unused.py": "",
}


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository of its own; gives a function that writes files into it."""

    def write(modules: dict[str, str]) -> None:
        for name, text in modules.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        code.files.cache_clear()
        code._tree.cache_clear()

    monkeypatch.setattr(code, "ROOT", tmp_path)
    write(MODULES)
    yield write
    code.files.cache_clear()
    code._tree.cache_clear()


def packed(handler=HANDLER):
    return [path.as_posix() for path in files(handler)]


def test_a_part_comes_with_what_it_imports(repository):
    made = archive(HANDLER, ["handlers.shared.unused", "handlers.shop.orders.neighbour"])
    more = {"handlers/shared/unused.py", "handlers/shop/orders/neighbour.py"}
    assert set(made.assets) == {*packed(), *more}
    assert list(made.assets) == sorted(made.assets)


def test_a_part_that_is_not_there_is_an_error(repository):
    with pytest.raises(ValueError, match=r"handlers/shared/gone\.py"):
        archive(HANDLER, ["handlers.shared.gone"])


def test_archive_has_what_is_imported_and_nothing_else_sorted(repository):
    assert packed() == [
        "handlers/shared/clock.py",
        "handlers/shared/money.py",
        "handlers/shared/zone.py",
        "handlers/shop/orders/main.py",
        "handlers/shop/orders/store.py",
    ]


def test_files_keep_their_paths_in_the_archive(repository, tmp_path):
    assets = archive(HANDLER).assets
    assert list(assets) == packed()
    assert [Path(vars(asset)["path"]) for asset in assets.values()] == [
        tmp_path / name for name in packed()
    ]


def test_touching_and_adding_neighbours_changes_nothing(repository, tmp_path):
    before = packed()
    for path in tmp_path.rglob("*.py"):
        os.utime(path, (0, 0))
    repository({"handlers/shop/orders/other.py": "", "handlers/shared/aaa.py": ""})
    assert packed() == before


def test_order_of_imports_changes_nothing(repository):
    before = packed()
    lines = MODULES["handlers/shop/orders/main.py"].splitlines(keepends=True)
    repository({"handlers/shop/orders/main.py": "".join([*lines[:3][::-1], *lines[3:]])})
    assert packed() == before


IMPORTS = [
    ("relative, a thing", "from .store import Store", ["store"]),
    ("relative, a module", "from . import store", ["store"]),
    ("relative, from above", "from ...shared.money import x", ["money"]),
    ("under another name", "import handlers.shop.orders.store as s", ["store"]),
    ("inside a function", "def f():\n    from . import store", ["store"]),
    ("only for types", "if False:\n    from . import store", ["store"]),
    ("of others", "import handlersx.a, json, os.path", []),
]


@pytest.mark.parametrize(("name", "text", "found"), IMPORTS, ids=[c[0] for c in IMPORTS])
def test_import_is_followed(repository, name, text, found):
    repository({"handlers/shop/orders/bare.py": f"{text}\ndef handler(e, c): ...\n"})
    stems = {Path(path).stem for path in packed("handlers.shop.orders.bare.handler")}
    assert set(found) <= stems
    assert bool(found) or stems == {"bare"}


def test_packages_come_with_their_init(repository):
    repository({"handlers/shared/__init__.py": "import handlers.shared.unused\n"})
    assert {"handlers/shared/__init__.py", "handlers/shared/unused.py"} <= set(packed())


def test_package_can_be_imported_itself(repository):
    repository(
        {
            "handlers/shop/tax/__init__.py": "from .rates import RATE\n",
            "handlers/shop/tax/rates.py": "RATE = 1\n",
            "handlers/shop/orders/bare.py": "import handlers.shop.tax\ndef handler(e, c): ...\n",
        }
    )
    assert packed("handlers.shop.orders.bare.handler") == [
        "handlers/shop/orders/bare.py",
        "handlers/shop/tax/__init__.py",
        "handlers/shop/tax/rates.py",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "def handler(e, c): ...",
        "handler = print",
        "handler: object = print",
        "from json import dump as handler",
    ],
)
def test_handler_may_be_whatever_lambda_can_call(repository, text):
    repository({"handlers/shop/orders/bare.py": text})
    assert packed("handlers.shop.orders.bare.handler") == ["handlers/shop/orders/bare.py"]


BAD = [
    ("no such module", "handlers.shop.orders.man.handler", "handlers/shop/orders/man.py"),
    ("no such function", "handlers.shop.orders.main.handle",
     "a function that handlers/shop/orders/main.py has"),
    ("not below handlers", "components.apis.cors.handler", "match pattern"),
    ("a path", "handlers/shop/orders/main.handler", "match pattern"),
    ("a module alone", "handlers.handler", "match pattern"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "handler", "says"), BAD, ids=[c[0] for c in BAD])
def test_bad_handler_is_refused_before_anything_is_registered(repository, name, handler, says):
    with pytest.raises(ValidationError, match=says):
        TypeAdapter(Handler).validate_python(handler)


MEANT = [
    ("function nearly right", "handlers.shop.orders.main.handle",
     "write handlers.shop.orders.main.handler"),
    ("function like no other, not what is imported", "handlers.shop.orders.main.zzz",
     "use one of: handler"),
    ("module nearly right", "handlers.shop.orders.man.handler",
     "write handlers.shop.orders.main.handler"),
    ("both nearly right", "handlers.shop.order.main.handlr",
     "write handlers.shop.orders.main.handler"),
    ("module like no other", "handlers.x.y", "name one that is there"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "handler", "fix"), MEANT, ids=[c[0] for c in MEANT])
def test_handler_that_was_meant_is_named(repository, name, handler, fix):
    with pytest.raises(Wrong) as refused:
        files(handler)
    assert refused.value.fix == fix


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import handlers.shared.gone\ndef handler(e, c): ...", "imports handlers.shared.gone"),
        ("def handler(:", "bare.py, line 1"),
    ],
)
def test_code_that_cannot_run_is_refused(repository, text, says):
    repository({"handlers/shop/orders/bare.py": text})
    with pytest.raises(ValueError, match=says):
        packed("handlers.shop.orders.bare.handler")


def test_real_handler_brings_what_it_imports():
    assert packed("handlers.apis.cors.preflight.handler") == [
        "handlers/apis/cors/preflight.py",
        "handlers/shared/cors.py",
    ]


@pytest.mark.parametrize("path", ["handlers/none.graphql", "../secret", "/etc/passwd", "handlers"])
def test_file_outside_the_repository_or_missing_is_refused(path):
    with pytest.raises(ValidationError, match="a file in this repository"):
        TypeAdapter(RepositoryFile).validate_python(path)
