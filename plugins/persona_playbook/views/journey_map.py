"""The map of a journey: what happens in each of its columns, row by row, and who serves there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..catalog import Entry
from .coverage import CARING, SAYING, Coverage
from .feelings import Feeling, feelings
from .journeys import Column, columns_of
from .value import Value

# The rows of a map from top to bottom: its part, the fields of a stage, the fields of a step.
# What is on no list here has a row of its own at the end.
CUSTOMER, FRONT, BACK, REST = "customer", "front", "back", "rest"
_ROWS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (CUSTOMER, ("goal",), ()),
    (CUSTOMER, ("enter_when",), ()),
    (CUSTOMER, (), ("action", "moment_of_truth")),
    (CUSTOMER, (), ("touchpoint", "channel")),
    (CUSTOMER, (), ("thinking",)),
    (CUSTOMER, ("emotion",), ("emotion", "feeling")),
    (CUSTOMER, (), ("quote",)),
    (CUSTOMER, (), ("pain_points",)),
    (CUSTOMER, (), ("opportunities",)),
    (CUSTOMER, ("exit_when",), ()),
    (FRONT, (), ("frontstage",)),
    (BACK, (), ("backstage",)),
    (BACK, (), ("support_process",)),
    (BACK, (), ("system",)),
    (REST, ("metric",), ("metric", "target")),
    (REST, ("owner",), ("owner",)),
    (REST, ("content",), ()),
    (REST, (), ("sources",)),
)
# What somebody at a desk looks up, and no wall needs.
_DESK = ("system", "owner", "content", "sources")
# They are the head of a column, and what stands below all rows.
_HEADS = ("stage", "title", "phase", "steps")
_SERVED = (SAYING, CARING)
_HAND_OFF = "hand_off"


@dataclass(frozen=True, slots=True)
class Item:
    """What a stage, or one step of it, says in a row: fields by name."""

    number: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the map; `id` is its first field.

    `labels` are the ways to its fields in the schema, none for a field of the author's own.
    """

    id: str
    part: str
    labels: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[Item, ...], ...]

    @property
    def is_for_desk(self) -> bool:
        """Whether it is left out where the map hangs on a wall."""
        return self.id in _DESK


@dataclass(frozen=True, slots=True)
class Transition:
    """A hand-over between two stages; `values` are what it says beyond their names."""

    column: int | None  # of the stage that hands over, if the journey has it
    to: Value  # what the stage that takes over is called
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Serving:
    """What serves customers in a stage: what it names, and the documents that name the stage."""

    items: tuple[Item, ...]
    others: tuple[Entry, ...]

    def __bool__(self) -> bool:
        return bool(self.items or self.others)


@dataclass(frozen=True, slots=True)
class Map:
    """A journey as a table: what stands above its columns, and its rows."""

    entry: Entry
    columns: tuple[Column, ...]
    phases: tuple[tuple[Value, int], ...]  # each with the number of its columns
    rows: tuple[Row, ...]
    transitions: tuple[Transition, ...]
    serving: tuple[Serving, ...]  # by column
    points: tuple[Feeling, ...]

    @property
    def has_hand_overs(self) -> bool:
        """Whether a stage says how it hands over."""
        return any(column.value[_HAND_OFF] for column in self.columns) or any(
            transition.column is not None for transition in self.transitions
        )

    @property
    def is_lacking(self) -> bool:
        """Whether there are hand-overs that have no place on it."""
        return any(transition.column is None for transition in self.transitions)

    @property
    def most_steps(self) -> int:
        """The number of steps of the fullest column."""
        return max((len(column.steps) for column in self.columns), default=0)


def journey_map(coverage: Coverage, entry: Entry) -> Map:
    """Lay a journey out as a table."""
    columns = columns_of(entry)
    return Map(
        entry,
        columns,
        _phases(columns),
        tuple(_rows(columns)),
        tuple(_transitions(entry, columns)),
        tuple(_serving(coverage, entry, column) for column in columns),
        feelings(entry),
    )


def _phases(columns: Sequence[Column]) -> tuple[tuple[Value, int], ...]:
    phases = []
    for _, group in groupby(columns, key=lambda column: column.value["phase"].text):
        same = list(group)
        phases.append((same[0].value["phase"], len(same)))
    return tuple(phases) if any(phase for phase, _ in phases) else ()


def _rows(columns: Sequence[Column]) -> Iterator[Row]:
    to_steps = ("stages", "steps") if any(column.is_stage for column in columns) else ("steps",)
    for part, of_stage, of_step in _ROWS:
        # The label of a step's field serves for the same field of a stage.
        ways = {name: ("stages", name) for name in of_stage} if to_steps[0] == "stages" else {}
        ways |= {name: (*to_steps, name) for name in of_step}
        cells, used = _cells(columns, of_stage, of_step)
        if of_step == ("owner",):
            cells = tuple(_once(cell) for cell in cells)
        if used:
            name = (of_step or of_stage)[0]
            yield Row(name, part, tuple(ways[name] for name in ways if name in used), cells)
    for name in _own_fields(columns):
        yield Row(name, REST, (), _cells(columns, (name,), (name,))[0])


def _cells(
    columns: Sequence[Column], of_stage: Sequence[str], of_step: Sequence[str]
) -> tuple[tuple[tuple[Item, ...], ...], set[str]]:
    """A row's cells, and the fields that are in them."""
    cells = tuple(tuple(_items(column, of_stage, of_step)) for column in columns)
    return cells, {name for cell in cells for item in cell for name, _ in item.values}


def _once(cell: tuple[Item, ...]) -> tuple[Item, ...]:
    """What a stage and all of its steps say alike is said once."""
    same = {value.text for item in cell for _, value in item.values}
    return (Item("", cell[0].values),) if len(same) == 1 else cell


def _own_fields(columns: Sequence[Column]) -> list[str]:
    """The fields that only this journey has."""
    known = {*_HEADS, *_SERVED, _HAND_OFF}
    known |= {name for _, of_stage, of_step in _ROWS for name in (*of_stage, *of_step)}
    mappings = [column.value.raw for column in columns]
    mappings += [step.value.raw for column in columns for step in column.steps]
    names = dict.fromkeys(name for raw in mappings if isinstance(raw, dict) for name in raw)
    return [name for name in names if name not in known]


def _items(column: Column, of_stage: Sequence[str], of_step: Sequence[str]) -> Iterator[Item]:
    if column.is_stage and (values := _filled(column.value, of_stage)):
        # Beside what its steps say, it needs its number.
        yield Item(column.number if of_step else "", values)
    for step in column.steps:
        if isinstance(step.value.raw, dict):
            values = _filled(step.value, of_step)
        else:
            values = (("action", step.value),) if "action" in of_step else ()
        if not column.is_stage:
            # The step's number and what is done are the head of its column.
            values = tuple(pair for pair in values if pair[0] != "action")
        if values:
            yield Item(step.number if column.is_stage else "", values)


def _filled(value: Value, names: Sequence[str]) -> tuple[tuple[str, Value], ...]:
    values = ((name, value[name]) for name in names)
    # That a step is no moment of truth goes without saying.
    return tuple((name, found) for name, found in values if found and found.raw is not False)


def _transitions(entry: Entry, columns: Sequence[Column]) -> Iterator[Transition]:
    places = {column.name.text.casefold(): at for at, column in enumerate(columns)}
    places |= {column.stage.casefold(): at for at, column in enumerate(columns) if column.stage}
    for value in Value(entry)["transitions"]:
        source, target = (places.get(value[end].text.casefold()) for end in ("from", "to"))
        to = value["to"] if target is None else columns[target].name
        names = [name for name in value.raw if name not in ("from", "to")]
        yield Transition(source, to, _filled(value, names))


def _serving(coverage: Coverage, entry: Entry, column: Column) -> Serving:
    """What serves customers in a stage; a document that names it counts if it is for them."""
    items = tuple(_items(column, _SERVED, (CARING,)))
    people = coverage.people
    named = {
        people.catalog.get(name, str(id_.raw))
        for item in items
        for name, value in item.values
        for id_ in value
    }
    personas = frozenset(persona.id for persona in people.of(Value(entry)))
    parts = coverage.at(column.stage, personas) if personas else []
    found = dict.fromkeys(part.value.entry for part in parts)
    return Serving(items, tuple(document for document in found if document not in named))
