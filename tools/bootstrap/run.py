"""The command line of set-up."""

import argparse
import os
import signal
from collections.abc import Sequence

from tools.bootstrap.environment import make_environment
from tools.bootstrap.layout import Layout
from tools.bootstrap.progress import say
from tools.bootstrap.pulumi_cli import choose_cli
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
        make_environment(layout, development=options.dev)
        choose_cli(layout, os.environ)
    except (SetupError, OSError) as error:  # no room, no rights: as much a person's business
        say(f"set-up failed: {error}")
        return 1
    except KeyboardInterrupt:
        say("set-up interrupted; run it again to start over")
        return 130
    return 0
