"""Settings: what holds for a whole environment and reaches every architecture and block."""

from typing import Any, Literal
from weakref import WeakKeyDictionary

import pulumi
from pydantic import Field

from components.args import Input, Model

LogRetention = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]  # fmt: skip
LogLevel = Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]


class Settings(Model):
    """What a stack file's `palisade:settings` may hold. Source: sheets 17, 37; design."""

    log_retention_days: LogRetention = 30
    """Days that CloudWatch keeps logs; one of the values CloudWatch takes. A month covers most
    incidents; kept for ever, logs come to cost more than the functions."""

    log_level: LogLevel = "INFO"
    """Least level of application logs that is published."""

    tracing: bool = True
    """X-Ray tracing of functions, APIs and state machines (sampled; first 100,000 traces a month
    are free)."""

    protect: bool = False
    """Refuse to delete what holds data (tables, buckets, buses): Pulumi's `protect` and the
    services' own deletion protection."""

    kms_key_arn: Input[str] | None = None
    """Customer managed KMS key for logs, queues, topics, tables, buckets and environment variables.
    Without it each service's own key is used, which costs nothing."""

    permissions_boundary_arn: Input[str] | None = None
    """Permissions boundary put on every role."""

    alarm_email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    """Where alarms are mailed. Alarms exist without it, but then nobody hears them."""

    tags: dict[str, str] = Field(default_factory=dict)
    """Tags on everything, beside `palisade:project`, `palisade:environment`."""

    powertools_layer_version: int = Field(default=27, ge=1)
    """Version of AWS's public layer AWSLambdaPowertoolsPythonV3 (27: its documentation in 2026).
    Lambda refuses a number that the Region does not have."""

    api_gateway_logs_role: Literal["existing", "create"] = "existing"
    """REST APIs write logs with a role that is set once per account and Region. `create` makes it
    with this environment; `existing` expects that the account has it."""


class Context(Model):
    """Settings together with where the environment runs. Blocks reach it along their parents.

    Used alone, without an Environment, a block has this class's defaults: no account and no Region
    is known before AWS answers.
    """

    environment: str = ""
    account: str = ""
    """12 digits, or empty where unknown."""
    region: str = ""
    settings: Settings = Settings()
    alarm_topic_arn: Any = None
    """Output[str] of the environment's alarm topic."""
    api_gateway_account: Any = None
    """The account's API Gateway settings, where this environment makes them."""

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn` or `aws-us-gov`, from the Region."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"


_of_provider: WeakKeyDictionary[pulumi.ProviderResource, Context] = WeakKeyDictionary()


def comes_with(provider: pulumi.ProviderResource, context: Context) -> None:
    """Whatever gets this provider from its parents lies in this context."""
    _of_provider[provider] = context


def context_of(opts: pulumi.ResourceOptions | None) -> Context:
    """The context that `opts.parent` brings along; the defaults where there is none."""
    parent = opts.parent if opts else None
    context = getattr(parent, "context", None)
    if isinstance(context, Context):
        return context
    # A component of somebody else's in between hands on just the provider.
    provider = parent.get_provider("aws:index:Provider") if parent else None
    return _of_provider.get(provider, Context()) if provider else Context()
