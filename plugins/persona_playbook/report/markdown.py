"""Findings → Markdown for a comment or a summary on a forge.

What documents say stands in code: there a forge makes no mention, no reference and no link of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..escape import printable
from ..finding import Finding, Severity
from .contents import Report
from .terminal import count, summary

COMMENT = 65_000  # bytes; a comment or an issue on GitHub takes 65,536 characters
_ROOM = 100  # for the line that says how much is left out
_TICKS = re.compile("`+")


def make(report: Report, most: int = COMMENT) -> str:
    """The findings in at most so many bytes, errors first."""
    head = f"### Playbook: {summary(report.findings, len(report.documents))}"
    items = []
    severity: Severity | None = None
    for finding in report.ranked():
        item = _item(finding)
        if finding.severity is not severity:
            severity = finding.severity
            item = f"\n**{severity.capitalize()}s**\n\n{item}"
        items.append(item)
    hint = "; `playbook check` shows them all"
    return "\n".join([head, *fitting(items, most - size(head), "finding", hint)]) + "\n"


def fitting(blocks: Sequence[str], room: int, noun: str, hint: str = "") -> list[str]:
    """The first blocks that fit into so many bytes, each on lines of its own; how many do not."""
    room -= _ROOM
    for number, block in enumerate(blocks):
        room -= size(block)
        if room < 0:
            left = count(len(blocks) - number, f"more {noun}")
            return [*blocks[:number], f"\n… and {left}{hint}"]
    return list(blocks)


def size(block: str) -> int:
    """The bytes of a block and the end of its line."""
    return len(block.encode()) + 1


def code(value: object) -> str:
    """A text as code on one line of Markdown, whatever signs it has."""
    words = printable(" ".join(str(value).split()))
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(words)), default=0))
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}" if words else ""


def _item(finding: Finding) -> str:
    place = code(f"{finding.path}:{finding.line}:{finding.column}")
    help_ = f"<br>{code(finding.help)}" if finding.help else ""
    return f"- {place} {code(finding.message)} {finding.rule}{help_}"
