"""All documents, and by what they can be found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..catalog import Catalog, Entry
from ..kinds import Kind
from ..settings import listed
from .people import People
from .relations import relations

FACETS = ("kind", "persona", "stage", "channel", "team", "status", "confidence", "tag")
STATES = ("draft", "active", "retired")
CONFIDENCE = ("statistical", "qualitative", "assumption")


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to find documents by; `number` tells it from all other choices."""

    value: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A document, the personas that it has to do with, and the numbers of what it is found by.

    What is for everyone is found by every persona, and names none of them.
    """

    entry: Entry
    is_for_everyone: bool
    personas: tuple[Entry, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The choices by facet, in the order that people know, and all documents by kind."""

    facets: Mapping[str, tuple[Choice, ...]]
    groups: tuple[tuple[Kind, tuple[Row, ...]], ...]


def directory(people: People) -> Directory:
    """List everything."""
    catalog = people.catalog
    kinds = [kind for name, kind in catalog.kinds.items() if catalog.of_kind(name)]
    personas = _personas(catalog)
    marks = {
        entry: dict.fromkeys(_marks(entry, personas[entry]))
        for kind in kinds
        for entry in catalog.of_kind(kind.name)
    }
    counts = Counter(mark for found in marks.values() for mark in found)
    facets: dict[str, tuple[Choice, ...]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for facet in FACETS:
        values = _ordered(
            [value for name, value in counts if name == facet], _known(catalog, facet)
        )
        for value in values:
            numbers[facet, value] = len(numbers)
        if values:
            facets[facet] = tuple(
                Choice(value, numbers[facet, value], counts[facet, value]) for value in values
            )

    def row(entry: Entry) -> Row:
        is_for_everyone = entry.is_for_everyone("personas") and not entry.is_retired
        named = () if is_for_everyone else tuple(personas[entry])
        return Row(entry, is_for_everyone, named, tuple(numbers[mark] for mark in marks[entry]))

    return Directory(
        facets,
        tuple((kind, tuple(map(row, catalog.of_kind(kind.name)))) for kind in kinds),
    )


def _personas(catalog: Catalog) -> dict[Entry, list[Entry]]:
    """By document: whom it has to do with. A persona herself, and everyone, count too."""
    found = relations(catalog)
    everyone = [entry for group in found.everyone for entry in group.entries]
    personas: dict[Entry, list[Entry]] = defaultdict(list)
    for circle in found.circles:
        near = [entry for group in circle.groups for entry in group.entries]
        for entry in dict.fromkeys([circle.persona, *near, *everyone]):
            personas[entry].append(circle.persona)
    return personas


def _marks(entry: Entry, personas: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    yield "kind", entry.kind.name
    for persona in personas:
        yield "persona", persona.id
    for where, vocabulary, value in entry.kind.terms.find(entry.data):
        is_told = vocabulary in ("stage", "channel") or where == ("owner",)
        if is_told and isinstance(value, str):
            yield vocabulary, value
    yield "status", entry.status
    for _, _, value in entry.kind.statements.find(entry.data):
        if isinstance(value, dict) and "confidence" in value:
            yield "confidence", str(value["confidence"])
    for tag in listed(entry.data.get("tags")):
        yield "tag", str(tag)


def _known(catalog: Catalog, facet: str) -> Sequence[str]:
    """The values of a facet that have an order of their own."""
    if facet == "kind":
        return list(catalog.kinds)
    if facet == "persona":
        return [entry.id for entry in catalog.of_kind("persona")]
    if facet in catalog.settings.terms:
        return list(catalog.settings.terms[facet])
    return {"status": STATES, "confidence": CONFIDENCE}.get(facet, ())


def _ordered(values: Sequence[str], known: Sequence[str]) -> list[str]:
    place = {value: number for number, value in enumerate(known)}
    return sorted(values, key=lambda one: (place.get(one, len(place)), one.casefold(), one))
