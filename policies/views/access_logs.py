"""Views of access logs: what stages of REST, HTTP and WebSocket APIs write of each request."""

from __future__ import annotations

import json
import re
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.api_keys import RestApi
from policies.views.apigatewayv2 import Api

REST = "aws:apigateway/stage:Stage"
V2 = "aws:apigatewayv2/stage:Stage"
_VARIABLE = re.compile(r"\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)")
_QUOTES_ITSELF = "$context.error.messageString"


class LoggedStage(View):
    """`aws.apigateway.Stage` or `aws.apigatewayv2.Stage`."""

    token = (REST, V2)

    @property
    def rest(self) -> bool:
        return self.resource.type == REST

    @property
    def logged(self) -> bool:
        """Whether there is an access log; its group may not be known yet."""
        settings = self.peek("accessLogSettings")
        if settings is UNKNOWN:
            raise Undecided(self.resource, "accessLogSettings")
        return bool(settings)

    @property
    def format(self) -> str:
        """The template of a line; empty where there is no access log."""
        return self.text("accessLogSettings.format") if self.logged else ""

    @property
    def variables(self) -> set[str]:
        """The variables of the line, without `$context.`: `integration.status` …"""
        return set(_VARIABLE.findall(self.format))

    @property
    def is_json(self) -> bool:
        """Whether every line is JSON: a value that there is not is written as `-`, bare."""
        try:
            json.loads(_VARIABLE.sub("-", self.format.replace(_QUOTES_ITSELF, '""')))
        except ValueError:
            return False
        return True

    @property
    def api(self) -> View | None:
        """The API, if this stack makes it."""
        return self.follow("restApi", RestApi) if self.rest else self.follow("apiId", Api)


class FirewallAssociation(View):
    """`aws.wafv2.WebAclAssociation`: a web ACL in front of something."""

    token = "aws:wafv2/webAclAssociation:WebAclAssociation"


def logs_phase(variables: Any, phase: str) -> bool:
    """Whether one of `variables` is of the phase: `waf` has `waf.status`, `waf.error` …"""
    return any(name.startswith(f"{phase}.") for name in variables)
