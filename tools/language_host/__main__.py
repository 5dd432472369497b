"""`pulumi-language-python`, as the engine starts it: serves until the engine is gone."""

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc

from tools.language_host.protocol import skip_sdk

RUNNER = "pulumi-language-python-exec"

# A program, two policy packs and the short calls beside them, with room to spare.
WORKERS = 32
PARENT_POLL_SECONDS = 0.2


def main(parent: int) -> int:
    """Serve on a free port of the loopback, printed as first line, while `parent` lives."""
    skip_sdk()
    # Not before: these modules load the protocol.
    from pulumi.runtime.proto.language_pb2_grpc import add_LanguageRuntimeServicer_to_server

    from tools.language_host.servicer import LanguageHost

    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: ending.set())

    host = LanguageHost(Path(sys.executable).with_name(RUNNER))
    server = grpc.server(ThreadPoolExecutor(WORKERS), options=[("grpc.so_reuseport", 0)])
    add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)

    # A killed engine says nothing; its child then has another parent.
    while os.getppid() == parent and not ending.wait(PARENT_POLL_SECONDS):
        pass
    host.family.stop()
    server.stop(grace=None).wait()
    host.family.wait()
    return 0
