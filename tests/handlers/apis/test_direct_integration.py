"""What the templates make of requests: exactly the caller's data, and nothing that it hides."""

import json
import re
from urllib.parse import parse_qs

import boto3
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from components.apis.direct_integration.call import model, template
from tests.support.hostile import HOSTILE, MEGABYTE, NAMES
from tests.support.vtl import REQUEST_ID, render

HERE = "handlers/apis/direct_integration"
VARIABLES = {
    "table_name": "orders",
    "topic_arn": "arn:aws:sns:eu-west-1:123456789012:news",
    "state_machine_arn": "arn:aws:states:eu-west-1:123456789012:stateMachine:open",
}


def of(name, body="", **request):
    return render(template(f"{HERE}/{name}.vtl"), body, variables=VARIABLES, **request)


def put_order(body):
    return json.loads(of("put_order", body).text)


def order(**fields):
    return {"customer": "c", "product": "p", "quantity": 3, **fields}


def form(text):
    fields = parse_qs(text, keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in fields.values()), fields
    return {key: values[0] for key, values in fields.items()}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "raw"])
def test_an_order_reaches_the_table_as_it_was_sent(name, ascii_only):
    body = json.dumps(order(customer=HOSTILE[name], product=HOSTILE[name]), ensure_ascii=ascii_only)
    assert put_order(body) == {
        "TableName": "orders",
        "Item": {
            "id": {"S": REQUEST_ID},
            "received": {"N": "1767225600000"},
            "customer": {"S": HOSTILE[name]},
            "product": {"S": HOSTILE[name]},
            "quantity": {"N": "3"},
        },
        "ConditionExpression": "attribute_not_exists(id)",
    }


@pytest.mark.parametrize("name", NAMES)
def test_an_id_is_looked_up_as_it_was_sent(name):
    found = json.loads(of("get_order", params={"path": {"id": HOSTILE[name]}}).text)
    assert found == {"TableName": "orders", "Key": {"id": {"S": HOSTILE[name]}}}


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_the_body_to_the_byte(name):
    body = json.dumps({"kind": "k", "payload": {"text": HOSTILE[name]}}, ensure_ascii=False)
    assert form(of("send_message", body).text) == {"Action": "SendMessage", "MessageBody": body}


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_is_the_body_to_the_byte(name):
    body = json.dumps({"kind": "k", "payload": {"text": HOSTILE[name]}}, ensure_ascii=False)
    published = form(of("publish", body).text)
    topic = VARIABLES["topic_arn"]
    assert published == {"Action": "Publish", "TopicArn": topic, "Message": body}


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_the_body_to_the_byte(name):
    body = json.dumps({"kind": "k", "payload": {"text": HOSTILE[name]}}, ensure_ascii=False)
    stored = of("put_document", body)
    assert stored.text == body
    assert not stored.overrides


@pytest.mark.parametrize("name", NAMES)
def test_an_execution_gets_the_body_and_the_machine_stays_the_same(name):
    account = {"firstname": HOSTILE[name], "nested": {HOSTILE[name] or "k": [1, None, True]}}
    started = json.loads(of("start", json.dumps(account, ensure_ascii=False)).text)
    assert set(started) == {"stateMachineArn", "name", "input"}
    assert started["stateMachineArn"] == VARIABLES["state_machine_arn"]
    assert started["name"] == REQUEST_ID
    assert json.loads(started["input"]) == {"requestId": REQUEST_ID, "body": account}


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
templating = st.text(st.sampled_from("'\"\\/$#{}()&=%+\n\r\0 aA.[]:,€😀\u2028"), max_size=40)


@settings(max_examples=80, deadline=None)
@given(value=json_values | templating, ascii_only=st.booleans())
def test_whatever_json_is_sent_is_what_arrives(value, ascii_only):
    body = json.dumps({"value": value}, ensure_ascii=ascii_only)
    assert form(of("send_message", body).text)["MessageBody"] == body
    assert form(of("publish", body).text)["Message"] == body
    assert of("put_document", body).text == body
    started = json.loads(of("start", body).text)
    assert json.loads(started["input"])["body"] == {"value": value}


@settings(max_examples=80, deadline=None)
@given(text=templating | st.text(st.characters(codec="utf-8")))
def test_whatever_text_is_in_a_field_stays_in_that_field(text):
    assert put_order(json.dumps(order(customer=text)))["Item"]["customer"] == {"S": text}
    found = json.loads(of("get_order", params={"path": {"id": text}}).text)
    assert found["Key"] == {"id": {"S": text}}


BIG = json.dumps({"kind": "k", "payload": {"text": MEGABYTE}})
WHOLE = {
    "send_message": lambda text: form(text)["MessageBody"] == BIG,
    "publish": lambda text: form(text)["Message"] == BIG,
    "put_document": lambda text: text == BIG,
    "start": lambda text: json.loads(json.loads(text)["input"])["body"] == json.loads(BIG),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_megabyte_arrives_whole(name):
    assert len(BIG) > 1_000_000
    assert WHOLE[name](of(name, BIG).text)


def test_a_megabyte_in_a_field_stays_in_that_field_both_ways():
    """The model and DynamoDB take less: it is not the template that stops it."""
    item = put_order(json.dumps(order(customer=MEGABYTE)))["Item"]
    assert (item["customer"], item["product"]) == ({"S": MEGABYTE}, {"S": "p"})
    shown = json.loads(of("order_found", json.dumps({"Item": item})).text)
    assert shown["customer"] == MEGABYTE


WRONG_QUANTITIES = ['3"}, "admin": {"BOOL": true', "many", [1], {"N": "1"}, True]


@pytest.mark.parametrize("quantity", WRONG_QUANTITIES, ids=repr)
def test_a_quantity_that_is_no_number_is_refused_and_could_not_inject(quantity):
    body = json.dumps(order(quantity=quantity))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(model(f"{HERE}/order.json")).validate(json.loads(body))
    item = put_order(body)["Item"]
    assert set(item) == {"id", "received", "customer", "product", "quantity"}
    assert item["quantity"] == {"N": json.dumps(quantity)}


GOOD_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
IDS = [
    *HOSTILE.values(),
    "..",
    "../secrets/key",
    "..%2Fsecrets",
    "%2e%2e/x",
    f"{GOOD_ID}/../../x",
    f"../{GOOD_ID}",
    f"{GOOD_ID}\n",
    f"{GOOD_ID}?versionId=1",
    GOOD_ID.upper(),
    GOOD_ID.replace("0", "\u0660"),
]


@pytest.mark.parametrize("id_", IDS, ids=repr)
def test_a_key_that_is_no_id_never_reaches_the_bucket(id_):
    """Then the path keeps the request's own id, under which there is no document yet."""
    asked = of("get_document", params={"path": {"id": id_}})
    assert (asked.text, asked.overrides) == ("", {})


def test_an_id_that_the_api_made_is_the_key():
    asked = of("get_document", params={"path": {"id": GOOD_ID}})
    assert (asked.text, asked.overrides) == ("", {"path.id": GOOD_ID})


UNSAFE = {
    "no escape": ('{"input": "$input.json(\'$.a\')"}', '"x'),
    "half an escape": ('{"input": "$util.escapeJavaScript($input.path(\'$.a\'))"}', "O'Neil"),
    "in quotes": ('{"input": "$input.path(\'$.a\')"}', 'x", "stateMachineArn": "other'),
    "not encoded": ("Action=SendMessage&MessageBody=$input.path('$.a')", "x&Action=DeleteQueue"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_the_same_requests_show_what_is_wrong_with_other_templates(name):
    """The harness itself: it must see what the posts' templates let through."""
    unsafe, value = UNSAFE[name]
    text = render(unsafe, json.dumps({"a": value})).text
    try:
        arrived = form(text) if text.startswith("Action") else json.loads(text)
    except (ValueError, AssertionError):
        return
    assert set(arrived) != {"input"} or arrived["input"] != value


@pytest.mark.parametrize("name", NAMES)
def test_an_order_is_shown_as_it_was_stored(name):
    item = put_order(json.dumps(order(customer=HOSTILE[name], product=HOSTILE[name])))["Item"]
    answer = of("order_found", json.dumps({"Item": item}, ensure_ascii=False))
    assert not answer.overrides
    assert json.loads(answer.text) == {
        "id": REQUEST_ID,
        "received": 1767225600000,
        **order(customer=HOSTILE[name], product=HOSTILE[name]),
    }


def test_dynamodb_takes_what_the_templates_make(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    customer = HOSTILE["closes the string"] + HOSTILE["unicode"] + HOSTILE["backslashes"]
    with mock_aws():
        client = boto3.client("dynamodb", "eu-west-1")
        client.create_table(
            TableName="orders",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        client.put_item(**put_order(json.dumps(order(customer=customer))))
        asked = json.loads(of("get_order", params={"path": {"id": REQUEST_ID}}).text)
        assert client.get_item(**asked)["Item"]["customer"] == {"S": customer}
        with pytest.raises(client.exceptions.ConditionalCheckFailedException):
            client.put_item(**put_order(json.dumps(order())))


def test_an_order_that_is_not_there_is_answered_404():
    answer = of("order_found", "{}")
    assert answer.overrides == {"status": 404}
    assert json.loads(answer.text) == {"error": "NotFound", "requestId": REQUEST_ID}


def execution(status, **more):
    return json.dumps({"status": status, "executionArn": "arn:x", **more})


FINISHED = [
    ("succeeded", execution("SUCCEEDED", output='{"accountId":"1\'"}'), None, {"accountId": "1'"}),
    (
        "the caller's fault",
        execution("FAILED", error="Request.AlreadyExists", cause='It\'s "there" \\'),
        400,
        {"error": "Request.AlreadyExists", "cause": 'It\'s "there" \\', "requestId": REQUEST_ID},
    ),
    (
        "our fault, without its cause",
        execution("FAILED", error="DynamoDB.X", cause="arn:aws:secret"),
        502,
        {"error": "Failed", "requestId": REQUEST_ID},
    ),
    ("failed without a word", execution("FAILED"), 502, {"error": "Failed"}),
    ("timed out", execution("TIMED_OUT"), 504, {"error": "TimedOut", "requestId": REQUEST_ID}),
    ("aborted", execution("ABORTED"), 502, {"error": "Failed"}),
    ("not an execution", "{}", 502, {"error": "Failed"}),
]


@pytest.mark.parametrize(
    ("name", "answered", "status", "expected"), FINISHED, ids=[c[0] for c in FINISHED]
)
def test_an_execution_that_failed_is_no_success(name, answered, status, expected):
    answer = of("finished", answered)
    assert answer.overrides.get("status") == status
    assert json.loads(answer.text) == {**expected, **json.loads(answer.text)}
    assert "secret" not in answer.text


def test_an_execution_can_say_anything_without_breaking_the_answer():
    for text in HOSTILE.values():
        said = {"error": f"Request.{text}", "cause": text}
        answer = of("finished", execution("FAILED", **said))
        assert json.loads(answer.text) == {**said, "requestId": REQUEST_ID}


REFUSED = [
    ("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", 409, "Conflict"),
    ("com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists", 409, "Conflict"),
    ("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", 503, "Busy"),
    ("com.amazon.coral.availability#ThrottlingException", 503, "Busy"),
    ("com.amazonaws.dynamodb.v20120810#RequestLimitExceeded", 503, "Busy"),
    ("com.amazonaws.swf.service.v2.model#ExecutionLimitExceeded", 503, "Busy"),
    ("com.amazon.coral.service#AccessDeniedException", 502, "Failed"),
    ("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", 502, "Failed"),
    ("com.amazonaws.swf.service.v2.model#StateMachineDoesNotExist", 502, "Failed"),
    ("com.amazonaws.swf.service.v2.model#StateMachineTypeNotSupported", 502, "Failed"),
    ("com.amazon.coral.validate#ValidationException", None, "Refused"),
    ("com.amazonaws.swf.service.v2.model#InvalidExecutionInput", None, "Refused"),
]


@pytest.mark.parametrize(("type_", "status", "error"), REFUSED, ids=[c[0] for c in REFUSED])
def test_an_error_of_the_service_gets_the_status_it_means(type_, status, error):
    said = {"__type": type_, "message": "arn:aws:iam::123456789012:role/secret is not authorized"}
    answer = of("refused", json.dumps(said))
    assert answer.overrides.get("status") == status
    assert json.loads(answer.text) == {"error": error, "requestId": REQUEST_ID}


def test_an_error_of_the_query_protocol_is_the_callers_where_it_says_400():
    said = {"Error": {"Code": "InvalidParameterValue", "Type": "Sender"}, "RequestId": "1"}
    answer = of("refused", json.dumps(said))
    assert (answer.overrides, json.loads(answer.text)["error"]) == ({}, "Refused")


def test_a_message_sent_and_published_is_answered_with_its_id():
    sent = {"SendMessageResponse": {"SendMessageResult": {"MessageId": "m-1"}}}
    assert json.loads(of("message_sent", json.dumps(sent)).text) == {"id": "m-1"}
    published = {"PublishResponse": {"PublishResult": {"MessageId": "n-1"}}}
    assert json.loads(of("published", json.dumps(published)).text) == {"id": "n-1"}


@pytest.mark.parametrize("name", ["stored", "failed", "not_found", "refused_as_text"])
def test_answers_without_a_service_body_are_json(name):
    assert REQUEST_ID in json.loads(of(name, "<Error>no JSON</Error>").text).values()


SCHEMAS = ["order", "message", "account"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_model_asks_for_every_field_and_takes_no_other(name):
    schema = model(f"{HERE}/{name}.json")
    jsonschema.Draft4Validator.check_schema(schema)
    assert set(schema["required"]) == set(schema["properties"])
    assert schema["additionalProperties"] is False


ACCOUNT = {
    "firstname": "Ada",
    "lastname": "O'Neil",
    "birthdate": "1990-02-28",
    "email": "ada@example.com",
    "country": "FR",
}
BAD_ACCOUNTS = [
    ("nothing", {}),
    ("a field is missing", {k: v for k, v in ACCOUNT.items() if k != "email"}),
    ("one too many", {**ACCOUNT, "admin": True}),
    ("month 13", {**ACCOUNT, "birthdate": "1990-13-01"}),
    ("no country", {**ACCOUNT, "country": "France"}),
    ("no address", {**ACCOUNT, "email": "ada.example"}),
    ("a list", [ACCOUNT]),
]


def test_a_good_account_passes_its_model():
    jsonschema.Draft4Validator(model(f"{HERE}/account.json")).validate(ACCOUNT)


@pytest.mark.parametrize(("name", "body"), BAD_ACCOUNTS, ids=[c[0] for c in BAD_ACCOUNTS])
def test_a_bad_account_does_not(name, body):
    validator = jsonschema.Draft4Validator(model(f"{HERE}/account.json"))
    assert list(validator.iter_errors(body))


def states():
    return json.loads(template(f"{HERE}/open_account.asl.json"))


def test_every_step_of_the_workflow_leads_somewhere():
    machine = states()
    nexts = {machine["StartAt"]}
    for state in machine["States"].values():
        nexts |= {state["Next"]} if "Next" in state else set()
        nexts |= {catch["Next"] for catch in state.get("Catch", [])}
        assert state["Type"] in ("Fail", "Succeed") or "Next" in state or state.get("End")
    assert nexts == set(machine["States"])


def test_the_workflow_ends_before_the_api_gives_up():
    assert states()["TimeoutSeconds"] < 29


def test_tasks_are_tried_again_and_call_services_not_functions():
    tasks = [state for state in states()["States"].values() if state["Type"] == "Task"]
    assert all(task["Retry"] for task in tasks)
    assert all(re.match(r"arn:aws:states:::(dynamodb|events):", task["Resource"]) for task in tasks)


def test_an_account_that_nobody_was_told_of_is_deleted_again():
    machine = states()["States"]
    told = machine["Tell back ends"]["Catch"]
    assert [catch["Next"] for catch in told] == ["Delete account"]
    assert machine[machine["Delete account"]["Next"]]["Type"] == "Fail"
