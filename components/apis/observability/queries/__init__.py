"""Queries of CloudWatch Logs Insights, one a file: `every/` for all APIs, `rest/`, `http/`."""

from __future__ import annotations

import functools
from pathlib import Path

HERE = Path(__file__).parent


@functools.cache
def queries(kind: str) -> dict[str, str]:
    """Name → text of the queries for `every` API, or for APIs of one kind only."""
    found = sorted((HERE / kind).glob("*.cwli"))
    return {path.stem: path.read_text(encoding="utf-8") for path in found}
