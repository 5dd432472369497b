"""Views of private REST APIs and their custom domains."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policies import iam
from policies.core import Finding, Open, decided
from policies.iam import DocumentError, Statement, UnknownPartError
from policies.values import UNKNOWN
from policies.view import Stack, Undecided, View
from policies.views.private_link import VpcEndpoint


class CustomDomain(View):
    """`aws.apigateway.DomainName`."""

    token = "aws:apigateway/domainName:DomainName"

    @property
    def private(self) -> bool:
        kinds = self.read("endpointConfiguration.types", "")
        return "PRIVATE" in (kinds if isinstance(kinds, list) else [kinds])


class PrivateApi(View):
    """`aws.apigateway.RestApi`."""

    token = "aws:apigateway/restApi:RestApi"

    @property
    def private(self) -> bool:
        kinds = self.read("endpointConfiguration.types", "")
        return "PRIVATE" in (kinds if isinstance(kinds, list) else [kinds])

    @property
    def policy_in_body(self) -> bool:
        """Whether its OpenAPI document brings a policy."""
        return "x-amazon-apigateway-policy" in self.text("body")


class ApiPolicy(View):
    """`aws.apigateway.RestApiPolicy`."""

    token = "aws:apigateway/restApiPolicy:RestApiPolicy"


class Deployment(View):
    """`aws.apigateway.Deployment`."""

    token = "aws:apigateway/deployment:Deployment"


def each_statement(
    stack: Stack, check: Callable[[PrivateApi, View, Statement], Iterator[Finding]]
) -> Iterator[Finding | Open]:
    """What `check` finds in the policies of each private API, from the API, what holds the policy
    and a statement of it; `Open` for an API of which not enough is known."""

    def judged(api: PrivateApi) -> Iterator[Finding]:
        for holder in policy_holders(api, stack) if api.private else ():
            for statement in statements_of(holder):
                yield from check(api, holder, statement)

    for api in stack.of(PrivateApi):
        yield from decided(judged(api))


def policy_holders(api: PrivateApi, stack: Stack) -> list[View]:
    """What holds the policies of an API: resources of their own, and the API itself."""
    found: list[View] = [*stack.naming(ApiPolicy, "restApiId", api)]
    if api.peek("policy") not in (None, ""):
        found.append(api)
    return found


def statements_of(holder: View) -> tuple[Statement, ...]:
    """The statements of the policy that `holder` has.

    Empty where its text is not known yet but names an endpoint of this stack: how it names it, an
    update will show. Raises `Undecided` where the text is not known otherwise, or is no policy.
    """
    text = holder.peek("policy")
    if text is UNKNOWN and holder.follow_all("policy", VpcEndpoint):
        return ()
    try:
        return iam.parse(text).statements
    except UnknownPartError:
        raise Undecided(holder.resource, "policy") from None
    except DocumentError as error:
        raise Undecided(holder.resource, "policy", str(error)) from None
