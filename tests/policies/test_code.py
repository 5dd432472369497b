"""Grants against code: what a function calls and what its role allows, both ways."""

import json

import pytest

from policies.code import check, main
from policies.view import Stack
from tests.support.builders import component, function, policy_text, role, role_policy

SEND = 'import boto3\nboto3.client("sqs").send_message(QueueUrl="q", MessageBody="m")\n'
PUT_ITEM = 'import boto3\ntable = boto3.resource("dynamodb").Table("t")\ntable.put_item(Item={})\n'
TRANSACT = 'import boto3\nboto3.client("dynamodb").transact_write_items(TransactItems=[])\n'
LISTS = 'import boto3\nboto3.client("s3").list_objects_v2(Bucket="b")\n'
HELPER = "from handlers.shared.send import send\n\n\ndef handler(event, context):\n    send()\n"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs"


def statement(*actions):
    return {"Effect": "Allow", "Action": list(actions), "Resource": QUEUE}


def grant(*actions, reason=""):
    return {"actions": list(actions), "resources": [QUEUE], "reason": reason}


def worker(name, files, *statements, grants=()):
    """A function made of `files` whose role has these statements."""
    holder = component(name, grants=list(grants))
    own_role = role(f"{name}-role", arn=f"arn:aws:iam::123456789012:role/{name}-role")
    policy = role_policy(f"{name}-policy", own_role, policy_text(*statements), parent=holder)
    code = {"assets": {path: {"path": path} for path in files}}
    return [holder, own_role, policy, function(name, role=own_role, code=code)]


def write(root, files):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def found_in(root, files, *statements, grants=()):
    write(root, files)
    findings = check(Stack(worker("worker", files, *statements, grants=grants)), root)
    return [(finding.kind, finding.action) for finding in findings]


CASES = [
    ("called and allowed", SEND, [statement("sqs:SendMessage")], []),
    ("called, never allowed", SEND, [], [("missing-grant", "sqs:SendMessage")]),
    (
        "allowed, never called",
        SEND,
        [statement("sqs:SendMessage", "sqs:PurgeQueue")],
        [("unused-grant", "sqs:PurgeQueue")],
    ),
    ("allowed by a pattern", SEND, [statement("sqs:Send*")], []),
    ("operation with an action of another name", LISTS, [statement("s3:ListBucket")], []),
    ("one of several actions is enough", TRANSACT, [statement("dynamodb:PutItem")], []),
    ("none of several actions", TRANSACT, [], [("missing-grant", "dynamodb:PutItem")]),
    ("table object", PUT_ITEM, [statement("dynamodb:PutItem")], []),
    ("no calls, no grants", "def handler(event, context):\n    return 1\n", [], []),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Findings by function, over all cases at once: one run of the extractor for the table."""
    root = tmp_path_factory.mktemp("code")
    resources = []
    for number, (_, text, statements, _) in enumerate(CASES):
        path = f"handlers/cases/case{number}/handler.py"
        write(root, {path: text})
        resources += worker(f"case{number}", [path], *statements)
    by_function = {}
    for finding in check(Stack(resources), root):
        by_function.setdefault(finding.function, []).append((finding.kind, finding.action))
    return by_function


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case[0] for case in CASES])
def test_calls_against_grants(found, number):
    assert found.get(f"case{number}", []) == CASES[number][3]


def test_calls_in_every_file_of_the_archive_count(tmp_path):
    files = {"handlers/a/b/handler.py": HELPER, "handlers/shared/send.py": SEND}
    assert found_in(tmp_path, files, statement("sqs:SendMessage")) == []


def test_a_reason_at_the_grant_declares_calls_that_code_does_not_show(tmp_path):
    polled = grant("sqs:ReceiveMessage", reason="Lambda polls the queue for the function")
    files = {"handlers/a/b/handler.py": "def handler(event, context):\n    return 1\n"}
    assert found_in(tmp_path, files, statement("sqs:ReceiveMessage"), grants=[polled]) == []


def test_the_message_says_where_the_call_is(tmp_path):
    write(tmp_path, {"handler.py": SEND})
    (finding,) = check(Stack(worker("worker", ["handler.py"])), tmp_path)
    assert f"{tmp_path / 'handler.py'}:2." in finding.message


def test_functions_whose_code_is_no_archive_of_files_are_left_alone(tmp_path):
    assert check(Stack(worker("worker", [], statement("sqs:SendMessage"))), tmp_path) == []


def test_the_command_answers_with_an_exit_status(tmp_path, capsys):
    export = tmp_path / "export.json"
    export.write_text(json.dumps({"version": 3, "deployment": {"resources": []}}))
    assert main(["--file", str(export)]) == 0
    assert capsys.readouterr().out == "0 findings\n"


def test_a_file_that_is_no_export_is_one_line(tmp_path, capsys):
    export = tmp_path / "export.json"
    export.write_text("[]")
    assert main(["--file", str(export)]) == 2
    said = "has no `deployment` with resources: write it with `pulumi stack export`"
    assert capsys.readouterr().err == f"error: {export}: {said}\n"
