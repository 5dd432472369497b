"""Enters orders of a queue once, however often their message is delivered.

Trigger: SQS batch. Body: `{"order_id": str, "quantity": int}`, as the caller of the API sent it.
Writes: table TABLE_NAME, one item for each order_id.
Returns: the ids of the messages to deliver again; SQS sets them aside in the end.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from handlers.apis.storage_first.orders import Book, Order, OrderError, table_book

LOG = Logger()


def enter_all(records: list[dict[str, Any]], book: Book) -> list[str]:
    """Enter every record; the message ids of those that failed, in order.

    After a failure in a FIFO group the rest of the batch waits, too: it must not overtake.
    """
    failed: list[str] = []
    for record in records:
        message = record["messageId"]
        if failed and "MessageGroupId" in record.get("attributes", {}):
            failed.append(message)
            continue
        try:
            first = book.enter(Order.parse(record["body"]))
            LOG.info("entered" if first else "entered before", extra={"message_id": message})
        except (OrderError, ClientError, BotoCoreError):
            LOG.exception("not entered", extra={"message_id": message})
            failed.append(message)
    return failed


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    failed = enter_all(event["Records"], table_book())
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
