"""What takes parameters out of a request."""

from __future__ import annotations

from policies.view import View


class TakesQuery(View):
    """`aws.apigateway.Method`, `aws.apigateway.Integration` or `aws.apigatewayv2.Integration`."""

    token = (
        "aws:apigateway/method:Method",
        "aws:apigateway/integration:Integration",
        "aws:apigatewayv2/integration:Integration",
    )
