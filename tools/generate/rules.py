"""docs/rules: one page for each rule and an index, from the rules' cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from policies.core import Rule, Severity
from policies.exemptions import OWN_RULES
from policies.levels import LEVELS, STRICT
from tools.generate.tables import table

FOLDER = "docs/rules"


def rule_pages(rules: Iterable[Rule]) -> dict[str, str]:
    """Path → text of every page."""
    rules = list(rules)
    pages = {f"{FOLDER}/{rule.id}.md": _page(rule) for rule in rules}
    return {f"{FOLDER}/README.md": _index(rules), **pages}


def rule_list(rules: Iterable[Rule], folder: str) -> str:
    """A table of rules; `folder` leads from the page to docs/rules."""
    rows = (
        (f"[{rule.id}]({folder}{rule.id}.md)", rule.card.title, str(rule.card.severity))
        for rule in rules
    )
    return table(("rule", "finds", "severity"), rows)


def levels_table() -> str:
    """What a finding does to a run, by environment and severity."""
    rows = [(f"`{name}`", *LEVELS[name].values()) for name in LEVELS]
    return table(("environment", *Severity), [*rows, ("any other", *STRICT.values())])


def _index(rules: list[Rule]) -> str:
    return f"""# Rules

{len(rules)} guardrails, by id. [How they work](../guides/guardrails.md): verdicts, levels,
exemptions. The pages here are made from the cards in `policies/rules/`: change the card, then run
`python -m tools.generate`.

{rule_list(rules, "")}
"""


def _page(rule: Rule) -> str:
    card = rule.card
    file = "/".join(rule.check.__module__.split(".")) + ".py"
    sections = [
        f"# {rule.id}",
        f"**{card.title}.** Severity {card.severity}: {_levels(card.severity)}.",
        f"## Why\n\n{card.why}",
        f"## What to do\n\n{card.fix}",
        f"## What it sees\n\n{_sees(rule)}",
    ]
    if card.settings:
        sections.append(f"## Settings\n\n{_settings(rule)}")
    if not rule.id.startswith(OWN_RULES):
        sections.append(f"## An exemption\n\n{_exemption(rule)}")
    sections.append(f"Source: {_source(card.source)}. Code: [{file}](../../{file}).")
    return "\n\n".join(sections) + "\n"


def _levels(severity: Severity) -> str:
    """`mandatory in prod; advisory in dev`, as short as it can be said."""
    rows = {name: row[severity] for name, row in [*LEVELS.items(), ("any other", STRICT)]}
    if len(set(rows.values())) == 1:
        return f"{rows['any other']} in every environment"
    return "; ".join(
        f"{level} in {', '.join(name for name in rows if rows[name] == level)}"
        for level in dict.fromkeys(rows.values())
    )


def _sees(rule: Rule) -> str:
    what = ", ".join(f"`{token}`" for token in rule.tokens) or "The whole stack"
    if not rule.needs_stack:
        return f"{what}: each resource by itself, before it is registered."
    rest = " with the rest of the stack" if rule.tokens else ""
    text = f"{what}{rest}, at the end of a preview or an update."
    if rule.early_check:
        text += "\nDuring an update also each resource before it is registered."
    return text


def _settings(rule: Rule) -> str:
    """What `--policy-pack-config` may set."""
    rows = [
        (f"`{name}`", f"`{json.dumps(schema['default'])}`", schema.get("description", ""))
        for name, schema in sorted(rule.card.settings.items())
    ]
    example = json.dumps(
        {rule.id: {name: s["default"] for name, s in sorted(rule.card.settings.items())}}, indent=2
    )
    return (
        f"{table(('setting', 'default', 'meaning'), rows)}\n\n"
        f"In a file for `--policy-pack-config`:\n\n```json\n{example}\n```"
    )


def _exemption(rule: Rule) -> str:
    return f"""```yaml
palisade:exemptions:
  - rule: {rule.id}
    resource: NAME OF THE RESOURCE
    reason: why it may stay, for whoever reads it in a year
    owner: the team that ends it
    until: "YYYY-MM-DD"
```"""


def _source(source: str) -> str:
    """Only what anybody can open, where there is such a thing."""
    links = re.findall(r"https://[^\s;,]+", source)
    return ", ".join(f"<{link}>" for link in links) or source
