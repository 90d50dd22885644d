"""Text in pictures: SVG breaks no lines by itself, so they are broken here, on the safe side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .fit import extent, is_wide

# Where a line may end: after white space, and after a hyphen or slash within a word.
_WORD = re.compile(r"\S+?(?:[-–/](?=\w)|(?=\s)|\Z)\s*")
# Signs that begin no line in Chinese and Japanese.
_CLOSING = "、。，．・：；？！」』）】〉》〕’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_JOINER = "\u200d"


def wrap(text: str, width: float) -> list[str]:
    """Return a text as lines, none of them longer than `width` times the size of its letters.

    A word that is longer than a line is broken; a width of less than two letters is taken as two.
    """
    lines, line = [], ""
    for part in _parts(text, max(width, 2)):
        if line and extent((line + part).rstrip()) > max(width, 2):
            lines.append(line.rstrip())
            line = ""
        line += part
    return [*lines, line.rstrip()] if line.strip() else lines


def _parts(text: str, width: float) -> Iterator[str]:
    """The parts between which a line may end, none of them longer than a line."""
    for word in _WORD.findall(" ".join(text.split())):
        if extent(word.rstrip()) > width or any(map(is_wide, word)):
            yield from _pieces(word, width)
        else:
            yield word


def _pieces(word: str, width: float) -> Iterator[str]:
    """A long word in pieces as long as a line; Chinese and Japanese may break at any sign."""
    piece = ""
    for sign in _signs(word):
        may_end = piece and (is_wide(sign[0]) or is_wide(piece[-1])) and sign not in _CLOSING
        if may_end or extent((piece + sign).rstrip()) > width:
            yield piece
            piece = ""
        piece += sign
    yield piece


def _signs(word: str) -> list[str]:
    """The letters of a word, each with the marks that belong to it."""
    signs: list[str] = []
    for letter in word:
        belongs = unicodedata.category(letter).startswith("M") or letter in (_JOINER, " ")
        if signs and (belongs or signs[-1].endswith(_JOINER)):
            signs[-1] += letter
        else:
            signs.append(letter)
    return signs
