"""The ids of all rules, without importing any: what an exemption may name."""

from pathlib import Path

RULES = Path(__file__).parent / "rules"


def rule_ids() -> tuple[str, ...]:
    """`iam-wildcard-action` for rules/iam/wildcard_action.py, sorted."""
    files = (path for path in RULES.glob("*/*.py") if not path.name.startswith("_"))
    return tuple(sorted(f"{p.parent.name}-{p.stem}".replace("_", "-") for p in files))
