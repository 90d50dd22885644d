"""Opportunities: what could be better in all journeys, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..catalog import Catalog, Entry
from .journeys import Column, columns_of
from .value import Value

OPEN = ("", "open", "in progress")


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Something that could be made better, and what it is worth."""

    value: Value
    journey: Entry
    column: Column | None  # where it was noted, if not for the whole journey
    number: int = 0  # its rank

    @property
    def status(self) -> str:
        """What has become of it."""
        return str(self.value["status"].raw or "")

    @property
    def worth(self) -> float | None:
        """What it is worth, to customers and to us alike."""
        given = [self.value[name].raw for name in ("customer_value", "business_value")]
        known = [number for number in given if number is not None]
        return sum(known) / len(known) if known else None

    @property
    def effort(self) -> float | None:
        """What it takes."""
        effort = self.value["effort"].raw
        return None if effort is None else float(effort)

    @property
    def is_estimated(self) -> bool:
        """Whether it has a place between value and effort."""
        return self.worth is not None and self.effort is not None


@dataclass(frozen=True, slots=True)
class Opportunities:
    """What could be better: by value for its effort, not estimated yet, and no longer open."""

    ranked: tuple[Opportunity, ...]
    unknown: tuple[Opportunity, ...]
    closed: tuple[Opportunity, ...]


def opportunities(catalog: Catalog) -> Opportunities:
    """Collect what could be better in all journeys, in their lists and at their steps."""
    ranked, unknown, closed = [], [], []
    for entry in catalog.current("journey"):
        for found in _all_opportunities(entry):
            if found.status not in OPEN:
                closed.append(found)
            elif found.is_estimated:
                ranked.append(found)
            else:
                unknown.append(found)
    ranked.sort(key=_rank)
    numbered = [replace(found, number=number) for number, found in enumerate(ranked, 1)]
    return Opportunities(tuple(numbered), tuple(unknown), tuple(closed))


def _rank(found: Opportunity) -> tuple[float, float]:
    worth, effort = found.worth or 0, found.effort or 0
    return (-worth / effort if effort else -float("inf"), -worth)


def _all_opportunities(entry: Entry) -> Iterator[Opportunity]:
    for value in Value(entry)["opportunities"]:
        yield Opportunity(value, entry, None)
    for column in columns_of(entry):
        for step in column.steps:
            for value in step.value["opportunities"]:
                yield Opportunity(value, entry, column)
