"""The list of rules: each a name, a severity, the text of its page, and what looks for it."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..catalog import Catalog, Entry
from ..finding import Fix, Severity, Where
from ..settings import Settings

PARTS = ("Why", "Bad", "Good", "Mend")


class Problem(NamedTuple):
    """What a rule has found: where in which entry, in words; the rule itself gives the name."""

    entry: Entry
    where: Where
    message: str
    help: str = ""
    at_key: bool = False
    fix: Fix | None = None


Check = Callable[[Catalog], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule; `check` is None where reading or validating a document finds the fault.

    An `essential` rule can be neither turned off nor excused: without what it asks for there is
    no document. One that is `alone` looks at each document by itself, and at `playbook.yml`.
    """

    name: str
    severity: Severity
    text: str
    check: Check | None = None
    essential: bool = False
    alone: bool = False

    @property
    def summary(self) -> str:
        """The rule in one sentence."""
        return self.text.partition("\n")[0]

    def part(self, label: str) -> str:
        """A labelled part of its text: Why, Bad, Good or Mend."""
        end = "|".join(PARTS)
        pattern = rf"^{label}:[ \t]*(.*?)(?=^(?:{end}):|\Z)"
        match = re.search(pattern, self.text, re.MULTILINE | re.DOTALL)
        return textwrap.dedent(match[1]).strip("\n") if match else ""


RULES: dict[str, Rule] = {}


def weight(name: str, settings: Settings) -> Severity | None:
    """How what a rule finds counts for the team; None if the rule is off."""
    rule = RULES[name]
    chosen = settings.severities.get(name, rule.severity)
    if rule.essential:
        return rule.severity
    return None if chosen == "off" else Severity(chosen)


def rule(name: str, severity: Severity, *, alone: bool = False) -> Callable[[Check], Check]:
    """Register a function as a rule; its docstring is the page that users read."""

    def register(check: Check) -> Check:
        text = inspect.cleandoc(check.__doc__ or "")
        RULES[name] = Rule(name, severity, text, check, alone=alone)
        return check

    return register


def describe(
    name: str, text: str, *, severity: Severity = Severity.ERROR, essential: bool = False
) -> None:
    """Register a fault that reading or validating finds; `text` is the page that users read."""
    RULES[name] = Rule(name, severity, inspect.cleandoc(text), essential=essential)
