import pytest

from policies.core import UNKNOWN
from policies.rules.streams.results_read_as_data import results_read_as_data
from tests.support.builders import resource
from tests.support.findings import run_rule


def workgroup(output):
    config = {"resultConfiguration": {"outputLocation": output}}
    return resource("aws:athena/workgroup:Workgroup", "w", configuration=config)


def table(location):
    return resource(
        "aws:glue/catalogTable:CatalogTable", "t", storageDescriptor={"location": location}
    )


def crawler(path, *exclusions):
    target = {"path": path, "exclusions": list(exclusions)}
    return resource("aws:glue/crawler:Crawler", "c", s3Targets=[target])


FAULT = ["reads s3://files/, and w puts query results into answers/"]
NOT_YET = "configuration.resultConfiguration.outputLocation is not known at preview"

CASES = [
    ("nothing there", [], []),
    ("in a bucket of their own", [workgroup("s3://answers/"), table("s3://files/")], []),
    ("beside the data", [workgroup("s3://files/answers/"), table("s3://files/data/")], []),
    ("among the data", [workgroup("s3://files/answers/"), table("s3://files/")], FAULT),
    (
        "in the same place",
        [workgroup("s3://files"), crawler("s3://files")],
        ["reads s3://files, and w puts query results into it"],
    ),
    ("left out", [workgroup("s3://files/answers/"), crawler("s3://files/", "answers/**")], []),
    ("each query says where", [workgroup(None), table("s3://files/")], []),
    ("no table", [workgroup("s3://files/")], []),
    ("unknown", [workgroup(UNKNOWN), table("s3://files/")], [f"undecided: {NOT_YET}"]),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_results_read_as_data(name, resources, expected):
    assert run_rule(results_read_as_data, resources) == expected
