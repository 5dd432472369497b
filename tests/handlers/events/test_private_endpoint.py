"""events/private-endpoint: the function calls a server on loopback, and judges what it answers."""

import contextlib
import json
import socket
import ssl
import threading
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from botocore.stub import Stubber
from moto import mock_aws

from handlers.events.private_endpoint import key as key_module
from handlers.events.private_endpoint import receiver, relay
from handlers.events.private_endpoint.answers import BusAnswers
from handlers.events.private_endpoint.endpoint import MAX_ANSWER_BYTES, Endpoint
from handlers.events.private_endpoint.errors import Refused, Unreachable
from handlers.events.private_endpoint.key import KEPT_SECONDS, SecretKey
from tests.support.hostile import HOSTILE, MEGABYTE
from tools.certificates import Ca

CONTEXT: Any = SimpleNamespace(
    function_name="f",
    function_version="1",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:f",
    aws_request_id="r-1",
)
EVENT = {
    "version": "0",
    "id": "12345678-aaaa-bbbb-cccc-0123456789ab",
    "detail-type": "inbound-event-sent",
    "source": "eventProducerApp",
    "detail": {"event-id": "123", "return-response-event": True},
}
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
YES = b'{"success": true, "message": "Event 123 received."}'
WAIT_SECONDS = 10


class Server:
    """Answers each request on loopback with the next of `replies`, and keeps what was sent.

    A reply is raw bytes; None: the connection stays open without a word until the test is over.
    """

    def __init__(self, *replies, tls=None):
        self._replies, self._tls = list(replies), tls
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.requests = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=WAIT_SECONDS)

    def endpoint(self, path="/events", timeout_seconds: float = WAIT_SECONDS, **more):
        scheme = "https" if self._tls else "http"
        url = f"{scheme}://localhost:{self.port}{path}"
        return Endpoint.parse(url, timeout_seconds, **more)

    def _serve(self):
        while True:
            try:
                plain, _ = self._socket.accept()
            except OSError:
                return
            plain.settimeout(WAIT_SECONDS)
            with contextlib.suppress(OSError), plain, self._wrapped(plain) as wire:
                self._answer(wire)

    def _wrapped(self, plain):
        return self._tls.wrap_socket(plain, server_side=True) if self._tls else plain

    def _answer(self, wire):
        with wire.makefile("rb") as lines:
            first = lines.readline().decode().split()
            headers = {}
            while line := lines.readline().decode().strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = lines.read(int(headers.get("content-length", 0)))
        self.requests.append(SimpleNamespace(method=first[0], path=first[1], headers=headers,
                                             body=body))  # fmt: skip
        reply = self._replies.pop(0)
        if reply is None:
            self._over.wait(WAIT_SECONDS)
        else:
            wire.sendall(reply)


def http(status=200, body=YES, length=None, more=""):
    length = len(body) if length is None else length
    head = f"HTTP/1.1 {status} Reason\r\nContent-Length: {length}\r\n{more}\r\n"
    return head.encode() + body


class Bus(list):
    """A bus that keeps what is put."""

    def put(self, event_id, answer):
        self.append((event_id, answer))


class Held:
    """A key that counts."""

    def __init__(self):
        self.forgotten = 0

    def text(self):
        return "s3cret"

    def forget(self):
        self.forgotten += 1


def test_event_is_posted_as_it_is_with_its_id_and_the_key():
    with Server(http()) as server:
        endpoint = server.endpoint("/events?tenant=1", key_header="api-key")
        relay.relay(EVENT, endpoint, Held(), None)
    (sent,) = server.requests
    assert (sent.method, sent.path) == ("POST", "/events?tenant=1")
    assert json.loads(sent.body) == EVENT
    assert sent.headers["idempotency-key"] == EVENT["id"]
    assert sent.headers["api-key"] == "s3cret"
    assert sent.headers["content-type"] == "application/json"


def test_nothing_in_an_event_changes_the_request_around_it():
    detail = {**HOSTILE, "a megabyte": MEGABYTE, "lines": "x\r\nHost: other\r\n\r\nGET /secrets"}
    event = {**EVENT, "source": HOSTILE["closes the string"], "detail": detail}
    with Server(http(), http()) as server:
        relay.relay(EVENT, server.endpoint(), None, None)
        relay.relay(event, server.endpoint(), None, None)
    plain, hostile = server.requests
    assert json.loads(hostile.body) == event
    assert (hostile.method, hostile.path) == (plain.method, plain.path)
    assert {**hostile.headers, "content-length": ""} == {**plain.headers, "content-length": ""}


def test_event_goes_without_a_key_where_none_is_set():
    with Server(http()) as server:
        relay.relay(EVENT, server.endpoint(), None, None)
    assert "api-key" not in server.requests[0].headers


def test_a_repeat_has_the_same_id_for_the_endpoint_to_tell_it_by():
    with Server(http(), http()) as server:
        for _ in range(2):
            relay.relay(EVENT, server.endpoint(), None, None)
    assert {sent.headers["idempotency-key"] for sent in server.requests} == {EVENT["id"]}


FLAGS = [
    ("asked for", {"return-response-event": True}, 1),
    ("not asked for", {"return-response-event": False}, 0),
    ("left out", {"event-id": "1"}, 0),
    ("text is no yes", {"return-response-event": "true"}, 0),
    ("no detail", None, 0),
    ("a list", ["return-response-event"], 0),
]


@pytest.mark.parametrize(("detail", "told"), [f[1:] for f in FLAGS], ids=[f[0] for f in FLAGS])
def test_answer_is_put_on_the_bus_where_the_event_asks_for_it(detail, told):
    bus = Bus()
    with Server(http()) as server:
        relay.relay({**EVENT, "detail": detail}, server.endpoint(), None, bus)
    assert bus == [(EVENT["id"], json.loads(YES))] * told


ANSWERS = [
    ("says no", http(body=b'{"success": false, "message": "Wrong key."}'), Refused, "Wrong key"),
    ("says nothing", http(body=b"{}"), Refused, "says no"),
    ("text is no yes", http(body=b'{"success": "true"}'), Refused, "says no"),
    ("no JSON", http(body=b"<html>"), Refused, "no JSON"),
    ("very deep", http(body=b"[" * 100_000), Refused, "no JSON"),
    ("a list", http(body=b"[]"), Refused, "no JSON object"),
    ("nothing", http(204, b""), Refused, "no JSON"),
    ("moved", http(302, b"", more="Location: http://169.254.169.254/\r\n"), Refused, "302"),
    ("bad request", http(400), Refused, "400"),
    ("no such path", http(404), Refused, "404"),
    ("slow client", http(408), Unreachable, "408"),
    ("too early", http(425), Unreachable, "425"),
    ("too many", http(429), Unreachable, "429"),
    ("broken", http(500), Unreachable, "500"),
    ("no target", http(503), Unreachable, "503"),
    ("too long", http(body=b" " * (MAX_ANSWER_BYTES + 1)), Refused, "longer than"),
    ("broken off", http(length=1000), Unreachable, "broke off"),
    ("broken off, chunked", CHUNKED + b"ff\r\n{", Unreachable, "IncompleteRead"),
    ("no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n", Unreachable, "BadStatusLine"),
    ("hangs up", b"", Unreachable, "RemoteDisconnected"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "error", "says"), [a[1:] for a in ANSWERS],
                         ids=[a[0] for a in ANSWERS])  # fmt: skip
def test_answer_that_is_no_success_raises_and_puts_nothing(reply, error, says):
    bus = Bus()
    with Server(reply) as server, pytest.raises(error, match=says):
        relay.relay(EVENT, server.endpoint(), None, bus)
    assert len(server.requests) == 1
    assert bus == []


@pytest.mark.parametrize("reply", [
    CHUNKED + b"11\r\n{\"success\": true}\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + YES,
    http(201),
], ids=["chunked", "without a length", "created"])  # fmt: skip
def test_answer_may_come_in_any_form_of_http(reply):
    with Server(reply) as server:
        relay.relay(EVENT, server.endpoint(), None, None)


def test_answer_that_does_not_come_in_time_is_given_up():
    with Server(None) as server, pytest.raises(Unreachable, match=r"within 0.05 s"):
        server.endpoint(timeout_seconds=0.05).send(EVENT, EVENT["id"], None)


def test_drops_of_an_answer_do_not_prolong_the_time():
    class Dripping(Server):
        def _answer(self, wire):
            wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not self._over.is_set():
                wire.sendall(b" ")
                self._over.wait(0.005)

    with Dripping() as server, pytest.raises(Unreachable, match=r"within 0.05 s"):
        server.endpoint(timeout_seconds=0.05).send(EVENT, EVENT["id"], None)


def test_closed_port_is_unreachable():
    with Server() as server:
        endpoint = server.endpoint()
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        relay.relay(EVENT, endpoint, None, None)


@pytest.fixture(scope="module")
def private(tmp_path_factory):
    """A private CA, and a server's context with a certificate of it for `localhost`."""
    ca = Ca.new("Private CA")
    issued = ca.issue("server", host="localhost")
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_text(issued.pem)
    (folder / "key.pem").write_text(issued.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return SimpleNamespace(ca=ca, tls=context)


def test_private_ca_is_trusted_where_it_is_named(private):
    with Server(http(), tls=private.tls) as server:
        endpoint = server.endpoint(ca_pem=private.ca.own.pem)
        relay.relay(EVENT, endpoint, None, None)
    assert json.loads(server.requests[0].body) == EVENT


@pytest.mark.parametrize("bundle", ["public", "another"])
def test_certificate_of_somebody_else_gets_no_event(private, bundle):
    pem = "" if bundle == "public" else Ca.new("Another CA").own.pem
    with Server(http(), tls=private.tls) as server, pytest.raises(Refused, match="certificate"):
        relay.relay(EVENT, server.endpoint(ca_pem=pem), None, None)
    assert server.requests == []


BAD_EVENTS = [
    ("empty", {}),
    ("no text", {"id": 1}),
    ("empty id", {"id": ""}),
    ("a line break", {"id": "a\r\nHost: b"}),
    ("not ASCII", {"id": "é"}),
]


@pytest.mark.parametrize("event", [b[1] for b in BAD_EVENTS], ids=[b[0] for b in BAD_EVENTS])
def test_what_is_no_event_is_not_sent(event):
    with Server() as server, pytest.raises(Refused, match="no event of EventBridge"):
        relay.relay(event, server.endpoint(), None, None)
    assert server.requests == []


def test_answer_that_cannot_be_put_fails_the_event():
    client = boto3.client("events", region_name="eu-west-1")
    with Stubber(client) as stub, Server(http()) as server:
        stub.add_response(
            "put_events",
            {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]},
        )
        answers = BusAnswers(client, "bus", "vpcApp", "outbound-event-sent")
        with pytest.raises(Unreachable, match="ThrottlingException"):
            relay.relay(EVENT, server.endpoint(), None, answers)


def test_answer_is_put_with_the_id_of_its_event():
    client = boto3.client("events", region_name="eu-west-1")
    with Stubber(client) as stub:
        detail = json.dumps({"event-id": EVENT["id"], "response": {"success": True}})
        entry = {"EventBusName": "bus", "Source": "vpcApp", "DetailType": "done", "Detail": detail}
        stub.add_response("put_events", {"FailedEntryCount": 0, "Entries": []},
                          {"Entries": [entry]})  # fmt: skip
        BusAnswers(client, "bus", "vpcApp", "done").put(EVENT["id"], {"success": True})
        stub.assert_no_pending_responses()


class Secrets:
    """Secrets Manager, as far as it is asked; counts the calls."""

    def __init__(self, found):
        self.found, self.calls = found, 0

    def get_secret_value(self, SecretId):  # noqa: N803
        assert SecretId == "the-secret"
        self.calls += 1
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


def test_key_is_read_once_for_many_events_and_again_after_a_while(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(key_module.time, "monotonic", lambda: now)
    client = Secrets({"SecretString": "k"})
    key = SecretKey(client, "the-secret")
    assert [key.text(), key.text(), client.calls] == ["k", "k", 1]
    now += KEPT_SECONDS
    client.found = {"SecretString": "new"}
    assert [key.text(), client.calls] == ["new", 2]


def test_key_is_read_again_once_it_was_forgotten():
    client = Secrets({"SecretString": "k"})
    key = SecretKey(client, "the-secret")
    key.text()
    key.forget()
    key.text()
    assert client.calls == 2


@pytest.mark.parametrize(("status", "times"), [(200, 0), (401, 1), (403, 1), (400, 0), (500, 0)])
def test_key_is_forgotten_where_the_endpoint_denies_it(status, times):
    key = Held()
    with Server(http(status)) as server:
        endpoint = server.endpoint(key_header="api-key")
        with contextlib.nullcontext() if status == 200 else pytest.raises((Refused, Unreachable)):
            relay.relay(EVENT, endpoint, key, None)
    assert key.forgotten == times


DENIED = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "Get")
USELESS = [
    ("may not read", DENIED, Unreachable),
    ("no way there", ConnectTimeoutError(endpoint_url="https://x"), Unreachable),
    ("binary", {"SecretBinary": b"k"}, Refused),
    ("empty", {"SecretString": ""}, Refused),
    ("two lines", {"SecretString": "top\r\nsecret: x"}, Refused),
    ("not ASCII", {"SecretString": "ключ"}, Refused),
]


@pytest.mark.parametrize(("found", "error"), [u[1:] for u in USELESS], ids=[u[0] for u in USELESS])
def test_event_stays_where_the_key_cannot_be_used_and_no_error_shows_it(found, error):
    key = SecretKey(Secrets(found), "the-secret")
    with Server() as server, pytest.raises(error) as raised:
        relay.relay(EVENT, server.endpoint(key_header="api-key"), key, None)
    assert server.requests == []
    assert "top" not in str(raised.value)


@mock_aws
def test_handler_reads_its_settings_and_logs_no_key(monkeypatch, capsys):
    for variable in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.setenv(variable, "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    arn = boto3.client("secretsmanager").create_secret(Name="k", SecretString="s3cret")["ARN"]
    bus = boto3.client("events").create_event_bus(Name="events")["EventBusArn"]
    for cached in (relay.endpoint, relay.key, relay.answers):
        cached.cache_clear()
    with Server(http()) as server:
        settings = {
            "ENDPOINT_URL": f"http://localhost:{server.port}/",
            "TIMEOUT_SECONDS": "5",
            "SECRET_ID": arn,
            "KEY_HEADER": "x-key",
            "BUS_NAME": bus,
            "ANSWER_SOURCE": "vpcApp",
            "ANSWER_DETAIL_TYPE": "outbound-event-sent",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        assert relay.handler(dict(EVENT), CONTEXT) is None
    for cached in (relay.endpoint, relay.key, relay.answers):
        cached.cache_clear()
    assert server.requests[0].headers["x-key"] == "s3cret"
    assert "s3cret" not in capsys.readouterr().out


def test_handler_needs_neither_key_nor_bus(monkeypatch):
    for name in ("SECRET_ID", "BUS_NAME"):
        monkeypatch.delenv(name, raising=False)
    relay.key.cache_clear()
    relay.answers.cache_clear()
    assert (relay.key(), relay.answers()) == (None, None)


def request(method="POST", body="", **more):
    return {"requestContext": {"elb": {}}, "httpMethod": method, "path": "/", "body": body, **more}


SAMPLES = [
    ("an event", request(body=json.dumps(EVENT)), 200, True),
    ("in base64", request(body="eyJpZCI6ICJhIn0=", isBase64Encoded=True), 200, True),
    ("no event", request(body="{}"), 200, False),
    ("no JSON", request(body="<x>"), 200, False),
    ("bad base64", request(body="e", isBase64Encoded=True), 200, False),
    ("a look", request("GET"), 200, None),
    ("a deletion", request("DELETE"), 405, None),
]


@pytest.mark.parametrize(("asked", "status", "success"), [s[1:] for s in SAMPLES],
                         ids=[s[0] for s in SAMPLES])  # fmt: skip
def test_sample_answers_as_the_relay_expects(asked, status, success):
    answer = receiver.handler(asked, None)
    assert answer["statusCode"] == status
    assert json.loads(answer["body"]).get("success") is success
