"""An exemption does not say what it must."""

import difflib
from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.exemptions import OWN_RULES, ExemptedStack


@rule(
    severity=Severity.HIGH,
    title="An exemption is not valid",
    why="It holds for nothing, though somebody relies on it.",
    fix='Give rule, resource or glob, reason, owner, and until as a day in quotes ("2027-01-31").',
    source="https://www.pulumi.com/docs/insights/policy/",
)
def invalid_exemption(stack: ExemptedStack) -> Iterator[Finding | Open]:
    from policies.registry import rule_ids  # late: the registry imports this file

    for item in stack.exemptions:
        for path in item.unknown:
            yield Open(item.at, path)
        problems = list(item.problems)
        if item.rule and item.rule not in rule_ids() and not item.rule.startswith(OWN_RULES):
            near = difflib.get_close_matches(item.rule, rule_ids(), 1)
            meant = f", did you mean {near[0]}?" if near else ""
            problems.append(f"rule = {item.rule!r}: there is no such rule{meant}")
        if problems:
            listed = "".join(f"\n  {problem}" for problem in problems)
            yield Finding(
                item.at, item.path, f"{item.path} says too little or wrong things:{listed}"
            )
