"""What a place of a text is about: a field, a document that it names, a term of the team's."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalog import Catalog, Entry
from ..schema import Node
from ..settings import NAME, Term
from . import cursor, lookup


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands from `start` to `end` of a text: one of a field, a document and a term."""

    start: int
    end: int
    name: str
    field: Node | None = None
    entry: Entry | None = None
    term: Term | None = None
    vocabulary: str = ""


def at(catalog: Catalog, path: str, text: str, offset: int) -> Subject | None:
    """What an offset is about, if it is about anything known."""
    here = cursor.at(text, path, offset)
    if here is None:
        return _linked(catalog, path, text, offset)
    schema = lookup.schema_of(catalog, path, text)
    node = lookup.at(schema, here.path) if schema else None
    if schema is None or node is None:
        return None
    start, end = here.start, here.end
    written = text[start:end]
    if here.has_colon:
        fields = lookup.properties(schema, node)
        return Subject(start, end, written, field=fields[written]) if written in fields else None
    own = catalog.by_path.get(path)
    if own and here.path in (("id",), (own.kind.title_field,)):
        return Subject(start, end, written, entry=own)
    if kind := node.get("x-ref"):
        entry = catalog.get(kind, written)
        return Subject(start, end, written, entry=entry) if entry else None
    vocabulary = str(node.get("x-term", ""))
    term = catalog.settings.terms.get(vocabulary, {}).get(written)
    if term:
        return Subject(start, end, written, term=term, vocabulary=vocabulary)
    return None


def _linked(catalog: Catalog, path: str, text: str, offset: int) -> Subject | None:
    """The document that a link in the body leads to."""
    entry = catalog.by_path.get(path)
    if path == NAME or entry is None or entry.document.text != text:
        return None
    body = entry.document.body_start
    for link, target, _ in entry.targets:
        if body + link.start <= offset <= body + link.end and (found := catalog.linked(target)):
            return Subject(body + link.start, body + link.end, link.target, entry=found)
    return None
