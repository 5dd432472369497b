import pytest

from policies.core import UNKNOWN
from policies.rules.apis.sync_start_of_standard import sync_start_of_standard
from tests.support.apis import http_integration, rest_integration
from tests.support.builders import allow, arn, component, grant, resource, role, role_policy
from tests.support.findings import run_rule

ROLE = role("api-role", "apigateway.amazonaws.com")


def machine(kind=None, **props):
    return resource("aws:sfn/stateMachine:StateMachine", "open", type=kind, **props)


def http(to):
    parameters = {"StateMachineArn": to}
    return http_integration("StepFunctions-StartSyncExecution", request=parameters)


def rest(**props):
    return rest_integration("states:StartSyncExecution", credentials=ROLE, **props)


def granted(to):
    return [
        ROLE,
        component("call", grants=[grant("states:StartSyncExecution", to)]),
        role_policy("policy", ROLE, UNKNOWN, parent=component("call")),
    ]


FAULT = "waits for open, which is STANDARD"

CASES = [
    ("nothing there", [], []),
    ("HTTP and STANDARD", [machine("STANDARD"), http(machine())], [FAULT]),
    ("STANDARD is the default", [machine(), http(machine())], [FAULT]),
    ("HTTP and EXPRESS", [machine("EXPRESS"), http(machine("EXPRESS"))], []),
    ("REST, known by its grant", [machine(), *granted(machine()), rest()], [FAULT]),
    (
        "REST, known by its policy",
        [
            machine(arn=arn("states", "stateMachine:open")),
            ROLE,
            role_policy(
                "policy",
                ROLE,
                {"Statement": [allow("states:*", arn("states", "stateMachine:open"))]},
            ),
            rest(),
        ],
        [FAULT],
    ),
    (
        "REST, known by the policy's dependency",
        [
            machine(),
            ROLE,
            role_policy("policy", ROLE, UNKNOWN, deps={"policy": [machine()]}),
            rest(),
        ],
        [FAULT],
    ),
    (
        "REST, known by its template",
        [machine(), ROLE, rest(requestTemplates={"application/json": machine()})],
        [FAULT],
    ),
    (
        "an asynchronous start",
        [machine(), ROLE, *granted(machine()), rest_integration("states:StartExecution")],
        [],
    ),
    ("a machine of another stack", [http("arn:aws:states:x:1:stateMachine:y")], []),
    (
        "type unknown",
        [machine(UNKNOWN), http(machine(UNKNOWN))],
        ["undecided: type is not known at preview"],
    ),
    (
        "policy unknown",
        [ROLE, role_policy("policy", ROLE, UNKNOWN), rest()],
        ["undecided: policy is not known at preview"],
    ),
]


@pytest.mark.parametrize(("name", "resources", "expected"), CASES, ids=[c[0] for c in CASES])
def test_sync_start_of_standard(name, resources, expected):
    assert run_rule(sync_start_of_standard, resources) == expected
