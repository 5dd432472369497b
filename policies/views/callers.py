"""Views of what calls or starts something else; most of them only the event flow reads."""

from __future__ import annotations

from policies.view import View


class Integration(View):
    """`aws.apigateway.Integration` or `aws.apigatewayv2.Integration`."""

    token = (
        "aws:apigateway/integration:Integration",
        "aws:apigatewayv2/integration:Integration",
    )


class PathPart(View):
    """`aws.apigateway.Resource`: one step of a path of a REST API."""

    token = "aws:apigateway/resource:Resource"


class RouteTarget(View):
    """`aws.apigatewayv2.Route`, found by the integration that it leads to."""

    token = "aws:apigatewayv2/route:Route"

    def identities(self) -> set[str]:
        """`integrations/ID` where that is known, and URNs."""
        target = self.peek("target")
        known = {target} if isinstance(target, str) else set()
        return known | set(self.resource.property_dependencies.get("target", ()))


class Authorizer(View):
    """`aws.apigateway.Authorizer` or `aws.apigatewayv2.Authorizer`."""

    token = ("aws:apigateway/authorizer:Authorizer", "aws:apigatewayv2/authorizer:Authorizer")


class ApiDestination(View):
    """`aws.cloudwatch.EventApiDestination`: an address that EventBridge calls."""

    token = "aws:cloudwatch/eventApiDestination:EventApiDestination"


class EventArchive(View):
    """`aws.cloudwatch.EventArchive`: events of a bus that can be replayed to it."""

    token = "aws:cloudwatch/eventArchive:EventArchive"

    @property
    def retention_days(self) -> float:
        """Days that events are kept; 0, which is also the default, for ever."""
        return self.number("retentionDays", 0) or 0


class Distribution(View):
    """`aws.cloudfront.Distribution`: origins behind one address, with functions at the edge."""

    token = "aws:cloudfront/distribution:Distribution"


class Alarm(View):
    """`aws.cloudwatch.MetricAlarm` or `aws.cloudwatch.CompositeAlarm`."""

    token = (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    )


class LogSubscription(View):
    """`aws.cloudwatch.LogSubscriptionFilter`: new lines of a log group, sent on."""

    token = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"


class UserPool(View):
    """`aws.cognito.UserPool`; its `lambdaConfig` names functions."""

    token = "aws:cognito/userPool:UserPool"


class TopicRule(View):
    """`aws.iot.TopicRule`: what happens to messages of MQTT topics."""

    token = "aws:iot/topicRule:TopicRule"


class ReceiptRule(View):
    """`aws.ses.ReceiptRule`: what happens to mail that comes in."""

    token = "aws:ses/receiptRule:ReceiptRule"
