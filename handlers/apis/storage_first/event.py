"""Enters the order of an event once, however often the event is delivered.

Trigger: EventBridge rule. Detail: `{"order_id": str, "quantity": int}`.
Writes: table TABLE_NAME, one item for each order_id.
Raises: OrderError for an event that holds no order, ClientError where the table fails; Lambda
tries twice more and then hands the event to the queue for failures.
"""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from handlers.apis.storage_first.orders import Book, Order, table_book

LOG = Logger()


def enter(event: dict[str, Any], book: Book) -> None:
    """Enter the order in `event`."""
    first = book.enter(Order.parse(event.get("detail")))
    LOG.info("entered" if first else "entered before", extra={"event_id": event.get("id")})


@LOG.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    enter(event, table_book())
