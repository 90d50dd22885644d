"""Records → documents: named, with ids of their own, their parts placed and their links mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any

from ..catalog import Catalog, proposed_id
from ..kinds import Kind
from . import serialize
from .fitting import Fitter
from .mapping import Mapper
from .placing import Placement, Placing, has_labels
from .record import CanNotImport, Part, Record
from .relink import relink, stem

_RANK = re.compile(r"[0-9]{1,3}[a-z]?[.)]\s+")


@dataclass(frozen=True)
class Draft:
    """A document to be: its path in the playbook, its file, and what of its source went where."""

    path: str
    source: str
    is_row: bool  # of a table, in which all have the same labels
    raw: bytes
    placements: tuple[Placement, ...]


@dataclass(frozen=True)
class _Named:
    record: Record
    name: str
    id: str


class _Neighbours:
    """Finds documents by id, title or the file that they come from: old ones and new ones."""

    def __init__(self, catalog: Catalog, kind: Kind) -> None:
        self.catalog = catalog
        self.kind = kind
        self.own: dict[str, str] = {}  # ids of the new ones
        entries = catalog.entries
        self._titles = {(one.kind.name, one.title.casefold()): one for one in entries}

    def add(self, named: list[_Named]) -> None:
        """Make the new ones known; of a file with several documents none has its name."""
        counts = Counter(one.record.source for one in named)
        for one in named:
            self.own.setdefault(one.id.casefold(), one.id)
            self.own.setdefault(one.name.casefold(), one.id)
            if counts[one.record.source] == 1:
                self.own.setdefault(stem(one.record.source), one.id)

    def resolve(self, kind: str, words: str) -> str | None:
        """The id of the document that words mean."""
        if kind == self.kind.name:
            for known in (words.casefold(), stem(words)):
                if known in self.own:
                    return self.own[known]
        found = self.catalog.get(kind, words) or self._titles.get((kind, words.casefold()))
        return found.id if found else None


def make(records: Iterable[Record], catalog: Catalog, mapper: Mapper) -> list[Draft]:
    """Make a document of each record; none of them is written."""
    kind, settings = mapper.kind, catalog.settings
    neighbours = _Neighbours(catalog, kind)
    fitter = Fitter(kind.schema, settings.language, settings.terms, neighbours.resolve)
    named = list(_named(records, mapper, fitter))
    neighbours.add(named)
    moved = {words: f"{id_}.md" for words, id_ in neighbours.own.items()}
    files = {*catalog.listing.files, *(join(kind.home, f"{one.id}.md") for one in named)}
    drafts = []
    for one in named:
        placing = Placing(mapper, fitter, one.name)
        placing.place(one.record.parts)
        body = relink(placing.body(), moved, lambda path: normpath(join(kind.home, path)) in files)
        raw = serialize.document(_complete(placing.data, one, kind), body)
        placements = tuple(placing.placements)
        path, source = join(kind.home, f"{one.id}.md"), one.record.source
        drafts.append(Draft(path, source, one.record.is_row, raw, placements))
    return drafts


def _complete(data: Mapping[str, Any], one: _Named, kind: Kind) -> dict[str, Any]:
    """A document's fields in the order of the schema; a draft, unless it says its status."""
    first = {"kind": kind.name, kind.title_field: one.name, "status": "draft"}
    found = {name: value for name, value in data.items() if name not in ("id", "kind")}
    others = sorted(found.keys() - first.keys(), key=lambda name: (kind.order(name), name))
    return {name: found.get(name, first.get(name)) for name in (*first, *others)}


def _named(records: Iterable[Record], mapper: Mapper, fitter: Fitter) -> Iterator[_Named]:
    taken: set[str] = set()
    for record in records:
        name = _field(record, mapper, fitter, mapper.kind.title_field) or record.title
        if not name:
            label = mapper.kind.fields[mapper.kind.title_field]["title"]
            message = f"{record.place} has no '{label}'; write one, or delete it"
            raise CanNotImport(f"'{record.source}': {message}")
        id_ = wanted = _field(record, mapper, fitter, "id") or _id(name)
        number = 1
        while id_.casefold() in taken:
            number += 1
            id_ = f"{wanted}-{number}"
        taken.add(id_.casefold())
        yield _Named(record, name, id_)


def _field(record: Record, mapper: Mapper, fitter: Fitter, name: str) -> str:
    """What a part of a record says for a field."""
    parts: list[Part] = []
    for part in record.parts:
        parts += part.inner if part.is_title or has_labels(part, mapper) else [part]
    for part in parts:
        if part.content and part.label and mapper.find(part.label, part.under) == (name,):
            value = fitter.fit(mapper.node((name,)), part.content)
            if value is not None:
                return str(value)
    return ""


def _id(name: str) -> str:
    return proposed_id(_RANK.sub("", name, count=1).replace(".", " "))
