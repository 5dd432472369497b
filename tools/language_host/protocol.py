"""Loads the protocol's classes without the rest of the Pulumi SDK."""

import importlib.util
import sys
from types import ModuleType


def skip_sdk() -> None:
    """Let `import pulumi.runtime.proto` skip the code of `pulumi` and `pulumi.runtime`.

    The host needs only the generated classes. Importing the whole SDK for them doubles its start,
    which every preview waits for. Programs run in processes of their own and are not touched.
    """
    spec = importlib.util.find_spec("pulumi")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("the pulumi SDK is not installed in this environment")
    home = spec.submodule_search_locations[0]
    for name, folder in (("pulumi", home), ("pulumi.runtime", f"{home}/runtime")):
        package = ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package
