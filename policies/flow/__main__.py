"""`python -m policies.flow --file export.json`: the event flow of an exported stack as Mermaid."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from policies.exported import ExportError, load
from policies.flow import flow_of
from policies.flow.mermaid import draw


def main(arguments: Sequence[str]) -> int:
    """Print the picture; 2 where the file is no exported stack."""
    parser = argparse.ArgumentParser(
        prog="python -m policies.flow",
        description="The event flow of an exported stack as a Mermaid flowchart, loops marked.",
    )
    parser.add_argument("--file", type=Path, required=True, help="what `pulumi stack export` wrote")
    try:
        exported = load(parser.parse_args(arguments).file)
    except ExportError as error:
        print(f"flow: {error}", file=sys.stderr)
        return 2
    print(draw(*flow_of(exported.stack)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
