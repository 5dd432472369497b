"""Lambda, Step Functions, Batch, ECS, ECR and the build services."""

import hashlib
import json
from typing import Any

from offline.provider.kinds.kind import WHEN, Kind, arn, by_arn, last_part, with_arn

_INVOKE = "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions"
_STREAM = "arn:{partition}:apigateway:{region}:lambda:path/2021-11-15/functions"
_CODE = ("code", "imageUri", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash")


def _function_arn(answer: Any) -> str:
    """The ARN of the function that an input names by name or ARN."""
    given = str(answer["functionName"])
    if given.startswith("arn:"):
        return given
    return answer.render(arn("lambda", f"function:{last_part(given)}"))


def _version(answer: Any) -> str:
    """A published version counts up; without publishing there is only `$LATEST`."""
    if not answer.get("publish"):
        return "$LATEST"
    before = str(answer.before.get("version", ""))
    return str(int(before) + 1) if before.isdigit() else "1"


def _code_hash(answer: Any) -> str:
    code = json.dumps([answer.get(name) for name in _CODE], sort_keys=True)
    return hashlib.sha256(code.encode()).hexdigest()


def _alias_arn(answer: Any) -> str:
    return f"{_function_arn(answer)}:{answer['name']}"


def _event_invoke_id(answer: Any) -> str:
    qualifier = answer.get("qualifier")
    return answer["functionName"] + (f":{qualifier}" if qualifier else "")


def _state_machine_version(answer: Any) -> str:
    if not answer.get("publish"):
        return answer["arn"]
    before = str(answer.before.get("stateMachineVersionArn", "")).rpartition(":")[2]
    return f"{answer['arn']}:{int(before) + 1 if before.isdigit() else 1}"


def _state_machine_alias(answer: Any) -> str:
    version = answer["routingConfigurations"][0]["stateMachineVersionArn"]
    return f"{version.rpartition(':')[0]}:{answer['name']}"


def _revision(answer: Any) -> int:
    return int(answer.before.get("revision", 0)) + 1


KINDS: dict[str, Kind] = {
    "aws:lambda/function:Function": Kind(
        values={
            "arn": arn("lambda", "function:{name}"),
            "invokeArn": f"{_INVOKE}/{{arn}}/invocations",
            "responseStreamingInvokeArn": f"{_STREAM}/{{arn}}/response-streaming-invocations",
            "version": _version,
            "qualifiedArn": "{arn}:{version}",
            "qualifiedInvokeArn": f"{_INVOKE}/{{qualifiedArn}}/invocations",
            "lastModified": "2026-01-01T00:00:00.000+0000",
            "sourceCodeSize": 1024,
            "codeSha256": _code_hash,
            "sourceCodeHash": _code_hash,
            "architectures": ["x86_64"],
            "ephemeralStorage": {"size": 512},
            "loggingConfig": lambda a: {
                "logFormat": "Text",
                "logGroup": f"/aws/lambda/{a['name']}",
                "applicationLogLevel": "",
                "systemLogLevel": "",
            },
            "tracingConfig": {"mode": "PassThrough"},
            "signingJobArn": "",
            "signingProfileVersionArn": "",
        },
        defaults={
            "memorySize": 128,
            "timeout": 3,
            "packageType": "Zip",
            "publish": False,
            "reservedConcurrentExecutions": -1,
            "skipDestroy": False,
        },
        nested={
            "vpcConfig": {"vpcId": "vpc-{hex:17}"},
            "loggingConfig": {"logGroup": "/aws/lambda/{name}"},
            "snapStart": {"optimizationStatus": "Off"},
        },
        changing={
            "version": ("publish", *_CODE, "environment", "memorySize", "timeout", "handler"),
            "qualifiedArn": ("publish", *_CODE, "environment", "memorySize", "timeout", "handler"),
            "qualifiedInvokeArn": (
                "publish", *_CODE, "environment", "memorySize", "timeout", "handler",
            ),
            "lastModified": _CODE,
            "codeSha256": _CODE,
            "sourceCodeSize": _CODE,
        },
        forced_new=("packageType",),
    ),
    "aws:lambda/alias:Alias": Kind(
        id="{arn}",
        values={"arn": _alias_arn, "invokeArn": f"{_INVOKE}/{{arn}}/invocations"},
        forced_new=("functionName",),
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": Kind(
        id="{uuid}",
        values={
            "uuid": "{id}",
            "arn": arn("lambda", "event-source-mapping:{id}"),
            "functionArn": _function_arn,
            "lastModified": WHEN,
            "lastProcessingResult": "",
            "state": "Enabled",
            "stateTransitionReason": "USER_INITIATED",
            "maximumRecordAgeInSeconds": -1,
            "maximumRetryAttempts": -1,
            "parallelizationFactor": 1,
        },
        defaults={"enabled": True},
        changing={"functionArn": ("functionName",), "lastModified": ("*",)},
        forced_new=("eventSourceArn", "selfManagedEventSource", "startingPosition"),
    ),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": Kind(
        id=_event_invoke_id, defaults={"maximumRetryAttempts": 2}
    ),
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": Kind(id="{functionName}"),
    "aws:lambda/functionUrl:FunctionUrl": Kind(
        id="{functionName}",
        values={
            "functionArn": _function_arn,
            "urlId": "{letters:32}",
            "functionUrl": "https://{urlId}.lambda-url.{region}.on.aws/",
        },
        defaults={"invokeMode": "BUFFERED"},
        forced_new=("functionName", "qualifier"),
    ),
    "aws:lambda/layerVersion:LayerVersion": Kind(
        id="{arn}",
        values={
            "layerArn": arn("lambda", "layer:{layerName}"),
            "arn": "{layerArn}:{version}",
            "version": "1",
            "createdDate": "2026-01-01T00:00:00.000+0000",
            "codeSha256": _code_hash,
            "sourceCodeHash": _code_hash,
            "sourceCodeSize": 1024,
            "signingJobArn": "",
            "signingProfileVersionArn": "",
        },
        defaults={"skipDestroy": False},
        forced_new=(
            "code", "compatibleArchitectures", "compatibleRuntimes", "description", "layerName",
            "licenseInfo", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash",
        ),
    ),
    "aws:lambda/permission:Permission": Kind(
        id="{statementId}",
        values={"statementId": "terraform-{digits:26}"},
        forced_new=(
            "action", "eventSourceToken", "function", "functionUrlAuthType", "principal",
            "principalOrgId", "qualifier", "sourceAccount", "sourceArn", "statementId",
        ),
    ),
    "aws:lambda/codeSigningConfig:CodeSigningConfig": Kind(
        id="{arn}",
        values={"configId": "csc-{hex:17}", "arn": arn("lambda", "code-signing-config:{configId}")},
    ),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": Kind(
        id="{functionName},{qualifier}", defaults={"skipDestroy": False}
    ),
    "aws:lambda/runtimeManagementConfig:RuntimeManagementConfig": Kind(
        id="{functionName}", values={"functionArn": _function_arn}
    ),
    "aws:sfn/stateMachine:StateMachine": Kind(
        id="{arn}",
        values={
            "arn": arn("states", "stateMachine:{name}"),
            "creationDate": WHEN,
            "status": "ACTIVE",
            "description": "",
            "versionDescription": "",
            "revisionId": "{uuid}",
            "stateMachineVersionArn": _state_machine_version,
            "tracingConfiguration": {"enabled": False},
            "loggingConfiguration": {"includeExecutionData": False, "level": "OFF"},
            "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        },
        defaults={"type": "STANDARD", "publish": False},
        changing={"revisionId": ("*",), "stateMachineVersionArn": ("definition", "publish")},
        forced_new=("type",),
    ),
    "aws:sfn/activity:Activity": by_arn("states", "activity:{name}", creationDate=WHEN),
    "aws:sfn/alias:Alias": Kind(
        id="{arn}", values={"arn": _state_machine_alias, "creationDate": WHEN}
    ),
    "aws:batch/computeEnvironment:ComputeEnvironment": with_arn(
        None, "batch", "compute-environment/{name}",
        status="VALID", statusReason="ComputeEnvironment Healthy",
        ecsClusterArn=arn("ecs", "cluster/AWSBatch-{name}-{uuid}"),
    ),
    "aws:batch/jobQueue:JobQueue": by_arn("batch", "job-queue/{name}"),
    "aws:batch/jobDefinition:JobDefinition": Kind(
        id="{arn}",
        values={
            "arnPrefix": arn("batch", "job-definition/{name}"),
            "revision": _revision,
            "arn": "{arnPrefix}:{revision}",
        },
        changing={"revision": ("*",), "arn": ("*",)},
    ),
    "aws:batch/schedulingPolicy:SchedulingPolicy": by_arn("batch", "scheduling-policy/{name}"),
    "aws:ecs/cluster:Cluster": by_arn(
        "ecs", "cluster/{name}", settings=[{"name": "containerInsights", "value": "disabled"}]
    ),
    "aws:ecs/service:Service": Kind(
        id="{arn}",
        values={
            "arn": lambda a: a.render(
                arn("ecs", f"service/{last_part(a.get('cluster', 'default'))}/{{name}}")
            ),
            "cluster": arn("ecs", "cluster/default"),
            "launchType": "EC2",
        },
    ),
    "aws:ecs/taskDefinition:TaskDefinition": Kind(
        id="{family}",
        values={
            "revision": 1,
            "arnWithoutRevision": arn("ecs", "task-definition/{family}"),
            "arn": "{arnWithoutRevision}:{revision}",
            "networkMode": "bridge",
        },
        forced_new=("containerDefinitions", "cpu", "executionRoleArn", "family", "memory",
                    "networkMode", "requiresCompatibilities", "taskRoleArn", "volumes"),
    ),
    "aws:ecr/repository:Repository": with_arn(
        None, "ecr", "repository/{name}",
        registryId="{account}",
        repositoryUrl="{account}.dkr.ecr.{region}.{dns_suffix}/{name}",
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Kind(id="{repository}"),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Kind(id="{repository}"),
    "aws:codebuild/project:Project": by_arn(
        "codebuild", "project/{name}",
        badgeUrl="", publicProjectAlias="", encryptionKey=arn("kms", "alias/aws/s3"),
    ),
    "aws:codepipeline/pipeline:Pipeline": with_arn(None, "codepipeline", "{name}"),
    "aws:codepipeline/webhook:Webhook": Kind(
        id="{arn}",
        values={
            "arn": arn("codepipeline", "webhook:{name}"),
            "url": "https://{region}.webhooks.aws/trigger?t={hex:32}",
        },
    ),
    "aws:imagebuilder/component:Component": by_arn("imagebuilder", "component/{name}/{version}/1"),
    "aws:imagebuilder/containerRecipe:ContainerRecipe": by_arn(
        "imagebuilder", "container-recipe/{name}/{version}"
    ),
    "aws:imagebuilder/imageRecipe:ImageRecipe": by_arn(
        "imagebuilder", "image-recipe/{name}/{version}"
    ),
    "aws:imagebuilder/imagePipeline:ImagePipeline": by_arn("imagebuilder", "image-pipeline/{name}"),
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": by_arn(
        "imagebuilder", "infrastructure-configuration/{name}"
    ),
    "aws:imagebuilder/distributionConfiguration:DistributionConfiguration": by_arn(
        "imagebuilder", "distribution-configuration/{name}"
    ),
}  # fmt: skip
