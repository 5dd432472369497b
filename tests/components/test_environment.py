"""Environment: from the stack's configuration to resources, as a run has it."""

import json

import pulumi
import pytest

from components.apis.cors import CorsApi
from components.environment import Environment, environments
from components.errors import ConfigError
from components.events.appsync_target import AppsyncTarget
from components.foundation.queue import Queue, QueueArgs
from policies.values import UNKNOWN, Secret, plain
from tests.support.recorder import deploy

RULES = ("iam-wildcard-action", "recursion-loop")
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
BOARD = {"kind": "events/appsync-target"}
SITE = {
    "kind": "apis/cors",
    "cors": {"origins": ["https://app.example.com"]},
    "functions": {
        "hello": {"handler": "handlers.apis.cors.http.handler", "routes": ["GET /hello"]}
    },
}


def site(**variables):
    return {
        **SITE,
        "functions": {"hello": {**SITE["functions"]["hello"], "environment": variables}},
    }


def configured(architectures, **values):
    """Configuration as the engine hands it over: objects as JSON text."""
    given = {"environment": "dev", "account": "123456789012", "architectures": architectures}
    given.update(values)
    config = {
        f"palisade:{key}": value if isinstance(value, str) else json.dumps(value)
        for key, value in given.items()
    }
    return {"aws:region": "eu-west-1", **config}


async def program():
    environment = await Environment.from_config(RULES)
    environment.export()


def run(architectures, *, secrets=None, stacks=None, preview=False, **values):
    return deploy(
        program,
        stack="dev",
        config=configured(architectures, **values),
        secrets=secrets,
        stacks=stacks,
        preview=preview,
    )


def variables(deployed, name="site-hello"):
    return deployed.resource(name, "lambda/function:Function").inputs["environment"]["variables"]


def test_environments_are_the_stack_files():
    assert {"dev", "staging", "prod", "catalog"} <= set(environments())
    assert "offline" not in environments()


def test_guardrails_find_the_run_in_the_environments_inputs():
    exemption = {
        "rule": "recursion-loop",
        "resource": "board",
        "reason": "ends with the next release",
        "owner": "web-team",
        "until": "2027-01-31",
    }
    deployed = run({}, exemptions=[exemption])
    assert deployed.component("dev").inputs == {
        "environment": "dev",
        "account": "123456789012",
        "region": "eu-west-1",
        "exemptions": [exemption],
    }


def test_provider_tags_everything_and_refuses_other_accounts():
    provider = run({}, settings={"tags": {"team": "web"}})["aws"]
    assert json.loads(provider["allowedAccountIds"]) == ["123456789012"]
    assert json.loads(provider["defaultTags"])["tags"] == {
        "palisade:project": "palisade",
        "palisade:environment": "dev",
        "team": "web",
    }


def test_everything_gets_the_environments_provider():
    deployed = run({"site": SITE, "board": BOARD})
    own = deployed.resource("aws", "providers:aws")
    used = {item.provider for item in deployed.resources if item.custom and item is not own}
    assert used == {f"{own.urn}::aws-id"}


def test_reference_takes_the_output_of_an_architecture_that_stands_below():
    deployed = run({"site": site(URL="${board.api_url}"), "board": BOARD})
    assert variables(deployed)["URL"] == deployed.exports["board_api_url"]
    assert deployed.exports["board_api_url"].startswith("https://boardhost.appsync-api.")


def test_reference_inside_a_longer_text():
    deployed = run({"site": site(URL="${board.api_id}/$${x}/${board.api_id}"), "board": BOARD})
    assert variables(deployed)["URL"] == "board-id/${x}/board-id"


def test_reference_is_unknown_at_preview_and_leaves_its_dependency():
    deployed = run({"site": site(URL="x-${board.api_id}"), "board": BOARD}, preview=True)
    function = deployed.resource("site-hello", "lambda/function:Function")
    api = deployed.resource("board", "graphQLApi:GraphQLApi")
    assert variables(deployed)["URL"] is UNKNOWN
    assert api.urn in function.property_dependencies["environment"]


def test_reference_to_another_stack():
    stacks = {"org/base/prod": {"table": "orders"}}
    deployed = run({"site": site(TABLE="${stack:org/base/prod.table}")}, stacks=stacks)
    assert variables(deployed)["TABLE"] == "orders"


def test_secret_output_of_another_stack_stays_secret():
    stacks = {"org/base/prod": {"key": Secret("k-123"), "table": "orders"}}
    deployed = run({"site": site(KEY="${stack:org/base/prod.key}")}, stacks=stacks)
    assert "k-123" not in repr(deployed.resources)
    found = deployed.resource("site-hello", "lambda/function:Function").inputs["environment"]
    assert plain(found)["variables"]["KEY"] == "k-123"


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "update"])
def test_outputs_that_other_stacks_lack_are_told_at_once_before_anything_is_made(preview):
    told = []

    async def build():
        with pytest.raises(ConfigError) as error:
            await Environment.from_config(RULES)
        told.append(str(error.value))

    config = configured(
        {"site": site(TABLE="${stack:org/base/prod.tabel}", QUEUE="${stack:org/net/prod.queue}")},
        settings={"kms_key_arn": "${stack:org/base/prod.key}"},
    )
    stacks = {"org/base/prod": {"table": "orders"}, "org/net/prod": {}}
    deployed = deploy(build, stack="dev", config=config, stacks=stacks, preview=preview)
    assert deployed.resources == ()
    site_at = "Pulumi.dev.yaml: palisade:architectures.site.functions.hello.environment"
    assert told == [
        "3 problems, nothing was registered\n"
        "Pulumi.dev.yaml: palisade:settings.kms_key_arn = '${stack:org/base/prod.key}'\n"
        "    expected an output of the stack org/base/prod\n"
        "    fix: use one of: table\n"
        f"{site_at}.TABLE = '${{stack:org/base/prod.tabel}}'\n"
        "    expected an output of the stack org/base/prod\n"
        "    fix: write table\n"
        f"{site_at}.QUEUE = '${{stack:org/net/prod.queue}}'\n"
        "    expected an output of the stack org/net/prod\n"
        "    fix: export one there"
    ]


def test_secret_of_the_stack_stays_secret():
    deployed = run({"site": site(KEY="${secret:api_key}")}, secrets={"palisade:api_key": "k-123"})
    assert "k-123" not in repr(deployed.resources)
    found = deployed.resource("site-hello", "lambda/function:Function").inputs["environment"]
    assert plain(found)["variables"]["KEY"] == "k-123"


def test_settings_reach_every_block():
    settings = {
        "log_retention_days": 365,
        "tracing": False,
        "permissions_boundary_arn": "arn:aws:iam::123456789012:policy/limit",
    }
    deployed = run({"site": SITE, "board": BOARD}, settings=settings)
    groups = deployed.of("cloudwatch/logGroup:LogGroup").values()
    roles = deployed.of("iam/role:Role").values()
    assert {group["retentionInDays"] for group in groups} == {365}
    assert {role["permissionsBoundary"] for role in roles} == {settings["permissions_boundary_arn"]}
    assert deployed.resource("board", "graphQLApi:GraphQLApi").inputs["xrayEnabled"] is False


def test_settings_reach_blocks_below_components_of_somebody_else():
    async def build():
        environment = await Environment.from_config(RULES)
        team = pulumi.ComponentResource(
            "acme:web:Team", "team", None, pulumi.ResourceOptions(parent=environment)
        )
        Queue("jobs", QueueArgs(dead_letter=False), pulumi.ResourceOptions(parent=team))

    config = configured({}, settings={"kms_key_arn": KEY})
    assert deploy(build, stack="dev", config=config)["jobs"]["kmsMasterKeyId"] == KEY


def test_settings_are_filled_from_another_stack():
    deployed = run(
        {"board": BOARD},
        settings={"kms_key_arn": "${stack:org/base/prod.key}"},
        stacks={"org/base/prod": {"key": KEY}},
    )
    queue = deployed.resource("board-undelivered", "sqs/queue:Queue").inputs
    assert queue["kmsMasterKeyId"] == KEY


def test_alarms_go_to_the_topic_where_somebody_reads_mail():
    deployed = run({"board": BOARD}, settings={"alarm_email": "web@example.com"})
    topic = deployed.resource("dev-alarms", "sns/topic:Topic")
    alarms = deployed.of("cloudwatch/metricAlarm:MetricAlarm")
    assert deployed["dev-alarms-mail"]["endpoint"] == "web@example.com"
    assert {tuple(alarm["alarmActions"]) for alarm in alarms.values()} == {(topic.outputs["arn"],)}


def test_without_mail_there_is_no_topic():
    deployed = run({"board": BOARD})
    assert deployed.of("sns/topic:Topic") == {}
    alarms = deployed.of("cloudwatch/metricAlarm:MetricAlarm").values()
    assert {"alarmActions" in alarm for alarm in alarms} == {False}


def test_role_for_the_logs_of_rest_apis_is_made_once_and_before_their_stages():
    rest = {**SITE, "flavour": "rest"}
    deployed = run({"one": rest, "two": rest}, settings={"api_gateway_logs_role": "create"})
    (account,) = deployed.of("apigateway/account:Account")
    urn = deployed.resource(account).urn
    for stage in ("one-stage", "two-stage"):
        assert urn in deployed.resource(stage, "stage:Stage").dependencies


ACCOUNTS = {"data": {"id": "210987654321", "role_arn": "arn:aws:iam::210987654321:role/deploy"}}


def test_other_account_has_its_own_provider_that_assumes_its_role():
    deployed = run({"site": SITE, "board": {**BOARD, "account": "data"}}, accounts=ACCOUNTS)
    provider = deployed["aws-data"]
    assert json.loads(provider["allowedAccountIds"]) == ["210987654321"]
    assert json.loads(provider["assumeRoles"])[0]["roleArn"] == ACCOUNTS["data"]["role_arn"]
    used = deployed.resource("board", "graphQLApi:GraphQLApi").provider
    assert used == f"{deployed.resource('aws-data').urn}::aws-data-id"


def test_roles_in_another_account_trust_that_account():
    deployed = run({"site": SITE, "board": {**BOARD, "account": "data"}}, accounts=ACCOUNTS)
    trust = json.loads(deployed["board-invoke-role"]["assumeRolePolicy"])
    condition = trust["Statement"][0]["Condition"]["StringEquals"]
    assert condition == {"aws:SourceAccount": "210987654321"}


def test_alarms_of_another_account_do_not_reach_for_the_topic_of_this_one():
    deployed = run(
        {"board": {**BOARD, "account": "data"}},
        accounts=ACCOUNTS,
        settings={"alarm_email": "web@example.com"},
    )
    alarms = deployed.of("cloudwatch/metricAlarm:MetricAlarm").values()
    assert {"alarmActions" in alarm for alarm in alarms} == {False}


def test_every_output_is_exported_under_its_architectures_name():
    deployed = run({"site": SITE, "board": BOARD})
    outputs = {"site": CorsApi.outputs(), "board": AppsyncTarget.outputs()}
    expected = {f"{name}_{output}" for name, found in outputs.items() for output in found}
    assert {"site_url", "board_bus_name"} < expected
    assert set(deployed.exports) == expected


def refused(config, secrets=None):
    with pytest.raises(ConfigError) as error:
        deploy(lambda: Environment.from_config(RULES), stack="dev", config=config, secrets=secrets)
    return str(error.value)


def test_wrong_file_registers_nothing():
    async def build():
        with pytest.raises(ConfigError):
            await Environment.from_config(RULES)

    config = configured({"site": SITE, "board": {"kind": "apis/cor"}})
    assert deploy(build, stack="dev", config=config).resources == ()


def test_unknown_key_is_told_with_all_that_is_wrong_inside_known_ones():
    config = configured({"site": {"kind": "apis/cor"}}, architecures={})
    assert (
        refused(config)
        == """\
2 problems, nothing was registered
Pulumi.dev.yaml: palisade:architecures = '{}'
    expected a known key
    fix: write architectures
Pulumi.dev.yaml: palisade:architectures.site.kind = 'apis/cor'
    expected a known kind
    fix: write apis/cors"""
    )


def test_secret_that_was_not_encrypted_is_refused_and_not_shown():
    assert (
        refused(configured({}, api_token="hunter2"))
        == """\
nothing was registered
Pulumi.dev.yaml: palisade:api_token = (hidden)
    expected a known key, or a secret
    fix: use one of: account, accounts, architectures, environment, exemptions, settings; \
or set a secret by `pulumi config set --secret palisade:api_token`"""
    )


def test_secret_inside_the_architectures_is_refused_and_not_shown():
    config = configured({})
    hidden = json.dumps({"site": site(PASSWORD="hunter2")})
    del config["palisade:architectures"]
    text = refused(config, secrets={"palisade:architectures": hidden})
    assert (
        text
        == """\
nothing was registered
Pulumi.dev.yaml: palisade:architectures = (hidden)
    expected no `secure:` value inside: a program is not told which part is secret
    fix: pulumi config set --secret palisade:NAME, then write ${secret:NAME}"""
    )
