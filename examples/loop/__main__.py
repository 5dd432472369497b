"""Four harmless pieces that start each other for ever. A plain Pulumi program, no components.

    jobs queue -> worker function -> results bus -> ingest function -> jobs queue

Nothing in AWS stops this one: Lambda's own loop detection does not look into EventBridge.
With `loop:unknown` the policy documents are one unknown text at preview, as they are whenever a
document is written from the ARN of a new resource.
"""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

HOME = f"{aws.get_region().region}:{aws.get_caller_identity().account_id}"

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ],
}
CODE = pulumi.AssetArchive(
    {"index.py": pulumi.StringAsset("def handler(event, context):\n    print(event)\n")}
)
READ_QUEUES = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"


def function(name: str, action: str, *arns: pulumi.Input[str], **settings: Any):
    """A function that may do one thing; also its policy, for what has to wait for it."""
    role = aws.iam.Role(f"{name}-role", name=f"{name}-role", assume_role_policy=json.dumps(TRUST))
    statement = {"Effect": "Allow", "Action": action, "Resource": arns}
    policy = aws.iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    made = aws.lambda_.Function(
        name,
        name=name,
        role=role.arn,
        runtime="python3.13",
        handler="index.handler",
        code=CODE,
        **settings,
    )
    return made, policy


def known(arn: pulumi.Output[str], text: str) -> pulumi.Input[str]:
    """An ARN as preview should see it: unknown, or as text from the name."""
    return arn if pulumi.Config().get_bool("unknown") else text


def after(*resources: pulumi.Resource) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(depends_on=list(resources))


failed = aws.sqs.Queue("failed", name="failed", message_retention_seconds=1209600)
jobs = aws.sqs.Queue(
    "jobs",
    name="jobs",
    redrive_policy=pulumi.Output.json_dumps(
        {"deadLetterTargetArn": failed.arn, "maxReceiveCount": 5}
    ),
)
results = aws.cloudwatch.EventBus("results", name="results")

worker, may_put = function(
    "worker", "events:PutEvents", known(results.arn, f"arn:aws:events:{HOME}:event-bus/results")
)
ingest, may_send = function(
    "ingest",
    "sqs:SendMessage",
    known(jobs.arn, f"arn:aws:sqs:{HOME}:jobs"),
    known(failed.arn, f"arn:aws:sqs:{HOME}:failed"),
    dead_letter_config={"target_arn": failed.arn},
)

reading = aws.iam.RolePolicyAttachment(
    "worker-reads-jobs", role="worker-role", policy_arn=READ_QUEUES, opts=after(worker)
)
mapping = aws.lambda_.EventSourceMapping(
    "jobs-to-worker",
    event_source_arn=jobs.arn,
    function_name=worker.name,
    opts=after(reading),
)
rule = aws.cloudwatch.EventRule(
    "finished", event_bus_name=results.name, event_pattern=json.dumps({"source": ["worker"]})
)
allowed = aws.lambda_.Permission(
    "results-may-start-ingest",
    action="lambda:InvokeFunction",
    function=ingest.name,
    principal="events.amazonaws.com",
    source_arn=rule.arn,
)
letters = aws.sqs.QueuePolicy(
    "failed-takes-letters",
    queue_url=failed.url,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sqs:SendMessage",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Resource": failed.arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": rule.arn}},
                }
            ],
        }
    ),
)
# Nothing flows before all of it is there.
aws.cloudwatch.EventTarget(
    "finished-to-ingest",
    event_bus_name=results.name,
    rule=rule.name,
    arn=ingest.arn,
    dead_letter_config={"arn": failed.arn},
    opts=after(allowed, letters, mapping, may_put, may_send),
)
