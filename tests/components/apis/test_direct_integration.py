import json

import pytest
from pydantic import ValidationError

from components.apis.direct_integration import DirectIntegrationApi, DirectIntegrationArgs
from components.apis.direct_integration.call import model, template
from components.errors import ConfigError
from tests.support.architectures import alone
from tests.support.guardrails import verdicts

HERE = "handlers/apis/direct_integration"
ALL = {"table": {}, "queue": {}, "topic": {}, "bucket": {}, "workflow": {}}
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:open"


def shop(**settings):
    return alone(DirectIntegrationApi, "shop", settings)


@pytest.fixture(scope="module")
def everything():
    return shop(**ALL, cors={"origins": ["https://app.example.com"], "credentials": True})


def integrations(deployed):
    """Name of the role's call -> its integration."""
    of = deployed.of("apigateway/integration:Integration").values()
    roles = {
        deployed.resource(name, "iam/role:Role").outputs["arn"]: name
        for name in deployed.of("iam/role:Role")
    }
    return {
        roles[found["credentials"]].removeprefix("shop-").removesuffix("-role"): found
        for found in of
        if found["type"] == "AWS"
    }


CALLS = [
    ("order", "dynamodb:action/PutItem", "dynamodb:PutItem", "put_order"),
    ("orderread", "dynamodb:action/GetItem", "dynamodb:GetItem", "get_order"),
    ("message", "sqs:path/", "sqs:SendMessage", "send_message"),
    ("notice", "sns:path//", "sns:Publish", "publish"),
    ("document", "s3:path/", "s3:PutObject", "put_document"),
    ("documentread", "s3:path/", "s3:GetObject", "get_document"),
    ("execution", "states:action/StartSyncExecution", "states:StartSyncExecution", "start"),
]


@pytest.mark.parametrize(("call", "uri", "action", "file"), CALLS, ids=[c[0] for c in CALLS])
def test_each_integration_has_its_template_and_a_role_for_its_one_action(
    everything, call, uri, action, file
):
    made = integrations(everything)[call]
    assert uri in made["uri"]
    assert made["requestTemplates"] == {"application/json": template(f"{HERE}/{file}.vtl")}
    assert made["passthroughBehavior"] == "NEVER"
    (statement,) = json.loads(everything[f"shop-{call}-policy"]["policy"])["Statement"]
    assert statement["Action"] == [action]
    assert all("*" not in arn or arn.endswith("/documents/*") for arn in statement["Resource"])


def test_bodies_are_checked_against_a_model_before_anything_is_called(everything):
    methods = everything.of("apigateway/method:Method")
    for method in methods.values():
        if method["httpMethod"] == "POST":
            assert method["requestModels"]["application/json"]
            assert method["requestValidatorId"]


def test_no_template_holds_a_name_that_only_creation_knows(everything):
    variables = everything["shop-stage"]["variables"]
    assert set(variables) == {"table_name", "topic_arn", "state_machine_arn"}


def test_what_no_pattern_takes_is_a_failure(everything):
    answers = everything.of("apigateway/integrationResponse:IntegrationResponse").values()
    defaults = {a["statusCode"] for a in answers if not a.get("selectionPattern")}
    # 200 is what preflights are answered, which call nothing.
    assert defaults == {"502", "200"}
    successes = {a["selectionPattern"] for a in answers if a["statusCode"] in ("201", "202")}
    assert successes == {r"2\d{2}"}


def test_a_missing_document_is_404_although_s3_says_403(everything):
    answers = everything.of("apigateway/integrationResponse:IntegrationResponse").values()
    (missing,) = [a for a in answers if a["statusCode"] == "404"]
    assert missing["selectionPattern"] == "403|404"


def test_every_answer_may_be_read_by_the_page(everything):
    answers = everything.of("apigateway/integrationResponse:IntegrationResponse").values()
    for answer in answers:
        origin = "method.response.header.Access-Control-Allow-Origin"
        assert answer["responseParameters"][origin] == "'https://app.example.com'"


@pytest.mark.parametrize("call", ["document", "documentread"])
def test_the_key_in_the_bucket_is_the_requests_own_id(everything, call):
    parameters = integrations(everything)[call]["requestParameters"]
    assert parameters["integration.request.path.id"] == "context.requestId"


def test_callers_sign_unless_told_otherwise():
    (method,) = shop(queue={}).of("apigateway/method:Method").values()
    assert method["authorization"] == "AWS_IAM"


def test_a_start_without_waiting_is_answered_202():
    deployed = shop(workflow={"wait": False, "state_machine_arn": MACHINE})
    made = integrations(deployed)["execution"]
    assert made["uri"].endswith("states:action/StartExecution")
    statuses = {
        a["statusCode"] for a in deployed.of("apigateway/methodResponse:MethodResponse").values()
    }
    assert statuses == {"202", "400", "502"}
    assert deployed["shop-stage"]["variables"] == {"state_machine_arn": MACHINE}


def test_existing_services_are_taken_by_arn_and_nothing_is_made():
    here = "eu-west-1:123456789012"
    deployed = shop(
        table={"table_arn": f"arn:aws:dynamodb:{here}:table/orders"},
        queue={"queue_arn": f"arn:aws:sqs:{here}:jobs"},
        topic={"topic_arn": f"arn:aws:sns:{here}:news"},
    )
    for type_ in ("dynamodb/table:Table", "sqs/queue:Queue", "sns/topic:Topic"):
        assert not deployed.of(type_)
    uri = integrations(deployed)["message"]["uri"]
    assert uri == "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs"


def test_a_bucket_of_its_own_needs_a_region_from_somewhere():
    with pytest.raises(ConfigError, match="a Region: its ARN names none"):
        shop(bucket={"bucket_arn": "arn:aws:s3:::papers"})


REFUSED = [
    ("nothing to call", {}, "a service: table, queue, topic, bucket or workflow"),
    (
        "one route twice",
        {"queue": {"route": "POST /a"}, "topic": {"route": "POST /a"}},
        "each route once: POST /a",
    ),
    ("reading without an id", {"table": {"read": "GET /orders"}}, "should match pattern"),
    ("a prefix that climbs", {"bucket": {"prefix": "../x"}}, "should match pattern"),
    (
        "two origins",
        {"queue": {}, "cors": {"origins": ["https://a.example.com", "https://b.example.com"]}},
        "one origin",
    ),
]


@pytest.mark.parametrize(("name", "args", "said"), REFUSED, ids=[c[0] for c in REFUSED])
def test_settings_that_cannot_work_are_refused(name, args, said):
    with pytest.raises(ValidationError, match=said):
        DirectIntegrationArgs.model_validate(args)


def test_a_model_that_asks_for_nothing_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("components.apis.direct_integration.call.ROOT", tmp_path)
    (tmp_path / "empty.json").write_text('{"type": "object", "properties": {"a": {}}}')
    with pytest.raises(ConfigError, match="a schema with `required`"):
        model("empty.json")


def test_templates_come_without_the_line_end_of_their_file():
    assert template(f"{HERE}/put_document.vtl") == "$input.body"


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "update"])
def test_guardrails_decide_everything_and_find_nothing(preview):
    assert verdicts("direct-integration", ALL, preview=preview) == []
