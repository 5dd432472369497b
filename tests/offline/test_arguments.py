"""Pulumi command lines are read as the CLI reads them."""

from pathlib import Path

import pytest

from offline.arguments import VERBS, parse
from offline.errors import OfflineError

HERE = Path("/here")

CASES = [
    (["preview", "--stack", "dev"], ("preview", "dev", HERE, ("preview",))),
    (["preview", "--stack=dev"], ("preview", "dev", HERE, ("preview",))),
    (["-s", "dev", "up"], ("up", "dev", HERE, ("up",))),
    (["-sdev", "up"], ("up", "dev", HERE, ("up",))),
    (["update", "--yes"], ("up", None, HERE, ("update", "--yes"))),
    (["up", "--yes", "-C", "examples/loop"],
     ("up", None, HERE / "examples/loop", ("up", "--yes"))),
    (["--cwd=/there", "down"], ("destroy", None, Path("/there"), ("down",))),
    (["--color", "never", "preview"], ("preview", None, HERE, ("--color", "never", "preview"))),
    (["stack", "output", "url"], ("stack output", None, HERE, ("stack", "output", "url"))),
    (["stack"], ("stack", None, HERE, ("stack",))),
    (["config", "get", "key"], ("config get", None, HERE, ("config", "get", "key"))),
    (["version"], ("version", None, HERE, ("version",))),
    (["up", "--without-guardrails"], ("up", None, HERE, ("up",))),
    (["up", "--", "--stack", "x"], ("up", None, HERE, ("up", "--", "--stack", "x"))),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "expected"), CASES, ids=[" ".join(c[0]) for c in CASES])
def test_a_command_line_is_read(arguments, expected):
    command = parse(arguments, HERE)
    assert (command.name, command.stack, command.folder, command.arguments) == expected


@pytest.mark.parametrize(
    ("name", "config", "policies", "provider"),
    [
        ("preview", True, True, True),
        ("up", True, True, True),
        ("destroy", True, False, True),
        ("refresh", True, False, True),
        ("stack export", False, False, False),
        ("policy analyze", False, True, False),
    ],
)
def test_each_verb_gets_what_it_takes(name, config, policies, provider):
    verb = VERBS[name]
    assert (verb.config, verb.policies, verb.provider) == (config, policies, provider)


REFUSED = [
    (["stack", "init", "x"], "pulumi stack init does not run offline"),
    (["config", "set", "a", "b"], "edit stacks/ by hand"),
    (["login"], "keep their state in .offline/"),
    (["preview", "--config-file", "x"], "--config-file is not for offline runs"),
    (["preview", "--stack"], "--stack needs a value"),
    (["preview", "--stack", ""], "--stack needs a value"),
    (["preview", "-C", ""], "--cwd needs a value"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=[" ".join(r[0]) for r in REFUSED])
def test_what_would_touch_tracked_files_is_refused(arguments, message):
    with pytest.raises(OfflineError, match=message.replace(".", r"\.")):
        parse(arguments, HERE)


def test_help_is_passed_on():
    command = parse(["stack", "init", "--help"], HERE)
    assert not command.verb.stack
    assert command.arguments == ("stack", "init", "--help")
