"""API Gateway, AppSync, CloudFront and Cognito."""

from typing import Any

from offline.provider.kinds.kind import WHEN, Kind, arn, global_arn, last_part, with_arn

_EXECUTE = "{restApi}.execute-api.{region}.{dns_suffix}"


def _apigateway(path: str) -> str:
    return f"arn:{{partition}}:apigateway:{{region}}::{path}"


def _path(answer: Any) -> str:
    """A resource's whole path; the parent is the root where this run has not seen it."""
    parent = answer.seen("aws:apigateway/resource:Resource", answer["parentId"]).get("path", "")
    return f"{parent}/{answer['pathPart']}"


def _gateway_id(prefix: str, *inputs: str) -> str:
    return "-".join([prefix, *(f"{{{name}}}" for name in inputs)])


def _endpoint(answer: Any) -> str:
    scheme = "wss" if answer.get("protocolType") == "WEBSOCKET" else "https"
    return answer.render(f"{scheme}://{{id}}.execute-api.{{region}}.{{dns_suffix}}")


def _invoke_url(answer: Any) -> str:
    api = answer.seen("aws:apigatewayv2/api:Api", answer["apiId"])
    scheme = "wss" if api.get("protocolType") == "WEBSOCKET" else "https"
    stage = "" if answer["name"] == "$default" else answer["name"]
    return answer.render(f"{scheme}://{{apiId}}.execute-api.{{region}}.{{dns_suffix}}/{stage}")


def _user_pool_id(answer: Any) -> str:
    return answer.render("{region}_{capitals:9}", "id")


KINDS: dict[str, Kind] = {
    "aws:apigateway/account:Account": Kind(id="api-gateway-account"),
    "aws:apigateway/apiKey:ApiKey": Kind(
        id="{letters:10}",
        values={"arn": _apigateway("/apikeys/{id}"), "value": "{letters:40}"},
        defaults={"description": "Managed by Pulumi", "enabled": True},
        forced_new=("value",),
    ),
    "aws:apigateway/authorizer:Authorizer": Kind(
        id="{letters:6}",
        values={"arn": _apigateway("/restapis/{restApi}/authorizers/{id}")},
        defaults={
            "authorizerResultTtlInSeconds": 300,
            "identitySource": "method.request.header.Authorization",
            "type": "TOKEN",
        },
        forced_new=("restApi",),
    ),
    "aws:apigateway/basePathMapping:BasePathMapping": Kind(id="{domainName}/{basePath}"),
    "aws:apigateway/clientCertificate:ClientCertificate": Kind(
        id="{letters:6}", values={"arn": _apigateway("/clientcertificates/{id}")}
    ),
    "aws:apigateway/deployment:Deployment": Kind(
        id="{letters:6}", forced_new=("restApi", "triggers", "variables")
    ),
    "aws:apigateway/domainName:DomainName": Kind(
        id="{domainName}",
        values={
            "arn": _apigateway("/domainnames/{domainName}"),
            "domainNameId": "",
            "cloudfrontDomainName": "d{letters:13}.cloudfront.net",
            "cloudfrontZoneId": "Z2FDTNDATAQYW2",
            "regionalDomainName": "d-{letters:10}.execute-api.{region}.{dns_suffix}",
            "regionalZoneId": "Z{capitals:13}",
            "securityPolicy": "TLS_1_2",
            "endpointConfiguration": {"types": "EDGE"},
        },
        forced_new=("domainName",),
    ),
    "aws:apigateway/integration:Integration": Kind(
        id=_gateway_id("agi", "restApi", "resourceId", "httpMethod"),
        values={
            "cacheNamespace": "{resourceId}",
            "passthroughBehavior": "WHEN_NO_MATCH",
            "responseTransferMode": "BUFFERED",
        },
        defaults={"connectionType": "INTERNET", "timeoutMilliseconds": 29000},
        forced_new=("httpMethod", "integrationHttpMethod", "resourceId", "restApi", "type"),
    ),
    "aws:apigateway/integrationResponse:IntegrationResponse": Kind(
        id=_gateway_id("agir", "restApi", "resourceId", "httpMethod", "statusCode"),
        forced_new=("httpMethod", "resourceId", "restApi", "statusCode"),
    ),
    "aws:apigateway/method:Method": Kind(
        id=_gateway_id("agm", "restApi", "resourceId", "httpMethod"),
        defaults={"apiKeyRequired": False},
        forced_new=("httpMethod", "resourceId", "restApi"),
    ),
    "aws:apigateway/methodResponse:MethodResponse": Kind(
        id=_gateway_id("agmr", "restApi", "resourceId", "httpMethod", "statusCode"),
        forced_new=("httpMethod", "resourceId", "restApi", "statusCode"),
    ),
    "aws:apigateway/methodSettings:MethodSettings": Kind(
        id="{restApi}-{stageName}-{methodPath}", forced_new=("methodPath", "restApi", "stageName")
    ),
    "aws:apigateway/model:Model": Kind(id="{letters:6}", forced_new=("contentType", "restApi")),
    "aws:apigateway/requestValidator:RequestValidator": Kind(
        id="{letters:6}",
        defaults={"validateRequestBody": False, "validateRequestParameters": False},
        forced_new=("restApi",),
    ),
    "aws:apigateway/resource:Resource": Kind(
        id="{letters:6}", values={"path": _path}, forced_new=("restApi",),
        changing={"path": ("parentId", "pathPart")},
    ),
    "aws:apigateway/response:Response": Kind(
        id=_gateway_id("aggr", "restApiId", "responseType"),
        forced_new=("responseType", "restApiId"),
    ),
    "aws:apigateway/restApi:RestApi": Kind(
        id="{letters:10}",
        values={
            "arn": _apigateway("/restapis/{id}"),
            "executionArn": arn("execute-api", "{id}"),
            "rootResourceId": "{letters:10}",
            "apiKeySource": "HEADER",
            "createdDate": WHEN,
            "endpointConfiguration": {"types": "EDGE", "ipAddressType": "ipv4"},
        },
    ),
    "aws:apigateway/restApiPolicy:RestApiPolicy": Kind(
        id="{restApiId}", forced_new=("restApiId",)
    ),
    "aws:apigateway/stage:Stage": Kind(
        id=_gateway_id("ags", "restApi", "stageName"),
        values={
            "arn": _apigateway("/restapis/{restApi}/stages/{stageName}"),
            "executionArn": arn("execute-api", "{restApi}/{stageName}"),
            "invokeUrl": f"https://{_EXECUTE}/{{stageName}}",
            "webAclArn": "",
        },
        forced_new=("restApi", "stageName"),
    ),
    "aws:apigateway/usagePlan:UsagePlan": Kind(
        id="{letters:6}", values={"arn": _apigateway("/usageplans/{id}")}
    ),
    "aws:apigateway/usagePlanKey:UsagePlanKey": Kind(
        id="{keyId}",
        values={
            "value": lambda a: a.seen("aws:apigateway/apiKey:ApiKey", a["keyId"]).get("value", "")
        },
        forced_new=("keyId", "keyType", "usagePlanId"),
    ),
    "aws:apigateway/vpcLink:VpcLink": Kind(
        id="{letters:6}", values={"arn": _apigateway("/vpclinks/{id}")}, forced_new=("targetArn",)
    ),
    "aws:apigatewayv2/api:Api": Kind(
        id="{letters:10}",
        values={
            "apiEndpoint": _endpoint,
            "arn": _apigateway("/apis/{id}"),
            "executionArn": arn("execute-api", "{id}"),
            "ipAddressType": "ipv4",
        },
        defaults={
            "apiKeySelectionExpression": "$request.header.x-api-key",
            "routeSelectionExpression": "$request.method $request.path",
        },
        forced_new=("protocolType",),
    ),
    "aws:apigatewayv2/apiMapping:ApiMapping": Kind(
        id="{letters:6}", forced_new=("domainName",)
    ),
    "aws:apigatewayv2/authorizer:Authorizer": Kind(id="{letters:6}", forced_new=("apiId",)),
    "aws:apigatewayv2/deployment:Deployment": Kind(
        id="{letters:6}", values={"autoDeployed": False}, forced_new=("apiId", "triggers")
    ),
    "aws:apigatewayv2/domainName:DomainName": Kind(
        id="{domainName}",
        values={
            "arn": _apigateway("/domainnames/{domainName}"),
            "apiMappingSelectionExpression": "$request.basepath",
        },
        nested={
            "domainNameConfiguration": {
                "hostedZoneId": "Z{capitals:13}",
                "targetDomainName": "d-{letters:10}.execute-api.{region}.{dns_suffix}",
            }
        },
        forced_new=("domainName",),
    ),
    "aws:apigatewayv2/integration:Integration": Kind(
        id="{letters:7}",
        values={
            "integrationResponseSelectionExpression": "",
            "timeoutMilliseconds": 30000,
        },
        defaults={"connectionType": "INTERNET", "payloadFormatVersion": "1.0"},
        forced_new=("apiId", "integrationType"),
    ),
    "aws:apigatewayv2/integrationResponse:IntegrationResponse": Kind(
        id="{letters:7}", forced_new=("apiId", "integrationId")
    ),
    "aws:apigatewayv2/model:Model": Kind(id="{letters:6}", forced_new=("apiId",)),
    "aws:apigatewayv2/route:Route": Kind(
        id="{letters:7}",
        defaults={"apiKeyRequired": False, "authorizationType": "NONE"},
        forced_new=("apiId",),
    ),
    "aws:apigatewayv2/routeResponse:RouteResponse": Kind(
        id="{letters:6}", forced_new=("apiId", "routeId")
    ),
    "aws:apigatewayv2/stage:Stage": Kind(
        id="{name}",
        values={
            "arn": _apigateway("/apis/{apiId}/stages/{name}"),
            "executionArn": arn("execute-api", "{apiId}/{name}"),
            "invokeUrl": _invoke_url,
            "deploymentId": "{letters:6}",
        },
        defaults={"autoDeploy": False},
        forced_new=("apiId",),
    ),
    "aws:apigatewayv2/vpcLink:VpcLink": Kind(
        id="{letters:6}",
        values={"arn": _apigateway("/vpclinks/{id}")},
        forced_new=("securityGroupIds", "subnetIds"),
    ),
    "aws:appsync/graphQLApi:GraphQLApi": Kind(
        id="{letters:26}",
        values={
            "arn": arn("appsync", "apis/{id}"),
            "uris": lambda a: {
                "GRAPHQL": a.render(
                    "https://{letters:26}.appsync-api.{region}.{dns_suffix}/graphql", "host"
                ),
                "REALTIME": a.render(
                    "wss://{letters:26}.appsync-realtime-api.{region}.{dns_suffix}/graphql", "host"
                ),
            },
        },
        defaults={"apiType": "GRAPHQL", "visibility": "GLOBAL", "introspectionConfig": "ENABLED"},
        forced_new=("apiType", "visibility"),
    ),
    "aws:appsync/api:Api": Kind(
        id="{apiId}",
        values={
            "apiId": "{letters:26}",
            "apiArn": arn("appsync", "apis/{apiId}"),
            "dns": lambda a: {
                "HTTP": a.render("{letters:26}.appsync-api.{region}.{dns_suffix}", "host"),
                "REALTIME": a.render(
                    "{letters:26}.appsync-realtime-api.{region}.{dns_suffix}", "host"
                ),
            },
        },
    ),
    "aws:appsync/apiKey:ApiKey": Kind(
        id="{apiId}:{apiKeyId}",
        values={"apiKeyId": "da2-{letters:26}", "key": "{apiKeyId}"},
        defaults={"description": "Managed by Pulumi"},
    ),
    "aws:appsync/dataSource:DataSource": Kind(
        id="{apiId}-{name}",
        values={"arn": arn("appsync", "apis/{apiId}/datasources/{name}")},
        forced_new=("apiId",),
    ),
    "aws:appsync/function:Function": Kind(
        id="{apiId}-{functionId}",
        values={
            "functionId": "{letters:26}",
            "arn": arn("appsync", "apis/{apiId}/functions/{functionId}"),
            "functionVersion": "2018-05-29",
        },
        forced_new=("apiId",),
    ),
    "aws:appsync/resolver:Resolver": Kind(
        id="{apiId}-{type}-{field}",
        values={"arn": arn("appsync", "apis/{apiId}/types/{type}/resolvers/{field}")},
        defaults={"kind": "UNIT"},
        forced_new=("apiId", "field", "type"),
    ),
    "aws:cloudfront/distribution:Distribution": Kind(
        id="E{capitals:13}",
        values={
            "arn": global_arn("cloudfront", "distribution/{id}"),
            "domainName": "d{letters:13}.cloudfront.net",
            "hostedZoneId": "Z2FDTNDATAQYW2",
            "etag": "E{capitals:13}",
            "status": "Deployed",
        },
        defaults={
            "httpVersion": "http2",
            "priceClass": "PriceClass_All",
            "retainOnDelete": False,
            "staging": False,
            "waitForDeployment": True,
        },
        changing={"etag": ("*",), "lastModifiedTime": ("*",)},
        forced_new=("staging",),
    ),
    "aws:cloudfront/function:Function": Kind(
        id="{name}",
        values={
            "arn": global_arn("cloudfront", "function/{name}"),
            "etag": "E{capitals:13}",
            "liveStageEtag": "E{capitals:13}",
            "status": "UNASSOCIATED",
        },
        defaults={"publish": True},
        changing={"etag": ("*",), "liveStageEtag": ("*",)},
    ),
    **{
        f"aws:cloudfront/{name[0].lower()}{name[1:]}:{name}": Kind(
            id=id_,
            values={"arn": global_arn("cloudfront", f"{part}/{{id}}"), "etag": "E{capitals:13}"},
            changing={"etag": ("*",)},
        )
        for name, id_, part in (
            ("CachePolicy", "{uuid}", "cache-policy"),
            ("OriginRequestPolicy", "{uuid}", "origin-request-policy"),
            ("ResponseHeadersPolicy", "{uuid}", "response-headers-policy"),
            ("OriginAccessControl", "E{capitals:13}", "origin-access-control"),
            ("KeyValueStore", "{uuid}", "key-value-store"),
        )
    },
    "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": Kind(
        id="E{capitals:13}",
        values={
            "arn": global_arn("cloudfront", "origin-access-identity/{id}"),
            "cloudfrontAccessIdentityPath": "origin-access-identity/cloudfront/{id}",
            "iamArn": (
                "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}"
            ),
            "s3CanonicalUserId": "{hex:96}",
        },
    ),
    "aws:cognito/userPool:UserPool": Kind(
        id=_user_pool_id,
        values={
            "arn": arn("cognito-idp", "userpool/{id}"),
            "endpoint": "cognito-idp.{region}.{dns_suffix}/{id}",
            "customDomain": "",
            "domain": "",
            "userPoolTier": "ESSENTIALS",
        },
        defaults={"deletionProtection": "INACTIVE", "mfaConfiguration": "OFF"},
        forced_new=("aliasAttributes", "usernameAttributes", "usernameConfiguration"),
    ),
    "aws:cognito/userPoolClient:UserPoolClient": Kind(
        id="{letters:26}",
        values={
            "clientSecret": lambda a: (
                a.render("{letters:51}", "clientSecret") if a.get("generateSecret") else ""
            )
        },
        forced_new=("generateSecret", "userPoolId"),
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": Kind(
        id="{domain}",
        values={
            "awsAccountId": "{account}",
            "cloudfrontDistribution": "d{letters:13}.cloudfront.net",
            "cloudfrontDistributionArn": "{cloudfrontDistribution}",
            "cloudfrontDistributionZoneId": "Z2FDTNDATAQYW2",
        },
    ),
    "aws:cognito/resourceServer:ResourceServer": Kind(
        id="{userPoolId}|{identifier}",
        values={
            "scopeIdentifiers": lambda a: [
                f"{a['identifier']}/{scope['scopeName']}" for scope in a.get("scopes", [])
            ]
        },
        forced_new=("identifier", "userPoolId"),
    ),
    "aws:cognito/identityPool:IdentityPool": Kind(
        id="{region}:{uuid}", values={"arn": arn("cognito-identity", "identitypool/{id}")}
    ),
    "aws:appconfig/application:Application": with_arn(
        "{letters:7}", "appconfig", "application/{id}"
    ),
    "aws:appconfig/configurationProfile:ConfigurationProfile": Kind(
        id="{configurationProfileId}:{applicationId}",
        values={
            "configurationProfileId": "{letters:7}",
            "arn": arn(
                "appconfig",
                "application/{applicationId}/configurationprofile/{configurationProfileId}",
            ),
        },
        defaults={"type": "AWS.Freeform"},
        forced_new=("applicationId", "locationUri", "type"),
    ),
    "aws:appconfig/environment:Environment": Kind(
        id="{environmentId}:{applicationId}",
        values={
            "environmentId": "{letters:7}",
            "arn": arn("appconfig", "application/{applicationId}/environment/{environmentId}"),
            "state": "READY_FOR_DEPLOYMENT",
        },
        forced_new=("applicationId",),
    ),
    "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion": Kind(
        id="{applicationId}/{configurationProfileId}/{versionNumber}",
        values={
            "versionNumber": 1,
            "arn": arn(
                "appconfig",
                "application/{applicationId}/configurationprofile/{configurationProfileId}"
                "/hostedconfigurationversion/{versionNumber}",
            ),
        },
        forced_new=("applicationId", "configurationProfileId", "content", "contentType"),
    ),
    "aws:appconfig/deploymentStrategy:DeploymentStrategy": with_arn(
        "{letters:7}", "appconfig", "deploymentstrategy/{id}"
    ),
    "aws:appconfig/deployment:Deployment": Kind(
        id="{applicationId}/{environmentId}/{deploymentNumber}",
        values={
            "deploymentNumber": 1,
            "state": "COMPLETE",
            "kmsKeyArn": "",
            "arn": lambda a: a.render(
                arn(
                    "appconfig",
                    f"application/{{applicationId}}/environment/{last_part(a['environmentId'])}"
                    "/deployment/{deploymentNumber}",
                )
            ),
        },
        forced_new=("applicationId", "configurationProfileId", "configurationVersion",
                    "deploymentStrategyId", "environmentId"),
    ),
}  # fmt: skip
