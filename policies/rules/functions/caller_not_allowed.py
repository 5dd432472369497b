"""Something calls a function that does not let it in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.invocation import INVOKE, Verdict, lets_in
from policies.views.invokers import OtherCaller


@rule(
    severity=Severity.HIGH,
    title="A function does not let its caller in",
    why="Lambda refuses every call: an API answers 500, a sign-in or a rotation fails, or AWS "
    "refuses the caller in the middle of the deployment.",
    fix="Add a lambda Permission for the caller's service with the caller as source; where an "
    "alias is called, with it as qualifier.",
    source="sheets 33 and 68; https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
)
def caller_not_allowed(caller: Joined[OtherCaller]) -> Iterator[Finding | Open]:
    for called in caller.called():
        verdict, near = lets_in(called, caller)
        if verdict is Verdict.NO and called.doubt:
            yield Open(caller.resource, called.doubt)
        elif verdict is Verdict.NO:
            refused = f"calls {called}, which does not let {caller.kind.who} in ({INVOKE})"
            yield Finding(caller, called.function.name, f"{refused}: {near}" if near else refused)
        elif verdict is Verdict.OPEN:
            yield Open(called.function.resource, "policy")
