"""Function: its own role and log group, and what each setting decides."""

import json

import pulumi
import pytest
from pydantic import ValidationError

from components.args import Model
from components.foundation.function import Function
from components.foundation.function_settings import FunctionArgs, Vpc
from components.foundation.grant import SELF, Grant
from components.foundation.queue import Queue, QueueArgs
from components.foundation.table import Key, Table, TableArgs
from components.foundation.topic import Topic, TopicArgs
from components.settings import Context, Settings
from tests.support.recorder import deploy, inside

HANDLER = "handlers.apis.cors.http.handler"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
FUNCTION = "lambda/function:Function"


def worker(context=None, **settings):
    def build():
        opts = inside(context) if context else None
        Function("worker", FunctionArgs(handler=HANDLER, **settings), opts)

    return deploy(build)


def function(deployed, name="worker"):
    return deployed.resource(name, FUNCTION)


def allowed(deployed, policy="worker-policy"):
    """Action -> resources of a policy."""
    statements = json.loads(deployed[policy]["policy"])["Statement"]
    return {action: s["Resource"] for s in statements for action in s["Action"]}


def test_what_settings_say_under_the_same_name_is_said_once():
    class Given(Model):
        handler: str
        timeout_seconds: int
        routes: tuple[str, ...] = ()

    given = Given(handler=HANDLER, timeout_seconds=3, routes=("GET /",))
    assert FunctionArgs.of(given) == FunctionArgs(handler=HANDLER, timeout_seconds=3)
    assert FunctionArgs.of(given, timeout_seconds=4).timeout_seconds == 4


def test_defaults_are_the_cheap_and_safe_ones():
    inputs = function(worker()).inputs
    assert inputs["architectures"] == ["arm64"]
    assert inputs["handler"] == HANDLER
    assert "reservedConcurrentExecutions" not in inputs
    assert "vpcConfig" not in inputs


def test_logs_are_json_in_a_group_of_its_own_with_an_end():
    deployed = worker(Context(settings=Settings(log_retention_days=7, log_level="WARN")))
    group = deployed.resource("worker-logs")
    assert group.inputs["retentionInDays"] == 7
    assert function(deployed).inputs["loggingConfig"] == {
        "logFormat": "JSON",
        "applicationLogLevel": "WARN",
        "systemLogLevel": "INFO",
        "logGroup": group.outputs["name"],
    }


def test_functions_own_log_level_wins():
    deployed = worker(Context(settings=Settings(log_level="WARN")), log_level="DEBUG")
    assert function(deployed).inputs["loggingConfig"]["applicationLogLevel"] == "DEBUG"


def test_role_may_write_to_its_own_log_group_and_no_other():
    deployed = worker(Context(settings=Settings(tracing=False)))
    arn = deployed.resource("worker-logs").outputs["arn"]
    assert allowed(deployed) == {
        "logs:CreateLogStream": [f"{arn}:*"],
        "logs:PutLogEvents": [f"{arn}:*"],
    }


@pytest.mark.parametrize(("tracing", "mode"), [(True, "Active"), (False, "PassThrough")])
def test_tracing_comes_with_its_permission(tracing, mode):
    deployed = worker(Context(settings=Settings(tracing=tracing)))
    assert function(deployed).inputs["tracingConfig"] == {"mode": mode}
    assert ("xray:PutTraceSegments" in allowed(deployed)) is tracing


def test_function_waits_for_its_permissions():
    deployed = worker()
    assert deployed.resource("worker-policy").urn in function(deployed).dependencies


def test_network_comes_with_its_permission():
    deployed = worker(vpc=Vpc(subnet_ids=("subnet-1",), security_group_ids=("sg-1",)))
    assert function(deployed).inputs["vpcConfig"] == {
        "subnetIds": ["subnet-1"],
        "securityGroupIds": ["sg-1"],
    }
    assert allowed(deployed)["ec2:CreateNetworkInterface"] == ["*"]


@pytest.mark.parametrize("concurrency", [0, 7])
def test_reserved_concurrency_may_be_nothing_at_all(concurrency):
    inputs = function(worker(reserved_concurrency=concurrency)).inputs
    assert inputs["reservedConcurrentExecutions"] == concurrency


def test_loop_stop_of_aws_stays_on():
    assert worker().of("functionRecursionConfig:FunctionRecursionConfig") == {}


def test_loop_is_allowed_with_a_reason_that_guardrails_can_read():
    deployed = worker(recursive_loop="Allow", loop_reason="retries itself, at most 40 times")
    assert deployed["worker-recursion"]["recursiveLoop"] == "Allow"
    assert function(deployed).inputs["tags"] == {
        "palisade:loop-reason": "retries itself, at most 40 times"
    }


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"recursive_loop": "Allow"}, "loop_reason, because recursive_loop is Allow"),
        ({"recursive_loop": "Allow", "loop_reason": " "}, "loop_reason, because"),
        ({"layers": ("a", "b", "c", "d", "e")}, "4 layers at most beside that of Powertools"),
        ({"timeout_seconds": 901}, "less than or equal to 900"),
    ],
)
def test_settings_that_lambda_would_refuse_or_nobody_could_explain(settings, says):
    with pytest.raises(ValidationError, match=says):
        FunctionArgs(handler=HANDLER, **settings)


LAYERS = [
    ("aws", "eu-west-1", "arn:aws:lambda:eu-west-1:017000801446"),
    ("China", "cn-north-1", "arn:aws-cn:lambda:cn-north-1:498634801083"),
    ("GovCloud west", "us-gov-west-1", "arn:aws-us-gov:lambda:us-gov-west-1:165093116878"),
    ("GovCloud east", "us-gov-east-1", "arn:aws-us-gov:lambda:us-gov-east-1:165087284144"),
]


@pytest.mark.parametrize(("name", "region", "start"), LAYERS, ids=[c[0] for c in LAYERS])
def test_powertools_layer_is_that_of_the_region(name, region, start):
    context = Context(region=region, settings=Settings(powertools_layer_version=21))
    (layer,) = function(worker(context)).inputs["layers"]
    assert layer == f"{start}:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:21"


def test_powertools_layer_outside_an_environment_is_that_of_where_it_runs():
    (layer,) = function(worker(architecture="x86_64", runtime="python3.12")).inputs["layers"]
    assert layer.startswith("arn:aws:lambda:eu-west-1:017000801446:layer:")
    assert layer.split(":")[6] == "AWSLambdaPowertoolsPythonV3-python312-x86_64"


def test_own_layers_follow_that_of_powertools():
    context = Context(region="eu-west-1")
    assert function(worker(context, layers=("own",))).inputs["layers"][1:] == ["own"]
    assert function(worker(powertools=False, layers=("own",))).inputs["layers"] == ["own"]


def test_failed_events_go_to_the_destination_which_the_role_may_reach():
    def build():
        failed = Queue("failed", QueueArgs(dead_letter=False))
        args = FunctionArgs(handler=HANDLER, on_failure=failed, retry_attempts=1)
        Function("worker", args)

    deployed = deploy(build)
    arn = deployed.resource("failed", "sqs/queue:Queue").outputs["arn"]
    config = deployed["worker-async"]
    assert config["destinationConfig"] == {"onFailure": {"destination": arn}}
    assert config["maximumRetryAttempts"] == 1
    assert allowed(deployed)["sqs:SendMessage"] == [arn]


def test_retries_hold_without_a_destination():
    config = worker(retry_attempts=0)["worker-async"]
    assert config["maximumRetryAttempts"] == 0
    assert "destinationConfig" not in config


def test_nothing_is_said_of_retries_where_lambdas_own_are_wanted():
    assert worker().of("functionEventInvokeConfig:FunctionEventInvokeConfig") == {}


def test_grant_to_itself_is_made_after_the_function():
    call = Grant(("lambda:InvokeFunction",), (SELF,), (SELF,))
    deployed = worker(grants=(call,))
    arn = function(deployed).outputs["arn"]
    assert allowed(deployed, "worker-self-policy") == {"lambda:InvokeFunction": [arn]}
    assert "lambda:InvokeFunction" not in allowed(deployed)
    assert deployed.resource("worker-self-policy").urn not in function(deployed).dependencies


def test_queue_starts_the_function_once_its_role_may_read():
    def build():
        jobs = Queue("jobs", QueueArgs())
        source = jobs.source(batch_size=5, max_concurrency=2)
        Function("worker", FunctionArgs(handler=HANDLER, sources=(source,)))

    deployed = deploy(build)
    mapping = deployed.resource("worker-mapping")
    arn = deployed.resource("jobs", "sqs/queue:Queue").outputs["arn"]
    assert mapping.inputs["eventSourceArn"] == arn
    assert mapping.inputs["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping.inputs["scalingConfig"] == {"maximumConcurrency": 2}
    assert deployed.resource("worker-policy").urn in mapping.dependencies
    assert {a: r for a, r in allowed(deployed).items() if a.startswith("sqs:")} == {
        "sqs:ReceiveMessage": [arn],
        "sqs:DeleteMessage": [arn],
        "sqs:GetQueueAttributes": [arn],
    }


def test_table_stream_starts_the_function_and_sets_bad_records_aside():
    def build():
        failed = Queue("failed", QueueArgs(dead_letter=False))
        table = Table("orders", TableArgs(partition_key=Key(name="id"), stream="NEW_IMAGE"))
        source = table.source(on_failure=failed)
        Function("worker", FunctionArgs(handler=HANDLER, sources=(source,)))

    deployed = deploy(build)
    stream = deployed.resource("orders", "table:Table").outputs["streamArn"]
    mapping = deployed["worker-mapping"]
    failed = deployed.resource("failed", "sqs/queue:Queue").outputs["arn"]
    assert mapping["eventSourceArn"] == stream
    assert mapping["bisectBatchOnFunctionError"] is True
    assert mapping["destinationConfig"] == {"onFailure": {"destinationArn": failed}}
    assert allowed(deployed)["dynamodb:GetRecords"] == [stream]
    assert allowed(deployed)["sqs:SendMessage"] == [failed]


def test_two_sources_are_two_mappings():
    def build():
        sources = tuple(Queue(name, QueueArgs()).source() for name in ("a", "b"))
        Function("worker", FunctionArgs(handler=HANDLER, sources=sources))

    mappings = deploy(build).of("eventSourceMapping:EventSourceMapping")
    assert set(mappings) == {"worker-mapping", "worker-2-mapping"}


def test_others_may_invoke_it_on_behalf_of_one_resource_only():
    def build():
        made = Function("worker", FunctionArgs(handler=HANDLER))
        made.allow("from-rule", "events.amazonaws.com", "arn:rule")

    assert deploy(build)["from-rule-permission"] == {
        "action": "lambda:InvokeFunction",
        "function": "worker-0a1b2c3",
        "principal": "events.amazonaws.com",
        "sourceArn": "arn:rule",
    }


def test_topic_can_be_a_destination_too():
    def build():
        args = FunctionArgs(handler=HANDLER, on_failure=Topic("failed", TopicArgs()))
        Function("worker", args)

    assert "sns:Publish" in allowed(deploy(build))


def test_key_of_the_environment_covers_variables_and_logs():
    deployed = worker(Context(settings=Settings(kms_key_arn=KEY)))
    assert function(deployed).inputs["kmsKeyArn"] == KEY
    assert deployed["worker-logs"]["kmsKeyId"] == KEY
    assert "kms:Decrypt" not in allowed(deployed)  # Lambda grants it to itself


def test_what_is_encrypted_with_the_key_comes_with_its_use():
    def build():
        opts = inside(Context(settings=Settings(kms_key_arn=KEY)))
        jobs = Queue("jobs", QueueArgs(), opts)
        Function("worker", FunctionArgs(handler=HANDLER, grants=(jobs.send(),)), opts)

    assert allowed(deploy(build))["kms:Decrypt"] == [KEY]


def test_variables_may_be_known_later():
    deployed = worker(environment={"TABLE": pulumi.Output.from_input("orders")})
    assert function(deployed).inputs["environment"] == {
        "variables": {"POWERTOOLS_SERVICE_NAME": "worker", "TABLE": "orders"}
    }
