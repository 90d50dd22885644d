"""Feelings as a curve: it goes through its points and nowhere beyond them.

Across, a picture is as wide as the columns of the table that it stands in, so places are shares of
the width. Down and in its signs it measures in letters. Only the line itself is stretched.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from markupsafe import Markup

from .svg import element, join

BEST, WORST = 2, -2
LEVELS = range(BEST, WORST - 1, -1)
_TOP, _LEVEL = 16, 17  # where the best level is, and how far it is to the next, in per cent
_WIDTH = 100  # of a column, in units of the stretched line
_SMALL_WIDTH, _SMALL_HEIGHT = 132, 36


class Point(Protocol):
    """A feeling: where it stands, counted in columns from the left, and how good it is."""

    @property
    def x(self) -> float: ...

    @property
    def value(self) -> int: ...

    @property
    def number(self) -> str: ...  # of its step; "" if it has none

    @property
    def is_moment(self) -> bool: ...  # a moment of truth


def curve(
    lines: Sequence[Sequence[Point]], columns: int, title: str, description: str, style: str = ""
) -> Markup:
    """Return a picture of one or more lines over columns of equal width."""
    grid = [
        element("line", {"class": "playbook-grid", **_across(height(level))}) for level in LEVELS
    ]
    grid[BEST] = element("line", {"class": "playbook-zero", **_across(height(0))})
    drawn = [
        element("path", {"class": f"playbook-line playbook-line-{number}", "d": path(run)})
        for number, line in enumerate(lines, 1)
        for run in _runs(line)
        if len(run) > 1
    ]
    box = {"viewBox": f"0 0 {columns * _WIDTH} 100", "preserveAspectRatio": "none"}
    marks = [
        _mark(point, number, columns, numbered=len(lines) == 1)
        for number, line in enumerate(lines, 1)
        for point in line
    ]
    return element(
        "svg",
        {"class": f"playbook-curve {style}".strip(), "role": "img"},
        element("title", {}, title),
        element("desc", {}, description),
        *grid,
        *([element("svg", box, *drawn)] if drawn else []),
        *marks,
    )


def small(points: Sequence[Point], columns: int, title: str) -> Markup:
    """Return a line without numbers, to stand beside words; moments of truth are dots."""

    def place(point: Point) -> tuple[float, float]:
        return point.x / columns * _SMALL_WIDTH, height(point.value) / 100 * _SMALL_HEIGHT

    runs = [_path([place(point) for point in run]) for run in _runs(points) if len(run) > 1]
    marked = [point for point in points if point.is_moment] or points[:: len(points) - 1 or 1]
    return element(
        "svg",
        {
            "class": "playbook-small-curve",
            "viewBox": f"0 0 {_SMALL_WIDTH} {_SMALL_HEIGHT}",
            "role": "img",
        },
        element("title", {}, title),
        element("line", {"class": "playbook-zero", "x2": _SMALL_WIDTH, "y1": 18, "y2": 18}),
        *[element("path", {"class": "playbook-line", "d": run}) for run in runs],
        *[
            element("circle", {"cx": place(point)[0], "cy": place(point)[1], "r": 3.2})
            for point in marked
        ],
    )


def key(line: int) -> Markup:
    """Return how a line and its points look; decorative, since the name stands beside it."""
    return element(
        "svg",
        {"class": "playbook-key", "viewBox": "0 0 52 20", "aria-hidden": "true"},
        element("path", {"class": f"playbook-line playbook-line-{line}", "d": "M0 10H52"}),
        _shape(line, (26, 10), 7),
    )


def face(value: int) -> Markup:
    """Return a face that feels like this; decorative, since the number stands beside it."""
    mouth = f"M7.5 {15.5 - value * 0.8:g}Q12 {15.5 + value * 2.4:g} 16.5 {15.5 - value * 0.8:g}"
    return element(
        "svg",
        {"class": "playbook-face", "viewBox": "0 0 24 24", "aria-hidden": "true"},
        element("circle", {"cx": 12, "cy": 12, "r": 10}),
        element("path", {"d": f"M8.500 9v1M15.500 9v1{mouth}"}),
    )


def star() -> Markup:
    """Return the sign of a moment of truth; decorative, since the words stand beside it."""
    return element(
        "svg",
        {"class": "playbook-star", "viewBox": "-12 -12 24 24", "aria-hidden": "true"},
        element("path", {"d": _star(11)}),
    )


def height(value: float) -> float:
    """Where a feeling stands in a picture, in per cent from the top."""
    return _TOP + (BEST - value) * _LEVEL


def path(points: Sequence[Point]) -> str:
    """Return the path through points from left to right, as `curve` draws it."""
    return _path([(point.x * _WIDTH, height(point.value)) for point in points])


def _path(places: Sequence[tuple[float, float]]) -> str:
    """A path in cubic curves that never overshoots (Fritsch and Carlson, 1980)."""
    slopes = _slopes(places)
    parts = [f"M{_at(*places[0])}"]
    for index, ((x, y), (next_x, next_y)) in enumerate(pairwise(places)):
        third = (next_x - x) / 3
        first = _at(x + third, y + slopes[index] * third)
        second = _at(next_x - third, next_y - slopes[index + 1] * third)
        parts.append(f"C{first} {second} {_at(next_x, next_y)}")
    return "".join(parts)


def _slopes(places: Sequence[tuple[float, float]]) -> list[float]:
    """How steep the curve is at each point: so that it stays between its neighbours."""
    steps = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(places)]
    if not steps:
        return [0.0] * len(places)
    inner = [(a + b) / 2 if a * b > 0 else 0.0 for a, b in pairwise(steps)]
    slopes = [steps[0], *inner, steps[-1]]
    for index, step in enumerate(steps):
        if step == 0:
            slopes[index] = slopes[index + 1] = 0.0
            continue
        size = math.hypot(slopes[index] / step, slopes[index + 1] / step)
        if size > 3:
            slopes[index] *= 3 / size
            slopes[index + 1] *= 3 / size
    return slopes


def _runs(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """The parts of a line that go from left to right; where a journey goes back, it is broken."""
    start = 0
    for index in range(1, len(points) + 1):
        if index == len(points) or points[index].x <= points[index - 1].x:
            yield points[start:index]
            start = index


def _mark(point: Point, line: int, columns: int, *, numbered: bool) -> Markup:
    """A point: a disc or a square with its value in it, its step's number below, a star above."""
    style = "playbook-point"
    if point.is_moment:
        style += " playbook-moment"
    shape = _shape(line, (0, 0), 0.85, "em")
    texts = [element("text", {"dy": "0.34em"}, signed(point.value))]
    if numbered and point.number:
        number = {"class": "playbook-point-number", "y": "1.75em", "dy": "0.1em"}
        texts.append(element("text", number, point.number))
    moment = []
    if point.is_moment:
        box = {"x": "-0.6em", "y": "-2.1em", "width": "1.2em", "height": "1.2em"}
        sign = element("path", {"d": _star(11)})
        moment = [element("svg", {**box, "viewBox": "-12 -12 24 24"}, sign)]
    place = {"x": _per_cent(point.x / columns * 100), "y": _per_cent(height(point.value))}
    return element("svg", {"class": style, **place}, shape, *texts, *moment)


def _shape(line: int, place: tuple[int, int], reach: float, unit: str = "") -> Markup:
    """A disc for the first line, a square for any other."""
    x, y = place
    if line == 1:
        return element("circle", {"cx": x, "cy": y, "r": f"{reach}{unit}"})
    side = f"{2 * reach - reach / 5:g}{unit}"
    box = {"x": f"{x - reach * 0.9:g}{unit}", "y": f"{y - reach * 0.9:g}{unit}"}
    return element("rect", {**box, "width": side, "height": side})


def signed(value: int) -> str:
    """Return a feeling as a number with its sign."""
    return f"{value:+d}".replace("-", "−") if value else "0"


def _star(radius: float) -> Markup:
    corners = []
    for corner in range(10):
        angle = math.pi * (corner / 5 - 0.5)
        reach = radius * (0.42 if corner % 2 else 1)
        corners.append(f"{reach * math.cos(angle):.1f} {reach * math.sin(angle):.1f}")
    return join([f"M{'L'.join(corners)}Z"])


def _across(y: float) -> dict[str, str]:
    return {"x2": "100%", "y1": _per_cent(y), "y2": _per_cent(y)}


def _per_cent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def _at(x: float, y: float) -> str:
    return f"{x:.3f} {y:.3f}"
