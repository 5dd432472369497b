"""Resource types that can pass events on and are not followed (yet): listed, never silent."""

WHAT: dict[str, str] = {
    "aws:batch/jobDefinition:JobDefinition": "Batch job",
    "aws:bedrock/agentAgentActionGroup:AgentAgentActionGroup": "Bedrock action group",
    "aws:cfg/rule:Rule": "Config rule",
    "aws:cloudtrail/trail:Trail": "CloudTrail trail",
    "aws:cloudwatch/logDestination:LogDestination": "log destination",
    "aws:codebuild/webhook:Webhook": "CodeBuild webhook",
    "aws:codecommit/trigger:Trigger": "CodeCommit trigger",
    "aws:codepipeline/pipeline:Pipeline": "CodePipeline pipeline",
    "aws:codestarnotifications/notificationRule:NotificationRule": "notification rule",
    "aws:ecs/service:Service": "ECS service",
    "aws:ecs/taskDefinition:TaskDefinition": "ECS task",
    "aws:glue/trigger:Trigger": "Glue trigger",
    "aws:lex/bot:Bot": "Lex bot",
    "aws:mq/broker:Broker": "writes to an MQ broker",
    "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint": "S3 Object Lambda",
    "aws:s3tables/tableBucket:TableBucket": "S3 table bucket",
    "aws:secretsmanager/secretRotation:SecretRotation": "secret rotation",
    "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination": "SES events",
    "aws:transfer/workflow:Workflow": "Transfer workflow",
    "aws:vpclattice/targetGroup:TargetGroup": "VPC Lattice target group",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": "load balancer target",
}
"""Type token → what a person calls it."""
