"""Resolvers of events/appsync-target, run in a JavaScript engine as AppSync would."""

import json
from pathlib import Path

import pytest
import quickjs

from components.events.appsync_target import FLIGHT_EVENTS

RESOLVERS = Path(__file__).parents[3] / "handlers/events/appsync_target"
UTIL = "const util = {error: (text, kind) => { throw new Error(`${kind}: ${text}`); }};"
EXTRA = {"newDepTime": "2024-01-25T13:15:00Z", "delayMinutes": 15}
UPDATE = {"num": 123, "carrier": "JK", "date": "2024-01-25"}


def loaded(name):
    """A JavaScript context with the resolver's `request` and `response`."""
    text = (RESOLVERS / name).read_text().replace("export function", "function")
    lines = [line for line in text.splitlines() if not line.startswith("import ")]
    context = quickjs.Context()
    context.eval("\n".join([UTIL, *lines]))
    return context


def answer(name, **arguments):
    """What subscribers get: the request's payload, handed back by the response."""
    context = loaded(name)
    asked = f"request({json.dumps({'args': arguments})})"
    text = context.eval(f"JSON.stringify(response({{result: ({asked}).payload}}))")
    return json.loads(text)


def updated(event="FlightGateChanged", **more):
    return answer("update_flight_status.js", input={**UPDATE, "event": event, **more})


def delay(message=None, minutes=None, time=None):
    return {
        "__typename": "DelayEventInfo",
        "message": message,
        "delayMinutes": minutes,
        "newDepTime": time,
    }


def text(message):
    return {"__typename": "MessageEventInfo", "message": message}


@pytest.mark.parametrize("event", FLIGHT_EVENTS)
def test_every_kind_with_a_message_names_a_type_of_the_schema(event):
    found = updated(event, message="soon")
    assert found == {
        **UPDATE,
        "event": event,
        "info": delay("soon") if event == "FlightDelayed" else text("soon"),
    }


@pytest.mark.parametrize("event", FLIGHT_EVENTS)
def test_nothing_to_say_is_no_info(event):
    assert updated(event)["info"] is None


TIME = EXTRA["newDepTime"]
INFOS = [
    ("extra as text", "FlightDelayed", "late", json.dumps(EXTRA), delay("late", 15, TIME)),
    ("extra as an object", "FlightDelayed", "late", EXTRA, delay("late", 15, TIME)),
    ("extra without a message", "FlightDelayed", None, EXTRA, delay(None, 15, TIME)),
    ("part of extra", "FlightDelayed", "late", {"delayMinutes": 0}, delay("late", 0)),
    ("empty extra", "FlightDelayed", "late", {}, delay("late")),
    ("no extra", "FlightDelayed", "late", None, delay("late")),
    ("fields that nobody knows", "FlightDelayed", "late", {"x": 1}, delay("late")),
    ("extra of another kind", "FlightLanded", "here", {"gate": "A"}, text("here")),
    ("only extra of another kind", "FlightLanded", None, {"gate": "A"}, text(None)),
    ("a typename from outside", "FlightLanded", "x", {"__typename": "Query"}, text("x")),
    ("quotation marks", "FlightGateChanged", 'gate "A 12"', None, text('gate "A 12"')),
    ("no words", "FlightGateChanged", "", None, None),
    ("no words, as null", "FlightGateChanged", None, None, None),
]


@pytest.mark.parametrize(
    ("case", "event", "message", "extra", "info"), INFOS, ids=[c[0] for c in INFOS]
)
def test_info(case, event, message, extra, info):
    assert updated(event, message=message, extra=extra)["info"] == info


NO_OBJECT = [
    ("a list", []),
    ("a list as text", "[]"),
    ("a number", 7),
    ("a number as text", "7"),
    ("true", True),
    ("a text in text", '"late"'),
    ("null as text", "null"),
]


@pytest.mark.parametrize(("case", "extra"), NO_OBJECT, ids=[c[0] for c in NO_OBJECT])
def test_extra_that_is_no_object_is_an_error_so_that_the_delivery_failed(case, extra):
    with pytest.raises(quickjs.JSException, match="BadExtra: extra must be a JSON object"):
        updated("FlightDelayed", extra=extra)


@pytest.mark.parametrize("extra", ["late", '{"delayMinutes": 15', ""])
def test_extra_that_is_no_json_is_an_error_too(extra):
    with pytest.raises(quickjs.JSException, match=r"JSON|token"):
        updated("FlightDelayed", extra=extra)


def test_nothing_is_listed_because_nothing_is_stored():
    assert answer("list_status_updates.js", by="carrier") == []


@pytest.mark.parametrize("file", sorted(RESOLVERS.glob("*.js")), ids=lambda file: file.name)
def test_resolvers_keep_to_what_appsyncs_runtime_has(file):
    code = "\n".join(line.partition("//")[0] for line in file.read_text().splitlines())
    for word in ("try", "throw", "while", "async", "await", "class", "require"):
        assert f"{word} " not in code
        assert f"{word}(" not in code
