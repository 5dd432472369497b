"""What the offline provider answers looks like AWS's answers."""

import re

import pytest

from offline.provider import diff, names, outputs, schema, wire
from offline.provider.instance import Instance
from offline.provider.kinds import kinds
from tests.support.offline import create, plan, update, urn

ACCOUNT = "123456789012"
HEX17 = r"[0-9a-f]{17}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
NAME = r"orders-[0-9a-f]{7}"


def arn(service: str, resource: str, region: str = "eu-west-1", account: str = ACCOUNT) -> str:
    return f"arn:aws:{service}:{region}:{account}:{resource}"


LB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/n/0123456789abcdef"

# (type, inputs, {output or "id": regular expression})
CASES = [
    ("sqs/queue:Queue", {}, {
        "id": f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/{NAME}",
        "arn": arn("sqs", NAME)}),
    ("sqs/queue:Queue", {"fifoQueue": True}, {"arn": arn("sqs", rf"{NAME}\.fifo")}),
    ("sqs/queue:Queue", {"name": "jobs", "region": "us-east-1"},
     {"arn": arn("sqs", "jobs", "us-east-1")}),
    ("sns/topic:Topic", {}, {"id": arn("sns", NAME), "owner": ACCOUNT}),
    ("sns/topicSubscription:TopicSubscription",
     {"topic": arn("sns", "t"), "protocol": "sqs", "endpoint": "e"},
     {"id": arn("sns", f"t:{UUID}")}),
    ("lambda/function:Function", {"role": "r"}, {
        "id": NAME,
        "arn": arn("lambda", f"function:{NAME}"),
        "qualifiedArn": arn("lambda", rf"function:{NAME}:\$LATEST"),
        "invokeArn": r"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
                     + arn("lambda", f"function:{NAME}/invocations")}),
    ("lambda/function:Function", {"role": "r", "publish": True},
     {"version": "1", "qualifiedArn": arn("lambda", f"function:{NAME}:1")}),
    ("lambda/alias:Alias", {"name": "live", "functionName": "f", "functionVersion": "1"},
     {"arn": arn("lambda", "function:f:live")}),
    ("lambda/layerVersion:LayerVersion", {"layerName": "tools"},
     {"arn": arn("lambda", "layer:tools:1"), "layerArn": arn("lambda", "layer:tools")}),
    ("lambda/eventSourceMapping:EventSourceMapping", {"functionName": "f"},
     {"id": UUID, "uuid": UUID, "functionArn": arn("lambda", "function:f")}),
    ("lambda/functionUrl:FunctionUrl", {"functionName": "f", "authorizationType": "NONE"},
     {"functionUrl": r"https://[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws/"}),
    ("cloudwatch/eventBus:EventBus", {}, {"id": NAME, "arn": arn("events", f"event-bus/{NAME}")}),
    ("cloudwatch/eventRule:EventRule", {"eventPattern": "{}"}, {
        "id": NAME, "arn": arn("events", f"rule/{NAME}")}),
    ("cloudwatch/eventRule:EventRule", {"eventBusName": "b", "eventPattern": "{}"}, {
        "id": f"b/{NAME}", "arn": arn("events", f"rule/b/{NAME}")}),
    ("cloudwatch/eventRule:EventRule", {"eventBusName": arn("events", "event-bus/b")}, {
        "arn": arn("events", f"rule/b/{NAME}")}),
    ("cloudwatch/eventConnection:EventConnection", {"authorizationType": "API_KEY"}, {
        "arn": arn("events", f"connection/{NAME}/{UUID}"),
        "secretArn": arn("secretsmanager", f"secret:events!connection/{NAME}/{UUID}-[a-z0-9]+")}),
    ("cloudwatch/logGroup:LogGroup", {"name": "/aws/x"},
     {"id": "/aws/x", "arn": arn("logs", "log-group:/aws/x")}),
    ("cloudwatch/metricAlarm:MetricAlarm", {}, {"arn": arn("cloudwatch", f"alarm:{NAME}")}),
    ("cloudwatch/dashboard:Dashboard", {"dashboardName": "d", "dashboardBody": "{}"},
     {"dashboardArn": arn("cloudwatch", "dashboard/d", "")}),
    ("pipes/pipe:Pipe", {}, {"arn": arn("pipes", f"pipe/{NAME}")}),
    ("scheduler/schedule:Schedule", {},
     {"id": f"default/{NAME}", "arn": arn("scheduler", f"schedule/default/{NAME}")}),
    ("s3/bucket:Bucket", {}, {
        "id": NAME, "arn": f"arn:aws:s3:::{NAME}",
        "bucketDomainName": rf"{NAME}\.s3\.amazonaws\.com",
        "bucketRegionalDomainName": rf"{NAME}\.s3\.eu-west-1\.amazonaws\.com",
        "hostedZoneId": "Z1BKCTXD74EZPE"}),
    ("s3/bucketPolicy:BucketPolicy", {"bucket": "b", "policy": "{}"}, {"id": "b"}),
    ("dynamodb/table:Table", {"streamEnabled": True}, {
        "id": NAME, "arn": arn("dynamodb", f"table/{NAME}"),
        "streamArn": arn("dynamodb", rf"table/{NAME}/stream/\d{{4}}-\d\d-\d\dT[\d:.]+")}),
    ("dynamodb/table:Table", {}, {"streamArn": ""}),
    ("kinesis/stream:Stream", {}, {"id": arn("kinesis", f"stream/{NAME}")}),
    ("kinesis/streamConsumer:StreamConsumer", {"streamArn": arn("kinesis", "stream/s")},
     {"id": arn("kinesis", rf"stream/s/consumer/{NAME}:\d+")}),
    ("kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", {},
     {"arn": arn("firehose", f"deliverystream/{NAME}")}),
    ("sfn/stateMachine:StateMachine", {}, {"id": arn("states", f"stateMachine:{NAME}")}),
    ("apigateway/restApi:RestApi", {}, {
        "id": "[a-z0-9]{10}", "rootResourceId": "[a-z0-9]{10}",
        "arn": r"arn:aws:apigateway:eu-west-1::/restapis/[a-z0-9]{10}",
        "executionArn": arn("execute-api", "[a-z0-9]{10}")}),
    ("apigateway/stage:Stage", {"restApi": "abc", "stageName": "v1", "deployment": "d"}, {
        "id": "ags-abc-v1",
        "invokeUrl": r"https://abc\.execute-api\.eu-west-1\.amazonaws\.com/v1",
        "executionArn": arn("execute-api", "abc/v1")}),
    ("apigatewayv2/api:Api", {"protocolType": "HTTP"}, {
        "apiEndpoint": r"https://[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com",
        "executionArn": arn("execute-api", "[a-z0-9]{10}")}),
    ("apigatewayv2/api:Api", {"protocolType": "WEBSOCKET"}, {"apiEndpoint": "wss://.*"}),
    ("apigatewayv2/stage:Stage", {"apiId": "abc", "name": "$default"},
     {"id": r"\$default", "invokeUrl": r"https://abc\.execute-api\.eu-west-1\.amazonaws\.com/"}),
    ("appsync/graphQLApi:GraphQLApi", {"authenticationType": "AWS_IAM"},
     {"id": "[a-z0-9]{26}", "arn": arn("appsync", "apis/[a-z0-9]{26}")}),
    ("iam/role:Role", {"path": "/service/"},
     {"id": NAME, "arn": arn("iam", f"role/service/{NAME}", ""), "uniqueId": "AROA[A-Z0-9]{17}"}),
    ("iam/policy:Policy", {}, {"id": arn("iam", f"policy/{NAME}", "")}),
    ("iam/rolePolicy:RolePolicy", {"role": "r"}, {"id": f"r:{NAME}"}),
    ("kms/key:Key", {}, {"id": UUID, "arn": arn("kms", f"key/{UUID}")}),
    ("kms/key:Key", {"multiRegion": True}, {"id": "mrk-[0-9a-f]{32}"}),
    ("kms/alias:Alias", {"targetKeyId": "k"},
     {"id": f"alias/{NAME}", "targetKeyArn": arn("kms", "key/k")}),
    ("secretsmanager/secret:Secret", {},
     {"id": arn("secretsmanager", f"secret:{NAME}-[A-Za-z]{{6}}")}),
    ("ssm/parameter:Parameter", {"name": "/a/b", "type": "String", "value": "v"},
     {"id": "/a/b", "arn": arn("ssm", "parameter/a/b")}),
    ("ec2/vpc:Vpc", {}, {
        "id": f"vpc-{HEX17}", "arn": arn("ec2", f"vpc/vpc-{HEX17}"),
        "defaultSecurityGroupId": f"sg-{HEX17}", "mainRouteTableId": f"rtb-{HEX17}"}),
    ("ec2/subnet:Subnet", {"vpcId": "v"},
     {"id": f"subnet-{HEX17}", "availabilityZone": "eu-west-1a", "availabilityZoneId": "euw1-az1"}),
    ("ec2/securityGroup:SecurityGroup", {}, {"id": f"sg-{HEX17}"}),
    ("vpc/securityGroupIngressRule:SecurityGroupIngressRule", {}, {"id": f"sgr-{HEX17}"}),
    ("ec2/vpcEndpoint:VpcEndpoint", {"vpcId": "v"},
     {"id": f"vpce-{HEX17}", "prefixListId": "pl-[0-9a-f]{8}"}),
    ("ec2/vpcEndpointService:VpcEndpointService", {},
     {"serviceName": rf"com\.amazonaws\.vpce?\.eu-west-1\.vpce-svc-{HEX17}"}),
    ("ec2/flowLog:FlowLog", {}, {"id": f"fl-{HEX17}"}),
    ("lb/loadBalancer:LoadBalancer", {}, {
        "id": arn("elasticloadbalancing", f"loadbalancer/app/{NAME}/[0-9a-f]{{16}}"),
        "dnsName": rf"{NAME}-\d{{10}}\.eu-west-1\.elb\.amazonaws\.com",
        "arnSuffix": f"app/{NAME}/[0-9a-f]{{16}}"}),
    ("lb/loadBalancer:LoadBalancer", {"loadBalancerType": "network"},
     {"dnsName": rf"{NAME}-[0-9a-f]{{16}}\.elb\.eu-west-1\.amazonaws\.com"}),
    ("lb/targetGroup:TargetGroup", {}, {"arnSuffix": f"targetgroup/{NAME}/[0-9a-f]{{16}}"}),
    ("lb/listener:Listener", {"loadBalancerArn": LB},
     {"id": arn("elasticloadbalancing", "listener/net/n/0123456789abcdef/[0-9a-f]{16}")}),
    ("acm/certificate:Certificate", {"domainName": "a.example", "validationMethod": "DNS"},
     {"id": arn("acm", f"certificate/{UUID}"), "status": "PENDING_VALIDATION"}),
    ("acmpca/certificateAuthority:CertificateAuthority", {},
     {"id": arn("acm-pca", f"certificate-authority/{UUID}")}),
    ("route53/zone:Zone", {"name": "example.com"},
     {"id": "Z[A-Z0-9]{20}", "arn": "arn:aws:route53:::hostedzone/Z[A-Z0-9]{20}"}),
    ("route53/record:Record", {"zoneId": "Z1", "name": "a.example.com", "type": "A"},
     {"id": "Z1_a.example.com_A", "fqdn": "a.example.com"}),
    ("route53/resolverEndpoint:ResolverEndpoint", {"direction": "OUTBOUND"},
     {"id": f"rslvr-out-{HEX17}"}),
    ("vpclattice/serviceNetwork:ServiceNetwork", {},
     {"id": f"sn-{HEX17}", "arn": arn("vpc-lattice", f"servicenetwork/sn-{HEX17}")}),
    ("ram/resourceShare:ResourceShare", {}, {"id": arn("ram", f"resource-share/{UUID}")}),
    ("cloudfront/distribution:Distribution", {},
     {"id": "E[A-Z0-9]{13}", "domainName": r"d[a-z0-9]{13}\.cloudfront\.net"}),
    ("cognito/userPool:UserPool", {},
     {"id": "eu-west-1_[A-Z0-9]{9}", "endpoint": r"cognito-idp\.eu-west-1\.amazonaws\.com/.*"}),
    ("ecr/repository:Repository", {},
     {"repositoryUrl": rf"{ACCOUNT}\.dkr\.ecr\.eu-west-1\.amazonaws\.com/{NAME}"}),
    ("glue/catalogTable:CatalogTable", {"databaseName": "d"},
     {"id": f"{ACCOUNT}:d:{NAME}", "arn": arn("glue", f"table/d/{NAME}")}),
    ("athena/workgroup:Workgroup", {}, {"arn": arn("athena", f"workgroup/{NAME}")}),
    ("iot/topicRule:TopicRule", {}, {"arn": arn("iot", f"rule/{NAME}")}),
    ("msk/cluster:Cluster", {"numberOfBrokerNodes": 3}, {
        "arn": arn("kafka", f"cluster/{NAME}/{UUID}-2"),
        "bootstrapBrokersSaslIam": rf"(b-\d\.{NAME}\.[a-z0-9]{{6}}\.c2\.kafka\S+:9098,?){{3}}"}),
    ("mq/broker:Broker", {}, {"id": f"b-{UUID}", "arn": arn("mq", f"broker:{NAME}:b-{UUID}")}),
    ("batch/jobDefinition:JobDefinition", {"type": "container"},
     {"id": arn("batch", f"job-definition/{NAME}:1")}),
    ("ecs/taskDefinition:TaskDefinition", {"family": "f", "containerDefinitions": "[]"},
     {"id": "f", "arn": arn("ecs", "task-definition/f:1")}),
    ("ecs/service:Service", {"cluster": arn("ecs", "cluster/c")},
     {"arn": arn("ecs", f"service/c/{NAME}")}),
    ("codebuild/project:Project", {}, {"id": arn("codebuild", f"project/{NAME}")}),
    ("codepipeline/pipeline:Pipeline", {}, {"arn": arn("codepipeline", NAME)}),
    ("budgets/budget:Budget", {},
     {"id": f"{ACCOUNT}:{NAME}", "arn": arn("budgets", f"budget/{NAME}", "")}),
    ("organizations/policy:Policy", {"content": "{}"}, {"id": "p-[a-z0-9]{8}"}),
    ("fis/experimentTemplate:ExperimentTemplate", {}, {"id": "EXT[a-z0-9]+"}),
    ("wafv2/webAcl:WebAcl", {"scope": "REGIONAL"},
     {"id": UUID, "arn": arn("wafv2", f"regional/webacl/{NAME}/{UUID}")}),
    ("wafv2/webAcl:WebAcl", {"scope": "CLOUDFRONT"},
     {"arn": arn("wafv2", f"global/webacl/{NAME}/{UUID}", "us-east-1")}),
    ("servicediscovery/privateDnsNamespace:PrivateDnsNamespace", {"vpc": "v"},
     {"id": "ns-[a-z0-9]{16}", "hostedZone": "Z[A-Z0-9]{20}"}),
    ("xray/group:Group", {"groupName": "g", "filterExpression": "x"},
     {"arn": arn("xray", "group/g/[A-Z0-9]{32}")}),
    ("schemas/schema:Schema", {"registryName": "r", "type": "OpenApi3", "content": "{}"},
     {"id": f"{NAME}/r", "arn": arn("schemas", f"schema/r/{NAME}")}),
    ("devopsguru/notificationChannel:NotificationChannel", {}, {"id": UUID}),
    ("ses/emailIdentity:EmailIdentity", {"email": "a@example.com"},
     {"arn": arn("ses", "identity/a@example.com")}),
    ("appconfig/environment:Environment", {"applicationId": "abc1234"},
     {"id": "[a-z0-9]{7}:abc1234"}),
    # not in the tables: by name and type
    ("datasync/task:Task", {}, {"arn": "arn:aws:datasync:eu-west-1:.*"}),
]  # fmt: skip


@pytest.mark.parametrize(("token", "inputs", "expected"), CASES)
def test_answers_look_like_those_of_aws(token, inputs, expected):
    id_, made = create(f"aws:{token}", "orders", **inputs)
    for name, pattern in expected.items():
        value = id_ if name == "id" else made[name]
        assert re.fullmatch(pattern, value), (name, value, pattern)


@pytest.mark.large
def test_tables_name_what_pulumi_aws_has():
    unknown = {}
    for token, kind in kinds().items():
        resource = schema.resource_type(token)
        outputs_ = {*kind.values, *kind.changing, *kind.nested} - resource.outputs.keys()
        inputs = {*kind.defaults, *kind.forced_new, *kind.nested} - resource.inputs.keys()
        if outputs_ or inputs:
            unknown[token] = outputs_ | inputs
    assert unknown == {}


@pytest.mark.large
def test_every_promised_output_has_a_value_of_its_type():
    wrong = {}
    for token in kinds():
        id_, made = create(token, "orders")
        if not id_:
            wrong[token] = "has no id"
        resource = schema.resource_type(token)
        for name in resource.outputs.keys() - resource.inputs.keys() - {"id", "tagsAll"}:
            value = made.get(name)
            if value is None or not fits(value, resource.outputs[name].type):
                wrong[f"{token}.{name}"] = value
    assert wrong == {}


def fits(value, type_) -> bool:
    """Is it at least a list where a list is promised, text where text is?"""
    if isinstance(type_, schema.Scalar):
        wanted = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
        return isinstance(value, wanted.get(type_.name, object))
    return isinstance(value, list if isinstance(type_, schema.ListOf) else dict)


def test_the_same_resource_has_the_same_answer_every_time():
    assert create("aws:ec2/vpc:Vpc", "main") == create("aws:ec2/vpc:Vpc", "main")


@pytest.mark.parametrize(
    ("name", "change"),
    [("another name", {"name": "b"}), ("another account", {"account": "222233334444"}),
     ("another region", {"region": "us-east-1"}), ("what forces a new one", {"cidrBlock": "x"})],
)  # fmt: skip
def test_another_resource_has_another_id(name, change):
    first = outputs.created(*question(), {})
    assert outputs.created(*question(**change), {})[0] != first[0]


def question(name="a", account=ACCOUNT, region="eu-west-1", cidrBlock="10.0.0.0/16"):  # noqa: N803
    resource = schema.resource_type("aws:ec2/vpc:Vpc")
    where = Instance(account, region)
    return resource, urn(resource.token, name), {"cidrBlock": cidrBlock}, where


def test_preview_knows_inputs_and_names_and_nothing_that_aws_decides():
    planned = plan("aws:lambda/function:Function", "orders", role="r", memorySize=256)
    assert planned["role"] == "r"
    assert planned["memorySize"] == 256
    assert planned["timeout"] == 3
    assert re.fullmatch(NAME, planned["name"])
    for name in ("arn", "invokeArn", "version", "qualifiedArn", "architectures"):
        assert planned[name] == wire.UNKNOWN, name
    assert "description" not in planned


def test_preview_knows_tags_and_region():
    planned = plan("aws:sqs/queue:Queue", "orders", tags={"a": "b"})
    assert planned["tagsAll"] == {"a": "b"}
    assert planned["region"] == "eu-west-1"


def test_what_aws_adds_inside_an_object_is_unknown_at_preview_and_there_afterwards():
    vpc = {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1"]}
    planned = plan("aws:lambda/function:Function", "orders", role="r", vpcConfig=vpc)
    assert planned["vpcConfig"] == {**vpc, "vpcId": wire.UNKNOWN}
    _, made = create("aws:lambda/function:Function", "orders", role="r", vpcConfig=vpc)
    assert re.fullmatch(f"vpc-{HEX17}", made["vpcConfig"]["vpcId"])


def test_an_update_keeps_what_aws_decided():
    token = "aws:lambda/function:Function"
    id_, before = create(token, "orders", role="r", timeout=3)
    after = update(token, "orders", id_, before, {"role": "r", "timeout": 9})
    assert after["timeout"] == 9
    assert {k: after[k] for k in ("arn", "version", "codeSha256")} == {
        k: before[k] for k in ("arn", "version", "codeSha256")
    }
    planned = update(token, "orders", id_, before, {"role": "r", "timeout": 9}, preview=True)
    assert planned["arn"] == before["arn"]


def test_the_id_is_among_the_outputs():
    """pulumi_aws has it there: what reads an exported state finds it."""
    token = "aws:lambda/function:Function"
    id_, made = create(token, "orders", role="r")
    assert made["id"] == id_
    assert update(token, "orders", id_, made, {"role": "r", "timeout": 9})["id"] == id_
    assert update(token, "orders", id_, made, {"role": "r"}, preview=True)["id"] == id_
    assert plan(token, "orders", role="r")["id"] == wire.UNKNOWN


def test_publishing_new_code_counts_the_version_up():
    token = "aws:lambda/function:Function"
    given = {"role": "r", "publish": True, "s3Key": "one"}
    id_, before = create(token, "orders", **given)
    changed = {**given, "s3Key": "two"}
    assert update(token, "orders", id_, before, changed, preview=True)["version"] == wire.UNKNOWN
    after = update(token, "orders", id_, before, changed)
    assert (before["version"], after["version"]) == ("1", "2")
    assert after["qualifiedArn"] == f"{after['arn']}:2"


def test_other_content_of_an_object_is_another_version():
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    given = {"bucket": "b", "key": "k", "content": "one"}
    id_, before = create(token, "orders", **given)
    changed = {**given, "content": "two"}
    assert update(token, "orders", id_, before, changed, preview=True)["versionId"] == wire.UNKNOWN
    after = update(token, "orders", id_, before, changed)
    assert after["versionId"] != before["versionId"]
    same = update(token, "orders", id_, before, {**given, "tags": {"a": "b"}})
    assert same["versionId"] == before["versionId"]


def test_switching_a_stream_on_gives_its_arn():
    id_, before = create("aws:dynamodb/table:Table", "orders")
    after = update("aws:dynamodb/table:Table", "orders", id_, before, {"streamEnabled": True})
    assert after["streamArn"].startswith(f"{after['arn']}/stream/")


def test_an_imported_resource_is_named_by_its_id():
    where = Instance(ACCOUNT, "eu-west-1")
    role = schema.resource_type("aws:iam/role:Role")
    made = outputs.found(role, urn(role.token, "r"), "deploy", {}, where)
    assert made["arn"] == f"arn:aws:iam::{ACCOUNT}:role/deploy"
    topic = schema.resource_type("aws:sns/topic:Topic")
    made = outputs.found(topic, urn(topic.token, "t"), arn("sns", "news"), {}, where)
    assert (made["arn"], made["name"]) == (arn("sns", "news"), "news")


def asset(**content):
    return {wire.SIGNATURE: wire.ASSET, **content}


@pytest.mark.parametrize(
    ("name", "code", "comes_back"),
    [
        ("a file", {wire.SIGNATURE: wire.ARCHIVE, "path": "code.zip"}, True),
        ("text", {wire.SIGNATURE: wire.ARCHIVE, "assets": {"a.py": asset(text="x")}}, True),
        ("an empty file", {wire.SIGNATURE: wire.ARCHIVE, "assets": {"a.py": asset()}}, False),
    ],
)
def test_only_code_that_the_sdk_can_build_again_comes_back(name, code, comes_back):
    _, made = create("aws:lambda/function:Function", "orders", role="r", code=code)
    assert ("code" in made) == comes_back


def test_a_path_is_joined_from_its_parents():
    memory: outputs.Memory = {}
    token = "aws:apigateway/resource:Resource"
    parent, made = create(token, "a", memory, parentId="root", pathPart="a", restApi="r")
    memory[token, parent] = made
    _, child = create(token, "b", memory, parentId=parent, pathPart="{id}", restApi="r")
    assert child["path"] == "/a/{id}"


def test_default_names_use_the_type_s_own_property():
    resource = schema.resource_type("aws:s3/bucket:Bucket")
    assert names.name_property(resource) == "bucket"
    assert "bucket" in diff.forced_new(resource)
