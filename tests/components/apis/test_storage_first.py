import json

import pytest
from pydantic import ValidationError

from components.apis.storage_first import StorageFirstApi, StorageFirstArgs
from tests.support.architectures import alone
from tests.support.guardrails import in_environment, verdicts
from tests.support.recorder import deploy

CONSUMER = {"consumer": {"timeout_seconds": 20}}
QUEUE_ARN = "arn:aws:sqs:eu-west-1:123456789012:jobs"
MACHINE_ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:keep"
JWT = {"issuer": "https://login.example.com", "audience": ["shop"]}


def orders(**settings):
    return alone(StorageFirstApi, "orders", settings)


def statements(deployed, name):
    return json.loads(deployed[f"{name}-policy"]["policy"])["Statement"]


def integration(deployed, call):
    return deployed[f"orders-to-orders-{call}"]


ALL = {
    "queue": {
        "receive": "GET /messages",
        "delete": "DELETE /messages",
        "purge": "DELETE /messages/all",
    },
    "bus": {},
    "stream": {},
    "workflow": {"stop": "DELETE /executions"},
    "configuration": {"content": {"a": 1}},
}
CALLS = [
    ("send", "SQS-SendMessage", "sqs:SendMessage"),
    ("receive", "SQS-ReceiveMessage", "sqs:ReceiveMessage"),
    ("delete", "SQS-DeleteMessage", "sqs:DeleteMessage"),
    ("purge", "SQS-PurgeQueue", "sqs:PurgeQueue"),
    ("put", "EventBridge-PutEvents", "events:PutEvents"),
    ("record", "Kinesis-PutRecord", "kinesis:PutRecord"),
    ("start", "StepFunctions-StartExecution", "states:StartExecution"),
    ("stop", "StepFunctions-StopExecution", "states:StopExecution"),
    ("configuration", "AppConfig-GetConfiguration", "appconfig:GetConfiguration"),
]


@pytest.fixture(scope="module")
def everything():
    return orders(**ALL)


@pytest.mark.parametrize(("call", "subtype", "action"), CALLS, ids=[c[0] for c in CALLS])
def test_each_integration_has_a_role_for_its_one_action(everything, call, subtype, action):
    made = integration(everything, call)
    assert made["integrationSubtype"] == subtype
    assert (made["integrationType"], made["payloadFormatVersion"]) == ("AWS_PROXY", "1.0")
    assert made["credentialsArn"] == everything.resource(f"orders-{call}-role").outputs["arn"]
    (statement,) = statements(everything, f"orders-{call}")
    assert statement["Action"] == [action]
    assert "*" not in statement["Resource"]


def test_the_api_may_put_events_of_one_source_and_type_only():
    deployed = orders(bus={"source": "shop", "detail_type": "Ordered"})
    (statement,) = statements(deployed, "orders-put")
    keys = {"events:source": "shop", "events:detail-type": "Ordered"}
    assert statement["Condition"] == {"StringEquals": keys}
    parameters = integration(deployed, "put")["requestParameters"]
    assert (parameters["Source"], parameters["DetailType"]) == ("shop", "Ordered")


TAKEN = {
    "send": {"MessageBody": "$request.body"},
    "receive": {},
    "delete": {"ReceiptHandle": "$request.querystring.receiptHandle"},
    "purge": {},
    "put": {"Detail": "$request.body"},
    "record": {"Data": "$request.body", "PartitionKey": "$context.requestId"},
    "start": {"Input": "$request.body"},
    "stop": {"ExecutionArn": "$request.querystring.executionArn"},
    "configuration": {"ClientId": "$request.querystring.client"},
}


def test_callers_fill_in_these_parameters_and_no_other(everything):
    """API Gateway puts each in as a value, whatever it holds; all others are fixed."""
    given = {call: integration(everything, call)["requestParameters"] for call in TAKEN}
    taken = {
        call: {key: value for key, value in parameters.items() if "$" in value}
        for call, parameters in given.items()
    }
    assert taken == TAKEN


def test_what_an_expression_takes_can_name_no_other_parameter():
    """A text is an expression as a whole or not at all: nothing of a request is put into one."""
    for text in ("${request.body}", "x $request.body", "x", "arn:$context.x", "$input.body"):
        with pytest.raises(ValidationError, match="should match pattern"):
            StorageFirstArgs.model_validate({"queue": {"message": text}})


def test_executions_that_may_be_stopped_are_those_of_the_machine():
    deployed = orders(workflow={"state_machine_arn": MACHINE_ARN, "stop": "DELETE /executions"})
    (statement,) = statements(deployed, "orders-stop")
    assert statement["Resource"] == ["arn:aws:states:eu-west-1:123456789012:execution:keep:*"]


def test_a_message_stays_hidden_for_six_runs():
    assert orders(queue=CONSUMER)["orders-queue"]["visibilityTimeoutSeconds"] == 120


def test_the_consumer_answers_with_the_messages_that_failed():
    (mapping,) = orders(queue=CONSUMER).of("lambda/eventSourceMapping:EventSourceMapping").values()
    assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]


def test_failed_messages_are_set_aside_and_somebody_hears_of_it():
    deployed = orders(queue=CONSUMER)
    assert json.loads(deployed["orders-queue"]["redrivePolicy"])["maxReceiveCount"] == 5
    assert "orders-queue-failed-alarm" in deployed


def test_a_fifo_message_has_a_group():
    deployed = orders(queue={"fifo": True, "group": "$request.header.x-customer"})
    assert deployed["orders-queue"]["fifoQueue"] is True
    group = integration(deployed, "send")["requestParameters"]["MessageGroupId"]
    assert group == "$request.header.x-customer"


def test_an_existing_queue_is_called_by_its_url_and_nothing_is_made():
    deployed = orders(queue={"queue_arn": QUEUE_ARN})
    url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"
    assert integration(deployed, "send")["requestParameters"]["QueueUrl"] == url
    assert not deployed.of("sqs/queue:Queue")
    assert statements(deployed, "orders-send")[0]["Resource"] == [QUEUE_ARN]


def test_waiting_needs_an_express_machine():
    machines = "sfn/stateMachine:StateMachine"
    (waiting,) = orders(workflow={"wait": True}).of(machines).values()
    (started,) = orders(workflow={}).of(machines).values()
    assert (waiting["type"], started["type"]) == ("EXPRESS", "STANDARD")


def test_the_machine_is_told_its_table():
    deployed = orders(workflow={})
    definition = json.loads(
        deployed.resource("orders-workflow", "sfn/stateMachine:StateMachine").inputs["definition"]
    )
    table = deployed.resource("orders-workflow", "dynamodb/table:Table").outputs["name"]
    assert definition["States"]["Keep"]["Parameters"]["TableName"] == table


def test_callers_sign_unless_told_otherwise():
    (route,) = orders(queue={}).of("apigatewayv2/route:Route").values()
    assert route["authorizationType"] == "AWS_IAM"
    (route,) = orders(queue={}, auth="none").of("apigatewayv2/route:Route").values()
    assert route["authorizationType"] == "NONE"
    (route,) = orders(queue={}, auth=JWT).of("apigatewayv2/route:Route").values()
    assert route["authorizationType"] == "JWT"


def test_a_store_that_is_not_there_has_an_empty_output():
    made = []
    args = StorageFirstArgs.model_validate({"queue": {}})
    deployed = deploy(lambda: made.append(StorageFirstApi("orders", args)))
    outputs = deployed.component("orders", "StorageFirstApi").outputs
    assert outputs["stream_arn"] == ""
    assert outputs["queue_arn"].endswith(deployed.resource("orders-queue").outputs["name"])


REFUSED = [
    ("nothing to store in", {}, "a store: queue, bus, stream, workflow or configuration"),
    (
        "two stores on one route",
        {"queue": {"route": "POST /a"}, "bus": {"route": "POST /a"}},
        "each route once: POST /a",
    ),
    ("open to read", {"auth": "none", "queue": {"receive": "GET /messages"}}, "queue.receive"),
    ("open to purge", {"auth": "none", "queue": {"purge": "DELETE /m"}}, "queue.purge"),
    ("open to stop", {"auth": "none", "workflow": {"stop": "DELETE /e"}}, "workflow.stop"),
    ("open settings", {"auth": "none", "configuration": {"content": {"a": 1}}}, "configuration"),
    ("FIFO without a group", {"queue": {"fifo": True}}, "group and fifo go together"),
    ("group without FIFO", {"queue": {"group": "$request.header.x"}}, "group and fifo go"),
    ("too little retention", {"queue": {"retention_days": 1}}, "greater than or equal to 4"),
    (
        "consumer of an existing queue",
        {"queue": {"queue_arn": QUEUE_ARN, "consumer": {}}},
        "leave them out",
    ),
    ("no ARN", {"queue": {"queue_arn": "jobs"}}, "should match pattern"),
    ("fixed partition key", {"stream": {"partition_key": "all"}}, "should match pattern"),
    ("shards on demand", {"stream": {"mode": "ON_DEMAND", "shards": 2}}, "no shards"),
    ("AWS's own source", {"bus": {"source": "aws.ec2"}}, "a source of your own"),
    ("stop of EXPRESS", {"workflow": {"wait": True, "stop": "DELETE /e"}}, "cannot be stopped"),
    ("no configuration", {"configuration": {}}, "either content, or profile_arn"),
]


@pytest.mark.parametrize(("name", "args", "said"), REFUSED, ids=[c[0] for c in REFUSED])
def test_settings_that_cannot_work_are_refused(name, args, said):
    with pytest.raises(ValidationError, match=said):
        StorageFirstArgs.model_validate(args)


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "update"])
def test_guardrails_decide_everything_and_find_nothing(preview):
    workers = {store: {**ALL[store], **CONSUMER} for store in ("queue", "bus", "stream")}
    assert verdicts("storage-first", {**ALL, **workers}, preview=preview) == []


def test_another_architecture_takes_the_queue_by_reference():
    config = {
        "palisade:architectures": json.dumps(
            {
                "orders": {"kind": "apis/storage-first", "queue": {}},
                "more": {
                    "kind": "apis/storage-first",
                    "queue": {"queue_arn": "${orders.queue_arn}"},
                },
            }
        )
    }
    deployed = in_environment(config)
    made = deployed.resource("orders-queue", "sqs/queue:Queue").outputs["arn"]
    (statement,) = statements(deployed, "more-send")
    assert statement["Resource"] == [made]
