#!/bin/sh
# Runs `python -m tools.setup` with a Python that is new enough: the checkout's own, else the
# newest on PATH. Arguments are handed on.
cd "$(dirname "$0")/.." || exit 1
for python in .venv/bin/python python3.14 python3.13 python3.12 python3.11 python3; do
    # A name on PATH may be a version manager's stand-in that does not run: try it.
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m tools.setup "$@"
    fi
done
if found=$(python3 --version 2>/dev/null); then
    echo "set-up failed: Palisade needs Python 3.11 or newer, python3 is $found" >&2
else
    echo "set-up failed: Palisade needs Python 3.11 or newer, and there is no python3" >&2
fi
exit 1
