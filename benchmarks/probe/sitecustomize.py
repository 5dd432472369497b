"""Writes down when a Python process began and ended and what CPU and memory it took.

Python imports this by itself in every process that has this folder in PYTHONPATH; the lines go to
the file that PALISADE_PROBE names. A killed process leaves only its first line.
"""

import atexit
import json
import os
import sys
import time


def _role() -> str:
    """`program`, `pack`, `host`, `provider`, `offline`, or empty."""
    words = " ".join(sys.orig_argv)
    marks = {
        "pulumi-language-python-exec": "program",
        "-m pulumi.policy": "pack",
        "language_host": "host",
        "-m offline.provider": "provider",
        "-m offline": "offline",
    }
    return next((role for mark, role in marks.items() if mark in words), "")


def _write(file: str, line: dict[str, object]) -> None:
    # One short write in append mode: lines of several processes do not mix.
    with open(file, "a", encoding="utf-8") as out:  # noqa: PTH123  quick to start
        out.write(json.dumps({"pid": os.getpid(), "role": _role(), **line}) + "\n")


def _watch(file: str) -> None:
    _write(file, {"began": time.time()})

    def end() -> None:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime
        _write(file, {"ended": time.time(), "cpu": cpu, "rss_kb": used.ru_maxrss})

    atexit.register(end)


if os.environ.get("PALISADE_PROBE"):
    _watch(os.environ["PALISADE_PROBE"])
