"""`playbook rule`."""

from __future__ import annotations

import click

from ..rules import RULES, Rule
from ..validate import suggest
from .console import CanNotRun, show


@click.command("rule")
@click.argument("name", required=False)
def rule(name: str | None) -> None:
    """Explain a rule: what it finds, why, and how to mend it.

    Without NAME it lists all rules, and whether each is an error or a warning. What your team
    changed in its playbook.yml is not considered.
    """
    if name is None:
        width = max(map(len, RULES))
        lines = [f"{one:<{width}}  {RULES[one].severity:<7}  {RULES[one].summary}" for one in RULES]
        show("\n".join(sorted(lines)) + "\n")
    else:
        show(_explained(known_rule(name)))


def known_rule(name: str) -> Rule:
    """The rule of this name."""
    if name not in RULES:
        raise CanNotRun(f"no rule named '{name}'{suggest(name, RULES)}")
    return RULES[name]


def _explained(rule: Rule) -> str:
    counts = f"always an {rule.severity}" if rule.essential else str(rule.severity)
    return f"{rule.name} ({counts})\n\n{rule.text}\n"
