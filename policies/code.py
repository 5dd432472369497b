"""Grants against code: what each function's code calls, and what its role lets it call.

    python -m policies.code --file export.json [--root DIR] [--json]

For every function of an exported stack whose code is made of files below DIR (an asset archive):
the SDK calls in these files, found by awslabs' iam-policy-autopilot (offline, its telemetry
switched off), against the actions of its role. A grant that no call needs is a finding, and so is a
call that no grant allows. Calls that cannot be seen in code (made by Lambda itself or by a library)
are declared by a `reason` at the grant. Exit status: 0 no finding, 1 findings, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from policies.exported import ExportError, load
from policies.iam import Statement, action_matches
from policies.iam_actions import action_facts
from policies.view import Stack
from policies.views.attached import documents_by_role
from policies.views.iam import Role
from policies.views.lambda_ import Function

EXTRACTOR = "iam-policy-autopilot"

OPERATION_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "lambda:Invoke": ("lambda:InvokeFunction",),
    "lambda:InvokeAsync": ("lambda:InvokeFunction",),
    "lambda:InvokeWithResponseStream": ("lambda:InvokeFunction",),
    "s3:CreateMultipartUpload": ("s3:PutObject",),
    "s3:CompleteMultipartUpload": ("s3:PutObject",),
    "s3:UploadPart": ("s3:PutObject",),
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:ListObjects": ("s3:ListBucket",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "sns:PublishBatch": ("sns:Publish",),
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:ChangeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
    "appconfigdata:StartConfigurationSession": ("appconfig:StartConfigurationSession",),
    "appconfigdata:GetLatestConfiguration": ("appconfig:GetLatestConfiguration",),
    "apigatewaymanagementapi:PostToConnection": ("execute-api:ManageConnections",),
    "stepfunctions:StartExecution": ("states:StartExecution",),
    "stepfunctions:StartSyncExecution": ("states:StartSyncExecution",),
    "stepfunctions:SendTaskSuccess": ("states:SendTaskSuccess",),
    "stepfunctions:SendTaskFailure": ("states:SendTaskFailure",),
    "stepfunctions:SendTaskHeartbeat": ("states:SendTaskHeartbeat",),
}
"""IAM actions of SDK operations that are not called alike. Source: AWS service authorization
reference, read 2026-11."""

ANY_OF: Mapping[str, tuple[str, ...]] = {
    "dynamodb:TransactWriteItems": (
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:ConditionCheckItem",
    ),
    "dynamodb:TransactGetItems": ("dynamodb:GetItem",),
}
"""Operations that need at least one of several actions, whichever their content asks for."""


class ExtractorError(RuntimeError):
    """The extractor is missing or failed; the text is for people."""


@dataclass(frozen=True)
class Call:
    """One SDK call: the actions it needs (one of `any_of`, where that is set) and where it is."""

    operation: str
    actions: tuple[str, ...]
    any_of: tuple[str, ...]
    location: str


@dataclass(frozen=True)
class CodeFinding:
    """A grant nobody uses (`unused-grant`) or a call nobody allowed (`missing-grant`)."""

    kind: str
    function: str
    action: str
    message: str


def check(stack: Stack, root: Path) -> list[CodeFinding]:
    """Every finding of `stack`, whose functions' files lie below `root`.

    Raises ExtractorError where the extractor cannot be run.
    """
    policies = documents_by_role(stack)
    functions = sorted(stack.of(Function), key=lambda view: view.name)
    sources = {function: source_files(function, root) for function in functions}
    calls = extract(sorted({path for files in sources.values() for path in files}))
    found: list[CodeFinding] = []
    for function, files in sources.items():
        role = function.follow("role", Role)
        if not files or role is None:
            continue
        statements = [
            statement
            for attached in policies.get(role.urn, [])
            if attached.document
            for statement in attached.document.allowing()
        ]
        own = [call for path in files for call in calls.get(path, ())]
        found += _compare(function.name, statements, own)
    return found


def source_files(function: Function, root: Path) -> list[Path]:
    """The Python files of the function's archive that lie below `root`."""
    assets = function.peek("code.assets")
    named = assets if isinstance(assets, Mapping) else {}
    return sorted(
        root / path for path in named if str(path).endswith(".py") and (root / path).is_file()
    )


def extract(files: Sequence[Path]) -> dict[Path, list[Call]]:
    """The SDK calls in each of `files`."""
    if not files:
        return {}
    program = shutil.which(EXTRACTOR) or shutil.which(
        EXTRACTOR, path=str(Path(sys.executable).parent)
    )
    if program is None:
        raise ExtractorError(f"{EXTRACTOR} is not installed: run make setup with the dev packages")
    ran = subprocess.run(  # noqa: S603  a fixed program and paths of the repository
        [program, "extract-sdk-calls", "--full-output", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "DISABLE_IAM_POLICY_AUTOPILOT_TELEMETRY": "true"},
    )
    if ran.returncode:
        raise ExtractorError(f"{EXTRACTOR} failed: {ran.stderr.strip() or ran.returncode}")
    found: dict[Path, list[Call]] = {}
    for item in json.loads(ran.stdout):
        for call in _calls(item):
            found.setdefault(Path(call.location.rsplit(":", 1)[0]), []).append(call)
    return found


def _calls(item: Mapping[str, Any]) -> Iterator[Call]:
    operation = "".join(word.capitalize() for word in item["Name"].split("_"))
    location = item.get("Metadata", {}).get("Location", "")
    names = [f"{service}:{operation}" for service in item["PossibleServices"]]
    some = tuple(action for name in names for action in ANY_OF.get(name, ()))
    actions = tuple(action for name in names for action in _actions(name))
    if some:
        yield Call(item["Name"], (), some, location)
    elif len(names) > 1:
        # The extractor knows the method, not the client: one of the services must be allowed.
        yield Call(item["Name"], (), actions, location)
    elif actions:
        yield Call(item["Name"], actions, (), location)


def _actions(name: str) -> tuple[str, ...]:
    """The IAM actions of `service:Operation`; none for what IAM does not know (waiters)."""
    if name in OPERATION_ACTIONS:
        return OPERATION_ACTIONS[name]
    facts = action_facts(name)
    return (facts.name,) if facts else ()


def _compare(name: str, statements: list[Statement], calls: list[Call]) -> Iterator[CodeFinding]:
    for call in calls:
        needed = call.actions or call.any_of
        allowed = [any(statement.covers(action) for statement in statements) for action in needed]
        if not (all(allowed) if call.actions else any(allowed)):
            missing = [a for a, ok in zip(needed, allowed, strict=True) if not ok]
            yield CodeFinding(
                "missing-grant",
                name,
                missing[0],
                f"{call.location} calls {call.operation}, which no grant of {name} allows"
                f" ({' or '.join(missing)})",
            )
    used = {action for call in calls for action in call.actions + call.any_of}
    for statement in statements:
        if statement.reason:
            continue
        for pattern in statement.actions:
            if not any(action_matches(pattern, action) for action in used):
                yield CodeFinding(
                    "unused-grant",
                    name,
                    pattern,
                    f"{name} may {pattern}, which its code never calls: take the grant away, or"
                    " give it the reason for which it is needed",
                )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m policies.code", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--file", type=Path, required=True, help="a stack, from pulumi stack export"
    )
    parser.add_argument(
        "--root", type=Path, default=Path(), help="folder that archives are made of"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    options = parser.parse_args(arguments)
    try:
        found = check(load(options.file).stack, options.root)
    except (ExportError, ExtractorError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        for finding in found:
            print(f"{finding.kind}: {finding.message}")
        print(f"{len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
