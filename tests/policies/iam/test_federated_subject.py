import pytest

from policies.core import UNKNOWN
from policies.rules.iam.federated_subject import federated_subject
from tests.support.builders import allow, policy_text, role
from tests.support.findings import run_rule

GITHUB = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"
ANY = f"assumeRolePolicy, statement 1 trusts {GITHUB} for any sub"
AUDIENCE = {f"{GITHUB}:aud": "sts.amazonaws.com"}


def trusted(provider, **condition):
    rest = {"Condition": condition} if condition else {}
    who = {"Federated": provider}
    statement = allow("sts:AssumeRoleWithWebIdentity", None, Principal=who, **rest)
    return [role("deploy", assumeRolePolicy=policy_text(statement))]


CASES = [
    ("a service", [role("r")], []),
    ("all of GitHub", trusted(PROVIDER), [ANY]),
    ("all of GitHub for STS", trusted(PROVIDER, StringEquals=AUDIENCE), [ANY]),
    (
        "every repository",
        trusted(PROVIDER, StringLike={f"{GITHUB}:sub": "repo:*:ref:refs/heads/main"}),
        [ANY],
    ),
    ("every subject", trusted(PROVIDER, StringLike={f"{GITHUB}:sub": "*"}), [ANY]),
    (
        "one repository",
        trusted(PROVIDER, StringLike={f"{GITHUB}:sub": "repo:shop/site:*"}),
        [],
    ),
    (
        "an identity pool",
        trusted(
            "cognito-identity.amazonaws.com",
            StringEquals={"cognito-identity.amazonaws.com:aud": "eu-west-1:7"},
        ),
        [],
    ),
    (
        "any identity pool",
        trusted("cognito-identity.amazonaws.com"),
        ["assumeRolePolicy, statement 1 trusts cognito-identity.amazonaws.com for any aud"],
    ),
    (
        "a provider of one's own",
        trusted("arn:aws:iam::123456789012:oidc-provider/login.example.com"),
        [],
    ),
    ("SAML", trusted("arn:aws:iam::123456789012:saml-provider/staff"), []),
    (
        "unknown",
        [role("r", assumeRolePolicy=UNKNOWN)],
        ["undecided: assumeRolePolicy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_federated_subject(name, resources, expected):
    assert run_rule(federated_subject, resources) == expected
