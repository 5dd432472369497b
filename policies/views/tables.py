"""Views of DynamoDB: tables."""

from __future__ import annotations

from policies.view import View


class Table(View):
    """`aws.dynamodb.Table`."""

    token = "aws:dynamodb/table:Table"

    @property
    def provisioned(self) -> bool:
        """Whether its capacity is bought ahead; it is where nothing is set."""
        return self.text("billingMode", "PROVISIONED").upper() == "PROVISIONED"

    @property
    def streams(self) -> bool:
        """Whether changes go to a stream."""
        return self.flag("streamEnabled")

    @property
    def stream_view(self) -> str:
        """`KEYS_ONLY`, `NEW_IMAGE`, `OLD_IMAGE` or `NEW_AND_OLD_IMAGES`."""
        return self.text("streamViewType")

    @property
    def recoverable(self) -> bool:
        """Whether any second of the last days can be restored."""
        return self.flag("pointInTimeRecovery.enabled")

    @property
    def protected(self) -> bool:
        """Whether AWS refuses to delete it."""
        return self.flag("deletionProtectionEnabled")

    def identities(self) -> set[str]:
        """Its stream's ARN names the table, too."""
        stream = self.peek("streamArn")
        return super().identities() | ({stream} if isinstance(stream, str) and stream else set())


class ScalableTarget(View):
    """`aws.appautoscaling.Target`: something whose size follows its load."""

    token = "aws:appautoscaling/target:Target"
