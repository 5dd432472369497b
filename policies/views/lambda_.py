"""Views of Lambda: functions, what starts them, where their failures go."""

from __future__ import annotations

from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, View


class Function(View):
    """`aws.lambda_.Function`."""

    token = "aws:lambda/function:Function"

    @property
    def role_arn(self) -> str:
        """ARN of the execution role (`role`)."""
        return self.text("role")

    @property
    def environment(self) -> dict[str, Any]:
        """Environment variables by name; a value that preview does not know is `UNKNOWN`.

        Raises `Undecided` only where the names themselves are unknown.
        """
        variables = self.peek("environment.variables")
        if variables is UNKNOWN:
            raise Undecided(self.resource, "environment.variables")
        return dict(variables) if isinstance(variables, dict) else {}

    @property
    def dead_letter_arn(self) -> str:
        """Queue or topic that takes failed asynchronous events; empty if there is none."""
        return self.text("deadLetterConfig.targetArn")

    @property
    def tags(self) -> dict[str, str]:
        return {key: str(value) for key, value in self.mapping("tags").items()}

    @property
    def timeout(self) -> float:
        """Seconds, 1 to 900; 3 where nothing is set."""
        return self.number("timeout", 3) or 3

    @property
    def memory_size(self) -> float:
        """MB, 128 to 10240; 128 where nothing is set."""
        return self.number("memorySize", 128) or 128

    @property
    def tracing_mode(self) -> str:
        """`Active` or `PassThrough` (the default)."""
        return self.text("tracingConfig.mode", "PassThrough")

    @property
    def reserved_concurrency(self) -> float:
        """Invocations at one time; -1 where nothing is reserved."""
        reserved = self.number("reservedConcurrentExecutions", -1)
        return -1 if reserved is None else reserved


class Alias(View):
    """`aws.lambda_.Alias`: a name for one or two versions of a function."""

    token = "aws:lambda/alias:Alias"

    @property
    def function(self) -> Function | None:
        return self.follow("functionName", Function)


class EventSourceMapping(View):
    """`aws.lambda_.EventSourceMapping`: Lambda polls a queue or stream for a function."""

    token = "aws:lambda/eventSourceMapping:EventSourceMapping"

    @property
    def source_arn(self) -> str:
        """Queue, stream or broker that is polled; empty for self-managed Kafka."""
        return self.text("eventSourceArn")

    @property
    def enabled(self) -> bool:
        return self.flag("enabled", True)

    @property
    def function(self) -> Function | None:
        """The function that is started, if this stack makes it (also behind an alias)."""
        direct = self.follow("functionName", Function)
        if direct is not None:
            return direct
        alias = self.follow("functionName", Alias)
        return alias.function if alias else None

    @property
    def response_types(self) -> list[str]:
        """`ReportBatchItemFailures` where the function names the failed messages of a batch."""
        return [str(item) for item in self.items("functionResponseTypes")]

    @property
    def batch_size(self) -> float | None:
        """Records handed over at once; None where Lambda's default for the source holds."""
        return self.number("batchSize")

    @property
    def patterns(self) -> list[Any]:
        """Filter patterns (JSON text), one of which a record must match; none lets all pass."""
        filters = self.peek("filterCriteria.filters")
        if filters is None:
            return []
        if filters is UNKNOWN or not isinstance(filters, list):
            raise Undecided(self.resource, "filterCriteria.filters")
        return [item.get("pattern") if isinstance(item, dict) else UNKNOWN for item in filters]


class FunctionEventInvokeConfig(View):
    """`aws.lambda_.FunctionEventInvokeConfig`: where results of asynchronous calls go."""

    token = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"

    @property
    def on_failure(self) -> str:
        """ARN that gets failed events; empty if there is none."""
        return self.text("destinationConfig.onFailure.destination")

    @property
    def on_success(self) -> str:
        """ARN that gets results; empty if there is none."""
        return self.text("destinationConfig.onSuccess.destination")

    @property
    def function(self) -> Function | None:
        return self.follow("functionName", Function)


class Permission(View):
    """`aws.lambda_.Permission`: who may invoke a function."""

    token = "aws:lambda/permission:Permission"

    @property
    def principal(self) -> str:
        """Service name, account id, role ARN or `*`."""
        return self.text("principal")

    @property
    def source_arn(self) -> str:
        return self.text("sourceArn")

    @property
    def source_account(self) -> str:
        return self.text("sourceAccount")

    @property
    def function(self) -> Function | None:
        return self.follow("function", Function)


class FunctionUrl(View):
    """`aws.lambda_.FunctionUrl`: an HTTPS address of a function."""

    token = "aws:lambda/functionUrl:FunctionUrl"

    @property
    def authorization_type(self) -> str:
        """`AWS_IAM` or `NONE`."""
        return self.text("authorizationType")

    @property
    def function(self) -> Function | None:
        return self.follow("functionName", Function)


class RecursionConfig(View):
    """`aws.lambda_.FunctionRecursionConfig`: may one function be called in a loop?"""

    token = "aws:lambda/functionRecursionConfig:FunctionRecursionConfig"

    @property
    def recursive_loop(self) -> str:
        """`Allow` or `Terminate`; absent means `Terminate`."""
        return self.text("recursiveLoop", "Terminate")

    @property
    def function(self) -> Function | None:
        """The function the setting is for, if this stack makes it."""
        return self.follow("functionName", Function)


class ProvisionedConcurrencyConfig(View):
    """`aws.lambda_.ProvisionedConcurrencyConfig`: warm instances of one version or alias."""

    token = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"

    @property
    def function(self) -> Function | None:
        return self.follow("functionName", Function)
