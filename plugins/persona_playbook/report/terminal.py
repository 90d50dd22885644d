"""Findings → text for people at a terminal, and one line each for editors and logs.

What documents hold never reaches a terminal raw.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..escape import printable
from ..finding import Finding, Severity
from ..frontmatter import Document

_TAB = 4
_WIDTH = 100  # of an excerpt; a longer line is shown around its fault
_COLORS = {"error": "1;31", "warning": "1;33", "place": "1", "gutter": "34", "help": "36"}


def text(
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    number: int | None = None,
    color: bool = False,
    unreported: Iterable[Finding] = (),
) -> str:
    """Each finding with the line it is about, errors first, and a summary.

    `documents` are looked up by a finding's path; `number` is how many the summary speaks of.
    `unreported` are findings that the reader did not ask for.
    """
    # Its message shows the ends of a value only; the line would show all of it.
    everything = (*findings, *unreported)
    hidden = {(one.path, one.line) for one in everything if one.rule == "personal-data"}
    blocks = []
    for finding in sorted(findings, key=lambda one: one.severity is not Severity.ERROR):
        lines = [_head(finding, color)]
        is_hidden = (finding.path, finding.line) in hidden
        document = None if is_hidden else documents.get(finding.path)
        gutter = " " * len(str(finding.line))
        if document and (source := document.line(finding.line)).strip():
            excerpt, indent, width = _excerpt(source, finding)
            carets = " " * indent + _paint("^" * width, finding.severity, color)
            lines.append(f"{_paint(f'{finding.line} |', 'gutter', color)} {excerpt}".rstrip())
            lines.append(f"{_paint(f'{gutter} |', 'gutter', color)} {carets}")
        if finding.help:
            lines.append(f"{gutter} = {_paint('help', 'help', color)}: {printable(finding.help)}")
        blocks.append("\n".join(lines) + "\n\n")
    total = len(documents) if number is None else number
    return "".join(blocks) + summary(findings, total) + "\n"


def concise(findings: Iterable[Finding], color: bool = False) -> str:
    """One line for each finding."""
    return "".join(_head(finding, color) + "\n" for finding in findings)


def statistics(findings: Iterable[Finding], documents: int) -> str:
    """How often each rule found something, the most frequent first, and a summary."""
    found = list(findings)
    counts = Counter((finding.rule, finding.severity) for finding in found)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    lines = [f"{number:>6,}  {severity:<7}  {rule}\n" for (rule, severity), number in rows]
    return "".join(lines) + ("\n" if lines else "") + summary(found, documents) + "\n"


def summary(findings: Iterable[Finding], documents: int) -> str:
    """How much there is to mend, in one line."""
    severities = [finding.severity for finding in findings]
    where = count(documents, "document")
    found = [
        count(severities.count(severity), severity)
        for severity in Severity
        if severity in severities
    ]
    return f"{' and '.join(found)} in {where}" if found else f"{where}, nothing to mend"


def count(number: int, noun: str) -> str:
    """A number of things in words."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _head(finding: Finding, color: bool) -> str:
    place = printable(f"{finding.path}:{finding.line}:{finding.column}")
    return (
        f"{_paint(place, 'place', color)}: {_paint(finding.severity, finding.severity, color)}: "
        f"{printable(finding.message)} [{finding.rule}]"
    )


def _paint(words: str, role: str, color: bool) -> str:
    return f"\033[{_COLORS[role]}m{words}\033[0m" if color else words


def _width(shown: str) -> int:
    """How many columns of a terminal a text fills."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in shown
    )


def _excerpt(source: str, finding: Finding) -> tuple[str, int, int]:
    """A source line as shown, the columns before its fault, and the columns of the fault."""
    start = finding.column - 1
    end = finding.end_column - 1 if finding.end_line == finding.line else len(source.rstrip())
    # Cut first, in characters: a line may have a million of them.
    first = start - _WIDTH // 2 if start > _WIDTH * 3 // 4 else 0
    last = first + _WIDTH
    shown = "…" if first else ""
    column = indent = _width(shown)
    width = 0
    for index, char in enumerate(source[first:last], first):
        sign = " " * (_TAB - column % _TAB) if char == "\t" else printable(char)
        shown += sign
        column += _width(sign)
        if index < start:
            indent = column
        elif index < end:
            width = column - indent
    return shown + ("…" if last < len(source) else ""), indent, max(1, width)
