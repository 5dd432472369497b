"""Queue, topic, bus and rule, alarm: encryption, TLS, senders, and where failures end."""

import json

import pytest

from components.foundation.access import Sender
from components.foundation.alarm import alarm
from components.foundation.bus import Bus, BusArgs, Rule, RuleArgs
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs
from components.foundation.grant import Grant
from components.foundation.queue import Queue, QueueArgs
from components.foundation.topic import Topic, TopicArgs
from components.settings import Context, Settings
from tests.support.recorder import deploy, inside

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
KEYED = Context(settings=Settings(kms_key_arn=KEY))
HERE = Context(account="123456789012", region="eu-west-1")
RULE = Sender("events.amazonaws.com", "arn:rule")
HANDLER = "handlers.apis.cors.http.handler"


def queue(context=None, **settings):
    def build():
        Queue("jobs", QueueArgs(**settings), inside(context) if context else None)

    return deploy(build)


def topic(context=None, **settings):
    def build():
        Topic("news", TopicArgs(**settings), inside(context) if context else None)

    return deploy(build)


def statements(deployed, name):
    return json.loads(deployed[name]["policy"])["Statement"]


def test_failed_messages_go_to_a_queue_of_their_own_for_14_days():
    deployed = queue(max_receive_count=3)
    dead = deployed.resource("jobs-dead-letters", "sqs/queue:Queue")
    main = deployed.resource("jobs", "sqs/queue:Queue")
    assert json.loads(main.inputs["redrivePolicy"]) == {
        "deadLetterTargetArn": dead.outputs["arn"],
        "maxReceiveCount": 3,
    }
    assert dead.inputs["messageRetentionSeconds"] == 14 * 86400
    assert "redrivePolicy" not in dead.inputs
    assert json.loads(deployed["jobs-redrive"]["redriveAllowPolicy"]) == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [main.outputs["arn"]],
    }


def test_end_of_the_line_has_no_further_queue():
    assert list(queue(dead_letter=False).of("sqs/queue:Queue")) == ["jobs"]


def test_fifo_queue_has_a_fifo_queue_behind_it():
    found = queue(fifo=True).of("sqs/queue:Queue").values()
    assert [inputs["fifoQueue"] for inputs in found] == [True, True]


ENCRYPTION = [
    ("queue, own key of the service", queue, None, "jobs", {"sqsManagedSseEnabled": True}),
    ("queue, the environment's key", queue, KEYED, "jobs", {"kmsMasterKeyId": KEY}),
    ("topic, AWS's key", topic, None, "news", {"kmsMasterKeyId": "alias/aws/sns"}),
    ("topic, the environment's key", topic, KEYED, "news", {"kmsMasterKeyId": KEY}),
]


@pytest.mark.parametrize(
    ("case", "make", "context", "name", "expected"), ENCRYPTION, ids=[c[0] for c in ENCRYPTION]
)
def test_encryption_at_rest(case, make, context, name, expected):
    token = "sqs/queue:Queue" if make is queue else "sns/topic:Topic"
    inputs = make(context).resource(name, token).inputs
    keys = ("sqsManagedSseEnabled", "kmsMasterKeyId")
    assert {key: inputs[key] for key in keys if key in inputs} == expected


def test_topic_that_services_send_to_is_readable_by_them():
    assert "kmsMasterKeyId" not in topic(senders=(RULE,)).resource("news", "topic:Topic").inputs


@pytest.mark.parametrize(("make", "policy"), [(queue, "jobs-access"), (topic, "news-access")])
def test_plain_http_is_refused_to_everybody(make, policy):
    (deny,) = statements(make(), policy)
    assert (deny["Effect"], deny["Principal"]) == ("Deny", "*")
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("context", "account"), [(HERE, {"aws:SourceAccount": "123456789012"}), (Context(), None)]
)
def test_service_may_send_for_one_resource_of_this_account(context, account):
    _, allow = statements(queue(context, senders=(RULE,)), "jobs-access")
    assert allow["Principal"] == {"Service": "events.amazonaws.com"}
    assert allow["Action"] == "sqs:SendMessage"
    assert allow["Condition"]["ArnLike"] == {"aws:SourceArn": "arn:rule"}
    assert allow["Condition"].get("StringEquals") == account


@pytest.mark.parametrize(
    ("fifo", "source", "says"),
    [
        (False, {"batch_size": 0}, "batch_size = 0, expected 1 to 10"),
        (False, {"batch_size": 11}, "batch_size = 11, expected 1 to 10"),
        (False, {"batch_size": 10_001, "window_seconds": 1}, "expected 1 to 10000"),
        (False, {"window_seconds": 301}, "window_seconds = 301, expected 0 to 300"),
        (False, {"max_concurrency": 1}, "max_concurrency = 1, expected 2 to 1000"),
        (True, {"window_seconds": 1}, "window_seconds = 1, expected 0 to 0"),
    ],
)
def test_source_that_lambda_would_refuse(fifo, source, says):
    def build():
        with pytest.raises(ValueError, match=says):
            Queue("jobs", QueueArgs(fifo=fifo)).source(**source)

    deploy(build)


def test_large_batches_come_with_a_window():
    made = []
    deploy(lambda: made.append(Queue("jobs", QueueArgs()).source(10_000, window_seconds=5)))
    assert (made[0].batch_size, made[0].window_seconds) == (10_000, 5)


def test_topic_delivers_to_a_queue_once_it_may():
    def build():
        news = Topic("news", TopicArgs())
        news.to_queue("inbox", Queue("inbox", QueueArgs(senders=(news.sender,))), {"a": ["b"]})

    deployed = deploy(build)
    subscription = deployed.resource("inbox-subscription")
    assert subscription.inputs["rawMessageDelivery"] is True
    assert json.loads(subscription.inputs["filterPolicy"]) == {"a": ["b"]}
    assert deployed.resource("inbox-access").urn in subscription.dependencies


def test_grant_to_put_events_holds_for_one_source():
    grants = []

    def build():
        bus = Bus("orders", BusArgs())
        grants.extend([bus.put("shop"), bus.put("shop", ["Paid"]), bus.send()])

    deploy(build)
    assert [grant.condition for grant in grants] == [
        {"StringEquals": {"events:source": "shop"}},
        {"StringEquals": {"events:source": "shop", "events:detail-type": ["Paid"]}},
        {"StringEquals": {"events:source": "lambda"}},
    ]


@pytest.mark.parametrize(("days", "kept"), [(0, []), (30, [30])])
def test_events_are_archived_only_where_asked(days, kept):
    deployed = deploy(lambda: Bus("orders", BusArgs(archive_days=days)))
    archives = deployed.of("eventArchive:EventArchive").values()
    assert [archive["retentionDays"] for archive in archives] == kept


def rule(target, **settings):
    """A rule on a bus and what `target(rule)` adds to it."""

    def build():
        args = RuleArgs(bus_name="orders", pattern={"source": ["shop"]}, **settings)
        target(Rule("paid", args))

    return deploy(build)


def to_function(made):
    made.to_function("book", Function("book", FunctionArgs(handler=HANDLER)))


def to_queue(made):
    made.to_queue("box", Queue("box", QueueArgs(senders=(made.sender,))))


def to_bus(made):
    grant = Grant(("events:PutEvents",), ("arn:other",))
    made.to_role_target("other", "arn:other", (grant,))


@pytest.mark.parametrize(
    ("target", "name"), [(to_function, "book"), (to_queue, "box"), (to_bus, "other")]
)
def test_every_target_has_retries_and_a_dead_letter_queue(target, name):
    deployed = rule(target, retry_attempts=3, max_age_seconds=60)
    found = deployed.resource(f"{name}-target")
    dead = deployed.resource("paid-undelivered", "sqs/queue:Queue")
    assert found.inputs["eventBusName"] == "orders"
    assert found.inputs["deadLetterConfig"] == {"arn": dead.outputs["arn"]}
    assert found.inputs["retryPolicy"] == {
        "maximumRetryAttempts": 3,
        "maximumEventAgeInSeconds": 60,
    }
    assert deployed.resource("paid-undelivered-access").urn in found.dependencies


def test_dead_letter_queue_takes_from_this_rule_only_and_rings():
    deployed = rule(to_queue)
    arn = deployed.resource("paid", "eventRule:EventRule").outputs["arn"]
    _, allow = statements(deployed, "paid-undelivered-access")
    assert allow["Condition"] == {"ArnLike": {"aws:SourceArn": arn}}
    ring = deployed["paid-undelivered-alarm"]
    assert ring["dimensions"] == {"QueueName": "paid-undelivered-0a1b2c3"}


def test_function_is_started_without_a_role_by_this_rule_only():
    deployed = rule(to_function)
    arn = deployed.resource("paid", "eventRule:EventRule").outputs["arn"]
    assert deployed["book-permission"]["sourceArn"] == arn
    assert "roleArn" not in deployed["book-target"]


def test_bus_is_reached_by_a_role_for_this_rule_and_target_only():
    deployed = rule(to_bus)
    role = deployed.resource("other-invoke-role")
    trust = json.loads(role.inputs["assumeRolePolicy"])["Statement"][0]
    arn = deployed.resource("paid", "eventRule:EventRule").outputs["arn"]
    assert trust["Condition"] == {"ArnEquals": {"aws:SourceArn": arn}}
    assert deployed["other-target"]["roleArn"] == role.outputs["arn"]
    assert (
        deployed.resource("other-invoke-policy").urn
        in deployed.resource("other-target").dependencies
    )


@pytest.mark.parametrize(("enabled", "state"), [(True, "ENABLED"), (False, "DISABLED")])
def test_rule_can_rest(enabled, state):
    assert (
        rule(to_queue, enabled=enabled).resource("paid", "eventRule:EventRule").inputs["state"]
        == state
    )


@pytest.mark.parametrize(("topic_arn", "actions"), [(None, None), ("arn:topic", ["arn:topic"])])
def test_alarm_tells_the_topic_and_is_quiet_without_data(topic_arn, actions):
    def build():
        context = Context(alarm_topic_arn=topic_arn)
        alarm("a", context, inside(context), metric="M", namespace="N", dimensions={},
              description="d")  # fmt: skip

    inputs = deploy(build)["a-alarm"]
    assert inputs.get("alarmActions") == inputs.get("okActions") == actions
    assert inputs["treatMissingData"] == "notBreaching"
    assert (inputs["comparisonOperator"], inputs["threshold"]) == ("GreaterThanThreshold", 0)
