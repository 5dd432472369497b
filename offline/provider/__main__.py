"""`python -m offline.provider`: serve until standard input ends.

Prints the port as its first line. Whoever starts it holds the other end of standard input, so the
server never outlives them.
"""

import importlib.metadata
import os
import sys
import threading
from concurrent import futures

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from offline.provider import schema
from offline.provider.instance import DEFAULT_ACCOUNT
from offline.provider.servicer import AwsProvider


def main() -> int:
    """Serve on a free loopback port."""
    provider = AwsProvider(
        importlib.metadata.version("pulumi_aws"),
        os.environ.get("PALISADE_ACCOUNT") or DEFAULT_ACCOUNT,
    )
    server = grpc.server(
        futures.ThreadPoolExecutor(16),
        options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)],
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    threading.Thread(target=schema.provider_type, daemon=True).start()  # imports pulumi_aws
    sys.stdin.read()
    server.stop(grace=None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
