"""Findings → workflow commands of GitHub Actions, which become notes on the lines of a change.

GitHub obeys a line that begins with `::`, and `##[` anywhere in one. What documents hold is
escaped in our own commands, and printed only while commands are stopped.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..escape import printable
from ..finding import Finding, Severity
from .contents import Report

MOST = 10  # notes of a severity that GitHub shows of one step


def make(report: Report, text: str, token: str) -> str:
    """The text for people, who read the log, and then the notes.

    `token` lets commands be obeyed again: nobody may know it before.
    """
    return "".join([f"::stop-commands::{token}\n{text}::{token}::\n", *_notes(report)])


def _notes(report: Report) -> Iterator[str]:
    ranked = report.ranked()
    for severity in Severity:
        for finding in [one for one in ranked if one.severity is severity][:MOST]:
            yield f"::{severity} {_place(finding)}::{_message(finding)}\n"


def _place(finding: Finding) -> str:
    place = {"file": finding.path, "line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:  # of several lines, GitHub takes no columns
        place |= {"col": finding.column, "endColumn": finding.end_column}
    place["title"] = finding.rule
    return ",".join(f"{name}={_property(value)}" for name, value in place.items())


def _message(finding: Finding) -> str:
    return "%0A".join(_data(words) for words in (finding.message, finding.help) if words)


def _data(value: object) -> str:
    return printable(str(value)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
