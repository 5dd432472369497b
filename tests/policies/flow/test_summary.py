import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.core import Defect
from policies.flow import services, summary
from policies.flow.loops import REASON_TAG
from policies.rules.recursion.loop import event_flow_in_a_circle
from policies.rules.recursion.possible_loop import event_flow_maybe_in_a_circle
from policies.values import UNKNOWN, Secret
from policies.view import Resource, Stack
from tests.support.builders import resource
from tests.support.program import Program


def own_queue(known):
    p = Program(known)
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", jobs)))
    return p


@pytest.mark.parametrize("known", [False, True], ids=["preview", "update"])
def test_the_summary_has_nodes_edges_and_loops(known):
    p = own_queue(known)
    jobs, worker = (next(r.urn for r in p.resources if r.name == n) for n in ("jobs", "worker"))
    assert summary(Stack(p.resources)) == {
        "nodes": [
            {"kind": "function", "name": "worker", "part": "", "urn": worker},
            {"kind": "queue", "name": "jobs", "part": "", "urn": jobs},
        ],
        "edges": [
            {
                "from": 0,
                "to": 1,
                "verb": "may sqs:SendMessage to",
                "certain": True,
                "evidence": "worker-role-policy.policy, statement 1",
            },
            {
                "from": 1,
                "to": 0,
                "verb": "starts",
                "certain": True,
                "evidence": "jobs-to-worker.eventSourceArn",
            },
        ],
        "loops": [{"edges": [0, 1], "certain": True, "stopped_by_aws": True}],
        "unfollowed": {},
    }


def test_what_is_not_followed_is_listed_with_counts():
    p = Program(known=True)
    news = p.topic("news")
    for number in (1, 2):
        url = f"https://example.com/{number}"
        p.make(
            "aws:sns/topicSubscription:TopicSubscription",
            f"s{number}",
            topic=news,
            endpoint=url,
            protocol="https",
        )
    p.add(resource("aws:transfer/workflow:Workflow", "things"))
    assert summary(Stack(p.resources))["unfollowed"] == {
        "Transfer workflow (aws:transfer/workflow:Workflow)": 1,
        "https endpoint of a subscription": 2,
    }


NAMES = st.sampled_from(["a", "b", "*", "", "default", "${x}", "é☃", "x" * 300])
ARNS = st.builds(
    "arn:aws:{}:eu-west-1:1:{}{}".format,
    st.sampled_from(["sqs", "sns", "lambda", "events", "s3", "states", "kinesis", "iam", ""]),
    st.sampled_from(["", "function:", "event-bus/", "rule/", "stateMachine:", "table/", "role/"]),
    NAMES,
)
TEXT = st.one_of(
    NAMES,
    ARNS,
    st.sampled_from(["{", "[]", "https://[", "https://sqs.x/1", '{"Statement": {"Effect": 1}}']),
    st.builds(
        '{{"Version":"2012-10-17","Statement":[{{"Effect":"{}","Action":"{}","Resource":"{}"}}]}}'.format,
        st.sampled_from(["Allow", "Deny", "x"]),
        st.sampled_from(["*", "sqs:*", "s3:PutObject", "events:PutEvents", ""]),
        ARNS | st.just("*"),
    ),
    st.sampled_from(['{"source": ["a"]}', '{"$or": [{"a": [1]}, {"b": []}]}', '{"a": 1}']),
    st.sampled_from(
        ['{"States": {"x": {"Type": "Task", "Resource": 1}, "y": []}}', '{"States": 1}']
    ),
)
LEAF = st.one_of(TEXT, st.none(), st.booleans(), st.integers(), st.floats(), st.just(UNKNOWN))
KEYS = st.sampled_from(
    [
        "arn", "name", "bucket", "role", "roleArn", "policy", "policyArn", "roles", "grants",
        "functionName", "eventSourceArn", "filterCriteria", "filters", "pattern", "topic",
        "endpoint", "protocol", "filterPolicy", "redrivePolicy", "queueUrl", "rule", "eventPattern",
        "eventBusName", "destinationConfig", "onFailure", "destination", "lambdaFunctions",
        "queues", "topics", "events", "eventbridge", "lambdaFunctionArn", "queueArn", "rules",
        "definition", "source", "target", "enrichment", "targetParameters", "streamArn",
        "extendedS3Configuration", "bucketArn", "processors", "prefix", "tags", REASON_TAG,
        "recursiveLoop", "inlinePolicies", "managedPolicyArns", "actions", "resources", "nodes",
        "region", "account", "deadLetterConfig", "targetArn", "enabled", "condition", "paths",
        "topics", "origins", "domainName", "defaultCacheBehavior", "lambdaFunctionAssociations",
        "lambdaArn", "selfManagedEventSource", "invocationEndpoint", "restApi", "apiId",
    ]
)  # fmt: skip
VALUE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=4),
        st.builds(Secret, inner),
    ),
    max_leaves=6,
)
TYPES = sorted(
    {*services.TYPES, *services.FACTS}
    | {
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
        "palisade:index:Environment",
        "palisade:foundation:Function",
    }
)


@st.composite
def stacks(draw):
    """Resources of every type that matters, which name and depend on each other at random."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(TYPES), st.dictionaries(KEYS, VALUE, max_size=5)), max_size=6
        )
    )
    urns = [f"urn:pulumi:s::p::{type_}::{at}" for at, (type_, _) in enumerate(drawn)]
    some = st.lists(st.sampled_from(urns), max_size=3).map(tuple) if urns else st.just(())
    return [
        Resource(
            urn,
            type_,
            str(at),
            properties,
            parent=draw(st.sampled_from(["", *urns])),
            property_dependencies={key: draw(some) for key in properties},
        )
        for at, (urn, (type_, properties)) in enumerate(zip(urns, drawn, strict=True))
    ]


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(stacks())
def test_no_resource_makes_a_rule_raise(resources):
    stack = Stack(resources)
    outcomes = event_flow_in_a_circle.run(stack) + event_flow_maybe_in_a_circle.run(stack)
    assert [outcome for outcome in outcomes if isinstance(outcome, Defect)] == []
    assert summary(stack)["unfollowed"] is not None


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(stacks())
def test_no_registration_makes_the_rule_raise(resources):
    stack = Stack(complete=False)
    for item in resources:
        stack.add(item)
        outcomes = event_flow_in_a_circle.run_before(item, stack)
        assert [outcome for outcome in outcomes if isinstance(outcome, Defect)] == []
