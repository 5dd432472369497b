import pytest

from policies.core import UNKNOWN
from policies.rules.logging.phase_not_logged import phase_not_logged
from tests.support.apis import API, REST_API, http_integration, method, route
from tests.support.builders import resource
from tests.support.findings import run_rule
from tests.support.stages import WHOLE, http_stage, line, rest_stage

BARE, SIGNED = line(*WHOLE), line(*WHOLE, "authenticate.status", "authorize.status")
TOKENS = line(*WHOLE, "authorizer.error")
WAF = line(*WHOLE, "waf.status")
BACKEND = http_integration(None, "f")
IAM = [
    f"has methods with AWS_IAM, and its access log has no $context.{phase}.*"
    for phase in ("authenticate", "authorize")
]
CUSTOM = "has methods with CUSTOM, and its access log has no $context.authorizer.*"
JWT = "has routes with JWT, and its access log has no $context.authorizer.*"
FIREWALL = "has a web ACL, and its access log has no $context.waf.*"


def guarded(stage, **props):
    """A web ACL in front of the stage."""
    return [
        stage,
        resource(
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            "firewall",
            resourceArn=stage,
            **props,
        ),
    ]


CASES = [
    ("nothing there", [], []),
    ("no access log is another rule's", [REST_API, method(), rest_stage()], []),
    ("IAM unseen", [REST_API, method(), rest_stage(BARE)], IAM),
    ("IAM seen", [REST_API, method(), rest_stage(SIGNED)], []),
    (
        "near miss: one phase for the other",
        [REST_API, method(authorization="CUSTOM"), rest_stage(SIGNED)],
        [CUSTOM],
    ),
    ("authorizer seen", [REST_API, method(authorization="CUSTOM"), rest_stage(TOKENS)], []),
    ("open", [REST_API, method(authorization="NONE"), rest_stage(BARE)], []),
    (
        "token on HTTP",
        [API, BACKEND, route(BACKEND, authorizationType="JWT"), http_stage(BARE)],
        [JWT],
    ),
    (
        "IAM on HTTP",
        [API, BACKEND, route(BACKEND, authorizationType="AWS_IAM"), http_stage(BARE)],
        [],
    ),
    ("a web ACL unseen", [REST_API, *guarded(rest_stage(BARE))], [FIREWALL]),
    ("a web ACL seen", [REST_API, *guarded(rest_stage(WAF))], []),
    (
        "a web ACL before something else",
        [REST_API, rest_stage(BARE), *guarded(resource("aws:lb/loadBalancer:LoadBalancer", "b"))],
        [],
    ),
    ("another stack's API", [method(), rest_stage(BARE)], []),
    (
        "unknown authorization",
        [REST_API, method(authorization=UNKNOWN), rest_stage(BARE)],
        ["undecided: authorization is not known at preview"],
    ),
    (
        "unknown format",
        [REST_API, method(), rest_stage(UNKNOWN)],
        ["undecided: accessLogSettings.format is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_phase_not_logged(name, resources, expected):
    assert run_rule(phase_not_logged, resources) == expected
