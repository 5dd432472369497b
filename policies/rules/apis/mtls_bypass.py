"""A way round the client certificates: another listener leads to the same targets."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, Stack, rule
from policies.view import Undecided
from policies.views.mutual_tls import Listener, TargetGroup


@rule(
    severity=Severity.HIGH,
    title="A listener leads round the client certificates",
    why="What one listener asks a certificate for, the other gives to anybody.",
    fix="Let it answer a fixed response or redirect, or set its mode to verify, too.",
    source="sheet 12; https://aws.amazon.com/blogs/compute/consuming-private-amazon-api-gateway-apis-using-mutual-tls/",
)
def mtls_bypass(stack: Stack) -> Iterator[Finding | Open]:
    verified: dict[TargetGroup, Listener] = {}
    others: list[Listener] = []
    for listener in stack.of(Listener):
        try:
            if listener.mode == "verify":
                verified.update(dict.fromkeys(listener.all_forwards(), listener))
            else:
                others.append(listener)
        except Undecided as unknown:
            yield Open.of(unknown)
    for listener in others:
        for group in listener.all_forwards():
            if group in verified:
                message = (
                    f"forwards to {group.name} without verifying client certificates; "
                    f"{verified[group].name} verifies them for the same targets"
                )
                yield Finding(listener, group.name, message)
