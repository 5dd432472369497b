"""Views of ECR: repositories of container images."""

from __future__ import annotations

from policies.view import View


class RepositoryPolicy(View):
    """`aws.ecr.RepositoryPolicy`: who may pull from and push to a repository."""

    token = "aws:ecr/repositoryPolicy:RepositoryPolicy"
