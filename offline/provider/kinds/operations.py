"""Logs, alarms, dashboards, traces, budgets, fault injection and other operations."""

import json
from typing import Any

from offline.provider.kinds.kind import WHEN, Kind, arn, global_arn, with_arn


def _properties(answer: Any) -> str:
    """What Cloud Control tells of a resource: what was asked for, and its identifier."""
    try:
        wanted = json.loads(answer["desiredState"])
    except ValueError:
        wanted = {}
    return json.dumps({**wanted, "Id": answer["id"]}, sort_keys=True)


KINDS: dict[str, Kind] = {
    "aws:cloudwatch/logGroup:LogGroup": Kind(
        values={"arn": arn("logs", "log-group:{name}"), "logGroupClass": "STANDARD"},
        defaults={"retentionInDays": 0, "skipDestroy": False},
        forced_new=("logGroupClass",),
    ),
    "aws:cloudwatch/logStream:LogStream": Kind(
        values={"arn": arn("logs", "log-group:{logGroupName}:log-stream:{name}")},
        forced_new=("logGroupName",),
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Kind(
        id="{name}", forced_new=("logGroupName",)
    ),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": Kind(
        id="cwlsf-{digits:10}",
        defaults={"distribution": "ByLogStream"},
        forced_new=("destinationArn", "logGroup"),
    ),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": Kind(id="{policyName}"),
    "aws:cloudwatch/queryDefinition:QueryDefinition": Kind(
        id="{queryDefinitionId}",
        values={
            "queryDefinitionId": "{uuid}",
            "arn": arn("logs", "query-definition:{queryDefinitionId}"),
        },
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Kind(
        values={"arn": arn("cloudwatch", "alarm:{name}")},
        defaults={"actionsEnabled": True, "treatMissingData": "missing"},
    ),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": Kind(
        id="{alarmName}",
        values={"arn": arn("cloudwatch", "alarm:{alarmName}")},
        defaults={"actionsEnabled": True},
        forced_new=("alarmName",),
    ),
    "aws:cloudwatch/dashboard:Dashboard": Kind(
        id="{dashboardName}",
        values={"dashboardArn": global_arn("cloudwatch", "dashboard/{dashboardName}")},
        forced_new=("dashboardName",),
    ),
    "aws:cloudwatch/metricStream:MetricStream": with_arn(
        None, "cloudwatch", "metric-stream/{name}", state="running"
    ),
    "aws:xray/group:Group": Kind(
        id="{arn}",
        values={"arn": arn("xray", "group/{groupName}/{capitals:32}")},
        forced_new=("groupName",),
    ),
    "aws:xray/samplingRule:SamplingRule": Kind(
        id="{ruleName}",
        values={"arn": arn("xray", "sampling-rule/{ruleName}")},
        forced_new=("ruleName",),
    ),
    "aws:xray/resourcePolicy:ResourcePolicy": Kind(id="{policyName}"),
    "aws:budgets/budget:Budget": Kind(
        id="{account}:{name}",
        values={
            "arn": global_arn("budgets", "budget/{name}"),
            "accountId": "{account}",
            "timePeriodStart": "2026-01-01_00:00",
        },
        forced_new=("accountId",),
    ),
    "aws:budgets/budgetAction:BudgetAction": Kind(
        id="{account}:{actionId}:{budgetName}",
        values={
            "actionId": "{uuid}",
            "accountId": "{account}",
            "arn": global_arn("budgets", "budget/{budgetName}/action/{actionId}"),
            "status": "STANDBY",
        },
    ),
    "aws:fis/experimentTemplate:ExperimentTemplate": Kind(
        id="EXT{letters:16}",
        values={
            "experimentOptions": {
                "accountTargeting": "single-account",
                "emptyTargetResolutionMode": "fail",
            }
        },
    ),
    "aws:devopsguru/notificationChannel:NotificationChannel": Kind(id="{uuid}"),
    "aws:devopsguru/resourceCollection:ResourceCollection": Kind(id="{type}"),
    "aws:devopsguru/serviceIntegration:ServiceIntegration": Kind(id="{region}"),
    "aws:cloudtrail/trail:Trail": Kind(
        id="{arn}",
        values={
            "arn": arn("cloudtrail", "trail/{name}"),
            "homeRegion": "{region}",
            "snsTopicArn": "",
        },
        defaults={
            "enableLogFileValidation": False,
            "enableLogging": True,
            "includeGlobalServiceEvents": True,
            "isMultiRegionTrail": False,
            "isOrganizationTrail": False,
        },
    ),
    "aws:cloudformation/stack:Stack": Kind(id=arn("cloudformation", "stack/{name}/{uuid}")),
    "aws:cloudformation/stackSet:StackSet": Kind(
        id="{name}",
        values={
            "stackSetId": "{name}:{uuid}",
            "arn": arn("cloudformation", "stackset/{stackSetId}"),
        },
    ),
    "aws:cloudcontrol/resource:Resource": Kind(
        id="{letters:12}",
        values={"properties": _properties},
        changing={"properties": ("desiredState",)},
        forced_new=("typeName",),
    ),
    "aws:synthetics/canary:Canary": Kind(
        values={
            "arn": arn("synthetics", "canary:{name}"),
            "engineArn": arn("lambda", "function:cwsyn-{name}-{uuid}:1"),
            "sourceLocationArn": arn("lambda", "layer:cwsyn-{name}-{uuid}:1"),
            "status": "READY",
        }
    ),
    "aws:backup/vault:Vault": with_arn(
        None, "backup", "backup-vault:{name}", kmsKeyArn=arn("kms", "key/{uuid}")
    ),
    "aws:backup/plan:Plan": with_arn("{uuid}", "backup", "backup-plan:{id}"),
    "aws:bedrock/guardrail:Guardrail": Kind(
        id="{guardrailId}",
        values={
            "guardrailId": "{letters:12}",
            "guardrailArn": arn("bedrock", "guardrail/{guardrailId}"),
            "status": "READY",
            "version": "DRAFT",
            "createdAt": WHEN,
        },
    ),
    "aws:resourcegroups/group:Group": with_arn(None, "resource-groups", "group/{name}"),
}
