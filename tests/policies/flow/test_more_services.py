"""DynamoDB, Kinesis, Firehose, pipes, schedules and state machines."""

import json

import pytest

from policies.values import UNKNOWN
from tests.policies.flow.shared import URL, before_and_after, loops, programs, unfollowed, url_of
from tests.support.builders import arn
from tests.support.program import Program, rings


def table(p, name, **props):
    return p.make("aws:dynamodb/table:Table", name, streamEnabled=True, **props)


def stream(p, name):
    return p.make("aws:kinesis/stream:Stream", name)


def follows(p, source, function, *patterns):
    """A mapping on a stream, filtered by the patterns."""
    filters = [{"pattern": json.dumps(pattern)} for pattern in patterns]
    criteria = {"filterCriteria": {"filters": filters}} if patterns else {}
    return p.starts(source, function, **criteria)


def machine(p, name, states, *rights, **props):
    if isinstance(states, dict):
        states = json.dumps({"StartAt": "x", "States": states})
    own = {"definition": states, "roleArn": p.role(f"{name}-role", *rights), **props}
    return p.make("aws:sfn/stateMachine:StateMachine", name, **own)


def pipe(p, source, target, **props):
    return p.make("aws:pipes/pipe:Pipe", "pipe", source=source, target=target, **props)


def table_and_its_own_function(p):
    items = table(p, "items")
    follows(p, items, p.function("f", p.may("dynamodb:PutItem", items)))


def table_with_a_filter_on_removals(p):
    items = table(p, "items")
    worker = p.function("f", p.may("dynamodb:UpdateItem", items))
    follows(p, items, worker, {"eventName": ["REMOVE"]})


def table_with_a_filter_on_what_is_written(p):
    items = table(p, "items")
    worker = p.function("f", p.may("dynamodb:UpdateItem", items))
    follows(p, items, worker, {"eventName": ["INSERT", "MODIFY"]})


def table_with_a_filter_on_the_item(p):
    items = table(p, "items")
    worker = p.function("f", p.may("dynamodb:PutItem", items))
    follows(p, items, worker, {"dynamodb": {"NewImage": {"done": {"BOOL": [False]}}}})


def function_that_only_reads_the_table(p):
    items = table(p, "items")
    follows(p, items, p.function("f", p.may("dynamodb:GetItem", items)))


def table_through_a_stream(p):
    items, changes = table(p, "items"), stream(p, "changes")
    p.make(
        "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination",
        "streaming",
        tableName=items.name,
        streamArn=changes,
        deps={"tableName": [items]},
    )
    follows(p, changes, p.function("f", p.may("dynamodb:PutItem", items)))


def stream_and_its_own_function(p):
    clicks = stream(p, "clicks")
    follows(p, clicks, p.function("f", p.may("kinesis:PutRecords", clicks)))


def stream_by_a_consumer(p):
    clicks = stream(p, "clicks")
    known = {"arn": arn("kinesis", "stream/clicks/consumer/fast:1")} if p.known else {}
    fast = p.make("aws:kinesis/streamConsumer:StreamConsumer", "fast", streamArn=clicks, **known)
    follows(p, fast, p.function("f", p.may("kinesis:PutRecord", clicks)))


def firehose(p, name, bucket, **props):
    return p.make(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        name,
        destination="extended_s3",
        extendedS3Configuration={"bucketArn": bucket, **props},
    )


def firehose_into_a_bucket_that_feeds_it(p, prefix="logs/", watched="logs/"):
    logs = p.bucket("logs")
    out = firehose(p, "out", logs, prefix=prefix)
    p.notifies(logs, p.function("f", p.may("firehose:PutRecord", out)), filterPrefix=watched)


def firehose_beside_the_watched_prefix(p):
    firehose_into_a_bucket_that_feeds_it(p, prefix="raw/!{timestamp:yyyy}/", watched="in/")


def firehose_whose_function_feeds_it(p):
    logs = p.bucket("logs")
    p.function("f")
    function = p.resources[-1]
    path = [{"parameterName": "LambdaArn", "parameterValue": function}]
    processing = {"processors": [{"type": "Lambda", "parameters": path}]}
    out = firehose(p, "out", logs, processingConfiguration=processing)
    del p.resources[:]
    p.add(out)
    p.function("f", p.may("firehose:PutRecordBatch", out))


def firehose_whose_backup_feeds_it(p):
    backup = p.bucket("backup")
    own = {"s3BackupConfiguration": {"bucketArn": backup}}
    out = firehose(p, "out", "arn:aws:s3:::logs", **own)
    p.notifies(backup, p.function("f", p.may("firehose:PutRecord", out)))


def firehose_to_the_url_of_its_own_writer(p):
    p.function("f")
    url = url_of(p, p.resources[-1])
    del p.resources[:]
    to = {"url": URL if p.known else UNKNOWN}
    out = p.make(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "out",
        destination="http_endpoint",
        httpEndpointConfiguration=to,
        deps={"httpEndpointConfiguration": [url]},
    )
    p.add(url)
    p.function("f", p.may("firehose:PutRecord", out))


def pipe_back_to_its_own_source(p):
    jobs = p.queue("jobs")
    pipe(p, jobs, p.function("f", p.may("sqs:SendMessage", jobs)))


def pipe_whose_enrichment_feeds_it(p):
    jobs, done = p.queue("jobs"), p.queue("done")
    pipe(p, jobs, done, enrichment=p.function("f", p.may("sqs:SendMessage", jobs)))


def pipe_whose_failures_feed_it(p):
    clicks, failed = stream(p, "clicks"), p.queue("failed")
    given = {"kinesisStreamParameters": {"deadLetterConfig": {"arn": failed}}}
    pipe(p, clicks, p.function("target"), sourceParameters=given)
    p.starts(failed, p.function("f", p.may("kinesis:PutRecord", clicks)))


def pipe_that_is_stopped(p):
    jobs = p.queue("jobs")
    pipe(p, jobs, p.function("f", p.may("sqs:SendMessage", jobs)), desiredState="STOPPED")


def pipe_onto_a_bus(p, wanted="Pipe pipe"):
    jobs, orders = p.queue("jobs"), p.bus("orders")
    pipe(p, jobs, orders)
    p.rule("back", orders, {"source": [wanted]}, jobs)


def pipe_onto_a_bus_with_another_source(p):
    pipe_onto_a_bus(p, "shop")


def schedule_to_a_function(p):
    jobs = p.queue("jobs")
    worker = p.function("f", p.may("sqs:SendMessage", jobs))
    p.make("aws:scheduler/schedule:Schedule", "hourly", target={"arn": worker})


def task(resource, **arguments):
    return {"Type": "Task", "Resource": resource, "Parameters": arguments, "End": True}


def machine_that_starts_itself(p):
    own = arn("states", "stateMachine:again")
    states = {"x": task("arn:aws:states:::states:startExecution", StateMachineArn=own)}
    machine(p, "again", states)


def machine_and_a_queue(p):
    jobs = p.queue("jobs")
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"
    states = {"x": task("arn:aws:states:::sqs:sendMessage.waitForTaskToken", QueueUrl=url)}
    flow = machine(p, "flow", states)
    p.starts(jobs, p.function("f", p.may("states:StartExecution", flow)))


def machine_with_a_task_inside_a_map(p):
    inner = {"States": {"y": {"Type": "Task", "Resource": arn("lambda", "function:f")}}}
    flow = machine(p, "flow", {"x": {"Type": "Map", "ItemProcessor": inner}})
    p.function("f", p.may("states:StartExecution", flow))


def machine_whose_role_may_what_it_does_not_do(p):
    jobs = p.queue("jobs")
    states = {"x": task("arn:aws:states:::dynamodb:getItem", TableName="items")}
    states["y"] = task("arn:aws:states:::sns:publish", TopicArn=arn("sns", "news"))
    flow = machine(p, "flow", states, p.may("sqs:SendMessage", jobs))
    p.starts(jobs, p.function("f", p.may("states:StartExecution", flow)))


CASES = [
    (table_and_its_own_function, ["f → items"]),
    (table_with_a_filter_on_removals, []),
    (table_with_a_filter_on_what_is_written, ["f → items"]),
    (table_with_a_filter_on_the_item, ["? f → items"]),
    (function_that_only_reads_the_table, []),
    (table_through_a_stream, ["f → items → changes"]),
    (stream_and_its_own_function, ["f → clicks"]),
    (stream_by_a_consumer, ["f → clicks"]),
    (firehose_into_a_bucket_that_feeds_it, ["f → out → logs"]),
    (firehose_beside_the_watched_prefix, []),
    (firehose_whose_function_feeds_it, ["f → out"]),
    (firehose_whose_backup_feeds_it, ["f → out → backup"]),
    (firehose_to_the_url_of_its_own_writer, ["f → out"]),
    (pipe_back_to_its_own_source, ["f → jobs → pipe"]),
    (pipe_whose_enrichment_feeds_it, ["f → jobs → pipe"]),
    (pipe_whose_failures_feed_it, ["f → clicks → pipe → failed"]),
    (pipe_that_is_stopped, []),
    (pipe_onto_a_bus, ["jobs → pipe → orders"]),
    (pipe_onto_a_bus_with_another_source, []),
    (schedule_to_a_function, []),
    (machine_that_starts_itself, ["again"]),
    (machine_and_a_queue, ["f → flow → jobs"]),
    (machine_with_a_task_inside_a_map, ["f → flow"]),
    (machine_whose_role_may_what_it_does_not_do, []),
]


@before_and_after
@programs(CASES)
def test_loops(write, expected, known):
    assert loops(write, known) == expected


DYNAMIC = task("arn:aws:states:::sqs:sendMessage", **{"QueueUrl.$": "$.url"})
BY_ROLE = [
    ("chosen at run time", {"x": DYNAMIC}),
    ("definition unknown", UNKNOWN),
    ("definition unreadable", "{"),
]


@pytest.mark.parametrize(("name", "states"), BY_ROLE, ids=[c[0] for c in BY_ROLE])
def test_the_role_decides_where_the_definition_does_not(name, states):
    p = Program(known=True)
    jobs = p.queue("jobs")
    flow = machine(p, "flow", states, p.may("sqs:SendMessage", jobs))
    p.starts(jobs, p.function("f", p.may("states:StartExecution", flow)))
    assert rings(p.resources) == ["f → flow → jobs"]


def test_a_call_that_the_role_tells_of_is_followed():
    p = Program(known=True)
    call = task("arn:aws:states:::aws-sdk:s3:putObject", Bucket="photos")
    photos = p.bucket("photos")
    flow = machine(p, "flow", {"x": call}, p.may("s3:PutObject", photos, "/*"))
    p.notifies(photos, p.function("f", p.may("states:StartExecution", flow)))
    assert rings(p.resources) == ["f → flow → photos"]
    assert unfollowed(p) == {}


def test_a_call_that_nobody_knows_is_listed():
    p = Program(known=True)
    machine(p, "flow", {"x": task("arn:aws:states:::ecs:runTask.sync", TaskDefinition="jobs")})
    assert unfollowed(p) == {"task ecs:runtask of a state machine": 1}
