"""`python -m tools.generate [--check]`."""

import argparse
import os
import sys
from collections.abc import Sequence

from tools.errors import SetupError
from tools.generate.files import compare
from tools.packages import require_packages

COMMAND = "python -m tools.generate"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when a person has to do something, or `--check` found something stale; else 0."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    check = parser.parse_args(arguments).check
    try:
        require_packages()
    except SetupError as error:
        print(f"{COMMAND}: {error}", file=sys.stderr)
        return 1
    # Before anything of components is imported: fields keep their docstrings only then.
    os.environ["PALISADE_DESCRIBE"] = "1"
    import yaml

    from components.errors import ConfigError
    from tools.generate.everything import CATALOG, everything

    try:
        wanted = everything()
    except (ConfigError, yaml.YAMLError) as error:
        print(f"{CATALOG}: {error}", file=sys.stderr)
        return 1
    changes = compare(wanted)
    for change in changes:
        print(change if check else change.apply())
    for problem in wanted.problems:
        print(problem, file=sys.stderr)
    if check and changes:
        print(f"Make them again: {COMMAND}", file=sys.stderr)
    return 1 if wanted.problems or (check and changes) else 0


if __name__ == "__main__":
    sys.exit(main())
