"""Views of EventBridge: buses, rules and their targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policies.view import View


class EventBus(View):
    """`aws.cloudwatch.EventBus`."""

    token = "aws:cloudwatch/eventBus:EventBus"


class EventRule(View):
    """`aws.cloudwatch.EventRule`: which events of a bus, or which times, start its targets."""

    token = "aws:cloudwatch/eventRule:EventRule"

    @property
    def pattern(self) -> str:
        """JSON text of the event pattern; empty for a schedule."""
        return self.text("eventPattern")

    @property
    def schedule(self) -> str:
        """`rate(…)` or `cron(…)`; empty for a pattern."""
        return self.text("scheduleExpression")

    @property
    def stopped(self) -> bool:
        """Whether it is switched off, as far as is known."""
        return self.peek("state") == "DISABLED" or self.peek("isEnabled") is False


class EventTarget(View):
    """`aws.cloudwatch.EventTarget`: one thing that a rule starts."""

    token = "aws:cloudwatch/eventTarget:EventTarget"

    @property
    def rule(self) -> EventRule | None:
        return self.follow("rule", EventRule)

    @property
    def arn(self) -> str:
        """What is started."""
        return self.text("arn")

    @property
    def has_dead_letter(self) -> bool:
        """Whether a queue for failed events is named, known or not."""
        return self.peek("deadLetterConfig.arn") not in (None, "")


class ApiDestination(View):
    """`aws.cloudwatch.EventApiDestination`: an HTTP address that events go to."""

    token = "aws:cloudwatch/eventApiDestination:EventApiDestination"

    @property
    def address(self) -> str:
        return self.text("invocationEndpoint")

    @property
    def method(self) -> str:
        """`POST`, `GET` …"""
        return self.text("httpMethod").upper()


class EventConnection(View):
    """`aws.cloudwatch.EventConnection`: how EventBridge signs in at an HTTP address."""

    token = "aws:cloudwatch/eventConnection:EventConnection"

    def secrets(self) -> Iterator[str]:
        """The paths at which it holds what nobody else may know."""
        for path in _SIGN_IN:
            if self.peek(path) is not None:
                yield path
        for path in self.parameters():
            if self.peek(f"{path}.isValueSecret") is True:
                yield f"{path}.value"

    def parameters(self) -> Iterator[str]:
        """The path of each header, query string and body field that goes along, if known."""
        for place in self.parameter_lists():
            listed = self.peek(place)
            for index, item in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(item, Mapping):
                    yield f"{place}[{index}]"

    def parameter_lists(self) -> Iterator[str]:
        """The paths of the lists that those may be in."""
        for parent in _MORE_PARAMETERS:
            for kind in ("bodies", "headers", "queryStrings"):
                yield f"{parent}.{kind}"


_SIGN_IN = (
    "authParameters.apiKey.value",
    "authParameters.basic.password",
    "authParameters.oauth.clientParameters.clientSecret",
)
_MORE_PARAMETERS = (
    "authParameters.invocationHttpParameters",
    "authParameters.oauth.oauthHttpParameters",
)
