"""Does the Python that runs this have the project's packages?

Standard library only: it is asked before anything else is imported.
"""

import sys
from importlib.util import find_spec

from tools.cli import BIN
from tools.errors import SetupError

_PACKAGES = ("grpc", "pulumi", "pulumi_aws", "pulumi_policy", "pydantic", "yaml")


def require_packages() -> None:
    """Raises `SetupError` for a Python that lacks them, e.g. the system's."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise SetupError(
            f"this Python ({sys.executable}) lacks the project's packages, such as {missing[0]}: "
            f"use {BIN / 'python'}, which `make setup` makes"
        )
