import base64
import json
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from handlers.apis.storage_first import event, orders, queue, stream
from handlers.apis.storage_first.orders import Order, OrderError, TableBook
from tests.support.hostile import HOSTILE, MEGABYTE

CONTEXT = SimpleNamespace(
    function_name="f",
    function_version="1",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:f",
    aws_request_id="r-1",
)


class Book(dict):
    """A book that behaves; ids in `broken` cannot be entered."""

    broken = ()

    def enter(self, order):
        if order.id in self.broken:
            throttled = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
            raise ClientError(throttled, "PutItem")
        first = order.id not in self
        self.setdefault(order.id, order.quantity)
        return first


class BrokenBook(Book):
    broken = ("broken",)


def order(order_id="o-1", quantity=2):
    return json.dumps({"order_id": order_id, "quantity": quantity})


BAD_ORDERS = [
    ("empty", "", "not JSON"),
    ("not JSON", "<xml/>", "not JSON"),
    ("very deep", "[" * 100_000, "not JSON"),
    ("a list", "[]", "not a JSON object"),
    ("nothing in it", "{}", "order_id"),
    ("id is a number", '{"order_id": 1, "quantity": 1}', "order_id"),
    ("id is too long", order("x" * 101), "order_id"),
    ("id of a megabyte", order(MEGABYTE), "order_id"),
    ("no quantity", '{"order_id": "o-1"}', "quantity"),
    ("none", order(quantity=0), "quantity"),
    ("too many", order(quantity=1_000_001), "quantity"),
    ("half", order(quantity=0.5), "quantity"),
    ("true", order(quantity=True), "quantity"),
    ("text", order(quantity="2"), "quantity"),
]


@pytest.mark.parametrize(("name", "body", "said"), BAD_ORDERS, ids=[c[0] for c in BAD_ORDERS])
def test_what_is_no_order_is_refused(name, body, said):
    with pytest.raises(OrderError, match=said):
        Order.parse(body)


@pytest.mark.parametrize("data", [order(), order().encode(), json.loads(order())], ids=repr)
def test_an_order_is_read_from_text_bytes_and_objects(data):
    assert Order.parse(data) == Order("o-1", 2)


def messages(*bodies, group=None):
    attributes = {"MessageGroupId": group} if group else {}
    return [
        {"messageId": f"m{i}", "body": body, "attributes": attributes}
        for i, body in enumerate(bodies)
    ]


QUEUE_CASES = [
    ("nothing", messages(), [], {}),
    ("one good message", messages(order()), [], {"o-1": 2}),
    ("twice is no failure", messages(order(), order()), [], {"o-1": 2}),
    ("the first counts", messages(order(), order(quantity=9)), [], {"o-1": 2}),
    ("bad before good", messages("<xml/>", order()), ["m0"], {"o-1": 2}),
    ("good before bad", messages(order(), "[]"), ["m1"], {"o-1": 2}),
    ("the table fails for one", messages(order("broken"), order()), ["m0"], {"o-1": 2}),
    ("all bad", messages("", "{}"), ["m0", "m1"], {}),
    (
        "a FIFO group does not overtake",
        messages(order(), order("broken"), order("o-3"), group="g"),
        ["m1", "m2"],
        {"o-1": 2},
    ),
]


@pytest.mark.parametrize(
    ("name", "records", "failed", "entered"), QUEUE_CASES, ids=[c[0] for c in QUEUE_CASES]
)
def test_only_failed_messages_come_again(name, records, failed, entered):
    book = BrokenBook()
    assert queue.enter_all(records, book) == failed
    assert book == entered


def records(*bodies):
    return [
        {
            "kinesis": {
                "sequenceNumber": str(i),
                "data": base64.b64encode(b if isinstance(b, bytes) else b.encode()).decode(),
            }
        }
        for i, b in enumerate(bodies)
    ]


STREAM_CASES = [
    ("nothing", records(), None, {}),
    ("in order", records(order(), order("o-2")), None, {"o-1": 2, "o-2": 2}),
    ("twice is no failure", records(order(), order()), None, {"o-1": 2}),
    ("stops at the first failure", records(order(), "x", order("o-3")), "1", {"o-1": 2}),
    ("the table fails", records(order("broken"), order()), "0", {}),
    ("the caller sent base64", records(base64.b64encode(order().encode())), None, {"o-1": 2}),
    ("bytes that are no text", records(b"\xff\xfe\x00"), "0", {}),
]


@pytest.mark.parametrize(
    ("name", "batch", "failed", "entered"), STREAM_CASES, ids=[c[0] for c in STREAM_CASES]
)
def test_a_shard_is_taken_up_again_where_it_failed(name, batch, failed, entered):
    book = BrokenBook()
    assert stream.enter_until_failure(batch, book) == failed
    assert book == entered


def test_an_event_is_entered_once():
    book = Book()
    for _ in range(2):
        event.enter({"id": "e-1", "detail": json.loads(order())}, book)
    assert book == {"o-1": 2}


@pytest.mark.parametrize("bad", [{}, {"detail": None}, {"detail": {"order_id": "o-1"}}], ids=repr)
def test_an_event_without_an_order_fails_and_is_set_aside(bad):
    with pytest.raises(OrderError):
        event.enter(bad, Book())


def test_an_event_whose_table_fails_is_tried_again():
    with pytest.raises(ClientError):
        event.enter({"detail": json.loads(order("broken"))}, BrokenBook())


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("TABLE_NAME", "done")
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName="done",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        orders.table_book.cache_clear()
        yield client
        orders.table_book.cache_clear()


def test_the_table_takes_an_id_once(table):
    book = TableBook(table, "done")
    assert [book.enter(Order("o-1", 2)), book.enter(Order("o-1", 9))] == [True, False]
    assert table.get_item(TableName="done", Key={"id": {"S": "o-1"}})["Item"]["quantity"] == {
        "N": "2"
    }


def test_an_id_is_entered_as_it_was_sent():
    # moto takes a body that says `Action=` for a request of the query protocol.
    put = []
    client = SimpleNamespace(put_item=lambda **item: put.append(item["Item"]["id"]["S"]))
    sent = list(filter(None, HOSTILE.values()))
    for id_ in sent:
        TableBook(client, "done").enter(Order.parse(order(id_)))
    assert put == sent


def test_a_table_that_is_not_there_is_a_failure_and_no_duplicate(table):
    with pytest.raises(ClientError):
        TableBook(table, "elsewhere").enter(Order("o-1", 2))


def test_the_handlers_answer_as_lambda_wants_it(table):
    answer = queue.handler({"Records": messages(order(), "x")}, CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    answer = stream.handler({"Records": records(order(), "x")}, CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert stream.handler({"Records": records(order())}, CONTEXT) == {"batchItemFailures": []}
    assert event.handler({"id": "e", "detail": json.loads(order("o-2"))}, CONTEXT) is None
    assert table.scan(TableName="done")["Count"] == 2
