"""Whether a function's policy lets in what calls it.

A permission is for one form of a function: for the function itself, for one alias or one version.
It may also name what the call must come from (`sourceArn`). Both are compared as far as they are
known; at preview what a value was made from stands for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum

from policies.flow.overlap import Overlap, iam, overlap
from policies.iam import Pattern, action_matches, wildcard_regex
from policies.values import UNKNOWN
from policies.view import Resource, Stack, View
from policies.views.invokers import (
    API_GATEWAY,
    AUTHORIZERS,
    SOURCES,
    Called,
    Caller,
    alias_name,
    behind,
    made_from,
    qualifier_of,
)
from policies.views.lambda_ import Alias, Function, Permission

INVOKE = "lambda:InvokeFunction"


class Verdict(Enum):
    """Whether a service is let in."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """What decides it is not known."""


def lets_in(called: Called, caller: Caller, way: str) -> tuple[Verdict, str]:
    """Whether `called` lets `caller` in, one of its `ways`; and of a permission that nearly does,
    why not.
    """
    verdict, near = Verdict.NO, ""
    stack = called.function.stack
    by_function = stack.once(_permissions) if stack else {}
    for permission, about in (*by_function.get(called.function.urn, ()), *by_function.get("", ())):
        checks = [_principal(permission, caller.kind.service), _action(permission)]
        if False in checks:
            continue
        form = _any([_same(one.qualifier, called.qualifier) for one in about])
        source = _from(permission, caller, way)
        if form is False:
            known = " and ".join(sorted({str(one) for one in about}))
            near = near or f"{permission.name} is for {known}, and {called} is called"
        elif source is False:
            near = near or f"{permission.name} is for another source"
        elif None in (*checks, form, source):
            verdict = Verdict.OPEN
        else:
            return Verdict.YES, ""
    return verdict, near


def _permissions(stack: Stack) -> dict[str, list[tuple[Permission, list[Called]]]]:
    """URN of each function → the permissions on it, and the forms that each is for; under the empty
    text those of which it is not known what they are for."""
    found: dict[str, list[tuple[Permission, list[Called]]]] = defaultdict(list)
    for permission in stack.of(Permission):
        named = _about(permission)
        for urn in dict.fromkeys(one.function.urn for one in named):
            forms = [one for one in named if one.function.urn == urn]
            found[urn].append((permission, forms))
        if not named and permission.peek("function") is UNKNOWN:
            found[""].append((permission, []))
    return dict(found)


# Yes, no, or None where it is not known.
_Answer = bool | None


def _any(answers: Sequence[_Answer]) -> _Answer:
    if True in answers:
        return True
    return None if None in answers or not answers else False


def _about(permission: Permission) -> list[Called]:
    """The forms of functions that a permission may be for."""
    stack, text = permission.stack, permission.peek("function")
    if stack is None:
        return []
    if isinstance(text, str) and (match := _NAME.fullmatch(text)):
        made = [r for r in behind(permission, "function") if r.type in Function.tokens()]
        named = stack.find(Function, match["name"]) or [Function(r, stack) for r in made]
        found = [Called(function, qualifier_of(match["rest"])) for function in named]
    else:
        # An alias behind it may be there by its ARN or by the name of its function.
        found = [
            Called(one.function, "" if one.qualifier == "" else UNKNOWN)
            for one in made_from(permission, "function", set())
        ]
    given = permission.peek("qualifier")
    if given is UNKNOWN:
        aliases = [r for r in behind(permission, "qualifier") if r.type in Alias.tokens()]
        given = alias_name(Alias(aliases[0], stack)) if len(aliases) == 1 else UNKNOWN
    elif given in (None, ""):
        return found
    return [Called(one.function, given if given is UNKNOWN else str(given)) for one in found]


def _principal(permission: Permission, service: str) -> _Answer:
    principal = permission.peek("principal")
    if principal is UNKNOWN:
        return None
    return principal == "*" or bool(wildcard_regex(service).fullmatch(str(principal)))


def _action(permission: Permission) -> _Answer:
    action = permission.peek("action")
    return None if action is UNKNOWN else action_matches(str(action), INVOKE)


def _same(one: Pattern, other: Pattern) -> _Answer:
    return one == other if isinstance(one, str) and isinstance(other, str) else None


def _from(permission: Permission, caller: Caller, way: str) -> _Answer:
    """Whether the permission is for calls that come from where those of `caller` come from."""
    given = permission.peek("sourceArn")
    if given in (None, ""):
        return True
    made = behind(permission, "sourceArn")
    asked = [r for r in made if r.type in AUTHORIZERS]
    if asked and caller.kind.who == API_GATEWAY:
        return caller.resource in asked
    if isinstance(given, str):
        known = caller.source_arns(_at_stage(way, given))
        return any(_meet(given, arn) for arn in known) if known else None
    if not made:
        return None
    own, named = _stand_for(caller.sources(), caller), _stand_for(made, caller)
    if {r.urn for r in own} & {r.urn for r in named}:
        return True
    return False if {r.type for r in own} & {r.type for r in named} else None


def _at_stage(way: str, pattern: str) -> str:
    """`/live/GET/orders` for `/*/GET/orders`: with a stage that the pattern is for, or any one.

    A wildcard for the stage would cover a part of the path as well.
    """
    if not way.startswith("/*/"):
        return way
    stage = pattern.split("/")[1] if "/" in pattern else "any"
    return f"/{stage.replace('*', '').replace('?', 'x')}/{way[3:]}"


def _stand_for(resources: Sequence[Resource], view: View) -> list[Resource]:
    """`resources`, and what they are parts of: a stage of its API, the versioning of its bucket."""
    found = list(resources)
    for resource in resources:
        for prop in SOURCES:
            found += behind(View(resource, view.stack), prop)
    return found


def _meet(pattern: str, arn: str) -> bool:
    """Whether some ARN that `arn` stands for matches `pattern`, part by part as AWS compares."""
    wanted, given = pattern.split(":", 5), arn.split(":", 5)
    if len(wanted) != len(given):
        wanted, given = [pattern], [arn]
    parts = zip(wanted, given, strict=True)
    return all(overlap([iam(one), iam(other)]) is not Overlap.NO for one, other in parts)


_NAME = re.compile(
    r"(?:\d+:)?(?:function:)?(?P<name>arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+|[^:]+)"
    r"(?P<rest>:.+)?"
)
