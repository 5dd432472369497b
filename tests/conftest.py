"""What all tests share: they are cheap to collect and to end."""

import gc

# Nothing that is made while tests are collected goes away before the end: to look among it for
# garbage, then and later, takes a fourth of the time.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_sessionfinish() -> None:
    """pytest looks ten times for what is never closed; after the first there is nothing more."""
    gc.collect()
    gc.freeze()
