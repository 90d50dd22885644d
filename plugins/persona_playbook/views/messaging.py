"""What is said to a persona: promises, message houses, the matrix of messages, objections, tone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ..catalog import Catalog, Entry
from ..settings import Term, listed
from .items import anchors, rest
from .value import Value

Ids = tuple[str | None, ...]  # terms; None stands for what names no term


@dataclass(frozen=True, slots=True)
class House:
    """A roof of promises on pillars on proof; without pillars, only the positioning."""

    entry: Entry
    promises: tuple[Value, ...]
    positioning: Value
    pillars: tuple[Value, ...]
    proof: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Messages by stage and channel, which are the vocabularies `down` and `across`.

    Each row has a term and a cell for each of the columns: the messages that belong there. In the
    `silent` stages of the team nothing is said.
    """

    down: str
    across: str
    columns: Ids
    rows: tuple[tuple[str | None, tuple[tuple[Value, ...], ...]], ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """What is said against it; `anchor` is its place on the page."""

    value: Value
    anchor: str


@dataclass(frozen=True, slots=True)
class Messaging:
    """All that documents say to the same people.

    `shown` are the fields that all this is made of, `rest` the others with their values.
    """

    entries: tuple[Entry, ...]
    promises: tuple[Value, ...]
    lengths: tuple[tuple[str, Value], ...]
    houses: tuple[House, ...]
    messages: tuple[Value, ...]
    matrix: Matrix | None  # None if no message says where it belongs
    objections: tuple[Objection, ...]
    tones: tuple[Value, ...]
    shown: frozenset[str]
    rest: tuple[tuple[str, list[Value]], ...]


def messaging(catalog: Catalog, entries: Sequence[Entry]) -> Messaging:
    """Bring together what these documents say."""
    values = [Value(entry) for entry in entries]
    houses = [_house(value) for value in values]
    messages = [message for value in values for message in value["messages"]]
    objections = [objection for value in values for objection in value["objections"]]
    places = anchors("objection", [objection["objection"].text for objection in objections])
    shown = {"value_proposition", "lengths", "positioning", "messages", "objections", "tone"}
    if any(house.pillars for house in houses):
        shown |= {"pillars", "proof"}
    return Messaging(
        entries=tuple(entries),
        promises=tuple(promise for house in houses for promise in house.promises),
        lengths=tuple(
            (name, value["lengths"][name])
            for value in values
            for name in value["lengths"].raw or {}
        ),
        houses=tuple(house for house in houses if house.pillars or house.positioning),
        messages=tuple(messages),
        matrix=_matrix(catalog, messages),
        objections=tuple(map(Objection, objections, places)),
        tones=tuple(value["tone"] for value in values if value["tone"]),
        shown=frozenset(shown),
        rest=tuple(rest(entries, shown)),
    )


def _house(value: Value) -> House:
    return House(
        value.entry,
        tuple(value["value_proposition"]),
        value["positioning"],
        tuple(value["pillars"]),
        tuple(value["proof"]),
    )


def _matrix(catalog: Catalog, messages: Sequence[Value]) -> Matrix | None:
    """Stages down and channels across, or the other way round where that is narrower."""
    terms = catalog.settings.terms
    stages = _used(terms["stage"], messages, "stage")
    channels = _used(terms["channel"], messages, "channel")
    if not any((*stages, *channels)):
        return None
    silent = [id_ for id_ in terms["stage"] if id_ not in stages] if any(stages) else []
    (down, rows), (across, columns) = ("stage", stages), ("channel", channels)
    if len(columns) > len(rows):
        (down, rows), (across, columns) = (across, columns), (down, rows)
    cells: dict[tuple[str | None, str | None], list[Value]] = defaultdict(list)
    for message in messages:
        for cell in dict.fromkeys(product(_ids(message, down), _ids(message, across))):
            cells[cell].append(message)
    return Matrix(
        down,
        across,
        columns,
        tuple(
            (row, tuple(tuple(cells.get((row, column), ())) for column in columns)) for row in rows
        ),
        tuple(silent),
    )


def _used(terms: Mapping[str, Term], messages: Sequence[Value], field: str) -> Ids:
    """The terms that messages name: the team's in their order, then others, then none."""
    named = dict.fromkeys(id_ for message in messages for id_ in _ids(message, field))
    order = [*terms, *(id_ for id_ in named if id_ is not None and id_ not in terms), None]
    return tuple(id_ for id_ in order if id_ in named)


def _ids(message: Value, field: str) -> Ids:
    return tuple(listed(message[field].raw)) or (None,)
