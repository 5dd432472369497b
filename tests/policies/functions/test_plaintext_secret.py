import pytest

from policies.core import UNKNOWN
from policies.rules.functions.plaintext_secret import plaintext_secret
from policies.values import Secret
from tests.support.builders import arn, function
from tests.support.findings import run_rule

PARAMETER = arn("ssm", "parameter/db")
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIE"


def worker(variables):
    return [function("worker", environment={"variables": variables})]


def plain(name):
    return f"{name} holds its value in plain text"


def marked(name):
    return f"{name} is a Pulumi secret, but Lambda keeps the value in plain text"


CASES = [
    ("no environment", [function("worker")], []),
    ("harmless", worker({"LOG_LEVEL": "INFO", "TABLE_NAME": "orders", "MONKEY": "x"}), []),
    ("password", worker({"DB_PASSWORD": "hunter2"}), [plain("DB_PASSWORD")]),
    ("token", worker({"slackToken": "abc"}), [plain("slackToken")]),
    ("API key", worker({"API_KEY": "abc"}), [plain("API_KEY")]),
    (
        "several, by name",
        worker({"B_SECRET": "b", "A_TOKEN": "a"}),
        [plain("A_TOKEN"), plain("B_SECRET")],
    ),
    ("ARN of a secret", worker({"DB_SECRET": arn("secretsmanager", "secret:db-AbCdEf")}), []),
    ("name of a parameter", worker({"DB_PASSWORD": "/prod/db/password", "A_TOKEN": PARAMETER}), []),
    ("name that points elsewhere", worker({"SECRET_NAME": "db", "TOKEN_TTL_SECONDS": "900"}), []),
    (
        "tokens of a language model",
        worker(
            {"MAX_OUTPUT_TOKENS": "100000", "TOKEN_BUDGET": "200000", "TOKENS_PER_MINUTE": "9e6"}
        ),
        [],
    ),
    ("how it is made", worker({"PASSWORD_POLICY": "strong", "COGNITO_TOKEN_USE": "access"}), []),
    ("name of a secret", worker({"DB_SECRET": "prod/orders-db"}), []),
    (
        "a key with a slash in it",
        worker({"AWS_SECRET": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "MAX_TOKEN": "a"}),
        [plain("AWS_SECRET"), plain("MAX_TOKEN")],
    ),
    ("empty, number, yes", worker({"TOKEN": "", "SECRETS": "3", "USE_PASSWORD": "true"}), []),
    (
        "access key",
        worker({"CONFIG": "key=AKIAIOSFODNN7EXAMPLE"}),
        ["CONFIG holds an AWS access key id"],
    ),
    ("private key", worker({"CERT": PEM}), ["CERT holds a private key"]),
    (
        "password in a URL",
        worker({"DATABASE_URL": "postgres://app:hunter2@db/orders"}),
        ["DATABASE_URL holds a password in a URL"],
    ),
    ("URL without one", worker({"DATABASE_URL": "postgres://app@db:5432/orders"}), []),
    ("Pulumi secret", worker({"CODE": Secret("x-1")}), [marked("CODE")]),
    ("Pulumi secret not known yet", worker({"CODE": Secret(UNKNOWN)}), [marked("CODE")]),
    (
        "environment that is one secret",
        [function("worker", environment={"variables": Secret({"A": "b"})})],
        ["environment.variables is one Pulumi secret, but Lambda keeps it in plain text"],
    ),
    (
        "unknown",
        worker({"DB_SECRET": UNKNOWN, "QUEUE_URL": UNKNOWN, "API_KEY": "abc"}),
        [
            plain("API_KEY"),
            "undecided: environment.variables.DB_SECRET is not known at preview",
        ],
    ),
    (
        "unknown names",
        [function("worker", environment={"variables": UNKNOWN})],
        ["undecided: environment.variables is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plaintext_secret(name, resources, expected):
    assert run_rule(plaintext_secret, resources) == expected


@pytest.fixture
def _default_settings():
    yield
    plaintext_secret.configure({})


@pytest.mark.usefixtures("_default_settings")
def test_a_name_that_is_set_as_not_secret_passes():
    plaintext_secret.configure({"not_secret": ["NEXT_TOKEN"]})
    assert run_rule(plaintext_secret, worker({"NEXT_TOKEN": "abc"})) == []


def test_the_secret_itself_is_never_told():
    (message,) = run_rule(plaintext_secret, worker({"DB_PASSWORD": "hunter2"}))
    assert "hunter2" not in message
