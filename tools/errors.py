"""The one error that set-up shows to a person."""


class SetupError(Exception):
    """The checkout cannot be made ready. Its text is one line: what is wrong and what to do."""
