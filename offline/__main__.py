"""`python -m offline <pulumi arguments>`, and the commands that are ours."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence

from offline.errors import OfflineError
from tools.errors import SetupError


def _demo(arguments: Sequence[str]) -> int:
    from offline.demo import demo

    return demo(arguments)


OURS: Mapping[str, Callable[[Sequence[str]], int]] = {"demo": _demo}
"""Commands that the Pulumi CLI does not have."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; 2 when it could not be run at all."""
    try:
        if arguments and arguments[0] in OURS:
            return OURS[arguments[0]](arguments[1:])
        from offline.run import run

        return run(arguments)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 1
    except (OfflineError, SetupError) as error:
        print(f"offline: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
