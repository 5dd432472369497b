"""The canary of a REST API's stage: what it is, and what promotes it or rolls it back."""

COMMAND = "python -m tools.canary"


class CanaryError(Exception):
    """What stands in the way, in one line that says what to do."""
