"""Environment: the root component, made from a stack file.

It carries what guardrails need to know of the run (environment, account, Region, exemptions) as
its inputs, and what blocks need along the chain of parents (`context`). Everything of the
environment lies under it and gets its provider, which tags all resources and refuses any account
but the one named.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi.runtime.config import CONFIG, is_config_secret

from components.architecture import Architecture
from components.entry import Entry
from components.errors import HIDDEN, ConfigError, Problem, Word, nearest
from components.foundation.alarm import AlarmTopic
from components.foundation.rest_account import RestAccount
from components.other_stacks import OtherStacks
from components.references import Reference, Template, substitute
from components.settings import Context, comes_with
from components.stackfile import Account, Known, Plan, StackFile, plan

PROBLEMS_VARIABLE = "PALISADE_PROBLEMS"
STACKS = Path(__file__).parent.parent / "stacks"


class Environment(pulumi.ComponentResource):
    """The architectures of one environment.

    `architectures` maps names to the built architectures. Source: design; sheet 37 (accounts).
    """

    def __init__(
        self,
        plan: Plan,
        opts: pulumi.ResourceOptions | None = None,
        stacks: OtherStacks | None = None,
    ) -> None:
        self._stacks = stacks or OtherStacks()
        settings = plan.file.settings
        filled = {key: v.resolve(self._value) for key, v in settings if isinstance(v, Template)}
        settings = settings.model_copy(update=filled)
        file = self.file = plan.file.model_copy(update={"settings": settings})
        self.provider = self._aws("aws", file.account, None)
        super().__init__(
            "palisade:index:Environment",
            file.environment,
            {
                "environment": file.environment,
                "account": file.account,
                "region": file.region,
                "exemptions": [entry.model_dump(exclude_none=True) for entry in file.exemptions],
            },
            pulumi.ResourceOptions.merge(
                opts, pulumi.ResourceOptions(providers={"aws": self.provider})
            ),
        )
        self.context = Context(
            environment=file.environment,
            account=file.account,
            region=file.region,
            settings=file.settings,
        )
        own = pulumi.ResourceOptions(parent=self)
        self.alarm_topic = self.rest_account = None
        if file.settings.alarm_email:
            self.alarm_topic = AlarmTopic(f"{file.environment}-alarms", own)
        if file.settings.api_gateway_logs_role == "create":
            self.rest_account = RestAccount(f"{file.environment}-api-gateway", own)
        self.context = self.context.model_copy(
            update={
                "alarm_topic_arn": self.alarm_topic and self.alarm_topic.arn,
                "api_gateway_account": self.rest_account and self.rest_account.account,
            }
        )
        comes_with(self.provider, self.context)
        self._accounts: dict[str, OtherAccount] = {}
        self.architectures: dict[str, Architecture] = {}
        for entry in plan.entries:
            self.architectures[entry.name] = self._build(entry)
        self.register_outputs({})

    @classmethod
    async def from_config(cls, rules: Collection[str]) -> Environment:
        """The environment of the running stack's configuration.

        `rules` are the ids that exemptions may name. Raises ConfigError with every problem of the
        file; what other stacks lack is asked for, and told, once there is none.
        """
        values, secrets, problems = read_config()
        problems = [*told_before(), *problems]
        known = Known(rules, environments(), secrets)
        where = f"Pulumi.{pulumi.get_stack()}.yaml: palisade"
        try:
            checked = plan(values, known, where)
        except ConfigError as error:
            raise ConfigError([*problems, *error.problems]) from None
        stacks = OtherStacks()
        if problems := problems or await stacks.problems(checked, where):
            raise ConfigError(problems)
        return cls(checked, stacks=stacks)

    def export(self) -> None:
        """Export every output of every architecture as `<name>_<output>`."""
        for name, built in self.architectures.items():
            for output in built.outputs():
                pulumi.export(f"{name}_{output}", getattr(built, output))

    def _build(self, entry: Entry) -> Architecture:
        def fill(leaf: Any) -> Any:
            return leaf.resolve(self._value) if isinstance(leaf, Template) else leaf

        args = entry.kind.args_class().model_validate(substitute(entry.values, fill))
        parent = self._account(entry.account) if entry.account else self
        return entry.kind(entry.name, args, pulumi.ResourceOptions(parent=parent))

    def _value(self, reference: Reference) -> pulumi.Output[Any]:
        if reference.source == "architecture":
            return getattr(self.architectures[reference.of], reference.output)
        if reference.source == "secret":
            return pulumi.Config("palisade").require_secret(reference.of)
        return self._stacks.output(reference)

    def _account(self, name: str) -> OtherAccount:
        if name not in self._accounts:
            account = self.file.accounts[name]
            provider = self._aws(f"aws-{name}", account.id, account)
            self._accounts[name] = OtherAccount(name, account, provider, self)
        return self._accounts[name]

    def _aws(self, name: str, account_id: str, other: Account | None) -> aws.Provider:
        file: StackFile = self.file
        return aws.Provider(
            name,
            region=file.region,
            allowed_account_ids=[account_id],
            # Pulumi turns a provider's dictionaries into JSON as they are; only the class knows the
            # names that the provider reads.
            assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=other.role_arn)] if other else None,
            default_tags={
                "tags": {
                    "palisade:project": pulumi.get_project(),
                    "palisade:environment": file.environment,
                    **file.settings.tags,
                }
            },
        )


class OtherAccount(pulumi.ComponentResource):
    """The part of an environment that lies in another account."""

    def __init__(
        self, name: str, account: Account, provider: aws.Provider, environment: Environment
    ) -> None:
        super().__init__(
            "palisade:index:Account",
            name,
            {"account": account.id},
            pulumi.ResourceOptions(parent=environment, providers={"aws": provider}),
        )
        self.context = environment.context.model_copy(
            update={"account": account.id, "alarm_topic_arn": None, "api_gateway_account": None}
        )
        comes_with(provider, self.context)
        self.register_outputs({})


def environments() -> tuple[str, ...]:
    """The names of the environments: one for each stack file."""
    return tuple(
        sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml")
               for path in STACKS.glob("Pulumi.*.yaml"))
    )  # fmt: skip


def told_before() -> list[Problem]:
    """What whoever started the program found in the stack file.

    `PALISADE_PROBLEMS` names a JSON file: a list of `where`, `found`, `expected`, `fix`. Taken
    away, as it is told here.
    """
    file = os.environ.get(PROBLEMS_VARIABLE)
    if not file or not Path(file).is_file():
        return []
    found = json.loads(Path(file).read_text(encoding="utf-8"))
    Path(file).unlink()
    return [Problem(**{**item, "found": Word(item["found"])}) for item in found]


def read_config() -> tuple[dict[str, Any], set[str], list[Problem]]:
    """The running stack's values, the names of its secrets, and what is wrong with its keys.

    A secret under `palisade:` is for `${secret:…}`. Pulumi does not tell a program which part of
    an object is secret, so an object with a secret inside is refused.
    """
    values: dict[str, Any] = {}
    secrets: set[str] = set()
    problems: list[Problem] = []
    where = f"Pulumi.{pulumi.get_stack()}.yaml: palisade"
    known = [name for name in StackFile.model_fields if name != "region"]
    for key, value in CONFIG.get().items():
        namespace, _, name = key.partition(":")
        if key == "aws:region":
            values["region"] = value
        if namespace != "palisade":
            continue
        if name in known:
            if is_config_secret(key):
                problems.append(
                    Problem(
                        f"{where}:{name}",
                        HIDDEN,
                        "no `secure:` value inside: a program is not told which part is secret",
                        "pulumi config set --secret palisade:NAME, then write ${secret:NAME}",
                    )
                )
                continue
            values[name] = _parsed(value)
        elif is_config_secret(key):
            secrets.add(name)
        else:
            problems.append(_unknown(name, value, known, where))
    return values, secrets, problems


def _unknown(name: str, value: Any, known: list[str], where: str) -> Problem:
    """A key that is none: a slip, or a secret that was not encrypted and is not shown."""
    fix = nearest(name, known)
    if fix.startswith("write "):
        return Problem(f"{where}:{name}", value, "a known key", fix)
    fix = f"{fix}; or set a secret by `pulumi config set --secret palisade:{name}`"
    return Problem(f"{where}:{name}", HIDDEN, "a known key, or a secret", fix)


def _parsed(value: Any) -> Any:
    """Objects and lists arrive as JSON text, plain values as they are."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
