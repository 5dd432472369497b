"""Something calls a function that does not let it in."""

from collections.abc import Iterator

from policies.core import Finding, Joined, Open, Severity, rule
from policies.views.invocation import INVOKE, Verdict, lets_in
from policies.views.invokers import Called, OtherCaller


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
    ways = caller.ways()
    for called in caller.called():
        answers = {way: lets_in(called, caller, way) for way in ways}
        refused = [way for way, (verdict, _) in answers.items() if verdict is Verdict.NO]
        if refused and called.doubt:
            yield Open(caller.resource, called.doubt)
        elif len(refused) == len(ways):
            yield _refused(caller, called, "", answers[refused[0]][1])
        else:
            for way in refused:
                yield _refused(caller, called, ways[way], answers[way][1])
            if any(verdict is Verdict.OPEN for verdict, _ in answers.values()):
                yield Open(called.function.resource, "policy")


def _refused(caller: OtherCaller, called: Called, route: str, near: str) -> Finding:
    for_route = f" for {route}" if route else ""
    said = f"calls {called}{for_route}, which does not let {caller.kind.who} in ({INVOKE})"
    return Finding(
        caller, f"{called.function.name}{for_route}", f"{said}: {near}" if near else said
    )
