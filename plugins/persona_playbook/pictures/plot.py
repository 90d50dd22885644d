"""Value against effort: numbered dots in four named fields, none over another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .svg import element

# About as wide as a phone, so that it need not shrink there until nobody can read it.
_LEFT, _TOP, _WIDTH, _HEIGHT = 24, 2, 360, 260
_RADIUS = 12
_APART = 2 * _RADIUS + 3  # between the centres of two dots
_MOST_EFFORT, _MOST_WORTH = 5, 100


@dataclass(frozen=True, slots=True)
class Dot:
    """Something with its effort, from 0 to 5, and its worth, from 0 to 100."""

    effort: float
    worth: float
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the axes and the fields are called; fields from top left to bottom right."""

    title: str
    effort: str
    worth: str
    fields: tuple[str, str, str, str]


_MOST = 60  # more dots would lie far from where they belong, and soon find no place at all


def plot(dots: Sequence[Dot], names: Names) -> Markup:
    """Return the picture of the first dots that fit; what numbers stand for is told beside it."""
    dots = dots[:_MOST]
    right, bottom = _LEFT + _WIDTH, _TOP + _HEIGHT
    middle_x, middle_y = _LEFT + _WIDTH / 2, _TOP + _HEIGHT / 2
    fields = zip(names.fields, ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True)
    places = list(spread([(_x(dot.effort), _y(dot.worth)) for dot in dots]))
    return element(
        "svg",
        {
            "class": "playbook-plot",
            "viewBox": f"0 0 {right + 2} {bottom + 28}",
            "role": "img",
        },
        element("title", {}, names.title),
        element("rect", {"x": _LEFT, "y": _TOP, "width": _WIDTH, "height": _HEIGHT}),
        element("line", {"x1": middle_x, "x2": middle_x, "y1": _TOP, "y2": bottom}),
        element("line", {"x1": _LEFT, "x2": right, "y1": middle_y, "y2": middle_y}),
        *[_field(name, column, row) for name, (column, row) in fields],
        element(
            "text",
            {"x": middle_x, "y": bottom + 20, "text-anchor": "middle"},
            f"{names.effort} →",
        ),
        element(
            "text",
            {
                "transform": f"translate(14 {middle_y}) rotate(-90)",
                "text-anchor": "middle",
            },
            f"{names.worth} →",
        ),
        *[_dot(dot, place) for dot, place in zip(dots, places, strict=True)],
    )


def spread(places: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Move places as little as needed, so that no dot covers another; all stay in the picture."""
    taken: list[tuple[float, float]] = []
    for place in places:
        free = next(
            candidate
            for candidate in _around(place)
            if _is_inside(candidate) and all(math.dist(candidate, at) >= _APART for at in taken)
        )
        taken.append(free)
        yield free


def _around(place: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """The place itself, then rings around it, without end."""
    inside = (
        min(max(place[0], _LEFT + _RADIUS), _LEFT + _WIDTH - _RADIUS),
        min(max(place[1], _TOP + _RADIUS), _TOP + _HEIGHT - _RADIUS),
    )
    yield inside
    ring = 0
    while True:
        ring += 1
        for corner in range(ring * 6):
            angle = 2 * math.pi * corner / (ring * 6)
            reach = ring * _APART / 2
            yield inside[0] + reach * math.cos(angle), inside[1] + reach * math.sin(angle)


def _is_inside(place: tuple[float, float]) -> bool:
    x, y = place
    return (
        _LEFT + _RADIUS <= x <= _LEFT + _WIDTH - _RADIUS
        and _TOP + _RADIUS <= y <= _TOP + _HEIGHT - _RADIUS
    )


def _field(name: str, column: int, row: int) -> Markup:
    x = _LEFT + 10 if column == 0 else _LEFT + _WIDTH - 10
    y = _TOP + 22 if row == 0 else _TOP + _HEIGHT - 12
    anchor = "start" if column == 0 else "end"
    return element("text", {"class": "playbook-field", "x": x, "y": y, "text-anchor": anchor}, name)


def _dot(dot: Dot, place: tuple[float, float]) -> Markup:
    x, y = place
    return element(
        "g",
        {},
        element("title", {}, f"{dot.number} {dot.title}"),
        element("circle", {"cx": x, "cy": y, "r": _RADIUS}),
        element("text", {"x": x, "y": y, "dy": "0.35em", "text-anchor": "middle"}, dot.number),
    )


def _x(effort: float) -> float:
    return _LEFT + effort / _MOST_EFFORT * _WIDTH


def _y(worth: float) -> float:
    return _TOP + (1 - worth / _MOST_WORTH) * _HEIGHT
