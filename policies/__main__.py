"""The policy pack's process, started by the engine's language host; see `servicer`."""

import sys
from pathlib import Path

# The host puts this folder there, in which `policies` is not to be found.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from policies.registry import all_rules  # noqa: E402

if __name__ == "__main__":
    from policies.plain import reason_for_plain_server

    if reason := reason_for_plain_server():
        from policies.plain import serve_plain

        serve_plain(all_rules(), reason)
    else:
        from policies.servicer import Servicer, serve

        serve(Servicer(all_rules()))
