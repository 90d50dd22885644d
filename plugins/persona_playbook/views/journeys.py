"""Journeys: the columns that each has, and which of them belong together."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalog import Catalog, Entry
from .value import Value


@dataclass(frozen=True, slots=True)
class Step:
    """What a customer does, with its number on the map."""

    number: str
    value: Value

    @property
    def action(self) -> Value:
        """What is done; a bare text says just that."""
        return self.value["action"] if isinstance(self.value.raw, dict) else self.value


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its steps, or a step that belongs to no stage."""

    number: str
    value: Value
    steps: tuple[Step, ...]
    is_stage: bool = True

    @property
    def name(self) -> Value:
        """What the column is called; false if it has no name."""
        if not self.is_stage:
            return self.steps[0].action
        return self.value["title"] or self.value["stage"]

    @property
    def stage(self) -> str:
        """Which of the team's stages it is, if it is one."""
        return str(self.value["stage"].raw or "") if self.is_stage else ""

    @property
    def key(self) -> str:
        """What makes it the same as a column of another journey."""
        return self.stage or self.name.text.casefold()


def way(entry: Entry) -> list[Value]:
    """What a journey's stages are called, or its steps."""
    return [column.name for column in columns_of(entry)]


def versions(catalog: Catalog, entry: Entry) -> list[Entry]:
    """A journey as it is and as it is meant to become, if there are both."""
    today = catalog.get("journey", str(entry.data.get("future_of", ""))) or entry
    plans = [
        reference.source
        for reference in catalog.references_to.get(today.key, ())
        if reference.where == ("future_of",) and not reference.source.is_retired
    ]
    return [today, *plans] if plans else []


def columns_of(entry: Entry) -> tuple[Column, ...]:
    """The columns of a journey: its stages, then the steps that belong to none."""
    document = Value(entry)
    columns = []
    for number, stage in enumerate(document["stages"], 1):
        steps = [Step(f"{number}.{at}", step) for at, step in enumerate(stage["steps"], 1)]
        columns.append(Column(str(number), stage, tuple(steps)))
    for number, step in enumerate(document["steps"], len(columns) + 1):
        columns.append(Column(str(number), step, (Step(str(number), step),), is_stage=False))
    return tuple(columns)
