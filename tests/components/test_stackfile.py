"""A stack file: what is wrong with it is said whole, at once, before anything is registered."""

import pytest

from components.errors import ConfigError
from components.stackfile import Known, plan

KNOWN = Known(
    rules={"iam-wildcard-action", "recursion-loop"},
    environments={"dev", "staging", "prod"},
    secrets={"token"},
)
BASE = {"region": "eu-west-1", "environment": "dev", "account": "123456789012"}
BOARD = {"kind": "events/appsync-target"}
SITE = {
    "kind": "apis/cors",
    "cors": {"origins": ["https://app.example.com"]},
    "functions": {
        "hello": {"handler": "handlers.apis.cors.http.handler", "routes": ["GET /hello"]}
    },
}
EXEMPTION = {
    "rule": "recursion-loop",
    "resource": "board",
    "reason": "ends with the next release",
    "owner": "web-team",
    "until": "2027-01-31",
}
FILE = "Pulumi.dev.yaml: palisade"


def refusal(architectures=None, **values):
    """The text that a person sees for this file, without its first line's file name."""
    file = {**BASE, "architectures": architectures or {}, **values}
    with pytest.raises(ConfigError) as refused:
        plan({key: value for key, value in file.items() if value is not None}, KNOWN, FILE)
    return str(refused.value)


def wrong(architectures=None, **values):
    """Path, value and fix of every problem."""
    text = refusal(architectures, **values)
    blocks = [block.splitlines() for block in text.replace("\n    ", "\0").splitlines()[1:]]
    return [line.replace(f"{FILE}:", "").split("\0") for (line,) in blocks]


def only(architectures=None, **values):
    problems = wrong(architectures, **values)
    assert len(problems) == 1, problems
    return problems[0]


def site(**changes):
    return {"site": {**SITE, **changes}}


def test_good_file_gives_its_architectures():
    ready = plan({**BASE, "architectures": {"site": SITE, "board": BOARD}}, KNOWN)
    assert [(e.name, e.kind.__name__) for e in ready.entries] == [
        ("site", "CorsApi"),
        ("board", "AppsyncTarget"),
    ]


def test_everything_wrong_stands_in_one_error():
    architectures = {
        "Site": {**SITE, "rate_limit": 0, "flavor": "rest"},
        "board": {"kind": "events/appsync-targets"},
        "copy": {"kind": "events/appsync-target", "bus_name": "${orders.bus_name}"},
        "stock": BOARD,
    }
    assert (
        refusal(architectures, environment="stagin", account="12345678901")
        == f"""\
7 problems, nothing was registered
{FILE}:environment = 'stagin'
    expected the name of a file stacks/Pulumi.<environment>.yaml
    fix: write staging
{FILE}:account = '12345678901'
    expected 12 digits
    fix: quote it: "012345678901" (YAML drops the first zero of a bare number)
{FILE}:architectures.Site = 'Site'
    expected 1 to 30 lower-case letters, digits and single hyphens, a letter first
    fix: rename it
{FILE}:architectures.Site.rate_limit = 0
    expected at least 1
    fix: set a value inside that range
{FILE}:architectures.Site.flavor = 'rest'
    expected a known setting
    fix: write flavour
{FILE}:architectures.board.kind = 'events/appsync-targets'
    expected a known kind
    fix: write events/appsync-target
{FILE}:architectures.copy.bus_name = '${{orders.bus_name}}'
    expected the name of another architecture
    fix: use one of: stock"""
    )


def test_missing_region_names_the_key_that_is_missing():
    assert (
        refusal(region=None)
        == """\
nothing was registered
Pulumi.dev.yaml: aws:region is missing
    expected an AWS Region
    fix: set aws:region, e.g. eu-west-1"""
    )


BAD_FILES = [
    ("region that is none", {"region": "Ireland"}, "aws:region = 'Ireland'"),
    ("no environment", {"environment": None}, "environment is missing"),
    ("unknown environment", {"environment": "prd"}, "environment = 'prd'"),
    ("no account", {"account": None}, "account is missing"),
    ("account in digits of eleven", {"account": "12345678901"}, "account = '12345678901'"),
    ("unknown key", {"architecture": {}}, "architecture = {}"),
    ("architectures as a list", {"architectures": ["site"]}, "architectures = ['site']"),
    ("accounts as a number", {"accounts": 3}, "accounts = 3"),
    ("exemptions as a number", {"exemptions": 5}, "exemptions = 5"),
    (
        "another account without its zero",
        {"accounts": {"data": {"id": "1234", "role_arn": "arn:aws:iam::123456789012:role/x"}}},
        "accounts.data.id = '1234'",
    ),
    ("setting out of its list", {"settings": {"log_retention_days": 8}}, "log_retention_days = 8"),
    ("setting of a wrong type", {"settings": {"tracing": "perhaps"}}, "tracing = 'perhaps'"),
    ("misspelt setting", {"settings": {"log_retention": 7}}, "log_retention = 7"),
]


@pytest.mark.parametrize(("name", "values", "says"), BAD_FILES, ids=[c[0] for c in BAD_FILES])
def test_file_is_refused_and_says_where(name, values, says):
    assert only(**values)[0].endswith(says)


def test_nearest_number_of_a_list_is_named():
    assert only(settings={"log_retention_days": 8})[2] == "fix: write 7"


LIMITS = [
    ({"rate_limit": 0}, "at least 1", "set a value inside that range"),
    ({"functions": {}}, "at least 1 of them", "add what is missing"),
    ({"exempt": [{**EXEMPTION, "reason": "soon"}]}, "at least 10 characters", "write more"),
    ({"functions": {"Say Hi": SITE["functions"]["hello"]}}, "text that matches ^[a-z]([a-z0-9-]"
     "{0,18}[a-z0-9])?$", "write it in that form"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected", "fix"), LIMITS, ids=[c[2] for c in LIMITS])
def test_what_to_do_fits_what_is_wrong(changes, expected, fix):
    assert only(site(**changes))[1:] == [f"expected {expected}", f"fix: {fix}"]


BAD_ENTRIES = [
    ("no mapping", "apis/cors", "site = 'apis/cors'"),
    ("nothing", None, "site = None"),
    ("no kind", {"cors": {}}, "site.kind is missing"),
    ("unknown kind", {"kind": "apis/cor"}, "site.kind = 'apis/cor'"),
    ("kind as a list", {"kind": ["apis/cors"]}, "site.kind = \"['apis/cors']\""),
    ("misspelt argument", {**SITE, "burst_limits": 5}, "site.burst_limits = 5"),
    ("wrong type", {**SITE, "rate_limit": "fast"}, "site.rate_limit = 'fast'"),
    ("out of range", {**SITE, "burst_limit": -1}, "site.burst_limit = -1"),
    ("not one of", {**SITE, "flavour": "soap"}, "site.flavour = 'soap'"),
    ("deep inside", {**SITE, "cors": {"origins": ["https://a/"]}}, "cors.origins[0] = 'https://a/'"),
    ("unknown account", {**SITE, "account": "data"}, "site.account = 'data'"),
    ("unknown handler", site(functions={"x": {"handler": "handlers.apis.cors.http.hander",
     "routes": ["GET /"]}})["site"], "x.handler = 'handlers.apis.cors.http.hander'"),
    ("illegal function name", site(functions={"Say Hi": SITE["functions"]["hello"]})["site"],
     "functions.Say Hi = 'Say Hi'"),
    ("empty list", {**SITE, "cors": {"origins": []}}, "site.cors.origins = []"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "entry", "says"), BAD_ENTRIES, ids=[c[0] for c in BAD_ENTRIES])
def test_architecture_is_refused_and_says_where(name, entry, says):
    assert only({"site": entry})[0].endswith(says)


@pytest.mark.parametrize(
    "name", ["Site", "1site", "site_x", "-site", "site-", "site--a", "s" * 31, "", "a b"]
)
def test_illegal_names_are_refused(name):
    assert wrong({name: BOARD})[0][1].startswith("expected 1 to 30 lower-case letters")


@pytest.mark.parametrize("name", ["s", "site", "site-2", "s" * 30])
def test_legal_names_pass(name):
    assert plan({**BASE, "architectures": {name: BOARD}}, KNOWN).entries[0].name == name


BAD_REFERENCES = [
    ("to no architecture", "${orders.bus_name}", "fix: use one of: board"),
    ("to a name nearly right", "${bord.bus_name}", "fix: write board"),
    ("to no output", "${board.bus_nam}", "fix: write bus_name"),
    ("to no secret", "${secret:tokn}", "fix: pulumi config set --secret palisade:tokn"),
    ("that is none", "${board}", "fix: correct the reference, or write $${ for a literal ${"),
    ("without an end", "${board.bus_name", "fix: correct the reference, or write $${ for a"
     " literal ${"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "fix"), BAD_REFERENCES, ids=[c[0] for c in BAD_REFERENCES]
)
def test_reference_is_refused(name, text, fix):
    where, _, advice = only({"board": BOARD, "copy": {**BOARD, "bus_name": text}})
    assert where.startswith("architectures.copy.bus_name = ")
    assert advice == fix


@pytest.mark.parametrize(
    "text",
    [
        "${board.bus_name}",
        "x-${board.bus_name}",
        "${stack:acme/app/dev.bus}",
        "${secret:token}",
        "$${x}",
    ],
)
def test_reference_passes(text):
    plan({**BASE, "architectures": {"board": BOARD, "copy": {**BOARD, "bus_name": text}}}, KNOWN)


def test_reference_where_a_plain_value_is_needed_is_refused():
    found = only(site(rate_limit="${secret:token}"))
    assert found == [
        "architectures.site.rate_limit = '${secret:token}'",
        "expected a plain value: it is needed before anything is created",
        "fix: write the value itself in place of the reference",
    ]


def test_wrong_entry_is_blamed_and_not_those_that_refer_to_it():
    copy = {**BOARD, "bus_name": "${board.bus_name}"}
    assert only({"board": {"kind": "events/appsync"}, "copy": copy})[0] == (
        "architectures.board.kind = 'events/appsync'"
    )


def board_on(name):
    return {**BOARD, "bus_name": f"${{{name}.bus_name}}"}


def test_cycle_is_told_together_with_all_else():
    circle = {"a": board_on("b"), "b": board_on("c"), "c": board_on("a"), "d": {"kind": "x/y"}}
    found = wrong(circle)
    assert [problem[0] for problem in found] == [
        "architectures = 'a -> b -> c -> a'",
        "architectures.d.kind = 'x/y'",
    ]
    assert found[0][2] == "fix: take out one of a.bus_name, b.bus_name, c.bus_name"


def test_reference_to_itself_is_a_cycle():
    where, _, fix = only({"a": board_on("a")})
    assert (where, fix) == ("architectures = 'a -> a'", "fix: take out a.bus_name")


def test_two_cycles_are_two_problems():
    circles = {"a": board_on("b"), "b": board_on("a"), "c": board_on("d"), "d": board_on("c")}
    assert [found[0] for found in wrong(circles)] == [
        "architectures = 'a -> b -> a'",
        "architectures = 'c -> d -> c'",
    ]


def test_architectures_are_built_after_what_they_refer_to_and_else_as_written():
    written = {"late": board_on("base"), "alone": BOARD, "base": BOARD, "last": board_on("late")}
    ready = plan({**BASE, "architectures": written}, KNOWN)
    assert [entry.name for entry in ready.entries] == ["base", "late", "alone", "last"]


BAD_EXEMPTIONS = [
    ("no reason", {"reason": None}, "reason is missing"),
    ("short reason", {"reason": "because"}, "reason = 'because'"),
    ("no owner", {"owner": None}, "owner is missing"),
    ("unknown rule", {"rule": "recursion-lop"}, "rule = 'recursion-lop'"),
    ("no such day", {"until": "2027-02-30"}, "until = '2027-02-30'"),
    ("date as YAML reads it", {"until": "2027-01-31 00:00:00 +0000 UTC"},
     "until = '2027-01-31 00:00:00 +0000 UTC'"),
    ("unknown key", {"team": "web"}, "team = 'web'"),
]  # fmt: skip


def exemption(change):
    changed = {**EXEMPTION, **change}
    return {key: value for key, value in changed.items() if value is not None}


@pytest.mark.parametrize(
    ("name", "change", "says"), BAD_EXEMPTIONS, ids=[c[0] for c in BAD_EXEMPTIONS]
)
def test_exemption_is_refused_in_the_file_and_in_an_architecture(name, change, says):
    assert only(exemptions=[exemption(change)])[0] == f"exemptions[0].{says}"
    found = only({"board": {**BOARD, "exempt": [exemption(change)]}})
    assert found[0] == f"architectures.board.exempt[0].{says}"


def test_exemption_of_the_file_names_a_resource():
    assert (
        only(exemptions=[exemption({"resource": None})])[0] == "exemptions[0].resource is missing"
    )


def test_exemption_of_an_architecture_may_mean_all_of_it():
    entry = {**BOARD, "exempt": [exemption({"resource": None})]}
    plan({**BASE, "architectures": {"board": entry}}, KNOWN)


def test_unknown_rule_is_found_beside_a_missing_reason_and_other_faults():
    found = wrong(exemptions=[exemption({"rule": "no-such", "reason": None})], region=None)
    assert sorted(item[0].split(" ")[0] for item in found) == [
        "Pulumi.dev.yaml:",
        "exemptions[0].reason",
        "exemptions[0].rule",
    ]


UNIONS = [
    ("a word", "jwt", ["auth = 'jwt'", "expected one of iam, none or a mapping"]),
    ("a mapping that lacks a key", {"issuer": "https://a"}, ["auth.audience is missing"]),
    ("a key of neither", {"isuer": "https://a", "audience": ["a"]},
     ["auth.isuer = 'https://a'", "fix: write issuer"]),
    ("a key of neither, another missing", {"isuer": "https://a"},
     ["auth.isuer = 'https://a'", "fix: write issuer", "auth.audience is missing"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "auth", "says"), UNIONS, ids=[c[0] for c in UNIONS])
def test_only_the_choice_that_was_meant_is_told(name, auth, says):
    text = refusal(site(auth=auth))
    assert [line for line in says if line not in text] == []
    others = ("Jwt", "Cognito", "literal", "user_pool", "issuer is missing")
    assert not [word for word in others if word in text]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"api_key": True}, "flavour: rest for api_key and user_pool_arns (http takes an issuer)"),
        (
            {"cors": {"origins": ["*"]}},
            "named origins: `*` lets every page call (or set any_origin: true)",
        ),
    ],
)
def test_settings_that_do_not_go_together_are_told_without_their_values(changes, says):
    where, expected, _ = only(site(**changes))
    assert expected == f"expected {says}"
    assert "example.com" not in where


def test_settings_take_secrets_and_outputs_of_other_stacks():
    settings = {"kms_key_arn": "${stack:org/base/prod.key}"}
    ready = plan({**BASE, "settings": settings, "architectures": {}}, KNOWN)
    assert str(ready.file.settings.kms_key_arn) == "${stack:org/base/prod.key}"


def test_settings_take_no_outputs_of_architectures_which_come_later():
    found = only({"board": BOARD}, settings={"kms_key_arn": "${board.api_id}"})
    assert found[0] == "settings.kms_key_arn = '${board.api_id}'"


def with_functions(*names, **more):
    hello = SITE["functions"]["hello"]
    functions = {name: {**hello, "routes": [f"GET /{name}"]} for name in names}
    return {**SITE, "functions": functions, **more}


def test_names_that_meet_are_told_together():
    meeting = {
        "shop": with_functions("hello-world", "eu-hello-world"),
        "shop-hello": with_functions("world"),
        "shop-eu": with_functions("hello-world"),
    }
    assert wrong(meeting) == [
        [
            "architectures.shop-hello.functions.world = 'shop-hello-world'",
            "expected a name that shop.functions.hello-world does not make, too",
            "fix: rename one of the two, or one of the architectures",
        ],
        [
            "architectures.shop-eu.functions.hello-world = 'shop-eu-hello-world'",
            "expected a name that shop.functions.eu-hello-world does not make, too",
            "fix: rename one of the two, or one of the architectures",
        ],
    ]


APART = [
    ("nothing in common", with_functions("hello-world"), with_functions("world-2")),
    ("another account", with_functions("hello-world"), with_functions("world", account="data")),
    ("another kind", with_functions("hello-undelivered"), BOARD),
]


@pytest.mark.parametrize(("name", "shop", "hello"), APART, ids=[c[0] for c in APART])
def test_names_that_do_not_meet_pass(name, shop, hello):
    accounts = {"data": {"id": "210987654321", "role_arn": "arn:aws:iam::210987654321:role/x"}}
    file = {**BASE, "accounts": accounts, "architectures": {"shop": shop, "shop-hello": hello}}
    plan(file, KNOWN)


HELLO = SITE["functions"]["hello"]
TWICE = {"a": HELLO, "b": HELLO}
AGAIN = "functions.b.routes[0] = 'GET /hello'"
BESIDE = [
    ("a wrong setting", {"rate_limit": 0, "functions": TWICE}, [AGAIN, "rate_limit = 0"]),
    ("one wrong in the same function", {"functions": {**TWICE, "a": {**HELLO, "memory_mb": 5}}},
     ["functions.a.memory_mb = 5", AGAIN]),
    ("one that is missing", {"cors": {}, "functions": TWICE},
     ["cors.origins is missing", AGAIN]),
    ("a key that is none", {"colour": 1, "functions": TWICE}, [AGAIN, "colour = 1"]),
    ("another check, and one further down",
     {"api_key": True, "functions": TWICE, "cors": {"origins": ["*"]}},
     [" = {cors, functions, api_key}", "cors = {origins}", AGAIN]),
    ("one that the check asks for", {"api_key": True, "flavour": "htttp"}, ["flavour = 'htttp'"]),
    ("a misspelt one that the check asks for", {"api_key": True, "flavuor": "rest"},
     ["flavuor = 'rest'"]),
    ("a key that may be any that is left out", {"api_key": True, "x": "rest"}, ["x = 'rest'"]),
    ("a misspelt one that it does not ask for", {"api_key": True, "rate_limt": 5},
     [" = {cors, functions, api_key, rate_limt}", "rate_limt = 5"]),
    ("one whose member is a guess", {"auth": {}}, ["auth.user_pool_arns is missing"]),
    ("a wrong route of the same function",
     {"functions": {"a": {**HELLO, "routes": ["GETT /hello"]}, "b": HELLO}},
     ["functions.a.routes[0] = 'GETT /hello'"]),
    ("an entry that is no mapping", {"functions": {"a": 5, "b": HELLO, "c": HELLO}},
     ["functions.a = 5"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "says"), BESIDE, ids=[c[0] for c in BESIDE])
def test_checks_across_settings_run_beside(name, changes, says):
    changed = {**SITE, "functions": {"hello": HELLO}, **changes}
    told = [where.removeprefix("architectures.site") for where, _, _ in wrong({"site": changed})]
    assert [where.lstrip(".") for where in told] == says


def test_check_of_an_exemption_runs_beside_its_wrong_settings():
    both = exemption({"glob": "a-*", "reason": "soon"})
    assert [where for where, _, _ in wrong(exemptions=[both])] == [
        "exemptions[0] = {rule, resource, reason, owner, until, glob}",
        "exemptions[0].reason = 'soon'",
    ]


ECHO = {"handler": "handlers.apis.vpc_link_http.echo.handler"}
BACKEND = {"kind": "alb", "routes": ["GET /x"], "behind": ECHO, "server_name": "a.com"}
IN_A_CHOICE = [
    ("a misspelt key of a member", {"prot": 3}, ["backends.a.prot = 3", "fix: write port"]),
    ("a check of a member", {"port": 0}, ["server_name and certificate_arn, both or neither"]),
]


def test_kind_called_like_one_of_its_settings_is_none_of_them():
    entry = {"kind": "apis/vpc-link-rest", "backends": {"a": {"kind": "port", "portz": 80}}}
    assert "a.portz = 80\n    expected a known setting\n    fix: write port" in refusal(
        {"v": entry}
    )


@pytest.mark.parametrize(("name", "change", "says"), IN_A_CHOICE, ids=[c[0] for c in IN_A_CHOICE])
def test_member_that_a_kind_chose_is_told_and_checked(name, change, says):
    entry = {"kind": "apis/vpc-link-http", "backends": {"a": {**BACKEND, **change}}}
    text = refusal({"v": entry})
    assert [line for line in says if line not in text] == []


def test_route_twice_names_both_places():
    assert only(site(functions=TWICE)) == [
        "architectures.site.functions.b.routes[0] = 'GET /hello'",
        "expected each route once: GET /hello catches what GET /hello (functions.a.routes[0]) does",
        "fix: take one of the two out, or change it",
    ]


def test_names_that_meet_are_told_beside_wrong_settings():
    meeting = {
        "shop": with_functions("hello-world", rate_limit=0),
        "shop-hello": with_functions("world"),
    }
    assert [where for where, _, _ in wrong(meeting)] == [
        "architectures.shop.rate_limit = 0",
        "architectures.shop-hello.functions.world = 'shop-hello-world'",
    ]


EDGE = {"edge": {"id": "1", "role_arn": "arn:aws:iam::123456789012:role/x"}}
HINTS = [
    ("a rule like no other", exemption({"rule": "nope-rule"}),
     "fix: take an id that docs/rules/README.md lists"),
    ("a rule like another", exemption({"rule": "recursion-lop"}), "fix: write recursion-loop"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "item", "fix"), HINTS, ids=[c[0] for c in HINTS])
def test_hint_for_a_rule_is_short(name, item, fix):
    assert only(exemptions=[item])[2] == fix


def test_account_nearly_right_is_named_though_it_is_wrong_itself():
    found = wrong(site(account="edgy"), accounts=EDGE)
    assert [(where.split(" ")[0], fix) for where, _, fix in found][1:] == [
        ("architectures.site.account", "fix: write edge")
    ]


def test_account_is_not_looked_for_in_what_is_no_mapping():
    assert only(site(account="edge"), accounts=3)[0] == "accounts = 3"


def test_choice_that_was_meant_is_told_beside_a_wrong_flavour():
    found = wrong(site(flavour="htttp", auth={"isuer": "https://a", "audience": ["a"]}))
    assert [fix for _, _, fix in found] == ["fix: write http", "fix: write issuer"]


def test_route_of_a_wrong_form_is_told_an_example():
    hello = {**HELLO, "routes": ["GETT hello"]}
    assert only(site(functions={"hello": hello}))[1:] == [
        "expected a method and a path, e.g. GET /items/{id}",
        "fix: write it in that form",
    ]


def test_misspelt_key_beside_the_right_one_is_to_be_removed():
    board = {**BOARD, "clients": "api_key", "clientz": "none"}
    assert only({"board": board})[2] == "fix: remove it, clients is there already"


NAMES = [
    ("a digit first", "1A", "at least two letters, digits and underscores, a letter first"),
    ("an underscore first", "_AB", "at least two letters, digits and underscores, a letter first"),
    ("one letter", "A", "at least two letters, digits and underscores, a letter first"),
    ("a hyphen", "A-B", "at least two letters, digits and underscores, a letter first"),
    ("Lambda's own", "AWS_REGION", "a name that Lambda does not reserve for itself"),
    ("Lambda's own of a function", "AWS_LAMBDA_FUNCTION_NAME",
     "a name that Lambda does not reserve for itself"),
    ("Lambda's own without AWS", "LAMBDA_TASK_ROOT",
     "a name that Lambda does not reserve for itself"),
]  # fmt: skip
ANYWHERE = {
    "function": lambda held: site(functions={"a": {**HELLO, "environment": held}}),
    "consumer": lambda held: {
        "site": {"kind": "apis/storage-first", "queue": {"consumer": {"environment": held}}}
    },
    "code behind a balancer": lambda held: {
        "site": {
            "kind": "apis/vpc-link-http",
            "backends": {
                "a": {"kind": "alb", "routes": ["GET /"], "behind": {**ECHO, "environment": held}}
            },
        }
    },
}


@pytest.mark.parametrize("of", ANYWHERE)
@pytest.mark.parametrize(("name", "variable", "says"), NAMES, ids=[c[0] for c in NAMES])
def test_variable_that_lambda_refuses_is_refused_everywhere(of, name, variable, says):
    where, expected, _ = only(ANYWHERE[of]({variable: "x", "GOOD": "x"}))
    assert where.endswith(f".environment.{variable} = {variable!r}")
    assert expected == f"expected {says}"


@pytest.mark.parametrize(
    "variable", ["TZ", "PATH", "LD_LIBRARY_PATH", "AWS_XRAY_CONTEXT_MISSING", "a1", "AWS_REGION_2"]
)
def test_variable_that_lambda_takes_passes(variable):
    architectures = ANYWHERE["function"]({variable: "x"})
    plan({**BASE, "architectures": architectures}, KNOWN)


def test_problems_stand_in_the_order_of_the_file():
    exemptions = [
        exemption({"rule": "no-such"}),
        exemption({"reason": None}),
        exemption({"until": "2027-02-31"}),
        exemption({"owner": ""}),
    ]
    file = {
        "exemptions": exemptions,
        "architectures": {"board": {**BOARD, "clients": "x"}, "copy": board_on("gone"), "z": {}},
        "account": "1",
        "environment": "dve",
        "region": "eu-west-1",
    }
    with pytest.raises(ConfigError) as refused:
        plan(file, KNOWN, FILE)
    paths = [problem.where.removeprefix(f"{FILE}:") for problem in refused.value.problems]
    assert paths == [
        "environment",
        "account",
        "architectures.board.clients",
        "architectures.copy.bus_name",
        "architectures.z.kind",
        "exemptions[0].rule",
        "exemptions[1].reason",
        "exemptions[2].until",
        "exemptions[3].owner",
    ]


NO_DAYS = [
    ("2027-02-31", "write a day from 01 to 28, which ends 2027-02"),
    ("2028-02-30", "write a day from 01 to 29, which ends 2028-02"),
    ("2027-04-00", "write a day from 01 to 30, which ends 2027-04"),
    ("2027-13-01", "write a month from 01 to 12"),
    ("0000-01-01", "write the year"),
]


@pytest.mark.parametrize(("until", "fix"), NO_DAYS, ids=[c[0] for c in NO_DAYS])
def test_day_that_is_none_is_told_why(until, fix):
    assert only(exemptions=[exemption({"until": until})])[1:] == [
        "expected a day that the calendar has",
        f"fix: {fix}",
    ]


def test_last_day_of_a_leap_year_passes():
    late = exemption({"until": "2028-02-29"})
    plan({**BASE, "architectures": {}, "exemptions": [late]}, KNOWN)


def test_file_without_the_key_architectures_is_refused():
    with pytest.raises(ConfigError) as refused:
        plan(BASE, KNOWN, FILE)
    assert (
        str(refused.value)
        == f"""\
nothing was registered
{FILE}:architectures is missing
    expected the architectures by name
    fix: add palisade:architectures, or {{}} for none, which deletes all that there are"""
    )


def test_file_that_says_it_has_no_architectures_passes():
    assert plan({**BASE, "architectures": {}}, KNOWN).entries == ()


def test_reference_is_offered_no_illegal_name_and_not_its_own():
    names = {"Board_1": BOARD, "board": BOARD, "copy": {**BOARD, "bus_name": "${nothing.url}"}}
    assert wrong(names)[1][2] == "fix: use one of: board"
