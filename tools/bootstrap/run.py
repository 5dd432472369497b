"""The command line of set-up."""

import argparse
import os
import signal
from collections.abc import Mapping, Sequence

from tools.bootstrap.environment import make_environment
from tools.bootstrap.layout import Layout
from tools.bootstrap.progress import say
from tools.bootstrap.pulumi_cli import Choice, choose_cli, find_cli, install_cli
from tools.cli import ROOT
from tools.errors import SetupError


def run(arguments: Sequence[str]) -> int:
    """Make this checkout ready. The exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.setup", description="Make ready.")
    parser.add_argument("--dev", action="store_true", help="also what tests and lint need")
    options = parser.parse_args(arguments)
    # Like Ctrl-C: half-made folders are removed on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    layout = Layout.of(ROOT, os.environ)
    try:
        _make_ready(layout, os.environ, development=options.dev)
    except (SetupError, OSError) as error:  # no room, no rights: as much a person's business
        say(f"set-up failed: {error}")
        return 1
    except KeyboardInterrupt:
        say("set-up interrupted; run it again to start over")
        return 130
    return 0


def _make_ready(layout: Layout, environment: Mapping[str, str], *, development: bool) -> None:
    """The CLI is looked for first: that there is none is told before minutes of pip."""
    choice = find_cli(layout, environment)
    make_environment(layout, development=development)
    if isinstance(choice, Choice):
        install_cli(layout, choice)
    else:  # it was installed, but went if the environment was made anew
        choose_cli(layout, environment)
