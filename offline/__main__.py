"""Pulumi without an AWS account.

usage: python -m offline <pulumi arguments>      e.g. preview --stack dev
       python -m offline demo                    a loop in the event flow is refused

The real Pulumi engine runs with a stand-in for the aws provider. State, passphrase and settings
are in .offline/ (PALISADE_OFFLINE_HOME names another folder); no stack file is written. The
guardrails run with preview and up; --without-guardrails leaves them out.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence

from offline.errors import OfflineError
from tools.errors import SetupError
from tools.packages import require_packages


def _demo(arguments: Sequence[str]) -> int:
    from offline.demo import demo

    return demo(arguments)


OURS: Mapping[str, Callable[[Sequence[str]], int]] = {"demo": _demo}
"""Commands that the Pulumi CLI does not have."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; 2 when it could not be run at all."""
    try:
        if not arguments or arguments[0] in ("-h", "--help", "help"):
            print((__doc__ or "").strip())
            return 0
        require_packages()
        if arguments[0] in OURS:
            return OURS[arguments[0]](arguments[1:])
        from offline.run import run

        return run(arguments)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 1
    except KeyboardInterrupt:
        print("offline: interrupted", file=sys.stderr)
        return 130
    except (OfflineError, SetupError, OSError) as error:  # no room, no rights: a person's business
        print(f"offline: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
