"""What customers feel on their journeys: on one of them, and on several over the same stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..catalog import Entry
from .journeys import Column, columns_of
from .value import Value


@dataclass(frozen=True, slots=True)
class Feeling:
    """How good it feels, and where that stands, counted in columns from the left."""

    x: float
    value: int
    number: str = ""  # of its step
    is_moment: bool = False  # a moment of truth


@dataclass(frozen=True, slots=True)
class Line:
    """The feelings of a journey by column: of its own, or of those that it shares with others."""

    entry: Entry
    cells: tuple[tuple[Feeling, ...], ...]

    @property
    def points(self) -> tuple[Feeling, ...]:
        """Its feelings in the order of the journey."""
        found = [point for cell in self.cells for point in cell]
        return tuple(sorted(found, key=lambda point: [int(n) for n in point.number.split(".")]))


@dataclass(frozen=True, slots=True)
class Together:
    """Journeys over the same stages."""

    columns: tuple[Value, ...]  # what each stage is called
    lines: tuple[Line, ...]


def feelings(entry: Entry) -> tuple[Feeling, ...]:
    """The feelings of a journey: those of its steps, or of a stage that has none in its steps."""
    return tuple(point for cell in _feelings(columns_of(entry)) for point in cell)


def felt(entry: Entry) -> Line:
    """The feelings of a journey by its own columns."""
    return Line(entry, tuple(tuple(cell) for cell in _feelings(columns_of(entry))))


def together(entries: Sequence[Entry]) -> Together:
    """Lay journeys over each other, each stage of theirs once."""
    every = [columns_of(entry) for entry in entries]
    keys: dict[str, Value] = {}
    for columns in every:
        order = list(keys)
        last = 0
        for column in columns:
            if column.key in order:
                last = order.index(column.key) + 1
            else:
                order.insert(last, column.key)
                last += 1
        known = {**{column.key: column.name for column in columns}, **keys}
        keys = {key: known[key] for key in order}
    lines = [
        _line(entry, columns, list(keys)) for entry, columns in zip(entries, every, strict=True)
    ]
    return Together(tuple(keys.values()), tuple(_apart(lines)))


def _feelings(columns: Sequence[Column]) -> Iterator[list[Feeling]]:
    for at, column in enumerate(columns):
        count = len(column.steps)
        cell = [
            replace(point, x=at + (index + 0.5) / count)
            for index, step in enumerate(column.steps)
            if (point := _feeling(step.value, step.number))
        ]
        if not cell and column.is_stage and (point := _feeling(column.value, column.number)):
            cell = [replace(point, x=at + 0.5)]
        yield cell


def _feeling(value: Value, number: str) -> Feeling | None:
    emotion = value["emotion"].raw if isinstance(value.raw, dict) else None
    if not isinstance(emotion, int):
        return None
    return Feeling(0, emotion, number, is_moment=bool(value["moment_of_truth"].raw))


def _line(entry: Entry, columns: Sequence[Column], keys: Sequence[str]) -> Line:
    """A journey's feelings by key; a stage that it passes twice has both."""
    cells: list[list[Feeling]] = [[] for _ in keys]
    for column, points in zip(columns, _feelings(columns), strict=True):
        cells[keys.index(column.key)] += points
    placed = [
        tuple(replace(point, x=at + (index + 0.5) / len(cell)) for index, point in enumerate(cell))
        for at, cell in enumerate(cells)
    ]
    return Line(entry, tuple(placed))


def _apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The same lines, their points side by side within a column, so that none hides another."""
    shared: dict[tuple[int, int, int], float] = {}
    for at in range(len(lines[0].cells) if lines else 0):
        points = [
            (point.x, number, index)
            for number, line in enumerate(lines)
            for index, point in enumerate(line.cells[at])
        ]
        for slot, (_, number, index) in enumerate(sorted(points)):
            shared[at, number, index] = at + (slot + 0.5) / len(points)
    for number, line in enumerate(lines):
        yield Line(
            line.entry,
            tuple(
                tuple(
                    replace(point, x=shared[at, number, index]) for index, point in enumerate(cell)
                )
                for at, cell in enumerate(line.cells)
            ),
        )
