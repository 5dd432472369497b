"""Views of AWS WAF: web ACLs and what adds rules to them."""

from __future__ import annotations

from policies.values import UNKNOWN
from policies.view import Undecided, View


class WebAcl(View):
    """`aws.wafv2.WebAcl`."""

    token = "aws:wafv2/webAcl:WebAcl"

    @property
    def blocks_by_default(self) -> bool:
        """Whether what no rule speaks of is stopped."""
        action = self.peek("defaultAction")
        if action is UNKNOWN:
            raise Undecided(self.resource, "defaultAction")
        return self.peek("defaultAction.block") is not None


class AddedRule(View):
    """What adds rules to a web ACL from outside."""

    token = (
        "aws:wafv2/webAclRule:WebAclRule",
        "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
    )
