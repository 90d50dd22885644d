"""Two catalogs → which document of one is which of the other, and what differs between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from .. import raster
from ..catalog import Catalog, Entry, Key
from ..frontmatter import Document
from ..kinds import Kind
from ..schema import Schema
from . import body
from .fields import Comparer
from .items import Item, match, tokens
from .values import Change, Part
from .words import Reader

_NAMES = ("kind", "id", "status", "owner")  # shared by documents that are not alike


class Fate(StrEnum):
    """What happened to a document."""

    BROKEN = "broken"  # it can't be read any more
    REMOVED = "removed"
    MENDED = "mended"  # it can be read again
    RENAMED = "renamed"  # perhaps changed, too
    CHANGED = "changed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A document that differs; an entry is None where there is none, or it can't be read.

    `path` is its file now, or its last one. `fault` says why it, or a part of it, can't be read.
    `pictures` are shown under the same name and have another content, in fields and in the text
    below them.
    """

    fate: Fate
    path: str
    before: Entry | None = None
    after: Entry | None = None
    changes: tuple[Change, ...] = ()
    parts: tuple[Part, ...] = ()
    pictures: tuple[str, ...] = ()
    fault: str = ""

    @property
    def entry(self) -> Entry | None:
        """The document as it is now, or as it was last."""
        return self.after or self.before

    @property
    def kind(self) -> Kind | None:
        """What it is, where anybody can tell."""
        return self.entry.kind if self.entry else None

    @property
    def title(self) -> str:
        """What it is called; its file where nobody can tell."""
        return self.entry.title if self.entry else self.path


@dataclass(frozen=True)
class Paired:
    """Two versions of a playbook, and which document of one is which of the other."""

    before: Catalog
    after: Catalog
    entries: Mapping[Entry, Entry]  # from before to after

    def differences(self) -> Iterator[Difference]:
        """Yield every document that says something else, or lies elsewhere."""
        yield from self._unreadable()
        was_broken, is_broken = _broken(self.before), _broken(self.after)
        now = {*self.entries.values()}
        for entry in self.before.entries:
            if after := self.entries.get(entry):
                if found := self._difference(entry, after):
                    yield found
            elif entry.path not in is_broken:
                yield Difference(Fate.REMOVED, entry.path, entry)
        for entry in self.after.entries:
            if entry not in now and entry.path not in was_broken:
                yield Difference(Fate.ADDED, entry.path, None, entry)

    def changes(self, before: Document, after: Document, was: Schema, now: Schema) -> list[Change]:
        """What differs between the fields of two documents of these schemas.

        A field with a fault that says the same is compared as it was written, too.
        """
        comparer = Comparer(
            Reader(was, self.before.settings, _titles(self.before), self._keys[0]),
            Reader(now, self.after.settings, _titles(self.after), self._keys[1]),
        )
        found = comparer.changes(before.data, after.data)
        if names := (_faulty(before) | _faulty(after)) - {change.where[0] for change in found}:
            written = (_only(names, document.fresh().data) for document in (before, after))
            found += [replace(change, is_faulty=True) for change in comparer.changes(*written)]
        return found

    @cached_property
    def _keys(self) -> tuple[dict[Key, Key], dict[Key, Key]]:
        """By each id, present or earlier: the key by which both sides know the document."""
        same = {one.key: other.key for one, other in self.entries.items()}
        before, after = _known(self.before, same), _known(self.after, {})
        # A reference that nobody touched is no change, although it leads nowhere on one side.
        return after | before, before | after

    def _difference(self, before: Entry, after: Entry) -> Difference | None:
        pictures = tuple(self._replaced(before, after))
        is_same = before.path == after.path and before.document.text == after.document.text
        if is_same and not pictures:
            return None  # what playbook.yml made of it is told with playbook.yml
        moved = before.key != after.key or before.path != after.path
        schemas = before.kind.schema, after.kind.schema
        changes = [] if is_same else self.changes(before.document, after.document, *schemas)
        parts = body.compare(before.document.body, after.document.body)
        found = Difference(
            Fate.RENAMED if moved else Fate.CHANGED,
            after.path,
            before,
            after,
            tuple(changes),
            tuple(parts),
            pictures,
        )
        if moved or found.changes or found.parts or pictures:
            return found
        fault = unread(before.document, after.document)
        return replace(found, fault=fault) if fault else None

    def _replaced(self, before: Entry, after: Entry) -> Iterator[str]:
        """Yield the pictures that both versions of a document name, and that have other content."""
        was, now = _pictures(self.before, before), _pictures(self.after, after)
        for name in was:
            # What its file holds besides, such as when it was taken, is not published.
            if name in now and raster.load(was[name]) != raster.load(now[name]):
                yield name

    def _unreadable(self) -> Iterator[Difference]:
        old, new = _files(self.before), _files(self.after)
        # Without the team's own kinds, documents of these can't be read; that is told once.
        is_lost = not self.after.settings.document.readable
        was_lost = not self.before.settings.document.readable
        for path in sorted({*old, *new}):
            before, after = self.before.by_path.get(path), self.after.by_path.get(path)
            same = path in old and path in new and old[path].text == new[path].text
            if path in new and not after:
                if not same or (before and not is_lost):
                    yield Difference(Fate.BROKEN, path, before, fault=_fault(new[path]))
            elif path in old and not before and not (same and was_lost):
                fate = Fate.MENDED if after else Fate.REMOVED
                yield Difference(fate, path, None, after, fault=_fault(old[path]))


def pair(before: Catalog, after: Catalog) -> Paired:
    """Find out which document is which: by kind and id, file, earlier id, or what it says."""
    found: dict[Entry, Entry] = {}
    taken: set[Entry] = set()

    def join(ways: Iterable[tuple[Entry, Entry | None]]) -> None:
        for one, other in ways:
            if other and one not in found and other not in taken:
                found[one] = other
                taken.add(other)

    old = before.entries
    join((one, after.by_key.get(one.key)) for one in old if before.has_page(one))
    join((one, after.by_path.get(one.path)) for one in old)
    join((one, after.aliases.get(one.key)) for one in old)
    join((before.aliases[one.key], one) for one in after.entries if one.key in before.aliases)
    was_broken, is_broken = _broken(before), _broken(after)
    for kind in before.kinds:
        left = [one for one in _of(kind, old, is_broken) if one not in found]
        right = [one for one in _of(kind, after.entries, was_broken) if one not in taken]
        for i, j in match(*([_item(one) for one in some] for some in (left, right))):
            if i is not None and j is not None:
                join([(left[i], right[j])])
    return Paired(before, after, found)


def _of(kind: str, entries: Iterable[Entry], broken: Set[str]) -> list[Entry]:
    """The documents of a kind that the other version does not have, broken neither."""
    return [one for one in entries if one.kind.name == kind and one.path not in broken]


def _broken(catalog: Catalog) -> set[str]:
    return _files(catalog).keys() - catalog.by_path.keys()


def _item(entry: Entry) -> Item:
    """What a document says; under another name it may say the same."""
    text = entry.document.text
    said = " ".join(_texts([entry.data[name] for name in entry.data if name not in _NAMES]))
    return Item(text, None, tokens(f"{said} {entry.document.body}"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    else:
        yield str(value)


def _files(catalog: Catalog) -> dict[str, Document]:
    return {document.path: document for document in catalog.documents}


def _pictures(catalog: Catalog, entry: Entry) -> dict[str, Path]:
    """The files of the pictures that a document shows, by their names as written."""
    shown = {target.link.path: target.path for target in entry.targets if target.is_shown}
    shown |= {name: normpath(join(dirname(entry.path), name)) for _, name in entry.files}
    files = catalog.listing.files
    return {
        name: files[path]
        for name, path in sorted(shown.items())
        if path in files and path.lower().endswith(raster.SUFFIXES)
    }


def unread(before: Document, after: Document) -> str:
    """Why a part of a document can't be read or couldn't, nobody knows of which field; or ""."""
    faults = [*after.faults, *before.faults]
    return next((fault.message for fault in faults if isinstance(fault.where, int)), "")


def _faulty(document: Document) -> set[str | int]:
    """The fields in which something is faulty."""
    places = (fault.where for fault in document.faults)
    # Of the whole, no field but the kind can be missing and be guessed.
    return {where[0] if where else "kind" for where in places if not isinstance(where, int)}


def _only(names: Set[str | int], data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name in names}


def _fault(document: Document) -> str:
    return document.faults[0].message if document.faults else ""


def _titles(catalog: Catalog) -> Callable[[str, str], str | None]:
    def title(kind: str, id_: str) -> str | None:
        entry = catalog.get(kind, id_)
        return entry.title if entry else None

    return title


def _known(catalog: Catalog, same: Mapping[Key, Key]) -> dict[Key, Key]:
    known = {key: same.get(entry.key, entry.key) for key, entry in catalog.aliases.items()}
    return known | {key: same.get(key, key) for key in catalog.by_key}
