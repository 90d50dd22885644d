"""From a place to others: where a thing is written down, and everything that names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..catalog import Catalog, Entry
from ..finding import DataPath
from ..frontmatter import Document
from ..settings import LISTS
from . import subject
from .subject import Subject


@dataclass(frozen=True, slots=True)
class Place:
    """From an offset of a document's text to another."""

    document: Document
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A field of a document: its name in words, where that stands, and where the value ends."""

    name: str
    detail: str
    key: Place
    end: int


def definition(catalog: Catalog, path: str, text: str, offset: int) -> Place | None:
    """Where what a place names is written down."""
    found = subject.at(catalog, path, text, offset)
    if found and found.entry:
        span = found.entry.document.span((found.entry.kind.title_field,), at_key=True)
        return Place(found.entry.document, span.start, span.end)
    return _declared(catalog, found) if found and found.term else None


def references(catalog: Catalog, path: str, text: str, offset: int) -> list[Place]:
    """Everything that names what a place is about; links in texts, too."""
    found = subject.at(catalog, path, text, offset)
    if found and found.entry:
        return [*_referring(catalog, found.entry), *_linking(catalog, found.entry)]
    if found and found.term:
        return [
            _place(entry.document, where)
            for entry in catalog.entries
            for where, vocabulary, id_ in entry.terms
            if (vocabulary, id_) == (found.vocabulary, found.term.id)
        ]
    return []


def outline(catalog: Catalog, path: str) -> Iterator[Outline]:
    """The fields of a document by their titles, in its own order."""
    entry = catalog.by_path.get(path)
    for name in entry.data if entry else ():
        if entry and name in entry.kind.fields:
            key = _place(entry.document, (name,), at_key=True)
            end = entry.document.span((name,)).end
            title = str(entry.kind.fields[name].get("title", name))
            yield Outline(title, name, key, max(end, key.end))


def _declared(catalog: Catalog, found: Subject) -> Place | None:
    """Where `playbook.yml` lists a term; nowhere if it is one of the usual ones."""
    document = catalog.settings.document
    name = LISTS[found.vocabulary]
    for index, term in enumerate(document.data.get(name, ())):
        if found.term and (term if isinstance(term, str) else term["id"]) == found.term.id:
            return _place(document, (name, index))
    return None


def _referring(catalog: Catalog, entry: Entry) -> Iterator[Place]:
    for reference in catalog.references_to.get(entry.key, ()):
        yield _place(reference.source.document, reference.where)


def _linking(catalog: Catalog, entry: Entry) -> Iterator[Place]:
    for other in catalog.entries:
        body = other.document.body_start
        for link, path, _ in other.targets:
            if catalog.linked(path) is entry:
                yield Place(other.document, body + link.start, body + link.end)


def _place(document: Document, where: DataPath, at_key: bool = False) -> Place:
    span = document.span(where, at_key)
    return Place(document, span.start, span.end)
