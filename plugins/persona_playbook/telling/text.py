"""A comparison → text for a terminal."""

from __future__ import annotations

from ..comparing import Comparison
from ..escape import printable
from .lines import Line, Look, Section, sections, summary

_COLORS = {Look.LABEL: "36", Look.OLD: "31", Look.NEW: "32", Look.NAME: "1"}


def text(comparison: Comparison, color: bool = False) -> str:
    """What changed, a line a change."""
    blocks = [_section(section, color) for section in sections(comparison)]
    return "\n".join([f"{summary(comparison)}\n", *blocks])


def _section(section: Section, color: bool) -> str:
    note = f" ({printable(section.note)})" if section.note else ""
    title = _paint(printable(section.title), Look.NAME, color)
    return "\n".join([title + note, *(f"  {_line(line, color)}" for line in section.lines), ""])


def _line(line: Line, color: bool) -> str:
    told = ""
    for piece in line:
        words = printable(piece.words)
        if piece.look is Look.NAME:
            words = f"“{words}”"
        told += _paint(words, piece.look, color)
    return told


def _paint(words: str, look: Look, color: bool) -> str:
    return f"\033[{_COLORS[look]}m{words}\033[0m" if color and look in _COLORS else words
