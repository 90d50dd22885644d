"""How large the letters of a sheet can be so that everything fits on it, estimated from its texts.

A build can't measure, so the estimate is on the safe side: letters are taken to be a little wider
than most fonts draw them. Sheets keep to LINE and PADDING in their style.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

LINE = 1.3  # the height of a line, in letters
PADDING = 0.8  # what a cell adds to the width of its text, and usually to the height, in letters
LARGEST = 9.0  # points; larger letters look like a children's book
SMALLEST = 1.5  # nothing is cut, so there must be an end that always fits
STEP = 0.25
MILLIMETRES = 25.4 / 72  # in a point
_SIGN = "MM "  # as wide as a face or a star
# The lines of a text, each as its words: how long a word is, and how long with the gap behind it.
Measured = Sequence[Sequence[tuple[float, float]]]
_CELL = re.compile(r'<t[dh](?:[^>]*colspan="(\d+)")?[^>]*>(.*?)</t[dh]>', re.DOTALL)
_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
_BLOCK = re.compile(r"\s*<(?:li|br|p)\b[^>]*>\s*")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_PARTS = re.compile(r"\S+\s?")


def fit(
    rows: Sequence[Sequence[str]],
    width: float,
    height: float,
    shares: Sequence[float] = (),
    largest: float = LARGEST,
    gap: float = PADDING,
) -> float:
    """Return the size in points at which rows of cells fit into `width` by `height` millimetres.

    A line end in a cell's text begins a new line. A row with as many cells as there are `shares`
    has columns of those relative widths, any other row equal ones. A row adds `gap` to the height
    of its texts.
    """
    measured = [[_measure(cell) for cell in row] for row in rows]
    sizes = [largest - STEP * count for count in range(int((largest - SMALLEST) / STEP) + 1)]
    first = bisect_left(
        sizes, True, key=lambda size: _height(measured, width, shares, size, gap) <= height
    )
    return sizes[min(first, len(sizes) - 1)]


def lines(text: str, room: float) -> int:
    """Return how many lines a text takes where a line has room for so many letters' heights."""
    return _count(_measure(text), room)


def extent(text: str) -> float:
    """Return how long a text is on one line, in letters' heights."""
    return sum(map(_extent, text))


def is_wide(letter: str) -> bool:
    """Whether a letter fills a square, as those of Chinese and Japanese do."""
    return unicodedata.east_asian_width(letter) in ("W", "F")


def cells(table: str) -> list[list[str]]:
    """Return the texts of a table of ours, row by row, as `fit` takes them.

    A cell over several columns has its text in the first of them: that is on the safe side.
    """
    rows = []
    for row in table.split("</tr>"):
        found: list[str] = []
        for span, content in _CELL.findall(row):
            found += [plain(content), *[""] * (int(span or 1) - 1)]
        if found:
            rows.append(found)
    return rows


def plain(content: str) -> str:
    """Return the text of a piece of our HTML, its lines apart."""
    content = _SPACE.sub(" ", _PICTURE.sub(_SIGN, content))
    return html.unescape(_TAG.sub("", _BLOCK.sub("\n", content))).strip()


def _height(
    rows: Sequence[Sequence[Measured]],
    width: float,
    shares: Sequence[float],
    size: float,
    gap: float,
) -> float:
    letter = size * MILLIMETRES
    total = 0.0
    for row in rows:
        parts = shares if len(row) == len(shares) else [1.0] * len(row)
        rooms = [width * part / sum(parts) / letter - PADDING for part in parts]
        most = max((_count(cell, room) for cell, room in zip(row, rooms, strict=True)), default=0)
        total += (most * LINE + gap) * letter
    return total


def _measure(text: str) -> Measured:
    return [
        [(extent(word.rstrip()), extent(word)) for word in _words(line)]
        for line in text.split("\n")
    ]


def _count(text: Measured, room: float) -> int:
    return sum(_wrapped(line, max(room, 1)) for line in text)


def _wrapped(words: Sequence[tuple[float, float]], room: float) -> int:
    """The lines of a text without line ends: words go on to the next, too long ones are broken."""
    count, used = 1, 0.0
    for length, with_gap in words:
        if used and used + length > room:
            count, used = count + 1, 0.0
        if length > room:
            # There is a hyphen or a gap at the end of each line but the last.
            more = math.ceil(length / max(room - 1, 1)) - 1
            count, used = count + more, length - more * (room - 1)
        used += with_gap if length <= room else with_gap - length
    return count


def _words(line: str) -> list[str]:
    """The parts between which a line may be broken: words, and each sign of Chinese or Japanese."""
    parts = []
    for word in _PARTS.findall(line):
        parts += list(word) if any(map(is_wide, word)) else [word]
    return parts


@cache
def _extent(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if is_wide(letter):
        return 1.05
    if letter.isspace() or letter in "iljtfrI.,;:!'|()":
        return 0.31
    return 0.92 if letter in "mwMW@%—…" else 0.72 if letter.isupper() else 0.57
