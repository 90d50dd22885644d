"""Boxes in columns, and the lines between them: who is connected with whom.

One column keeps its order and the others follow it: each box goes near those that it is connected
with, so that lines are short and cross little. All of it takes time in proportion to the size.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from .svg import element
from .text import wrap

LETTER = 14.0
SMALL = 11.5  # the letters of a note
LINE = 1.3  # the height of a line, in letters
WIDTH = 176.0  # of a box
GAP = 12.0  # between boxes
ROAD = 56.0  # between columns
PADDING = 8.0
ICON = 16.0
HEAD = 30.0  # what the headings take
MARGIN = 3.0  # so that no outline is cut
_ROUNDS = 4
_REM = 0.05  # a unit of the picture on the page; letters are as large as in a table

Key = str | tuple[str, int]  # a box, or the place where its lines pass a column
Line = tuple[str, str]  # from a box to one further right


@dataclass(frozen=True, slots=True)
class Box:
    """What is connected: its words and where they lead. `icon` is a path of 24 by 24."""

    key: str
    text: str
    href: str
    style: str
    icon: str
    note: str = ""


def graph(
    title: str,
    description: str,
    columns: Sequence[tuple[str, Sequence[Box]]],
    lines: Sequence[Line],
    first: int,
) -> Markup:
    """Draw columns of boxes, each under its heading; the column `first` keeps its order."""
    boxes = [[box.key for box in column] for _, column in columns]
    heights: dict[Key, float] = {
        box.key: _height(*_texts(box)) for _, column in columns for box in column
    }
    layout = Layout(boxes, heights, lines, first)
    width = _left(len(columns)) - ROAD + 2 * MARGIN
    height = HEAD + layout.height + MARGIN
    drawn = [
        element("text", {"class": "playbook-graph-head", "x": _left(number), "y": LETTER}, heading)
        for number, (heading, _) in enumerate(columns)
    ]
    routes = zip(lines, layout.routes, strict=True)
    drawn += [_line(layout, line, route) for line, route in routes]
    for number, (_, column) in enumerate(columns):
        in_order = sorted(column, key=lambda box: layout.middles[box.key])
        drawn += [_box(box, _left(number), HEAD + layout.middles[box.key]) for box in in_order]
    return element(
        "svg",
        {
            "class": "playbook-graph",
            "viewBox": f"{-MARGIN:g} 0 {width:g} {height:.0f}",
            "style": f"width:{width * _REM:.1f}rem",
            "role": "group",
            "aria-label": title,
        },
        element("desc", {}, description),
        *drawn,
    )


class Layout:
    """Where boxes lie: the order of each column from above, and the middle of each box."""

    def __init__(
        self,
        columns: Sequence[Sequence[str]],
        heights: Mapping[Key, float],
        lines: Sequence[Line],
        first: int,
    ) -> None:
        self.columns: list[list[Key]] = [list(column) for column in columns]
        self.heights: dict[Key, float] = {**heights}
        self.middles: dict[Key, float] = {}
        self._near: tuple[dict[Key, list[Key]], ...] = (defaultdict(list), defaultdict(list))
        self.column = {key: number for number, keys in enumerate(columns) for key in keys}
        self.routes = [self._route(start, end) for start, end in lines]
        self._arrange(first)
        top = min((self.top(key) for key in self.middles), default=0)
        self.middles = {key: middle - top for key, middle in self.middles.items()}

    @property
    def height(self) -> float:
        """How far down the lowest box reaches."""
        return max((self.top(key) + self.heights[key] for key in self.middles), default=0)

    def top(self, key: Key) -> float:
        """Where a box begins."""
        return self.middles[key] - self.heights[key] / 2

    def _route(self, start: str, end: str) -> list[Key]:
        """What a line touches, in order; the lines of a box pass a column at one place."""
        route: list[Key] = [start]
        for number in range(self.column[start] + 1, self.column[end]):
            place = (start, number)
            if place not in self.heights:
                self.heights[place] = 0
                self.columns[number].append(place)
            route.append(place)
        route.append(end)
        before, after = self._near
        for left, right in pairwise(route):
            before[right].append(left)
            after[left].append(right)
        return route

    def _arrange(self, first: int) -> None:
        before, after = self._near
        others = [*range(first + 1, len(self.columns)), *range(first - 1, -1, -1)]
        self._spread(self.columns[first], {})
        for number in others:
            self._order(self.columns[number], before if number > first else after)
        for _ in range(_ROUNDS):
            for number in (first, *others):
                column = self.columns[number]
                self._spread(column, self._wanted(column, before, after))

    def _order(self, column: list[Key], near: Mapping[Key, list[Key]]) -> None:
        """Sort a column by where each is wanted; what is connected with nothing comes last."""
        wanted = self._wanted(column, near)
        column.sort(key=lambda key: wanted.get(key, math.inf))
        self._spread(column, wanted)

    def _wanted(self, column: Sequence[Key], *near: Mapping[Key, list[Key]]) -> dict[Key, float]:
        """Where each would lie best: in the middle of what it is connected with."""
        wanted = {}
        for key in column:
            middles = [self.middles[other] for side in near for other in side.get(key, ())]
            if middles:
                wanted[key] = sum(middles) / len(middles)
        return wanted

    def _spread(self, column: Sequence[Key], wanted: Mapping[Key, float]) -> None:
        """Put each where it is wanted, as near as the order and the heights allow.

        What would overlap becomes one block, at the mean of what its members want: isotonic
        regression by pooling. What wants nothing follows what is above it.
        """
        offsets, end = [], 0.0
        blocks: list[tuple[float, float, int]] = []  # place, weight, how many
        for key in column:
            offset = end + self.heights[key] / 2
            offsets.append(offset)
            end += self.heights[key] + GAP
            place, weight, count = blocks[-1][0] if blocks else 0.0, 1e-6, 1
            if key in wanted:
                place, weight = wanted[key] - offset, 1.0
            while blocks and blocks[-1][0] >= place:
                above, its_weight, its_count = blocks.pop()
                place = (above * its_weight + place * weight) / (its_weight + weight)
                weight, count = weight + its_weight, count + its_count
            blocks.append((place, weight, count))
        places = [place for place, _, count in blocks for _ in range(count)]
        for key, offset, place in zip(column, offsets, places, strict=True):
            self.middles[key] = offset + place


def _left(column: int) -> float:
    return column * (WIDTH + ROAD)


def _texts(box: Box) -> tuple[list[str], list[str]]:
    """The lines of a box: what it is called, and its note."""
    room = WIDTH - 2 * PADDING
    return wrap(box.text, (room - ICON - PADDING / 2) / LETTER), wrap(box.note, room / SMALL)


def _height(words: Sequence[str], note: Sequence[str]) -> float:
    return 2 * PADDING + LINE * (LETTER * max(len(words), 1) + SMALL * len(note))


def _line(layout: Layout, line: Line, route: Sequence[Key]) -> Markup:
    column = layout.column[line[0]]
    x, y = _left(column) + WIDTH, HEAD + layout.middles[line[0]]
    path = [f"M{x:g} {y:.1f}"]
    for number, key in enumerate(route[1:], column + 1):
        left, middle = _left(number), HEAD + layout.middles[key]
        turn = (x + left) / 2
        path.append(f"C{turn:g} {y:.1f} {turn:g} {middle:.1f} {left:g} {middle:.1f}")
        x, y = left + WIDTH, middle
        if key is not route[-1]:
            path.append(f"H{x:g}")
    names = {"class": "playbook-graph-line", "data-ends": " ".join(line), "d": "".join(path)}
    return element("path", names)


def _box(box: Box, left: float, middle: float) -> Markup:
    words, note = _texts(box)
    height = _height(words, note)
    top = middle - height / 2
    size = {"x": left, "y": top, "width": WIDTH, "height": height, "rx": 4}
    place = f"translate({left + PADDING:g} {top + PADDING + 1:.1f}) scale({ICON / 24:.3f})"
    x, y = left + PADDING + ICON + PADDING / 2, top + PADDING + LETTER
    texts = [_text(line, x, y + LINE * LETTER * number) for number, line in enumerate(words)]
    y += LINE * LETTER * (max(len(words), 1) - 1) + LINE * SMALL
    texts += [
        _text(line, left + PADDING, y + LINE * SMALL * number, "playbook-graph-note")
        for number, line in enumerate(note)
    ]
    return element(
        "a",
        {
            "class": f"playbook-graph-box playbook-{box.style}",
            "href": box.href,
            "data-key": box.key,
            "aria-label": f"{box.text}, {box.note}" if box.note else box.text,
        },
        element("rect", size),
        element("path", {"class": "playbook-graph-icon", "d": box.icon, "transform": place}),
        *texts,
    )


def _text(words: str, x: float, y: float, style: str = "") -> Markup:
    shown = {"class": style} if style else {}
    return element("text", {**shown, "x": x, "y": y}, words)
