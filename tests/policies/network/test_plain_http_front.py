import pytest

from policies.core import UNKNOWN
from policies.rules.network.plain_http_front import plain_http_front
from tests.support.builders import resource
from tests.support.findings import run_rule

PUBLIC = resource("aws:lb/loadBalancer:LoadBalancer", "front")
INSIDE = resource("aws:lb/loadBalancer:LoadBalancer", "front", internal=True)
FORWARDS = [{"type": "forward", "targetGroupArn": "tg"}]
REDIRECTS = [{"type": "redirect", "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"}}]


def listener(balancer=PUBLIC, protocol="HTTP", actions=FORWARDS):
    return [
        balancer,
        resource(
            "aws:lb/listener:Listener",
            "l",
            loadBalancerArn=balancer,
            protocol=protocol,
            defaultActions=actions,
        ),
    ]


def site(policy, *ordered):
    return resource(
        "aws:cloudfront/distribution:Distribution",
        "site",
        defaultCacheBehavior={"viewerProtocolPolicy": policy},
        orderedCacheBehaviors=[{"viewerProtocolPolicy": one} for one in ordered],
    )


CASES = [
    ("nothing there", [], []),
    ("CloudFront redirects", [site("redirect-to-https", "https-only")], []),
    (
        "CloudFront takes all",
        [site("allow-all")],
        ["defaultCacheBehavior has viewerProtocolPolicy allow-all"],
    ),
    (
        "CloudFront takes all on one path",
        [site("https-only", "allow-all")],
        ["orderedCacheBehaviors[0] has viewerProtocolPolicy allow-all"],
    ),
    ("a listener redirects", listener(actions=REDIRECTS), []),
    ("a listener forwards", listener(), ["forwards HTTP from the internet (front)"]),
    ("a listener inside", listener(INSIDE), []),
    ("a listener with TLS", listener(protocol="HTTPS"), []),
    ("a balancer of another stack", listener()[1:], []),
    (
        "unknown",
        listener(actions=UNKNOWN),
        ["undecided: defaultActions is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_plain_http_front(name, resources, expected):
    assert run_rule(plain_http_front, resources) == expected
