"""Archives, addresses of subscriptions, CloudFront, Kafka and MQ."""

from policies.values import UNKNOWN
from tests.policies.flow.shared import (
    HOST,
    URL,
    before_and_after,
    calls,
    destination,
    edges,
    loops,
    part_of,
    programs,
    proxy,
    rest_api,
    unfollowed,
    url_of,
)
from tests.support.builders import arn
from tests.support.program import Program


def archive(p, bus, **props):
    return p.make("aws:cloudwatch/eventArchive:EventArchive", "kept", eventSourceArn=bus, **props)


def replay_that_starts_its_own_function(p, pattern=None, **props):
    orders = p.bus("orders")
    kept = archive(p, orders, **props)
    worker = p.function("f", p.may("events:StartReplay", kept))
    p.rule("again", orders, pattern or {"source": ["shop"]}, worker)


def replay_that_a_rule_leaves_out(p):
    pattern = {"source": ["shop"], "replay-name": [{"exists": False}]}
    replay_that_starts_its_own_function(p, pattern)


def replay_of_other_events(p):
    replay_that_starts_its_own_function(p, eventPattern='{"source": ["billing"]}')


def archive_that_nobody_replays(p):
    orders = p.bus("orders")
    archive(p, orders)
    p.rule("once", orders, {"source": ["shop"]}, p.function("f"))


def subscription_at_the_stacks_own_api(p):
    api, news = rest_api(p), p.topic("news")
    proxy(p, api, p.function("f", p.may("sns:Publish", news)))
    calls(p, news, f"{HOST}/prod/news", api)


def subscription_at_a_stage_of_the_stacks_own_api(p):
    api, news = rest_api(p), p.topic("news")
    proxy(p, api, p.function("f", p.may("sns:Publish", news)))
    calls(p, news, f"{HOST}/prod/news", part_of(p, api, "stage:Stage", "prod"))


def subscription_at_the_url_of_a_function(p):
    news = p.topic("news")
    worker = p.function("f", p.may("sns:Publish", news))
    calls(p, news, URL, url_of(p, worker))


def edge(p, **props):
    host = {"domainName": "d1.cloudfront.net"} if p.known else {}
    return p.make("aws:cloudfront/distribution:Distribution", "site", **host, **props)


def function_at_the_edge_that_calls_through_a_bus(p):
    orders = p.bus("orders")
    worker = p.function("f", p.may("events:PutEvents", orders))
    version = f"{worker.properties['arn']}:3" if p.known else UNKNOWN
    entry = [{"eventType": "origin-request", "lambdaArn": version}]
    site = edge(
        p,
        defaultCacheBehavior={"lambdaFunctionAssociations": entry},
        deps={"defaultCacheBehavior": [worker]},
    )
    address = "https://d1.cloudfront.net/orders"
    p.rule("back", orders, {"source": ["shop"]}, destination(p, "call", address, site))


def api_behind_a_distribution(p):
    api, news = rest_api(p), p.topic("news")
    proxy(p, api, p.function("f", p.may("sns:Publish", news)))
    host = HOST.removeprefix("https://") if p.known else UNKNOWN
    site = edge(p, origins=[{"domainName": host, "originId": "api"}], deps={"origins": [api]})
    calls(p, news, "https://d1.cloudfront.net/", site)


def bucket_behind_a_distribution(p):
    files, news = p.bucket("files"), p.topic("news")
    p.notifies(files, news)
    host = "files.s3.eu-west-1.amazonaws.com" if p.known else UNKNOWN
    site = edge(p, origins=[{"domainName": host, "originId": "s3"}], deps={"origins": [files]})
    calls(p, news, "https://d1.cloudfront.net/", site)


def cluster(p):
    known = {"arn": arn("kafka", "cluster/events/u-1")} if p.known else {}
    return p.make("aws:msk/cluster:Cluster", "events", clusterName="events", **known)


def topics(name):
    return arn("kafka", f"topic/events/u-1/{name}")


def records_of_the_topic_that_is_written(p, written="orders", **props):
    worker = p.function("f", p.may("kafka-cluster:WriteData", topics(written)))
    p.starts(cluster(p), worker, **{"topics": ["orders"], **props})


def records_of_another_topic(p):
    records_of_the_topic_that_is_written(p, "bills")


def records_of_any_topic(p):
    records_of_the_topic_that_is_written(p, "*")


def some_records_of_the_topic(p):
    some = {"filters": [{"pattern": '{"value": {"kind": ["new"]}}'}]}
    records_of_the_topic_that_is_written(p, filterCriteria=some)


def some_records_of_another_topic(p):
    some = {"filters": [{"pattern": '{"value": {"kind": ["new"]}}'}]}
    records_of_the_topic_that_is_written(p, "bills", filterCriteria=some)


def pipe(p, source, written):
    worker = p.function("f", p.may("kafka-cluster:WriteData", topics(written)))
    topic = {"managedStreamingKafkaParameters": {"topicName": "orders"}}
    p.make("aws:pipes/pipe:Pipe", "pipe", source=source, target=worker, sourceParameters=topic)


def pipe_on_the_topic_that_is_written(p):
    pipe(p, cluster(p), "orders")


def pipe_on_another_topic(p):
    pipe(p, cluster(p), "bills")


def records_of_topics_not_known(p):
    records_of_the_topic_that_is_written(p, topics=[UNKNOWN])


CASES = [
    (replay_that_starts_its_own_function, ["? f → kept → orders"]),
    (replay_that_a_rule_leaves_out, []),
    (replay_of_other_events, []),
    (archive_that_nobody_replays, []),
    (subscription_at_the_stacks_own_api, ["? f → news → api"]),
    (subscription_at_a_stage_of_the_stacks_own_api, ["? f → news → api"]),
    (subscription_at_the_url_of_a_function, ["f → news"]),
    (function_at_the_edge_that_calls_through_a_bus, ["? f → orders → call → site"]),
    (api_behind_a_distribution, ["? f → news → site → api"]),
    (bucket_behind_a_distribution, []),
]
KAFKA = [
    (records_of_the_topic_that_is_written, ["f → events"]),
    (records_of_another_topic, []),
    (records_of_any_topic, ["f → events"]),
    (some_records_of_the_topic, ["? f → events"]),
    (some_records_of_another_topic, []),
    (pipe_on_the_topic_that_is_written, ["f → events → pipe"]),
    (pipe_on_another_topic, []),
    (records_of_topics_not_known, ["? f → events"]),
]


@before_and_after
@programs(CASES)
def test_loops(write, expected, known):
    assert loops(write, known) == expected


@programs(KAFKA)
def test_loops_through_kafka_need_the_arns_of_topics(write, expected):
    assert loops(write) == expected


@before_and_after
def test_a_broker_starts_its_function_and_writes_to_it_are_listed_as_not_followed(known):
    p = Program(known)
    given = {"arn": arn("mq", "broker:mails:b-1")} if known else {}
    broker = p.make("aws:mq/broker:Broker", "mails", brokerName="mails", **given)
    p.starts(broker, p.function("f"), queues=["in"])
    assert edges(p) == [("mails", "starts", "f")]
    assert unfollowed(p) == {"writes to an MQ broker (aws:mq/broker:Broker)": 1}


def test_a_cluster_of_its_own_machines_is_listed():
    p = Program(known=True)
    p.make(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "records",
        functionName=p.function("f"),
        selfManagedEventSource={"endpoints": {"KAFKA_BOOTSTRAP_SERVERS": "k1:9092"}},
        topics=["orders"],
    )
    assert unfollowed(p) == {"self-managed Kafka as a source": 1}


def test_sources_that_nobody_follows_are_listed():
    p = Program(known=True)
    worker = p.function("f")
    documents = arn("rds", "cluster:documents")
    p.starts(p.make("aws:docdb/cluster:Cluster", "documents", arn=documents), worker)
    p.make("aws:pipes/pipe:Pipe", "pipe", source=documents, target=worker)
    assert unfollowed(p) == {"source rds of a function": 1, "source rds of a pipe": 1}


@before_and_after
def test_a_pipe_asks_an_api_destination(known):
    p = Program(known)
    ask = destination(p, "ask", URL, url_of(p, p.function("f")))
    jobs, done = p.queue("jobs"), p.queue("done")
    p.make("aws:pipes/pipe:Pipe", "pipe", source=jobs, enrichment=ask, target=done)
    assert ("pipe", "asks", "ask") in edges(p)
