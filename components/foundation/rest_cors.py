"""CORS of a REST API: what answers preflights, and the headers on errors made by the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from components.foundation.cors import Cors
from components.foundation.rest_backend import Answer, Backend, nothing, to_function
from components.foundation.rest_settings import RestApiArgs
from components.foundation.routes import methods, request_headers


def preflight(path: str, args: RestApiArgs, cors: Cors) -> Backend:
    """What stands behind OPTIONS of one path."""
    if args.preflight is not None:
        # Without the function: one permission for all paths, as Lambda takes 20 KB of them.
        return replace(to_function(args.preflight), function=None)
    headers = _preflight_headers(path, args, cors)
    return nothing(Answer("200", headers={k: f"'{v}'" for k, v in headers.items()}))


def _preflight_headers(path: str, args: RestApiArgs, cors: Cors) -> dict[str, str]:
    here = [route.key for route in args.routes if route.key.split(" ", 1)[1] == path]
    allowed = request_headers(
        cors,
        authorized=args.auth != "none",
        signed=args.auth == "iam",
        api_key=args.api_key,
    )
    headers = {
        "Access-Control-Allow-Origin": cors.origins[0],
        "Access-Control-Allow-Methods": ",".join(methods(here)),
        "Access-Control-Allow-Headers": ",".join(allowed),
        "Access-Control-Max-Age": str(cors.max_age_seconds),
    }
    if cors.credentials:
        headers["Access-Control-Allow-Credentials"] = "true"
    return headers


def error_headers(cors: Cors) -> dict[str, str]:
    """Headers of the gateway's errors. A static header holds one origin, the first."""
    headers = {"Access-Control-Allow-Origin": cors.origins[0]}
    if cors.credentials:
        headers["Access-Control-Allow-Credentials"] = "true"
    if cors.expose_headers:
        headers["Access-Control-Expose-Headers"] = ",".join(cors.expose_headers)
    return headers


def error(
    name: str,
    api_id: pulumi.Input[str],
    kind: str,
    headers: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.Response:
    """Errors made by the gateway (401, 403, 429, 5xx): without the header a browser would report a
    CORS error in place of them."""
    return aws.apigateway.Response(
        f"{name}-{kind.lower()}",
        rest_api_id=api_id,
        response_type=f"DEFAULT_{kind}",
        response_parameters={
            f"gatewayresponse.header.{key}": f"'{value}'" for key, value in headers.items()
        },
        opts=opts,
    )
