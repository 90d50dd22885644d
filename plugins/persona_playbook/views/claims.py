"""Statements, what each of them rests on, and which documents say nothing about that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog, Entry, in_use
from .value import Value

ASSUMPTION = "assumption"
_PARTS = ("text", "why", "severity", "confidence", "sources", "quote")


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement.

    `basis` is what it rests on, see there. `more` are a team's own additions, by key.
    """

    text: Value
    why: Value
    severity: Value
    quote: Value
    basis: str
    sources: tuple[Value, ...]
    more: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Bare:
    """A document without evidence, and how many of its statements say nothing about theirs."""

    entry: Entry
    statements: int


def claims(values: Value) -> Iterator[Claim]:
    """Yield the statements of a field; a single one may stand without the list."""
    for value in values:
        sources = tuple(value["sources"])
        is_mapping = isinstance(value.raw, dict)
        yield Claim(
            text=value["text"] if is_mapping else value,
            why=value["why"],
            severity=value["severity"],
            quote=value["quote"],
            basis=basis(value.entry, value.raw),
            sources=sources,
            more=others(value, *_PARTS),
        )


def basis(entry: Entry, statement: object) -> str:
    """Tell what a statement of a document rests on.

    Statistical, qualitative or assumption, as it says itself; source, where it names evidence but
    not how much that can carry. One that says nothing rests on the sources of its document: it has
    no mark. Where there are none either, it is an assumption.
    """
    said = statement if isinstance(statement, dict) else {}
    if confidence := said.get("confidence"):
        return str(confidence)
    if said.get("sources") or ("sources" in said and entry.document.is_partial):
        return "source"  # one that this audience may not see is one
    return "" if entry.data.get("sources") else ASSUMPTION


def others(value: Value, *known: str) -> tuple[tuple[str, Value], ...]:
    """Return what a mapping says beyond the fields that are known here, by key."""
    if not isinstance(value.raw, dict):
        return ()
    return tuple((name, value[name]) for name in value.raw if name not in known)


def cited(catalog: Catalog, entry: Entry) -> list[Entry]:
    """Return the evidence that a document cites, in the order in which its page does.

    First what the whole document rests on, then statement by statement as its fields stand in the
    schema.
    """
    places = [
        ((where[0] != "sources", entry.kind.order(str(where[0]))), id_)
        for where, (kind, _), id_ in entry.kind.references.find(entry.data)
        if kind == "evidence" and isinstance(id_, str)
    ]
    places.sort(key=lambda place: place[0])
    found = (catalog.get("evidence", id_) for _, id_ in places)
    return list(dict.fromkeys(evidence for evidence in found if evidence))


def bare(catalog: Catalog) -> list[Bare]:
    """Return the documents that name no evidence, and have statements that name none either.

    What is marked as an assumption is honest, and not counted.
    """
    found = []
    for entry in catalog.by_key.values():
        if entry.kind.name == "evidence" or entry.data.get("sources") or not in_use(entry):
            continue
        statements = sum(
            1
            for _, shape, value in entry.kind.statements.find(entry.data)
            if shape == "claim"
            and basis(entry, value) == ASSUMPTION
            and not (isinstance(value, dict) and value.get("confidence"))
        )
        if statements:
            found.append(Bare(entry, statements))
    return sorted(found, key=lambda one: -one.statements)
