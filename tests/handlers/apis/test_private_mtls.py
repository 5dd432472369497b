"""Handlers of apis/private-mtls: the widget, and whose tokens get through."""

import base64
import json
import time
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from handlers.apis.private_mtls import authorizer, issuer, widget
from handlers.apis.private_mtls.authorizer import UnauthorizedError, authorize
from handlers.apis.private_mtls.issuer import IssuerKeys, KeysUnavailableError
from handlers.apis.private_mtls.jwt import Expected, RsaKey, TokenError

CONTEXT: Any = SimpleNamespace(
    function_name="widgets",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:widgets",
    aws_request_id="r-1",
)
ISSUER, AUDIENCE, NOW = "https://login.example.com", "widgets", 1_800_000_000
EXPECTED = Expected(ISSUER, (AUDIENCE, "other"))
METHOD = "arn:aws:execute-api:eu-west-1:123456789012:abc/live/GET/widgets"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": NOW + 60, "scope": "read"}
SUBJECT = "CN=tenant-a"


def encoded(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value):
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def jwk(key=KEY, key_id="k1"):
    public = key.public_key().public_numbers()
    return {"kty": "RSA", "kid": key_id, "n": number(public.n), "e": number(public.e)}


def token(claims=CLAIMS, *, key=KEY, header=None, **changes):
    body = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    signed = f"{encoded(header or {'alg': 'RS256', 'kid': 'k1'})}.{encoded(body)}"
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{encoded(signature)}"


class Known:
    """The issuer's one key."""

    def find(self, key_id):
        return RsaKey.parse(jwk()) if key_id == "k1" else None


def event(text):
    return {"type": "TOKEN", "authorizationToken": text, "methodArn": METHOD}


def answer(headers=None, method="GET"):
    found = widget.handler({"httpMethod": method, "headers": headers}, CONTEXT)
    return found["statusCode"], json.loads(found["body"])


def test_widget_answers_with_the_widget():
    assert answer() == (200, {"id": "1", "value": "4.99"})


def test_widget_takes_no_other_method():
    assert answer(method="POST") == (405, {"message": "GET"})


def test_widget_logs_the_callers_certificate(caplog):
    answer({"X-Amzn-Mtls-Clientcert-Subject": SUBJECT, "X-Amzn-Mtls-Clientcert-Serial-Number": "A"})
    (line,) = caplog.records
    assert (line.subject, line.serial) == (SUBJECT, "A")


def test_a_good_token_may_call_every_method_of_the_stage():
    given = authorize(event(f"Bearer {token()}"), EXPECTED, Known(), NOW)
    (statement,) = given["policyDocument"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Resource"] == "arn:aws:execute-api:eu-west-1:123456789012:abc/live/*"
    assert (given["principalId"], given["context"]) == ("ada", {"scope": "read"})


TAKEN = [
    ("several audiences", token(aud=["x", "other"])),
    ("a clock that is a little off", token(exp=NOW - 10)),
    ("valid since now", token(nbf=NOW + 10)),
    ("no scope", token(scope=None)),
]


@pytest.mark.parametrize(("case", "text"), TAKEN, ids=[case[0] for case in TAKEN])
def test_token_is_taken(case, text):
    assert EXPECTED.claims(text, Known(), NOW).subject == "ada"


GOOD = token()
HEAD, BODY, SIGNATURE = GOOD.split(".")
WEAK = {"kty": "RSA", "n": number(1 << 1023), "e": number(65537)}
REFUSED = [
    ("nothing", "", "no bearer token"),
    ("another scheme", f"Basic {GOOD}", "no bearer token"),
    ("no token", "Bearer x", "not a token"),
    ("too long", "Bearer " + "x" * 9000, "not a token"),
    ("no base64", f"Bearer é.{BODY}.{SIGNATURE}", "not a token"),
    ("no object", f"Bearer {encoded([])}.{BODY}.{SIGNATURE}", "not a token"),
    ("signed by a stranger", f"Bearer {token(key=STRANGER)}", "signature"),
    ("changed after signing", f"Bearer {HEAD}.{encoded(dict(CLAIMS, sub='eve'))}.{SIGNATURE}",
     "signature"),
    ("no signature", f"Bearer {HEAD}.{BODY}.", "signature"),
    ("signature of zero", f"Bearer {HEAD}.{BODY}.{encoded(bytes(256))}", "signature"),
    ("algorithm none", f"Bearer {token(header={'alg': 'none', 'kid': 'k1'})}", "RS256"),
    ("algorithm HS256", f"Bearer {token(header={'alg': 'HS256', 'kid': 'k1'})}", "RS256"),
    ("critical extension", f"Bearer {token(header={'alg': 'RS256', 'kid': 'k1', 'crit': ['x']})}",
     "RS256"),
    ("unknown key", f"Bearer {token(header={'alg': 'RS256', 'kid': 'k9'})}", "kid"),
    ("another issuer", f"Bearer {token(iss='https://evil.example')}", "issuer"),
    ("another audience", f"Bearer {token(aud='admin')}", "audience"),
    ("no audience", f"Bearer {token(aud=None)}", "audience"),
    ("expired", f"Bearer {token(exp=NOW - 31)}", "expired"),
    ("for ever", f"Bearer {token(exp=None)}", "exp is no time"),
    ("exp is text", f"Bearer {token(exp='later')}", "exp is no time"),
    ("not valid yet", f"Bearer {token(nbf=NOW + 31)}", "not valid yet"),
    ("nobody", f"Bearer {token(sub='')}", "no subject"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "why"), REFUSED, ids=[case[0] for case in REFUSED])
def test_token_is_refused_with_401(case, text, why):
    with pytest.raises(UnauthorizedError, match=r"^Unauthorized$") as caught:
        authorize(event(text), EXPECTED, Known(), NOW)
    assert why in str(caught.value.__cause__)


@pytest.mark.parametrize("key", [WEAK, {"kty": "EC"}, {"kty": "RSA", "n": 5, "e": "AQAB"}])
def test_key_of_another_kind_or_a_weak_one_is_not_used(key):
    with pytest.raises(TokenError):
        RsaKey.parse(key)


class Web:
    """An issuer's address that gives the keys it has at the time."""

    def __init__(self, *keys):
        self.keys = list(keys)
        self.now = 0.0
        self.asked = 0

    def fetch(self, url):
        assert url == "https://login.example.com/keys"
        self.asked += 1
        return json.dumps({"keys": self.keys})

    def issuer(self):
        return IssuerKeys("https://login.example.com/keys", self.fetch, lambda: self.now)


def test_keys_are_fetched_once():
    web = Web(jwk(), {"kty": "EC", "kid": "other"})
    keys = web.issuer()
    assert keys.find("k1") == keys.find("k1") == RsaKey.parse(jwk())
    assert web.asked == 1


def test_a_new_key_is_found_after_a_minute_and_strangers_cannot_hurry_it():
    web = Web(jwk())
    keys = web.issuer()
    assert keys.find("k1")
    web.keys.append(jwk(STRANGER, "k2"))
    assert [keys.find("k2") for _ in range(3)] == [None] * 3
    web.now = 60.0
    assert keys.find("k2")
    assert web.asked == 2


@pytest.mark.parametrize("text", ["", "[]", '{"keys": 5}', "[" * 100_000])
def test_an_issuer_that_talks_nonsense_is_an_error_and_no_401(text):
    with pytest.raises(KeysUnavailableError):
        IssuerKeys("https://x/keys", lambda _: text).find("k1")


def test_an_issuer_that_is_not_there_is_an_error_and_no_401():
    with pytest.raises(KeysUnavailableError, match=r"^https://127\.0\.0\.1:1/keys"):
        issuer.fetch("https://127.0.0.1:1/keys")


def test_handler_reads_its_settings_once(monkeypatch):
    web = Web(jwk())
    monkeypatch.setenv("ISSUER", ISSUER)
    monkeypatch.setenv("AUDIENCE", json.dumps([AUDIENCE]))
    monkeypatch.setenv("KEYS_URL", "https://login.example.com/keys")
    monkeypatch.setattr(authorizer, "fetch", web.fetch)
    authorizer.configured.cache_clear()
    text = token(exp=int(time.time()) + 60)
    for _ in range(2):
        assert authorizer.handler(event(f"Bearer {text}"), CONTEXT)["principalId"] == "ada"
    assert web.asked == 1
    authorizer.configured.cache_clear()
