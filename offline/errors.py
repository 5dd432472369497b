"""What a person did wrong, or what this machine lacks: one message, no traceback."""


class OfflineError(Exception):
    """The command can't run; the message says what is wrong and what to do."""
