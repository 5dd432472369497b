"""`python -m benchmarks`: benchmarks/command.py, and one line for an interrupt at any time."""

import sys


def main() -> int:
    try:
        from benchmarks import command  # an interrupt may come while it is imported

        return command.main(sys.argv[1:])
    except KeyboardInterrupt:
        print("benchmarks: interrupted; --resume goes on with what is missing", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
