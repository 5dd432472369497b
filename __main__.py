"""The program: one environment, made from its stack file in stacks/.

What an environment has is listed there; what there is to list stands in components/.
"""

import asyncio
import os
import sys

import pulumi

from components.environment import Environment
from components.errors import ConfigError
from policies.names import rule_ids

ALREADY_TOLD = 32
"""An exit code that Pulumi's language host knows: it adds no error of its own."""


async def program() -> None:
    """The environment, and one turn of the event loop.

    The SDK waits for registrations that have begun at the end of a program. If none has, it waits
    for all outputs instead, and begins that wait anew after each answer: at 1000 resources this
    costs more than all else in the program.
    """
    try:
        environment = await Environment.from_config(rules=rule_ids())
    except ConfigError as error:
        pulumi.log.error(str(error))
        sys.exit(ALREADY_TOLD)
    environment.export()
    await asyncio.sleep(0)


pulumi.run(program)

if "PULUMI_OPTION_POLICY_PACK" not in os.environ and "PALISADE_FINDINGS" not in os.environ:
    pulumi.warn("the guardrails may not run: load the repository's .envrc, or add --policy-pack")
