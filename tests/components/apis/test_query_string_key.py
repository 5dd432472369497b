"""apis/query-string-key: two ways in, the same keys, one of them to be closed."""

import json

import pytest
from pydantic import ValidationError

from components.apis.query_string_key import AUTHORIZER, QueryStringKey, QueryStringKeyArgs
from policies.core import Finding
from policies.registry import all_rules
from tests.support.architectures import alone
from tests.support.recorder import policies_view

HELLO = {
    "hello": {"handler": "handlers.apis.query_string_key.hello.handler", "routes": ["GET /hello"]}
}


def keyed(clients=("shop", "warehouse"), **more):
    given = {"functions": HELLO, "clients": {client: {} for client in clients}, **more}
    return alone(QueryStringKey, "shop", given)


def one(deployed, name, type_):
    return deployed.resource(name, type_).inputs


def test_the_old_way_takes_its_key_from_the_authorizer_and_the_new_one_from_the_header():
    deployed = keyed()
    assert one(deployed, "shop-query", "restApi:RestApi")["apiKeySource"] == "AUTHORIZER"
    assert "apiKeySource" not in one(deployed, "shop", "restApi:RestApi")


def test_a_request_without_key_is_refused_before_the_authorizer_is_paid_for():
    authorizer = one(keyed(parameter="token"), "shop-query-authorizer", "authorizer:Authorizer")
    assert authorizer["identitySource"] == "method.request.querystring.token"
    assert authorizer["type"] == "REQUEST"


def test_no_answer_of_the_authorizer_is_kept_for_the_next_caller():
    authorizer = one(keyed(), "shop-query-authorizer", "authorizer:Authorizer")
    assert authorizer["authorizerResultTtlInSeconds"] == 0


@pytest.mark.parametrize("name", ["shop-get-hello", "shop-query-get-hello"])
def test_every_method_wants_a_key(name):
    assert one(keyed(), name, "method:Method")["apiKeyRequired"] is True


def test_both_ways_know_the_keys_of_all_clients():
    plans = keyed().of("usagePlanKey:UsagePlanKey")
    assert sorted(plans) == [
        "shop-plan-shop",
        "shop-plan-warehouse",
        "shop-query-plan-shop",
        "shop-query-plan-warehouse",
    ]


def test_the_authorizer_may_log_and_nothing_else():
    policy = json.loads(one(keyed(), "shop-authorizer-policy", "rolePolicy:RolePolicy")["policy"])
    actions = {action for statement in policy["Statement"] for action in statement["Action"]}
    assert {action.split(":")[0] for action in actions} == {"logs", "xray"}


def test_closing_the_old_way_takes_its_api_and_authorizer_away():
    deployed = keyed(accept_query=False)
    assert list(deployed.of("restApi:RestApi")) == ["shop"]
    functions = deployed.of("lambda/function:Function")
    assert AUTHORIZER not in [function["handler"] for function in functions.values()]


def test_limits_hold_for_each_key():
    plan = one(
        keyed(rate_limit=5, burst_limit=9, daily_quota=70), "shop-plan", "usagePlan:UsagePlan"
    )
    assert plan["throttleSettings"] == {"rateLimit": 5, "burstLimit": 9}
    assert plan["quotaSettings"] == {"limit": 70, "period": "DAY"}


def test_a_key_in_plain_text_is_refused():
    with pytest.raises(ValidationError, match="not written in plain text"):
        QueryStringKeyArgs.model_validate(
            {"functions": HELLO, "clients": {"shop": {"key": "abc123456789"}}}
        )


def test_a_route_of_two_functions_is_refused():
    with pytest.raises(ValidationError, match="each route once: GET /hello"):
        keyed(functions={**HELLO, "again": HELLO["hello"]})


def test_routes_of_both_ways_fit_into_one_policy():
    many = {"hello": {**HELLO["hello"], "routes": [f"GET /{n}" for n in range(21)]}}
    with pytest.raises(ValidationError, match="20 routes at most"):
        keyed(functions=many)


def test_no_rule_has_anything_against_it():
    stack = policies_view(keyed())
    found = [o for rule in all_rules() for o in rule.run(stack) if isinstance(o, Finding)]
    assert found == []
