"""The pack's process, started as a language host starts it."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies.registry import all_rules
from policies.run import SUMMARY_ID

pytestmark = pytest.mark.large

PACK = Path(__file__).parents[2] / "policies"


@contextlib.contextmanager
def started(**variables):
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", "."],
        cwd=PACK,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("plain", ["", "1"], ids=["servicer", "plain pack"])
def test_the_first_line_is_the_port_and_all_rules_are_behind_it(plain):
    with started(PALISADE_PLAIN_PACK=plain) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = analyzer_pb2_grpc.AnalyzerStub(channel)
            info = stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=30)
    names = {policy.name for policy in info.policies}
    assert info.name == "palisade"
    assert {rule.id for rule in all_rules()} | {SUMMARY_ID} <= names
