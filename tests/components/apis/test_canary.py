"""apis/canary: what each phase of a release has on the stage, and what stays as it was."""

import json

import pytest
from pydantic import ValidationError

from components.apis.canary import CanaryApi
from components.apis.canary.settings import CanaryApiArgs
from tests.support.architectures import alone
from tests.support.canary_stage import Gateway
from tests.support.guardrails import verdicts
from tools.canary.__main__ import main

V2_FILE = "handlers/apis/canary/result_v2.vtl"
RELEASES = {"v1": {}, "v2": {"found_file": V2_FILE}}
STABLE = {"releases": RELEASES, "stable": "v1"}
CANARY = {**STABLE, "candidate": "v2"}
PROMOTED = {"releases": RELEASES, "stable": "v2"}


def results(**settings):
    return alone(CanaryApi, "cup", settings)


@pytest.fixture(scope="module")
def canary():
    return results(**CANARY)


def deployments(deployed):
    return deployed.of("apigateway/deployment:Deployment")


def trigger(deployed, label):
    return deployed[f"cup-release-{label}"]["triggers"]["definition"]


def answer(deployed):
    (found,) = [
        given["responseTemplates"]["application/json"]
        for given in deployed.of("integrationResponse:IntegrationResponse").values()
        if given["statusCode"] == "200"
    ]
    return found


def test_a_stable_release_has_one_deployment_and_no_canary():
    deployed = results(**STABLE)
    assert list(deployments(deployed)) == ["cup-release-v1"]
    stage = deployed["cup-stage"]
    assert stage["deployment"] == "cup-release-v1-id"
    assert "canarySettings" not in stage
    assert "aws:cloudwatch/logMetricFilter:LogMetricFilter" not in deployed.types()


def test_a_candidate_is_the_canary_beside_the_stable_deployment(canary):
    assert set(deployments(canary)) == {"cup-release-v1", "cup-release-v2"}
    stage = canary["cup-stage"]
    assert stage["deployment"] == "cup-release-v1-id"
    assert stage["canarySettings"] == {
        "deploymentId": "cup-release-v2-id",
        "percentTraffic": 10,
        "stageVariableOverrides": {},
        "useStageCache": False,
    }


def test_the_apis_definition_is_the_candidates_and_after_a_roll_back_the_stable_ones(canary):
    assert "runner-up" in answer(canary)
    assert "runner-up" not in answer(results(**STABLE))


def test_promotion_points_the_stage_to_the_candidates_deployment_as_it_is(canary):
    promoted = results(**PROMOTED)
    assert promoted["cup-stage"]["deployment"] == "cup-release-v2-id"
    assert "canarySettings" not in promoted["cup-stage"]
    assert trigger(promoted, "v2") == trigger(canary, "v2")


def test_a_roll_back_leaves_the_stable_deployment_as_it_was():
    assert trigger(results(**STABLE), "v1") == trigger(results(**STABLE), "v1")
    assert trigger(results(**STABLE), "v1") != trigger(results(**PROMOTED), "v2")


def test_variables_of_a_release_override_and_become_the_stages_own():
    releases = {
        "v1": {"variables": {"table_name": "old", "mode": "a"}},
        "v2": {"variables": {"table_name": "new", "mode": "b", "more": "c"}},
    }
    stage = results(releases=releases, stable="v1", candidate="v2")["cup-stage"]
    assert stage["variables"] == {"table_name": "old", "mode": "a"}
    merged = stage["variables"] | stage["canarySettings"]["stageVariableOverrides"]
    promoted = results(releases=releases, stable="v2")["cup-stage"]
    assert promoted["variables"] == merged


def stage_of(deployed):
    """The stage as API Gateway has it after the update."""
    given = deployed["cup-stage"]
    canary = given.get("canarySettings")
    return Gateway(given["deployment"], given["variables"], canary, given["stageName"])


@pytest.mark.parametrize(
    ("command", "becomes"),
    [("promote", {"stable": "v2"}), ("rollback", {"stable": "v1"})],
    ids=["promote", "rollback"],
)
def test_the_tool_leaves_the_stage_as_the_stack_file_would(command, becomes):
    """So that the `pulumi up` after it finds the stage as it wants it."""
    releases = {
        "v1": {"variables": {"table_name": "old", "mode": "a"}},
        "v2": {"found_file": V2_FILE, "variables": {"table_name": "new", "mode": "b", "more": "c"}},
    }
    gateway = stage_of(results(releases=releases, stable="v1", candidate="v2"))
    assert main([command, *gateway.address, "--yes"], apigateway=gateway) == 0
    assert gateway.stage == stage_of(results(releases=releases, **becomes)).stage


def test_the_access_log_tells_the_releases_apart(canary):
    fields = json.loads(canary["cup-stage"]["accessLogSettings"]["format"])
    assert fields["canary"] == "$context.isCanaryRequest"


def test_every_log_that_api_gateway_would_make_itself_is_kept_as_long_as_the_others(canary):
    groups = canary.of("cloudwatch/logGroup:LogGroup")
    names = {group.get("name") for group in groups.values()} - {None}
    assert names == {
        "API-Gateway-Execution-Logs_cup-id/live",
        "API-Gateway-Execution-Logs_cup-id/live/Canary",
        "/aws/apigateway/cup-0a1b2c3/Canary",
    }
    assert len({group["retentionInDays"] for group in groups.values()}) == 1
    stage = canary.resource("cup-stage")
    assert {urn.rpartition("::")[2] for urn in stage.dependencies} >= {
        "cup-execution-logs",
        "cup-execution-logs-canary",
        "cup-access-logs-canary",
    }


def test_the_alarm_counts_only_the_candidates_errors():
    deployed = results(**CANARY, max_error_percent=2)
    filters = deployed.of("logMetricFilter:LogMetricFilter")
    assert all('$.canary = "true"' in given["pattern"] for given in filters.values())
    assert '$.status = "5*"' in filters["cup-canary-errors"]["pattern"]
    alarm = deployed["cup-roll-back-alarm"]
    assert alarm["threshold"] == 2
    watched = [query["metric"]["metricName"] for query in alarm["metricQueries"][:2]]
    made = [filters[f"cup-canary-{key}"] for key in ("requests", "errors")]
    assert watched == [given["metricTransformation"]["name"] for given in made]


def test_the_role_may_get_items_of_this_table_and_nothing_else(canary):
    (statement,) = json.loads(canary["cup-item-policy"]["policy"])["Statement"]
    assert statement["Action"] == ["dynamodb:GetItem"]
    table = canary.resource("cup-items", "table:Table")
    assert statement["Resource"] == [table.outputs["arn"]]
    assert table.inputs["hashKey"] == "year"


def test_a_table_that_exists_is_taken():
    arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/cups"
    deployed = results(**STABLE, table_arn=arn)
    assert not deployed.of("dynamodb/table:Table")
    assert deployed["cup-stage"]["variables"] == {"table_name": "cups"}


REFUSED = [
    ("no such stable release", {"releases": RELEASES, "stable": "v3"}, "stable, the label"),
    ("no such candidate", {**STABLE, "candidate": "v3"}, "one of v1, v2"),
    (
        "a value that no stage takes",
        {"releases": {"v1": {"variables": {"mode": "two words"}}}, "stable": "v1"},
        "match pattern",
    ),
    ("a canary of itself", {**STABLE, "candidate": "v1"}, "other than the stable one"),
    ("no request for the candidate", {**CANARY, "percent": 0}, "greater than 0"),
    ("more than all", {**CANARY, "percent": 101}, "less than or equal to 100"),
    (
        "a variable taken away",
        {**CANARY, "releases": {"v1": {"variables": {"mode": "a"}}, "v2": {}}},
        "variables of v2 that name mode, too",
    ),
    ("a path without parameter", {**STABLE, "route": "GET /items"}, "should match pattern"),
]


@pytest.mark.parametrize(("name", "args", "said"), REFUSED, ids=[c[0] for c in REFUSED])
def test_settings_that_cannot_work_are_refused(name, args, said):
    with pytest.raises(ValidationError, match=said):
        CanaryApiArgs.model_validate(args)


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "update"])
@pytest.mark.parametrize("settings", [STABLE, CANARY], ids=["stable", "canary"])
def test_guardrails_decide_everything_and_find_nothing(settings, preview):
    assert verdicts("canary", settings, preview=preview) == []
