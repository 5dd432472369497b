"""A private API takes calls over another endpoint than the one that its load balancer uses."""

from collections.abc import Iterator

from policies import iam
from policies.core import Finding, Open, Severity, Stack, decided, rule
from policies.iam import DocumentError
from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.mutual_tls import Front, fronts
from policies.views.private_api import ApiPolicy, PrivateApi
from policies.views.private_link import VpcEndpoint


@rule(
    severity=Severity.MEDIUM,
    title="A private API wants another endpoint than it is called over",
    why="The client certificate is good, the load balancer forwards, and every call gets 403.",
    fix="Name the endpoint behind the load balancer in the API's policy (aws:SourceVpce).",
    source="sheet 12; https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html",
)
def other_endpoint(stack: Stack) -> Iterator[Finding | Open]:
    for front in fronts(stack):
        for api in _apis(front):
            for policy in stack.naming(ApiPolicy, "restApiId", api):
                yield from decided(_others(policy, front.endpoint))


def _apis(front: Front) -> list[PrivateApi]:
    """The APIs whose own name the front puts in as Host."""
    found = (api for s in front.sources for api in s.follow_all("transforms", PrivateApi))
    return list(dict.fromkeys(found))


def _others(policy: View, endpoint: VpcEndpoint) -> Iterator[Finding]:
    named = policy.follow_all("policy", VpcEndpoint)
    if named:
        names = [found.name for found in named]
        right = endpoint in named
    else:
        names = _ids(policy)
        own = endpoint.peek("id")
        if own in (None, UNKNOWN) and names:
            raise Undecided(endpoint.resource, "id")
        right = not names or own in names
    if not right:
        message = f"names {', '.join(names)}; calls come over {endpoint.name}"
        yield Finding(policy, "endpoint", message)


def _ids(policy: View) -> list[str]:
    """The endpoints that the policy's text asks for."""
    try:
        statements = iam.parse(policy.read("policy")).statements
    except DocumentError as error:
        raise Undecided(policy.resource, "policy", str(error)) from None
    values = (s.condition_values("aws:SourceVpce").values() for s in statements)
    return sorted({str(one) for operators in values for listed in operators for one in listed})
