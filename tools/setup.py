"""`python3 -m tools.setup [--dev]`: make this checkout ready, or do nothing if it is.

Runs on the system's Python with nothing installed.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    """The exit code: 0 when the checkout is ready, 1 with one line on stderr when not."""
    if sys.version_info < OLDEST:
        found = "%d.%d at %s" % (sys.version_info[0], sys.version_info[1], sys.executable)  # noqa: UP031
        sys.stderr.write("Palisade needs Python 3.11 or newer, this is Python " + found + "\n")
        return 1
    try:
        from tools.bootstrap.run import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
