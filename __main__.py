"""The program: one environment, made from its stack file in stacks/.

What an environment has is listed there; what there is to list stands in components/.
"""

import os

import pulumi

from components.environment import Environment
from policies.names import rule_ids

environment = Environment.from_config(rules=rule_ids())
environment.export()

if "PULUMI_OPTION_POLICY_PACK" not in os.environ and "PALISADE_FINDINGS" not in os.environ:
    pulumi.warn("the guardrails may not run: load the repository's .envrc, or add --policy-pack")
