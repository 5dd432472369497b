"""SQS, SNS, EventBridge, Pipes, Scheduler, Schemas, MQ, Kafka and mail."""

from typing import Any

from offline.provider.kinds.kind import WHEN, Kind, arn, by_arn, last_part, pem, with_arn


def _bus(answer: Any) -> str:
    return last_part(answer.get("eventBusName", "default"))


def _rule_id(answer: Any) -> str:
    bus = _bus(answer)
    return answer["name"] if bus == "default" else f"{bus}/{answer['name']}"


def _rule_arn(answer: Any) -> str:
    return answer.render(arn("events", f"rule/{_rule_id(answer)}"))


def _target_id(answer: Any) -> str:
    bus = _bus(answer)
    target = f"{answer['rule']}-{answer['targetId']}"
    return target if bus == "default" else f"{bus}-{target}"


def _brokers(answer: Any, port: int) -> str:
    count = int(answer.get("numberOfBrokerNodes", 3))
    name = str(answer["clusterName"]).lower()
    domain = answer.render(f"{name}.{{letters:6}}.c2.kafka.{{region}}.{{dns_suffix}}", "brokers")
    return ",".join(f"b-{number}.{domain}:{port}" for number in range(1, count + 1))


def _kafka_connection(answer: Any) -> str:
    cluster = str(answer["targetClusterArn"]).partition(":cluster/")[2].partition("/")[0]
    return answer.render(arn("kafka", f"vpc-connection/{{account}}/{cluster}/{{uuid}}-2"))


def _broker_instances(answer: Any) -> list[dict[str, Any]]:
    pair = answer.get("deploymentMode", "SINGLE_INSTANCE") != "SINGLE_INSTANCE"
    host = f"{answer['id']}-%d.mq.{answer['region']}.{answer['dns_suffix']}"
    rabbit = str(answer.get("engineType")).lower() == "rabbitmq"
    scheme, port = ("amqps", 5671) if rabbit else ("ssl", 61617)
    return [
        {
            "consoleUrl": f"https://{host % number}:8162",
            "endpoints": [f"{scheme}://{host % number}:{port}"],
            "ipAddress": f"10.0.{number}.10",
        }
        for number in ((1, 2) if pair else (1,))
    ]


KINDS: dict[str, Kind] = {
    "aws:sqs/queue:Queue": Kind(
        id="{url}",
        values={
            "arn": arn("sqs", "{name}"),
            "url": "https://sqs.{region}.{dns_suffix}/{account}/{name}",
            "kmsDataKeyReusePeriodSeconds": 300,
            "sqsManagedSseEnabled": lambda a: not a.get("kmsMasterKeyId"),
            "deduplicationScope": lambda a: "queue" if a.get("fifoQueue") else "",
            "fifoThroughputLimit": lambda a: "perQueue" if a.get("fifoQueue") else "",
        },
        defaults={
            "contentBasedDeduplication": False,
            "delaySeconds": 0,
            "fifoQueue": False,
            "maxMessageSize": 262144,
            "messageRetentionSeconds": 345600,
            "receiveWaitTimeSeconds": 0,
            "visibilityTimeoutSeconds": 30,
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": Kind(id="{queueUrl}", forced_new=("queueUrl",)),
    "aws:sqs/redrivePolicy:RedrivePolicy": Kind(id="{queueUrl}", forced_new=("queueUrl",)),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": Kind(
        id="{queueUrl}", forced_new=("queueUrl",)
    ),
    "aws:sns/topic:Topic": Kind(
        id="{arn}",
        values={
            "arn": arn("sns", "{name}"),
            "owner": "{account}",
            "beginningArchiveTime": "",
            "signatureVersion": 1,
            "tracingConfig": "PassThrough",
        },
        defaults={"contentBasedDeduplication": False, "fifoTopic": False},
    ),
    "aws:sns/topicPolicy:TopicPolicy": Kind(id="{arn}", values={"owner": "{account}"}),
    "aws:sns/topicSubscription:TopicSubscription": Kind(
        id="{arn}",
        values={
            "arn": "{topic}:{uuid}",
            "ownerId": "{account}",
            "confirmationWasAuthenticated": True,
            "pendingConfirmation": lambda a: str(a["protocol"]).startswith(("email", "http")),
            "filterPolicyScope": lambda a: "MessageAttributes" if a.get("filterPolicy") else "",
        },
        defaults={
            "confirmationTimeoutInMinutes": 1,
            "endpointAutoConfirms": False,
            "rawMessageDelivery": False,
        },
        forced_new=("endpoint", "protocol", "topic"),
    ),
    "aws:cloudwatch/eventBus:EventBus": with_arn(None, "events", "event-bus/{name}"),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": Kind(
        id=_bus, defaults={"eventBusName": "default"}, forced_new=("eventBusName",)
    ),
    "aws:cloudwatch/eventRule:EventRule": Kind(
        id=_rule_id,
        values={"arn": _rule_arn},
        defaults={"eventBusName": "default", "forceDestroy": False},
        forced_new=("eventBusName",),
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Kind(
        id=_target_id,
        values={"targetId": "terraform-{digits:26}"},
        defaults={"eventBusName": "default", "forceDestroy": False},
        forced_new=("eventBusName", "rule", "targetId"),
    ),
    "aws:cloudwatch/eventArchive:EventArchive": with_arn(None, "events", "archive/{name}"),
    "aws:cloudwatch/eventConnection:EventConnection": with_arn(
        None, "events", "connection/{name}/{uuid}",
        secretArn=arn("secretsmanager", "secret:events!connection/{name}/{uuid}-{letters:6}"),
    ),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": Kind(
        values={"arn": arn("events", "api-destination/{name}/{uuid}")},
        defaults={"invocationRateLimitPerSecond": 300},
    ),
    "aws:cloudwatch/eventEndpoint:EventEndpoint": with_arn(
        None, "events", "endpoint/{name}",
        endpointUrl="https://{letters:10}.{letters:3}.endpoint.events.{dns_suffix}",
    ),
    "aws:cloudwatch/eventPermission:EventPermission": Kind(
        id=lambda a: f"{_bus(a)}-{a['statementId']}",
        defaults={"action": "events:PutEvents", "eventBusName": "default"},
    ),
    "aws:pipes/pipe:Pipe": Kind(
        values={"arn": arn("pipes", "pipe/{name}")},
        defaults={"description": "Managed by Pulumi", "desiredState": "RUNNING"},
        forced_new=("source",),
    ),
    "aws:scheduler/schedule:Schedule": Kind(
        id="{groupName}/{name}",
        values={
            "groupName": "default",
            "arn": arn("scheduler", "schedule/{groupName}/{name}"),
            "actionAfterCompletion": "NONE",
        },
        defaults={"scheduleExpressionTimezone": "UTC", "state": "ENABLED"},
        forced_new=("groupName",),
    ),
    "aws:scheduler/scheduleGroup:ScheduleGroup": with_arn(
        None, "scheduler", "schedule-group/{name}", state="ACTIVE"
    ),
    "aws:schemas/registry:Registry": with_arn(None, "schemas", "registry/{name}"),
    "aws:schemas/schema:Schema": Kind(
        id="{name}/{registryName}",
        values={
            "arn": arn("schemas", "schema/{registryName}/{name}"),
            "version": lambda a: str(int(a.before.get("version", 0)) + 1),
        },
        changing={"version": ("content",), "lastModified": ("*",), "versionCreatedDate": ("*",)},
        forced_new=("registryName",),
    ),
    "aws:schemas/discoverer:Discoverer": Kind(
        id=lambda a: f"events-event-bus-{last_part(a['sourceArn'])}",
        values={"arn": arn("schemas", "discoverer/{id}")},
        forced_new=("sourceArn",),
    ),
    "aws:mq/broker:Broker": Kind(
        id="b-{uuid}",
        values={
            "arn": arn("mq", "broker:{brokerName}:{id}"),
            "instances": _broker_instances,
            "pendingDataReplicationMode": "",
            "authenticationStrategy": "simple",
            "storageType": "efs",
        },
        defaults={"deploymentMode": "SINGLE_INSTANCE", "publiclyAccessible": False},
        forced_new=("brokerName", "deploymentMode", "engineType", "publiclyAccessible"),
    ),
    "aws:mq/configuration:Configuration": Kind(
        id="c-{uuid}",
        values={
            "arn": arn("mq", "configuration:{id}"),
            "latestRevision": lambda a: int(a.before.get("latestRevision", 0)) + 1,
            "authenticationStrategy": "simple",
        },
        changing={"latestRevision": ("data",)},
    ),
    "aws:msk/cluster:Cluster": Kind(
        id="{arn}",
        values={
            "clusterUuid": "{uuid}-2",
            "arn": arn("kafka", "cluster/{clusterName}/{clusterUuid}"),
            "bootstrapBrokers": lambda a: _brokers(a, 9092),
            "bootstrapBrokersTls": lambda a: _brokers(a, 9094),
            "bootstrapBrokersSaslScram": lambda a: _brokers(a, 9096),
            "bootstrapBrokersSaslIam": lambda a: _brokers(a, 9098),
            "bootstrapBrokersVpcConnectivityTls": lambda a: _brokers(a, 14001),
            "bootstrapBrokersVpcConnectivitySaslScram": lambda a: _brokers(a, 14002),
            "bootstrapBrokersVpcConnectivitySaslIam": lambda a: _brokers(a, 14003),
            "currentVersion": "K{capitals:13}",
            "storageMode": "LOCAL",
        },
        forced_new=("clusterName",),
        changing={"currentVersion": ("*",)},
    ),
    "aws:msk/serverlessCluster:ServerlessCluster": Kind(
        id="{arn}",
        values={
            "clusterUuid": "{uuid}-s1",
            "arn": arn("kafka", "cluster/{clusterName}/{clusterUuid}"),
            "bootstrapBrokersSaslIam": (
                "boot-{letters:8}.c1.kafka-serverless.{region}.{dns_suffix}:9098"
            ),
        },
    ),
    "aws:msk/clusterPolicy:ClusterPolicy": Kind(
        id="{clusterArn}", values={"currentVersion": "K{capitals:13}"},
        changing={"currentVersion": ("*",)},
    ),
    "aws:msk/configuration:Configuration": Kind(
        id="{arn}",
        values={
            "arn": arn("kafka", "configuration/{name}/{uuid}-2"),
            "latestRevision": lambda a: int(a.before.get("latestRevision", 0)) + 1,
        },
        changing={"latestRevision": ("*",)},
    ),
    "aws:msk/vpcConnection:VpcConnection": Kind(
        id="{arn}",
        values={
            "arn": _kafka_connection
        },
    ),
    "aws:ses/domainIdentity:DomainIdentity": Kind(
        id="{domain}",
        values={"arn": arn("ses", "identity/{domain}"), "verificationToken": "{letters:44}"},
    ),
    "aws:ses/domainDkim:DomainDkim": Kind(
        id="{domain}",
        values={
            "dkimTokens": lambda a: [
                a.render("{letters:32}", f"dkim{number}") for number in range(3)
            ]
        },
    ),
    "aws:ses/emailIdentity:EmailIdentity": Kind(
        id="{email}", values={"arn": arn("ses", "identity/{email}")}
    ),
    "aws:ses/receiptRule:ReceiptRule": with_arn(
        None, "ses", "receipt-rule-set/{ruleSetName}:receipt-rule/{name}"
    ),
    "aws:ses/receiptRuleSet:ReceiptRuleSet": Kind(
        id="{ruleSetName}", values={"arn": arn("ses", "receipt-rule-set/{ruleSetName}")}
    ),
    "aws:ses/configurationSet:ConfigurationSet": with_arn(None, "ses", "configuration-set/{name}"),
    "aws:sesv2/emailIdentity:EmailIdentity": Kind(
        id="{emailIdentity}",
        values={
            "arn": arn("ses", "identity/{emailIdentity}"),
            "identityType": lambda a: (
                "EMAIL_ADDRESS" if "@" in str(a["emailIdentity"]) else "DOMAIN"
            ),
            "verificationStatus": "PENDING",
            "verifiedForSendingStatus": False,
            "dkimSigningAttributes": {},
        },
    ),
    "aws:sesv2/configurationSet:ConfigurationSet": Kind(
        id="{configurationSetName}",
        values={"arn": arn("ses", "configuration-set/{configurationSetName}")},
    ),
    "aws:connect/instance:Instance": Kind(
        id="{uuid}", values={"arn": arn("connect", "instance/{id}"), "createdTime": WHEN}
    ),
    "aws:lex/v2modelsBot:V2modelsBot": with_arn("{capitals:10}", "lex", "bot/{id}"),
    "aws:iot/thing:Thing": with_arn(None, "iot", "thing/{name}", defaultClientId="{name}"),
    "aws:iot/policy:Policy": Kind(
        values={"arn": arn("iot", "policy/{name}"), "defaultVersionId": "1"}
    ),
    "aws:iot/topicRule:TopicRule": with_arn(None, "iot", "rule/{name}"),
    "aws:iot/topicRuleDestination:TopicRuleDestination": by_arn(
        "iot", "ruledestination/vpc/{uuid}"
    ),
    "aws:iot/certificate:Certificate": Kind(
        id="{hex:64}",
        values={
            "arn": arn("iot", "cert/{id}"),
            "caCertificateId": "",
            "certificatePem": pem("CERTIFICATE"),
            "privateKey": "",
            "publicKey": pem("PUBLIC KEY"),
        },
    ),
    "aws:iot/roleAlias:RoleAlias": Kind(
        id="{alias}", values={"arn": arn("iot", "rolealias/{alias}")}
    ),
    "aws:iot/thingType:ThingType": with_arn(None, "iot", "thingtype/{name}"),
    "aws:iot/thingGroup:ThingGroup": with_arn(None, "iot", "thinggroup/{name}"),
    "aws:iot/authorizer:Authorizer": with_arn(None, "iot", "authorizer/{name}"),
}  # fmt: skip
