"""Which headers an answer carries for which origin."""

import pytest

from handlers.shared.cors import Origins

APP, WWW = "https://app.example.com", "https://www.example.com"
ALLOW = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
EXPOSE = "Access-Control-Expose-Headers"

CASES = [
    ("listed", Origins((APP, WWW)), {"Origin": WWW}, {"Vary": "Origin", ALLOW: WWW}),
    ("name in other case", Origins((APP,)), {"ORIGIN": APP}, {"Vary": "Origin", ALLOW: APP}),
    ("not listed", Origins((APP,)), {"Origin": WWW}, {"Vary": "Origin"}),
    ("part of a listed one", Origins((APP,)), {"Origin": APP[:-4]}, {"Vary": "Origin"}),
    ("no origin", Origins((APP,)), {"Host": "x"}, {"Vary": "Origin"}),
    ("no headers", Origins((APP,)), None, {"Vary": "Origin"}),
    ("any", Origins(("*",)), {"Origin": WWW}, {ALLOW: "*"}),
    ("any, no origin", Origins(("*",)), None, {ALLOW: "*"}),
    ("a star from outside", Origins((APP,)), {"Origin": "*"}, {"Vary": "Origin"}),
    (
        "with credentials",
        Origins((APP,), credentials=True),
        {"Origin": APP},
        {"Vary": "Origin", ALLOW: APP, CREDENTIALS: "true"},
    ),
    ("not listed, credentials", Origins((APP,), True), {"Origin": WWW}, {"Vary": "Origin"}),
    ("never any with credentials", Origins(("*",), True), {"Origin": WWW}, {ALLOW: "*"}),
    (
        "readable headers",
        Origins((APP,), exposed=("x-a", "x-b")),
        {"Origin": APP},
        {"Vary": "Origin", ALLOW: APP, EXPOSE: "x-a,x-b"},
    ),
    ("not listed, readable", Origins((APP,), exposed=("x",)), {"Origin": WWW}, {"Vary": "Origin"}),
]


@pytest.mark.parametrize(
    ("name", "origins", "request_", "headers"), CASES, ids=[c[0] for c in CASES]
)
def test_headers(name, origins, request_, headers):
    assert origins.headers_for(request_) == headers


def test_variables_may_have_spaces_and_gaps():
    variables = {"ALLOWED_ORIGINS": f" {APP} ,, {WWW},", "ALLOW_CREDENTIALS": "true"}
    assert Origins.from_environment(variables) == Origins((APP, WWW), credentials=True)
