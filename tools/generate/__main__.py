"""`python -m tools.generate [--check]`."""

import argparse
import os
import sys
from collections.abc import Sequence

from tools.generate.files import GenerateError, compare

COMMAND = "python -m tools.generate"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when all is fresh or was written, 1 when `--check` found something stale."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    check = parser.parse_args(arguments).check
    # Before anything of components is imported: fields keep their docstrings only then.
    os.environ["PALISADE_DESCRIBE"] = "1"
    from tools.generate.everything import everything

    try:
        changes = compare(everything())
    except GenerateError as error:
        print(error, file=sys.stderr)
        return 1
    for change in changes:
        print(change if check else change.apply())
    if check and changes:
        print(f"Make them again: {COMMAND}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
