import pytest

from policies.core import UNKNOWN
from policies.rules.apis.unencrypted_cache import unencrypted_cache
from tests.support.builders import resource
from tests.support.findings import run_rule


def methods(**settings):
    return resource("aws:apigateway/methodSettings:MethodSettings", "all", settings=settings)


PLAIN = "settings.cachingEnabled without cacheDataEncrypted"
CASES = [
    ("nothing there", [], []),
    ("no cache is the default", [methods(loggingLevel="INFO")], []),
    ("a cache", [methods(cachingEnabled=True)], [PLAIN]),
    ("said to be plain", [methods(cachingEnabled=True, cacheDataEncrypted=False)], [PLAIN]),
    ("encrypted", [methods(cachingEnabled=True, cacheDataEncrypted=True)], []),
    ("plain, but unused", [methods(cachingEnabled=False, cacheDataEncrypted=False)], []),
    (
        "unknown",
        [methods(cachingEnabled=True, cacheDataEncrypted=UNKNOWN)],
        ["undecided: settings.cacheDataEncrypted is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_unencrypted_cache(name, resources, expected):
    assert run_rule(unencrypted_cache, resources) == expected
