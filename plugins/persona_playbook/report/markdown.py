"""Findings → Markdown for a comment or a summary on a forge.

What documents say stands in code: there a forge makes no mention, no reference and no link of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..escape import printable
from ..finding import Finding, Severity
from .contents import Report
from .terminal import summary

COMMENT = 65_000  # bytes; a comment on GitHub takes 65,536
_ROOM = 200  # for the line that says how much is left out
_TICKS = re.compile("`+")


def make(report: Report, most: int = COMMENT) -> str:
    """The findings in at most so many bytes, errors first."""
    lines = [f"### Playbook: {summary(report.findings, len(report.documents))}"]
    ranked = report.ranked()
    room = most - _ROOM - _size(lines)
    severity: Severity | None = None
    for number, finding in enumerate(ranked):
        more = [_item(finding)]
        if finding.severity is not severity:
            severity = finding.severity
            more = ["", f"**{severity.capitalize()}s**", "", *more]
        room -= _size(more)
        if room < 0:
            lines += ["", f"… and {len(ranked) - number:,} more; `playbook check` shows them all."]
            break
        lines += more
    return "\n".join(lines) + "\n"


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


def _size(lines: Sequence[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
