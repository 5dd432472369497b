"""What callers on the internet reach first."""

from __future__ import annotations

from policies.view import View
from policies.views.lb import Listener

_DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


class Front(View):
    """`aws.cloudfront.Distribution` or `aws.lb.Listener`."""

    token = (_DISTRIBUTION, *Listener.token)

    @property
    def is_distribution(self) -> bool:
        return self.resource.type == _DISTRIBUTION
