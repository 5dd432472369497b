"""Enters orders of a stream once, in the order of their shard.

Trigger: Kinesis batch of one shard. Data: `{"order_id": str, "quantity": int}` as JSON.
Writes: table TABLE_NAME, one item for each order_id.
Returns: the first record that failed; Lambda starts again from there, and in the end sets it aside.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from handlers.apis.storage_first.orders import Book, Order, OrderError, table_book

LOG = Logger()


def enter_until_failure(records: list[dict[str, Any]], book: Book) -> str | None:
    """Enter the records in order; the sequence number of the first that failed, if one did."""
    for record in records:
        number = record["kinesis"]["sequenceNumber"]
        try:
            first = book.enter(Order.parse(data_of(record)))
            LOG.info("entered" if first else "entered before", extra={"record": number})
        except (OrderError, ClientError, BotoCoreError):
            LOG.exception("not entered", extra={"record": number})
            return number
    return None


def data_of(record: dict[str, Any]) -> bytes:
    """What the caller sent.

    Lambda hands the data over in base64. A caller may have put base64 into the request besides,
    because that is how Kinesis's own API takes it; JSON objects cannot be mistaken for it.
    """
    data = base64.b64decode(record["kinesis"]["data"])
    if data.lstrip().startswith(b"{"):
        return data
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        return data


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    failed = enter_until_failure(event["Records"], table_book())
    return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}
