"""Views of REST APIs (API Gateway v1): methods."""

from __future__ import annotations

from policies.view import View


class Method(View):
    """`aws.apigateway.Method`: one method of one path."""

    token = "aws:apigateway/method:Method"

    @property
    def http_method(self) -> str:
        """`GET`, `OPTIONS`, `ANY` …"""
        return self.text("httpMethod").upper()

    @property
    def authorization(self) -> str:
        """`NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`."""
        return self.text("authorization", "NONE").upper() or "NONE"

    @property
    def api_key_required(self) -> bool:
        return self.flag("apiKeyRequired")
