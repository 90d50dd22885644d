"""A text → what of its Markdown would take longer to lay out than a text should.

Python-Markdown goes through a text once more for each mark that it finds: ten thousand take
seconds. What people write stays far below these limits (measured, see `tests/test_linear.py`).
"""

from __future__ import annotations

import re

_SHORT = 2_000  # characters; whatever stands in fewer is laid out in an instant
MAX_LENGTH = 200_000
MAX_LINES = 5_000
MAX_BLOCKS = 500
MAX_NESTED = 32
MAX_SIGNS = 100_000_000  # signs of each paragraph × its length, all paragraphs together

_BLOCK = re.compile(
    r"""
      ^[ \t>]*(?:\#{1,6}[ \t]|`{3}|~{3}|!{3}|\?{3}|={3}|:[ \t]|\*\[|\[[^\]\n]{1,200}\]:)
    | \[\^
    """,
    re.VERBOSE | re.MULTILINE,
)
_NESTED = re.compile(
    rf"^(?:[ \t]*(?:>|(?:[-*+]|[0-9]{{1,9}}[.)])(?=[ \t]))){{{MAX_NESTED + 1}}}", re.MULTILINE
)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[ \t]*[^\s][^\n]*)*")
_SIGN = re.compile(r"[\[\](){}<>*_`~^=+&\\:\"]")


def excess(text: str) -> tuple[int, str] | None:
    """Where a text has more than can be laid out, and of what; None for all that people write."""
    if len(text) <= _SHORT:
        return None
    if len(text) > MAX_LENGTH:
        return MAX_LENGTH, f"a text of {len(text):,} characters; it may have {MAX_LENGTH:,}"
    lines = [match.start() for match in re.finditer("\n", text)]
    if len(lines) > MAX_LINES:
        return lines[MAX_LINES], f"a text of {len(lines):,} lines; it may have {MAX_LINES:,}"
    blocks = [match.start() for match in _BLOCK.finditer(text)]
    if len(blocks) > MAX_BLOCKS:
        what = "headings, notes, definitions and blocks of code"
        return blocks[MAX_BLOCKS], f"{len(blocks):,} {what}; a text may have {MAX_BLOCKS:,}"
    if nested := _NESTED.search(text):
        return nested.start(), f"more than {MAX_NESTED} lists or quotes in each other on one line"
    signs = 0
    for paragraph in _PARAGRAPH.finditer(text):
        signs += len(_SIGN.findall(paragraph[0])) * len(paragraph[0])
        if signs > MAX_SIGNS:
            return paragraph.start(), "a paragraph with more signs of Markdown than can be laid out"
    return None
