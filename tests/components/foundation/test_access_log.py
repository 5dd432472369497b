import json
import re
from pathlib import Path

import pytest

from components.foundation.access_log import HTTP_LOG, REST_LOG, log_format

BOTH = [("rest", REST_LOG), ("http", HTTP_LOG)]

# What the sheet lists for each phase of a request to a REST API.
PHASES = {
    "waf": {"waf.error", "waf.status", "waf.latency", "wafResponseCode"},
    "authenticate": {"authenticate.error", "authenticate.status", "authenticate.latency"},
    "authorizer": {
        "authorizer.error",
        "authorizer.status",
        "authorizer.latency",
        "authorizer.requestId",
        "authorizer.integrationStatus",
        "authorizer.integrationLatency",
    },
    "authorize": {"authorize.error", "authorize.status", "authorize.latency"},
    "integration": {
        "integration.error",
        "integration.status",
        "integration.latency",
        "integration.requestId",
        "integration.integrationStatus",
    },
}


def variables(fields, phase):
    return {field.variable for field in fields if field.phase == phase}


@pytest.mark.parametrize("phase", PHASES)
def test_a_rest_api_logs_all_there_is_of_each_phase(phase):
    assert variables(REST_LOG, phase) == PHASES[phase]


def test_an_http_api_logs_no_variable_that_it_does_not_have():
    known = {"authorizer.error", *PHASES["integration"]}
    phases = ("waf", "authenticate", "authorizer", "authorize", "integration")
    assert {v for phase in phases for v in variables(HTTP_LOG, phase)} == known


@pytest.mark.parametrize(("api", "fields"), BOTH, ids=["rest", "http"])
def test_the_line_is_json_on_one_line_with_a_request_id_and_the_whole_answer(api, fields):
    text = log_format(fields)
    line = json.loads(text)
    assert "\n" not in text
    assert {"$context.requestId", "$context.extendedRequestId"} <= set(line.values())
    assert {"$context.status", "$context.responseLatency"} <= set(line.values())
    assert len(line) == len(fields), "two fields of one name"


@pytest.mark.parametrize(("api", "fields"), BOTH, ids=["rest", "http"])
def test_fields_are_named_so_that_queries_need_no_quotes(api, fields):
    assert [f.name for f in fields if not re.fullmatch(r"[a-z][A-Za-z]*", f.name)] == []


def test_the_template_stays_below_what_api_gateway_takes():
    assert len(log_format(REST_LOG).encode()) < 3 * 1024


def test_the_page_has_every_field_with_its_phase_and_what_it_tells():
    page = Path("docs/apis/observability.md").read_text(encoding="utf-8")
    for field in {*REST_LOG, *HTTP_LOG}:
        logged = ["yes" if field in log else "-" for log in (REST_LOG, HTTP_LOG)]
        row = (f"`{field.name}`", f"`$context.{field.variable}`", field.phase, *logged, field.tells)
        assert f"| {' | '.join(row)} |" in page
