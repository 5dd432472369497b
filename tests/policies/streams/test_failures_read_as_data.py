import pytest

from policies.core import UNKNOWN
from policies.rules.streams.failures_read_as_data import failures_read_as_data
from tests.support.builders import bucket, resource
from tests.support.findings import run_rule

FILES = bucket("files", bucket="files", arn="arn:aws:s3:::files")


def stream(errors: object = "errors/!{firehose:error-output-type}/", to: object = FILES):
    config = {"bucketArn": to, "prefix": "data/", "errorOutputPrefix": errors}
    return resource(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "audit",
        extendedS3Configuration=config,
    )


def table(location):
    return resource(
        "aws:glue/catalogTable:CatalogTable", "t", storageDescriptor={"location": location}
    )


def crawler(path, *exclusions):
    target = {"path": path, "exclusions": list(exclusions)}
    return resource("aws:glue/crawler:Crawler", "c", s3Targets=[target])


def fault(place):
    return [f"reads {place}, and audit puts what it fails at into errors/"]


CASES = [
    ("nothing there", [], []),
    ("no reader", [FILES, stream()], []),
    ("a table over the data", [FILES, stream(), table("s3://files/data/")], []),
    ("a table over all", [FILES, stream(), table("s3://files/")], fault("s3://files/")),
    ("a crawler over all", [FILES, stream(), crawler("s3://files")], fault("s3://files")),
    (
        "the errors are left out anywhere",
        [FILES, stream(), crawler("s3://files", "**/errors/**")],
        [],
    ),
    ("files are left out", [FILES, stream(), crawler("s3://files", "**.tmp")], fault("s3://files")),
    ("the errors are left out", [FILES, stream(), crawler("s3://files", "errors/**")], []),
    (
        "others are left out",
        [FILES, stream(), crawler("s3://files", "tmp/**")],
        fault("s3://files"),
    ),
    ("another bucket", [FILES, stream(), table("s3://other/")], []),
    (
        "no prefix for errors is another rule's",
        [FILES, stream(errors=None), table("s3://files/")],
        [],
    ),
    ("a bucket of another stack", [stream(to="arn:aws:s3:::far"), table("s3://far/")], []),
    (
        "the address unknown",
        [
            FILES,
            stream(),
            resource(
                "aws:glue/catalogTable:CatalogTable",
                "t",
                storageDescriptor={"location": UNKNOWN},
                deps={"storageDescriptor": [FILES]},
            ),
        ],
        ["undecided: storageDescriptor.location is not known at preview"],
    ),
    ("the address unknown and of other things", [FILES, stream(), table(UNKNOWN)], []),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_failures_read_as_data(name, resources, expected):
    assert run_rule(failures_read_as_data, resources) == expected
