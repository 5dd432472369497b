"""Ways from some permissions to all of them: what privilege escalation takes.

Source: the published lists of Rhino Security Labs ("AWS IAM privilege escalation") and Bishop Fox
("Privilege escalation in AWS"), which cloudsplaining and prowler check, too.
"""

from __future__ import annotations

from dataclasses import dataclass

PASS_ROLE = "iam:PassRole"  # noqa: S105  an action, no password


@dataclass(frozen=True)
class Way:
    """Actions that together give more than they say."""

    actions: tuple[str, ...]
    gain: str
    """What the holder can do with them."""
    passed_to: str = ""
    """The service that takes the passed role, for ways that pass one."""


_OWN_RIGHTS = "write its own permissions"
_ANOTHER = "become another user"

WAYS = (
    Way(("iam:CreatePolicyVersion",), _OWN_RIGHTS),
    Way(("iam:SetDefaultPolicyVersion",), "bring back older permissions"),
    Way(("iam:AttachUserPolicy",), _OWN_RIGHTS),
    Way(("iam:AttachGroupPolicy",), _OWN_RIGHTS),
    Way(("iam:AttachRolePolicy",), _OWN_RIGHTS),
    Way(("iam:PutUserPolicy",), _OWN_RIGHTS),
    Way(("iam:PutGroupPolicy",), _OWN_RIGHTS),
    Way(("iam:PutRolePolicy",), _OWN_RIGHTS),
    Way(("iam:AddUserToGroup",), "join a group of administrators"),
    Way(("iam:CreateAccessKey",), _ANOTHER),
    Way(("iam:CreateLoginProfile",), _ANOTHER),
    Way(("iam:UpdateLoginProfile",), _ANOTHER),
    Way(("iam:UpdateAssumeRolePolicy",), "take on any role"),
    Way(("iam:DeleteRolePermissionsBoundary",), "take off its boundary"),
    Way(("iam:PutRolePermissionsBoundary",), "take off its boundary"),
    Way(("lambda:UpdateFunctionCode",), "run code with the roles of functions"),
    Way(("lambda:UpdateFunctionConfiguration",), "run a layer's code with the roles of functions"),
    Way(
        (PASS_ROLE, "lambda:CreateFunction", "lambda:InvokeFunction"),
        "run a function with any role",
        "lambda.amazonaws.com",
    ),
    Way(
        (PASS_ROLE, "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
        "run a function with any role",
        "lambda.amazonaws.com",
    ),
    Way(
        (PASS_ROLE, "lambda:CreateFunction", "lambda:AddPermission"),
        "run a function with any role",
        "lambda.amazonaws.com",
    ),
    Way((PASS_ROLE, "ec2:RunInstances"), "run a machine with any role", "ec2.amazonaws.com"),
    Way(
        (PASS_ROLE, "ecs:RegisterTaskDefinition", "ecs:RunTask"),
        "run a task with any role",
        "ecs-tasks.amazonaws.com",
    ),
    Way(
        (PASS_ROLE, "codebuild:CreateProject", "codebuild:StartBuild"),
        "run a build with any role",
        "codebuild.amazonaws.com",
    ),
    Way(
        (PASS_ROLE, "cloudformation:CreateStack"),
        "create resources with any role",
        "cloudformation.amazonaws.com",
    ),
    Way(
        (PASS_ROLE, "states:CreateStateMachine", "states:StartExecution"),
        "call any service with any role",
        "states.amazonaws.com",
    ),
    Way((PASS_ROLE, "glue:CreateDevEndpoint"), "run code with any role", "glue.amazonaws.com"),
    Way(
        (PASS_ROLE, "glue:CreateJob", "glue:StartJobRun"),
        "run code with any role",
        "glue.amazonaws.com",
    ),
    Way(
        (
            PASS_ROLE,
            "sagemaker:CreateNotebookInstance",
            "sagemaker:CreatePresignedNotebookInstanceUrl",
        ),
        "run code with any role",
        "sagemaker.amazonaws.com",
    ),
    Way(
        (PASS_ROLE, "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
        "run code with any role",
        "datapipeline.amazonaws.com",
    ),
)
"""Ways of one action need it on resources of any name, or on the holder itself."""
