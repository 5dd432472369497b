"""What the templates of both releases make of requests and of DynamoDB's answers."""

import json

import pytest

from components.apis.direct_integration.call import template
from tests.support.hostile import HOSTILE, MEGABYTE
from tests.support.vtl import REQUEST_ID, render

HERE = "handlers/apis/canary"
ITEM = {
    "year": {"S": "2006"},
    "country": {"S": "Germany"},
    "winner": {"S": "Italy"},
    "runner-up": {"S": "France"},
}
BOTH = pytest.mark.parametrize("release", ["v1", "v2"])


def answer(release, found):
    return render(template(f"{HERE}/result_{release}.vtl"), json.dumps(found))


def asked(year):
    params = {"path": {"year": year}}
    made = render(template(f"{HERE}/get_item.vtl"), params=params, variables={"table_name": "cups"})
    assert made.overrides == {}
    return json.loads(made.text)


def test_the_year_is_looked_up_as_it_was_sent():
    for year in HOSTILE.values():
        assert asked(year) == {"TableName": "cups", "Key": {"year": {"S": year}}}


def test_a_year_of_a_megabyte_is_still_one_year():
    assert asked(MEGABYTE)["Key"] == {"year": {"S": MEGABYTE}}


@pytest.mark.parametrize(
    ("release", "more"), [("v1", {}), ("v2", {"runner-up": "France"})], ids=["v1", "v2"]
)
def test_only_the_second_release_tells_the_runner_up(release, more):
    made = answer(release, {"Item": ITEM})
    assert json.loads(made.text) == {
        "year": "2006",
        "country": "Germany",
        "winner": "Italy",
        **more,
    }
    assert made.overrides == {}


def test_an_item_without_runner_up_is_answered_without():
    without = {key: value for key, value in ITEM.items() if key != "runner-up"}
    assert "runner-up" not in json.loads(answer("v2", {"Item": without}).text)


@BOTH
def test_an_item_is_shown_as_it_was_stored(release):
    for text in filter(None, HOSTILE.values()):
        shown = answer(release, {"Item": {key: {"S": text} for key in ITEM}})
        assert set(json.loads(shown.text).values()) == {text}
        assert shown.overrides == {}


@BOTH
def test_an_item_of_a_megabyte_is_shown_whole(release):
    item = ITEM | {"winner": {"S": MEGABYTE}}
    assert json.loads(answer(release, {"Item": item}).text)["winner"] == MEGABYTE


@BOTH
def test_an_unknown_year_is_404_and_not_an_empty_success(release):
    made = answer(release, {})
    assert made.overrides == {"status": 404}
    assert json.loads(made.text) == {"error": "NotFound", "requestId": REQUEST_ID}


@pytest.mark.parametrize(
    ("type_", "status"),
    [
        ("com.amazon.coral.service#AccessDeniedException", 502),
        ("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", 502),
        ("com.amazon.coral.validate#ValidationException", 502),
        ("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", 503),
        ("com.amazonaws.dynamodb.v20120810#ThrottlingException", 503),
    ],
)
def test_what_dynamodb_refuses_is_a_server_error_that_the_alarm_counts(type_, status):
    made = render(template(f"{HERE}/failed.vtl"), json.dumps({"__type": type_, "message": "m"}))
    assert made.overrides == {"status": status}
    assert json.loads(made.text)["requestId"] == REQUEST_ID
