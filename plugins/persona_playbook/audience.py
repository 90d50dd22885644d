"""Catalog → the part of it that an audience may read.

What is above an audience is taken out before anything is computed from it: no page, list, count,
feed or message can give it away. Where a mark is not understood, more is withheld, never less.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from posixpath import dirname, join, normpath
from typing import Any

from .catalog import Catalog, Entry, assemble, faulty, in_use
from .finding import DataPath
from .frontmatter import Document
from .links import scan
from .validate import closest, one_of
from .validate import shown as quoted

FIELD = "visibility"
FIELDS = "visibility_of"
_FOR = "personas"  # whom something is for: without them, it is for nobody
_COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)
_WORD = re.compile(r"\s*/?\s*([a-z]{6,14})", re.IGNORECASE)
_BEGIN = re.compile(r"\s*visibility:\s*(\S+)\s*")
_END = re.compile(r"\s*/visibility\s*")
_HINT = "write `<!-- visibility: restricted -->` before it and `<!-- /visibility -->` behind it"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text for those of a level; None where the mark can't be understood."""

    start: int
    end: int
    level: str | None
    mark: int  # where the mark stands that says so, or that is wrong
    fault: str = ""  # what is wrong with it


def pieces(text: str) -> Iterator[Piece]:
    """Yield the parts of a text that are marked for a level; a wrong mark holds to the end."""
    level, start = None, 0
    for comment in _COMMENT.finditer(text):
        word = _WORD.match(comment[1])
        if not word or not closest(word[1].lower(), [FIELD]):
            continue  # a remark like any other
        begin, end = _BEGIN.fullmatch(comment[1]), _END.fullmatch(comment[1])
        if not comment[2] or not (begin or end):
            fault = f"{quoted(comment[0][:60])} is no mark of visibility; {_HINT}"
        elif begin and level is None:
            level, start = begin[1], comment.start()
            continue
        elif end and level is not None:
            yield Piece(start, comment.end(), level, start)
            level = None
            continue
        else:
            which = "begins inside another one" if begin else "ends what did not begin"
            fault = f"this part {which}; {_HINT}"
        here = comment.start()
        yield Piece(start if level else here, len(text), None, here, fault)
        return
    if level is not None:
        fault = f"this part for '{level}' has no end; {_HINT}"
        yield Piece(start, len(text), None, start, fault)


def marked_fields(entry: Entry) -> dict[tuple[str, ...], Any]:
    """The fields that a document marks by name, as paths, and the level of each."""
    marked = entry.data.get(FIELDS, {})
    return {tuple(str(name).split(".")): level for name, level in marked.items()}


def is_there(data: Any, path: DataPath) -> bool:
    """Whether a document says anything at a path of names."""
    for name in path:
        if not isinstance(data, dict) or name not in data:
            return False
        data = data[name]
    return True


def narrow(catalog: Catalog, audience: str | None) -> Catalog:
    """Return what an audience may read; without one, the usual. ValueError: no such level."""
    levels = list(catalog.settings.terms[FIELD])
    wanted = audience or catalog.settings.usual_visibility
    if wanted not in levels:
        hint = one_of(wanted, levels)
        raise ValueError(f"no visibility level {quoted(wanted)} to build for{hint}")
    if wanted == levels[-1]:
        return catalog
    return _Reading(catalog, set(levels[: levels.index(wanted) + 1])).catalog()


class _Reading:
    """What those of some `levels` may read of a playbook."""

    def __init__(self, catalog: Catalog, levels: set[str]) -> None:
        self._full = catalog
        self._levels = levels
        self._shown = {
            entry.path: document
            for entry in catalog.entries
            if (document := self._own_part(entry)) is not None
        }

    def catalog(self) -> Catalog:
        full = self._full
        if all(self._shown.get(entry.path) is entry.document for entry in full.entries):
            return full
        while sum(map(self._without_references, full.entries)):
            pass  # what goes may have been all that something else was for
        shown = (
            (part := self._without_links(entry, document), Entry(entry.kind, entry.id, part))
            for entry in full.entries
            if (document := self._shown.get(entry.path)) is not None
        )
        return assemble(full.folder, full.today, full.settings, full.listing, shown, True)

    def _may(self, level: object) -> bool:
        return level in self._levels

    def _own_part(self, entry: Entry) -> Document | None:
        """The document without what it marks itself; None if all of it is withheld."""
        level = entry.data.get(FIELD, self._full.settings.usual_visibility)
        # A mark that could not be read was taken out of the data: nobody knows what it said.
        is_doubtful = any(
            not isinstance(fault.where, int) and {FIELD, FIELDS} & {*fault.where}
            for fault in entry.document.faults
        )
        if is_doubtful or faulty(entry, FIELD) or not self._may(level):
            return None
        by_name = marked_fields(entry)
        if any(not is_there(entry.data, path) for path in by_name):
            return None
        hidden: list[DataPath] = [path for path, level in by_name.items() if not self._may(level)]
        hidden += [
            where[:-1]
            for where, vocabulary, level in entry.kind.terms.find(entry.data)
            if vocabulary == FIELD and len(where) > 1 and not self._may(level)
        ]
        if any(path[0] in ("kind", "id", FIELD, FIELDS) for path in hidden):
            return None
        body = entry.document.body
        ranges = [(p.start, p.end) for p in pieces(body) if not self._may(p.level)]
        if not hidden and not ranges:
            return entry.document
        found = _copy(entry.document, ranges)
        _remove(found, [*hidden, *((FIELDS, ".".join(path)) for path in by_name if path in hidden)])
        return found

    def _without_references(self, entry: Entry) -> bool:
        """Take what leads to withheld documents out of one; whether that one goes as a whole."""
        document = self._shown.get(entry.path)
        if document is None:
            return False
        gone = [
            where
            for where, (kind, _), id_ in entry.kind.references.find(document.data)
            if isinstance(id_, str)
            and (target := self._full.get(kind, id_)) is not None
            and target.path not in self._shown
        ]
        if not gone:
            return False
        found = document if document.is_partial else _copy(document, [])
        before = in_use(entry)
        _remove(found, gone)
        emptied = {path for where in gone if not _at(found.data, path := _field(where))}
        schema = entry.kind.schema
        whole = [
            path[:-1]
            for path in emptied
            if path[-1] == _FOR or path[-1] in schema.at(path[:-1], found.data).get("required", ())
        ]
        self._shown[entry.path] = found
        if () in whole or in_use(Entry(entry.kind, entry.id, found)) != before:
            del self._shown[entry.path]
            return True
        _remove(found, whole)
        return False

    def _without_links(self, entry: Entry, document: Document) -> Document:
        """The document without the addresses of withheld ones in its text."""
        ranges = []
        for link in scan(document.body):
            path = normpath(join(dirname(entry.path), link.path))
            target = self._full.linked(path) if link.is_relative else None
            if target and target.path not in self._shown:
                ranges.append((link.start, link.end))
        return _copy(document, ranges) if ranges else document


def _copy(document: Document, ranges: list[tuple[int, int]]) -> Document:
    """A document of its own to take things out of; without what stands there in its text."""
    body, parts, position = document.body, [document.text[: document.body_start]], 0
    for start, end in ranges:  # places stay what they are, so that findings lead there
        parts += [body[position:start], re.sub(r"[^\n]", " ", body[start:end])]
        position = end
    return replace(
        document,
        text="".join([*parts, body[position:]]),
        data=copy.deepcopy(document.data),
        removed={where: [*found] for where, found in document.removed.items()},
        # What was wrong may be wrong with what is withheld.
        faults=[],
        is_partial=True,
    )


def _remove(document: Document, paths: list[DataPath]) -> None:
    """Take values out of a document's data, the last first, so that the others stay in place."""
    for path in sorted(set(paths), reverse=True):
        *above, last = path
        parent = _at(document.data, tuple(above))
        if isinstance(last, int) and isinstance(parent, list):
            document.remove(path)
            del parent[last]
        elif isinstance(parent, dict):
            parent.pop(last, None)


def _at(data: Any, path: DataPath) -> Any:
    """The value at a path; None if there is none."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _field(path: DataPath) -> DataPath:
    """The path of a field, from that of one of its values."""
    return path[:-1] if isinstance(path[-1], int) else path
