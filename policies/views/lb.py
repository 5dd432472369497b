"""Views of Elastic Load Balancing."""

from __future__ import annotations

from policies.view import View


class Listener(View):
    """`aws.lb.Listener`."""

    token = (
        "aws:lb/listener:Listener",
        "aws:alb/listener:Listener",
        "aws:applicationloadbalancing/listener:Listener",
        "aws:elasticloadbalancingv2/listener:Listener",
    )

    @property
    def protocol(self) -> str:
        """`HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP` …; empty where nothing is set."""
        return self.text("protocol").upper()

    @property
    def ssl_policy(self) -> str:
        """Name of AWS's set of TLS versions and ciphers; empty where nothing is set."""
        return self.text("sslPolicy")
