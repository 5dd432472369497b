"""What can go wrong on the way: the class tells an operator whether to redrive or to mend first."""


class Unreachable(Exception):  # noqa: N818  names what happened, and so stands in the failure queue
    """The endpoint did not answer, or said that it cannot now: the same event may pass later."""


class Refused(Exception):  # noqa: N818
    """The endpoint answered no, or something it should not: the same event will fail again."""
