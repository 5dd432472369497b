"""Views of Kinesis: data streams."""

from __future__ import annotations

from policies.view import View


class Stream(View):
    """`aws.kinesis.Stream`."""

    token = "aws:kinesis/stream:Stream"

    @property
    def encrypted(self) -> bool:
        """Whether Kinesis encrypts its records (`encryptionType` is `KMS`); not by itself."""
        return self.text("encryptionType", "NONE").upper() == "KMS"
