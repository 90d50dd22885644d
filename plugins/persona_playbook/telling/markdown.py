"""A comparison → Markdown for a comment or a summary in a forge.

Every word of an author stands there as written, and does nothing: no link, no picture, no mention.
"""

from __future__ import annotations

from ..comparing import Comparison
from ..escape import comment
from ..report.markdown import COMMENT, fitting, size
from .lines import Line, Look, Section, sections, summary

_MOST_OF_REST = 20_000  # of what follows the documents
_MOST_LINES = 50  # of a section
_OURS = (", ", ": ", " → ")  # what parts pieces
_TAGS = {Look.LABEL: "strong", Look.NAME: "em", Look.OLD: "del", Look.NEW: "ins"}


def markdown(comparison: Comparison, most: int = COMMENT) -> str:
    """What changed, a line a change; what there is no room for is counted."""
    told = [(section.is_document, _section(section)) for section in sections(comparison)]
    documents = [block for is_document, block in told if is_document]
    rest = [block for is_document, block in told if not is_document]
    head = f"**{comment(summary(comparison))}**"
    left = most - size(head)
    end = fitting(rest, min(left, _MOST_OF_REST), "part")
    start = fitting(documents, left - sum(map(size, end)), "document")
    return "\n".join([head, *start, *end]) + "\n"


def _section(section: Section) -> str:
    note = f" · {comment(section.note)}" if section.note else ""
    lines = [f"- {_line(line)}" for line in section.lines[:_MOST_LINES]]
    if more := len(section.lines) - len(lines):
        lines.append(f"- … and {more:,} more")
    return "\n".join(["", f"#### {comment(section.title)}{note}", "", *lines])


def _line(line: Line) -> str:
    return "".join(_piece(piece.words, _TAGS.get(piece.look)) for piece in line)


def _piece(words: str, tag: str | None) -> str:
    if words in _OURS:
        return words
    # The spaces at the ends of a piece part it from others.
    safe = comment(words)
    start, end = words[:1].isspace(), words[1:] and words[-1].isspace()
    safe = f"{' ' if start else ''}{safe}{' ' if end else ''}"
    return f"<{tag}>{safe}</{tag}>" if tag and safe else safe
