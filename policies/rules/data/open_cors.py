"""Any website's script may write to a bucket."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.values import UNKNOWN
from policies.views.s3 import BucketCors

WRITING = {"PUT", "POST", "DELETE"}


@rule(
    severity=Severity.LOW,
    title="Any website's script may write to a bucket",
    why="A page that a signed-in user happens to open can use a link to upload that was meant for "
    "yours.",
    fix="Name your own origins, or allow GET and HEAD alone.",
    source="sheet 23; https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
)
def open_cors(cors: BucketCors) -> Iterator[Finding | Open]:
    rules = cors.peek("corsRules")
    if rules is UNKNOWN:
        yield Open(cors.resource, "corsRules")
    for index in range(len(rules) if isinstance(rules, list) else 0):
        path = f"corsRules[{index}]"
        methods = sorted(
            WRITING & {str(one).upper() for one in cors.items(f"{path}.allowedMethods")}
        )
        if methods and "*" in cors.items(f"{path}.allowedOrigins"):
            message = f"{path} lets every origin call {', '.join(methods)}"
            yield Finding(cors, path, message)
