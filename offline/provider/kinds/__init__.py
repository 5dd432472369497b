"""What AWS answers, by resource type: ids and computed outputs as templates.

A template's fields are the resource's own inputs and outputs by wire name, `name` (the physical
name), `account`, `region`, `partition`, `dns_suffix`, and stable random text of a given length:
`{hex:17}`, `{digits:12}`, `{letters:10}` (lower-case letters and digits), `{capitals:14}` and
`{uuid}`.
"""

import functools
from collections.abc import Mapping

from offline.provider.kinds import apis, compute, data, messaging, network, operations, security
from offline.provider.kinds.kind import Kind


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Every type with a table entry."""
    modules = (apis, compute, data, messaging, network, operations, security)
    return {token: kind for module in modules for token, kind in module.KINDS.items()}
