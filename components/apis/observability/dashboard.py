"""The dashboard: for each API a row of what it answers, how long it takes and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.apis.observability.counts import COUNTS, Count
from components.apis.observability.queries import queries
from components.apis.observability.settings import HttpLog, RestLog

NAMESPACE = "AWS/ApiGateway"
ERRORS = {"rest": ("4XXError", "5XXError"), "http": ("4xx", "5xx")}
"""Source: API Gateway developer guide, the pages on metrics of REST and of HTTP APIs."""

_HEIGHT, _WIDTH = 6, 8


def dimensions(api: RestLog | HttpLog) -> dict[str, Any]:
    """Dimensions of the API's own metrics: REST APIs go by name, HTTP APIs by id."""
    named = {"ApiName": api.api_name} if isinstance(api, RestLog) else {"ApiId": api.api_id}
    return {**named, "Stage": api.stage_name}


def body(
    apis: Mapping[str, RestLog | HttpLog],
    counted: Mapping[str, Mapping[Count, str]],
    namespace: str,
    region: Any,
) -> dict[str, Any]:
    """The dashboard's body; leaves may be outputs. counted: API → count → metric's name."""
    widgets: list[dict[str, Any]] = []
    for row, (key, api) in enumerate(apis.items()):
        own = [part for pair in dimensions(api).items() for part in pair]
        answers = [
            [NAMESPACE, name, *own, {"stat": "Sum"}] for name in ("Count", *ERRORS[api.kind])
        ]
        times = [
            [NAMESPACE, name, *own, {"stat": stat}]
            for name in ("Latency", "IntegrationLatency")
            for stat in ("p50", "p99")
        ]
        counts = [
            [namespace, metric, {"stat": "Sum", "label": COUNTS[count].title}]
            for count, metric in counted[key].items()
        ]
        for column, (title, metrics) in enumerate(
            (("answers", answers), ("latency, ms", times), ("by phase", counts))
        ):
            widgets.append(
                _at(row, column, "metric", f"{key}: {title}", region, metrics=metrics, period=300)
            )
    widgets.append(_failures(apis, len(apis), region))
    return {"widgets": widgets}


def _failures(apis: Mapping[str, RestLog | HttpLog], row: int, region: Any) -> dict[str, Any]:
    """A table of the last failures, out of all access logs."""
    text: list[Any] = []
    for api in apis.values():
        text += ["SOURCE '", api.log_group_name, "' | "]
    query = pulumi.Output.concat(*text, queries("every")["failures"])
    widget = _at(row, 0, "log", "failures", region, view="table", query=query)
    return {**widget, "width": 3 * _WIDTH}


def _at(row: int, column: int, kind: str, title: str, region: Any, **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "x": column * _WIDTH,
        "y": row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": {"title": title, "region": region, **more},
    }
