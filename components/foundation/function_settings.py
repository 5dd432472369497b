"""Settings of a function: its code and size, what it may call, what starts it, where it runs."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from components.args import Args, Input, Model, formed
from components.errors import Wrong
from components.foundation.code import Handler
from components.settings import LogLevel

DEFAULT_RETRIES = 2
RESERVED = frozenset((
    "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
))  # fmt: skip
"""Variables that Lambda sets and nobody else can. Source: Lambda developer guide, "Defined runtime
environment variables". (Others that it sets, as PATH or TZ, may be changed.)"""


_FORM = r"[A-Za-z][A-Za-z0-9_]+$"


def _free(name: str) -> str:
    if name in RESERVED:
        raise Wrong("a name that Lambda does not reserve for itself", fix="rename it")
    return name


VariableName = Annotated[
    str,
    formed(f"^{_FORM}", "at least two letters, digits and underscores, a letter first"),
    AfterValidator(_free),
    WithJsonSchema({"type": "string", "pattern": f"^(?!({'|'.join(sorted(RESERVED))})$){_FORM}"}),
]
"""Name of an environment variable."""

Variables = dict[VariableName, Input[str]]
"""Environment variables of a function."""


class Vpc(Model):
    """Where a function runs inside a VPC."""

    subnet_ids: tuple[Input[str], ...] = Field(min_length=1)
    """Private subnets, best in two zones."""

    security_group_ids: tuple[Input[str], ...] = Field(min_length=1)
    """Security groups of its network interfaces."""


class FunctionArgs(Args):
    """Settings of a function. Source: sheets 01, 17, 37; Lambda developer guide."""

    handler: Handler
    """Path of the function in this repository, e.g. `handlers.apis.cors.handler.handler`."""

    parts: tuple[str, ...] = ()
    """Further modules of the archive, which the code imports by name when a setting asks."""

    runtime: Literal["python3.12", "python3.13", "python3.14"] = "python3.13"
    """Lambda runtime."""

    architecture: Literal["arm64", "x86_64"] = "arm64"
    """Processor; arm64 costs a fifth less for the same memory."""

    timeout_seconds: int = Field(default=10, ge=1, le=900)
    """Longest run of one invocation."""

    memory_mb: int = Field(default=256, ge=128, le=10240)
    """Memory in MB; CPU grows with it."""

    ephemeral_storage_mb: int = Field(default=512, ge=512, le=10240)
    """Size of /tmp in MB."""

    environment: Variables = Field(default_factory=dict)
    """Environment variables; no secrets, which belong in a parameter that the code reads."""

    grants: tuple[Any, ...] = ()
    """`Grant`s: what the code may call. Logs, traces and sources bring their own."""

    sources: tuple[Any, ...] = ()
    """What starts the function: `queue.source()`, `table.source()`, …"""

    on_failure: Any = None
    """Queue, topic or bus for events of asynchronous invocations that failed for good."""

    retry_attempts: int = Field(default=DEFAULT_RETRIES, ge=0, le=2)
    """Retries of an asynchronous invocation."""

    powertools: bool = True
    """Whether AWS's layer with Powertools for AWS Lambda is attached."""

    layers: tuple[Input[str], ...] = Field(default=(), max_length=5)
    """ARNs of further layer versions; Lambda takes 5 with that of Powertools."""

    vpc: Vpc | None = None
    """Runs in a VPC; without it, in Lambda's own network."""

    reserved_concurrency: int | None = Field(default=None, ge=0, le=1000)
    """Invocations at one time, taken out of the account's pool; 0 stops the function."""

    log_level: LogLevel | None = None
    """Least level of application logs; the environment's when left out."""

    recursive_loop: Literal["Terminate", "Allow"] = "Terminate"
    """What Lambda does when the function goes on starting itself: stop after about 16 rounds, or
    let it run. `Allow` needs `loop_reason`."""

    loop_reason: str = ""
    """How an allowed loop ends; becomes the tag `palisade:loop-reason`."""

    @classmethod
    def of(cls, given: Model, **more: Any) -> Self:
        """What `given` has under the same names (`handler`, `timeout_seconds`, …); `more` counts
        before it."""
        same = {
            name: getattr(given, name)
            for name in type(given).model_fields.keys() & cls.model_fields.keys()
        }
        return cls(**{**same, **more})

    @model_validator(mode="after")
    def _few_layers(self) -> FunctionArgs:
        if len(self.layers) + self.powertools > 5:
            raise ValueError("4 layers at most beside that of Powertools")
        return self

    @model_validator(mode="after")
    def _loops_have_a_reason(self) -> FunctionArgs:
        if self.recursive_loop == "Allow" and not self.loop_reason.strip():
            raise ValueError("loop_reason, because recursive_loop is Allow")
        return self
