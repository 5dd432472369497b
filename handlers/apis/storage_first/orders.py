"""What the sample consumers do with an order, whichever store it comes from.

Writes: table TABLE_NAME, one item for each order_id: `{"id": str, "quantity": int}`.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError


class OrderError(ValueError):
    """What arrived is no order, and will be none however often it is tried."""


@dataclass(frozen=True)
class Order:
    """An order: an id of 1 to 100 characters, a quantity of 1 to 1,000,000."""

    id: str
    quantity: int

    @classmethod
    def parse(cls, data: Any) -> Order:
        """From `{"order_id": str, "quantity": int}`, parsed or as JSON text."""
        if isinstance(data, (str, bytes)):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError) as error:
                raise OrderError("not JSON") from error
        if not isinstance(data, dict):
            raise OrderError("not a JSON object")
        order_id, quantity = data.get("order_id"), data.get("quantity")
        if not isinstance(order_id, str) or not 1 <= len(order_id) <= 100:
            raise OrderError("order_id must be text of 1 to 100 characters")
        # bool is an int to Python, and no quantity.
        if type(quantity) is not int or not 1 <= quantity <= 1_000_000:
            raise OrderError("quantity must be a whole number of 1 to 1000000")
        return cls(order_id, quantity)


class Book(Protocol):
    """Where orders are noted."""

    def enter(self, order: Order) -> bool:
        """True the first time an id is entered, False every later time."""
        ...


class TableBook:
    """A DynamoDB table with the key `id`."""

    def __init__(self, client: Any, table_name: str) -> None:
        self._client = client
        self._table_name = table_name

    def enter(self, order: Order) -> bool:
        try:
            self._client.put_item(
                TableName=self._table_name,
                Item={"id": {"S": order.id}, "quantity": {"N": str(order.quantity)}},
                ConditionExpression="attribute_not_exists(id)",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True


@functools.cache
def table_book() -> Book:
    """The book of this function."""
    return TableBook(boto3.client("dynamodb"), os.environ["TABLE_NAME"])
