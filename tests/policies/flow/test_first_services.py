"""Lambda, SQS, SNS, S3 and EventBridge: what is a loop and what only looks like one."""

import json
import random

from tests.policies.flow.shared import before_and_after, loops, programs, written
from tests.support.program import rings

RING = ["worker → jobs"]


def redrive(queue):
    if queue.properties.get("arn"):
        return json.dumps({"deadLetterTargetArn": queue.properties["arn"], "maxReceiveCount": 5})
    return queue


def outcomes(p, function, end, target):
    """Where the results of a function go, or what failed."""
    p.make(
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "outcomes",
        functionName=function.name,
        destinationConfig={end: {"destination": target}},
        deps={"functionName": [function]},
    )


def replicates(p, source, target):
    p.make(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        f"{source.name}-replication",
        bucket=source.name,
        rules=[{"status": "Enabled", "destination": {"bucket": target}}],
        deps={"bucket": [source]},
    )


def nothing(p):
    """Nothing there."""


def queue_and_its_own_worker(p):
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", jobs)))


def worker_that_only_reads(p):
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:ReceiveMessage", jobs)))


def worker_that_writes_elsewhere(p):
    jobs, done = p.queue("jobs"), p.queue("done")
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", done)))


def worker_on_a_mapping_that_is_off(p):
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", jobs)), enabled=False)


def wildcard_action(p):
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:Send*", jobs)))


def two_workers_in_a_ring(p):
    first, second = p.queue("first"), p.queue("second")
    p.starts(first, p.function("a", p.may("sqs:SendMessage", second)))
    p.starts(second, p.function("b", p.may("sqs:SendMessage", first)))


def two_rings(p):
    for name in ("one", "two"):
        jobs = p.queue(name)
        p.starts(jobs, p.function(f"{name}-worker", p.may("sqs:SendMessage", jobs)))


def long_and_short_way_round(p):
    jobs, topic = p.queue("jobs"), p.topic("news")
    worker = p.function("worker", p.may("sqs:SendMessage", jobs), p.may("sns:Publish", topic))
    p.starts(jobs, worker)
    p.subscription(topic, jobs)


def self_invocation(p):
    p.function("worker")
    worker = p.resources[-1]
    p.resources.clear()
    p.function("worker", p.may("lambda:InvokeFunction", worker))


def topic_and_its_own_subscriber(p):
    news = p.topic("news")
    p.subscription(news, p.function("worker", p.may("sns:Publish", news)))


def topic_through_a_queue(p):
    news, jobs = p.topic("news"), p.queue("jobs")
    p.subscription(news, jobs)
    p.starts(jobs, p.function("worker", p.may("sns:Publish", news)))


def topic_with_a_filter(p):
    news = p.topic("news")
    worker = p.function("worker", p.may("sns:Publish", news))
    p.subscription(news, worker, filterPolicy='{"kind": ["new"]}')


def topic_to_people(p):
    news = p.topic("news")
    p.function("worker", p.may("sns:Publish", news))
    p.subscription(news, news, protocol="email", endpoint="a@example.com")


def redrive_queue_nobody_reads(p):
    dead = p.queue("dead")
    jobs = p.queue("jobs", redrivePolicy=redrive(dead))
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", dead)))


def dead_letters_read_by_another(p):
    dead = p.queue("dead")
    jobs = p.queue("jobs", redrivePolicy=redrive(dead))
    p.starts(jobs, p.function("worker"))
    p.starts(dead, p.function("undertaker"))


def dead_letters_sent_back(p):
    dead = p.queue("dead")
    jobs = p.queue("jobs", redrivePolicy=redrive(dead))
    p.starts(jobs, p.function("worker"))
    p.starts(dead, p.function("medium", p.may("sqs:SendMessage", jobs)))


def dead_letters_of_a_function_start_it(p):
    failed = p.queue("failed")
    p.starts(failed, p.function("worker", deadLetterConfig={"targetArn": failed}))


def failures_start_the_function_again(p):
    failed = p.topic("failed")
    worker = p.function("worker")
    outcomes(p, worker, "onFailure", failed)
    p.subscription(failed, worker)


def results_start_another(p):
    done = p.queue("done")
    worker = p.function("worker")
    outcomes(p, worker, "onSuccess", done)
    p.starts(done, p.function("reporter"))


def bucket_and_its_own_function(p):
    photos = p.bucket("photos")
    p.notifies(photos, p.function("resize", p.may("s3:PutObject", photos, "/*")))


def function_that_only_reads_objects(p):
    photos = p.bucket("photos")
    p.notifies(photos, p.function("resize", p.may("s3:GetObject", photos, "/*")))


def right_on_the_bucket_and_no_object(p):
    photos = p.bucket("photos")
    p.notifies(photos, p.function("resize", p.may("s3:PutObject", photos)))


def disjoint_prefixes(p):
    photos = p.bucket("photos")
    resize = p.function("resize", p.may("s3:PutObject", photos, "/small/*"))
    p.notifies(photos, resize, filterPrefix="in/")


def nested_prefixes(p):
    photos = p.bucket("photos")
    resize = p.function("resize", p.may("s3:PutObject", photos, "/in/small/*"))
    p.notifies(photos, resize, filterPrefix="in/")


def disjoint_suffixes(p):
    photos = p.bucket("photos")
    resize = p.function("resize", p.may("s3:PutObject", photos, "/*.webp"))
    p.notifies(photos, resize, filterSuffix=".jpg")


def writes_but_only_removals_are_told(p):
    photos = p.bucket("photos")
    resize = p.function("resize", p.may("s3:PutObject", photos, "/*"))
    p.notifies(photos, resize, events=["s3:ObjectRemoved:*"])


def removes_and_removals_are_told(p):
    photos = p.bucket("photos")
    resize = p.function("resize", p.may("s3:DeleteObject", photos, "/*"))
    p.notifies(photos, resize, events=["s3:ObjectRemoved:Delete"])


def bucket_through_topic_and_queue(p):
    photos, news, jobs = p.bucket("photos"), p.topic("news"), p.queue("jobs")
    p.notifies(photos, news)
    p.subscription(news, jobs)
    p.starts(jobs, p.function("resize", p.may("s3:PutObject", photos, "/*")))


def attribute_filter_that_objects_never_pass(p):
    photos, news = p.bucket("photos"), p.topic("news")
    p.notifies(photos, news)
    resize = p.function("resize", p.may("s3:PutObject", photos, "/*"))
    p.subscription(news, resize, filterPolicy='{"kind": ["photo"]}')


def objects_by_eventbridge(p, prefix="in/", rights="/in/*"):
    photos = p.bucket("photos")
    p.make(
        "aws:s3/bucketNotification:BucketNotification",
        "photos-notification",
        bucket="photos",
        eventbridge=True,
        deps={"bucket": [photos]},
    )
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": ["photos"]}, "object": {"key": [{"prefix": prefix}]}},
    }
    p.rule("uploaded", None, pattern, p.function("resize", p.may("s3:PutObject", photos, rights)))


def objects_by_eventbridge_with_another_prefix(p):
    objects_by_eventbridge(p, rights="/small/*")


def replication_both_ways(p):
    one, two = p.bucket("one"), p.bucket("two")
    replicates(p, one, two)
    replicates(p, two, one)


def replica_starts_the_writer(p):
    one, two = p.bucket("one"), p.bucket("two")
    replicates(p, one, two)
    p.notifies(two, p.function("resize", p.may("s3:PutObject", one, "/*")))


def bus_and_its_own_target(p):
    orders = p.bus("orders")
    p.rule("paid", orders, {"source": ["shop"]}, p.function("a", p.may("events:PutEvents", orders)))


def put(p, bus, key, *values):
    condition = {"StringEquals": {key: list(values)}}
    return p.may("events:PutEvents", bus, condition=condition)


def bus_with_disjoint_sources(p):
    orders = p.bus("orders")
    p.rule(
        "paid", orders, {"source": ["shop"]}, p.function("a", put(p, orders, "events:source", "a"))
    )


def bus_with_the_same_source(p):
    orders = p.bus("orders")
    worker = p.function("a", put(p, orders, "events:source", "shop", "a"))
    p.rule("paid", orders, {"source": [{"prefix": "sh"}]}, worker)


def bus_with_disjoint_detail_types(p):
    orders = p.bus("orders")
    worker = p.function("a", put(p, orders, "events:detail-type", "Booked"))
    p.rule("paid", orders, {"detail-type": ["Paid"]}, worker)


def events_of_aws_cannot_be_put(p):
    orders = p.bus("orders")
    worker = p.function("a", p.may("events:PutEvents", orders))
    p.rule("changed", orders, {"source": ["aws.ec2"]}, worker)


def bus_to_bus_and_back(p):
    orders, archive = p.bus("orders"), p.bus("archive")
    p.rule("all", orders, {"source": [{"prefix": ""}]}, archive)
    worker = p.function("a", p.may("events:PutEvents", orders))
    p.rule("back", archive, {"source": ["shop"]}, worker)


def bus_to_bus_that_keeps_it_out(p):
    orders, archive = p.bus("orders"), p.bus("archive")
    p.rule("bills", orders, {"source": ["bills"]}, archive)
    worker = p.function("a", p.may("events:PutEvents", orders))
    p.rule("back", archive, {"source": ["shop"]}, worker)


def buses_that_feed_each_other(p):
    one, two = p.bus("one"), p.bus("two")
    p.rule("there", one, {"source": ["shop"]}, two)
    p.rule("back", two, {"source": ["shop"]}, one)


def rule_that_is_off(p):
    orders = p.bus("orders")
    worker = p.function("a", p.may("events:PutEvents", orders))
    rule = p.rule("paid", orders, {"source": ["shop"]}, worker)
    p.resources.remove(rule)
    p.make(rule.type, rule.name, **{**rule.properties, "state": "DISABLED", "eventBusName": orders})


def schedule(p):
    tick = p.rule("tick", None, "", p.function("a", p.may("events:PutEvents", p.bus("orders"))))
    p.resources.remove(tick)
    p.make(tick.type, "tick", scheduleExpression="rate(1 hour)")


CASES = [
    (nothing, []),
    (queue_and_its_own_worker, RING),
    (worker_that_only_reads, []),
    (worker_that_writes_elsewhere, []),
    (worker_on_a_mapping_that_is_off, []),
    (wildcard_action, RING),
    (two_workers_in_a_ring, ["a → second → b → first"]),
    (two_rings, ["one-worker → one", "two-worker → two"]),
    (long_and_short_way_round, ["worker → jobs"]),
    (self_invocation, ["worker"]),
    (topic_and_its_own_subscriber, ["worker → news"]),
    (topic_through_a_queue, ["worker → news → jobs"]),
    (topic_with_a_filter, ["? worker → news"]),
    (topic_to_people, []),
    (redrive_queue_nobody_reads, []),
    (dead_letters_read_by_another, []),
    (dead_letters_sent_back, ["medium → jobs → dead"]),
    (dead_letters_of_a_function_start_it, ["worker → failed"]),
    (failures_start_the_function_again, ["worker → failed"]),
    (results_start_another, []),
    (bucket_and_its_own_function, ["resize → photos"]),
    (function_that_only_reads_objects, []),
    (right_on_the_bucket_and_no_object, []),
    (disjoint_prefixes, []),
    (nested_prefixes, ["resize → photos"]),
    (disjoint_suffixes, []),
    (writes_but_only_removals_are_told, []),
    (removes_and_removals_are_told, ["resize → photos"]),
    (bucket_through_topic_and_queue, ["resize → photos → news → jobs"]),
    (attribute_filter_that_objects_never_pass, []),
    (objects_by_eventbridge, ["resize → photos → default"]),
    (objects_by_eventbridge_with_another_prefix, []),
    (replication_both_ways, []),
    (replica_starts_the_writer, ["resize → one → two"]),
    (bus_and_its_own_target, ["a → orders"]),
    (bus_with_disjoint_sources, []),
    (bus_with_the_same_source, ["a → orders"]),
    (bus_with_disjoint_detail_types, []),
    (events_of_aws_cannot_be_put, []),
    (bus_to_bus_and_back, ["a → orders → archive"]),
    (bus_to_bus_that_keeps_it_out, []),
    (buses_that_feed_each_other, ["one → two"]),
    (rule_that_is_off, []),
    (schedule, []),
]


@before_and_after
@programs(CASES)
def test_loops(write, expected, known):
    assert loops(write, known) == expected


@programs(CASES)
def test_the_order_of_resources_does_not_matter(write, expected):
    program = written(write)
    for seed in range(3):
        random.Random(seed).shuffle(program.resources)
        assert rings(program.resources) == expected, f"seed {seed}"
