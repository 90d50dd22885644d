"""Other names and states for documents: what it takes in every file, and in which order.

At every moment, even if it is killed, each file is whole and the playbook valid: first the document
has its new id and the old one among its `aliases`, then its file gets the new name, and last come
those that refer to it. A run that was killed is finished by the same command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath

from . import whole
from .catalog import Catalog, Entry, asked_id
from .edits import Edit, Editing, apply
from .frontmatter import Document, parse
from .links import scan
from .settings import unknown_kind
from .tree import CanNotEdit
from .validate import shown, suggest

_SEGMENT = re.compile(r"[^/]*\Z")


class CanNotMove(ValueError):
    """Why a document can't be renamed or changed so; said in one line."""


@dataclass(frozen=True)
class Plan:
    """What a rename changes: in the text of which documents, and which file gets which name.

    `edits` are by path, before the move, and made for the texts of `documents`; `references` are
    counted in those of others; `left` are documents that may name the old id and can't be changed,
    with the reason.
    """

    entry: Entry
    old: str
    new: str
    edits: dict[str, list[Edit]]
    documents: dict[str, Document]
    move: tuple[str, str] | None
    references: int = 0
    left: dict[str, str] = field(default_factory=dict)


def renamed(catalog: Catalog, kind: str, old: str, new: str) -> Plan:
    """What it takes to give a document another id; CanNotMove says why that can't be."""
    entry = find(catalog, kind, old)
    new = _free(catalog, entry, new)
    stem = PurePosixPath(entry.path).stem
    move, target = None, entry.path
    if stem != new and (stem == entry.id or stem in _names(catalog, entry)):
        target = str(PurePosixPath(entry.path).with_name(new + PurePosixPath(entry.path).suffix))
        other = catalog.listing.in_the_way(target)
        if other and other != entry.path:
            raise CanNotMove(f"'{other}' is in the way of a file '{target}'")
        move = (entry.path, target)
    edits: dict[str, list[Edit]] = {}
    documents = {entry.path: entry.document}
    left: dict[str, str] = {}
    references = 0
    for document in catalog.documents:
        try:
            made, count = _edits(catalog, document, entry, new, target)
        except CanNotEdit as error:
            if document is entry.document:
                raise _refusal(entry.path, error) from None
            left[document.path] = str(error)
            continue
        references += 0 if document is entry.document else count
        if made:
            edits[document.path], documents[document.path] = made, document
    return Plan(entry, entry.id, new, edits, documents, move, references, left)


def carry_out(catalog: Catalog, plan: Plan) -> None:
    """Write what a plan says; OSError says that a file changed meanwhile, or can't be written.

    All is made before the first file is written: if one of them was saved since the plan was
    made, nothing is.
    """
    root, own = catalog.folder, plan.entry.path
    files = {path: catalog.listing.files[path].read_bytes() for path in {own, *plan.edits}}
    done = {path: _applied(raw, plan, path) for path, raw in files.items()}
    was, last = files[own], done.pop(own)
    first = _with_id(was, plan) if plan.move else last
    if first != was:
        whole.write(root / own, first, was, root)
    if plan.move:
        whole.move(root / own, root / plan.move[1], root)
        if last != first:
            whole.write(root / plan.move[1], last, first, root)
    for path, new in done.items():
        whole.write(root / path, new, files[path], root)


def retired(catalog: Catalog, kind: str, id_: str, by: str | None) -> tuple[Entry, list[Edit]]:
    """What it takes to put a document aside, and to name the one that took its place."""
    entry = find(catalog, kind, id_)
    values = {"status": "retired"}
    if by is not None:
        successor = find(catalog, kind, by)
        if successor is entry:
            raise CanNotMove(f"'{by}' can't take its own place")
        if successor.is_retired or "superseded_by" in successor.data:
            raise CanNotMove(f"'{by}' is put aside itself; name one that is in use")
        values["superseded_by"] = successor.id
    return entry, _filled(entry, values)


def reviewed(catalog: Catalog, kind: str, id_: str) -> tuple[Entry, list[Edit]]:
    """What it takes to say that a document was read again today."""
    entry = find(catalog, kind, id_)
    return entry, _filled(entry, {"last_reviewed": catalog.today.isoformat()})


def find(catalog: Catalog, kind: str, id_: str) -> Entry:
    """The document of a kind with an id, or that had it once; capitals and titles will do, too."""
    if kind not in catalog.kinds:
        raise CanNotMove(unknown_kind(kind, catalog.kinds))
    entry = catalog.get(kind, id_)
    if entry is None:
        folded = id_.casefold()
        same = [
            one
            for one in catalog.of_kind(kind)
            if folded in (one.id.casefold(), one.title.casefold())
        ]
        entry = same[0] if len(same) == 1 else None
    if entry is None:
        ids = [other for name, other in catalog.by_key if name == kind]
        noun = catalog.kinds[kind].title.lower()
        raise CanNotMove(f"no {noun} named {shown(id_)}{suggest(id_, ids)}")
    if sum(other.key == entry.key for other in catalog.entries) > 1:
        raise CanNotMove(f"two documents have the id '{entry.id}'; mend that first")
    return entry


def _free(catalog: Catalog, entry: Entry, asked: str) -> str:
    """The id that is asked for, if a document can have it and no other one does."""
    try:
        new = asked_id(asked)
    except ValueError as error:
        raise CanNotMove(str(error)) from None
    for (kind, id_), other in (*catalog.by_key.items(), *catalog.aliases.items()):
        if kind == entry.kind.name and id_.casefold() == new.casefold() and other is not entry:
            raise CanNotMove(f"the id '{id_}' belongs to '{other.path}'")
    return new


def _names(catalog: Catalog, entry: Entry) -> set[str]:
    """All ids by which references reach a document."""
    return {id_ for (kind, id_), other in catalog.aliases.items() if other is entry} | {entry.id}


def _edits(
    catalog: Catalog, document: Document, entry: Entry, new: str, target: str
) -> tuple[list[Edit], int]:
    """The changes of one document, and how many references and links are among them."""
    other = catalog.by_path.get(document.path)
    if other is None:
        if any(name in document.text for name in _names(catalog, entry)):
            raise CanNotEdit("it can't be read")
        return [], 0
    fresh = document.fresh()
    old_names = _names(catalog, entry) - {new}
    places = [
        where
        for where, (kind, _), value in other.kind.references.find(fresh.data)
        if kind == entry.kind.name and _same(value, old_names)
    ]
    links = list(_links(catalog, fresh, entry, target))
    if other is not entry and not places:
        return links, len(links)
    editing = Editing(fresh)
    for where in places:
        editing.replace(where, new)
    if other is entry:
        _name(editing, entry, new, keeps_id=PurePosixPath(target).stem != new)
    return sorted([*editing.done(), *links], key=lambda edit: edit.start), len(places) + len(links)


def _same(value: object, names: set[str]) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value) in names


def _name(editing: Editing, entry: Entry, new: str, keeps_id: bool) -> None:
    """Give a document its new id, and the old one as an alias."""
    order = list(entry.kind.fields)
    if keeps_id and entry.id != new:
        editing.put("id", new, order)
    elif "id" in entry.data and not keeps_id:
        editing.remove(("id",))
    was = [(path, str(alias)) for path, alias in entry.items("aliases")]
    old = [path for path, alias in was if alias.casefold() == new.casefold()]
    is_new = entry.id.casefold() != new.casefold()
    if old and is_new:
        editing.replace(entry.document.as_written(old[0]), entry.id)
    elif is_new and entry.id not in [alias for _, alias in was]:
        editing.add(("aliases",), entry.id, order)


def _links(catalog: Catalog, document: Document, entry: Entry, target: str) -> Iterator[Edit]:
    """Links in a text to a document's file, by this name or an earlier one, with its new name."""
    for link in scan(document.body):
        path = normpath(join(dirname(document.path), link.path)) if link.is_relative else ""
        if path != target and catalog.linked(path) is entry:
            end = len(link.target) - len(link.anchor)
            start = _SEGMENT.search(link.target[:end])
            if start:
                at = document.body_start + link.start
                yield Edit(at + start.start(), at + end, PurePosixPath(target).name)


def _applied(raw: bytes, plan: Plan, path: str) -> bytes:
    """A file with the changes that are planned for it."""
    try:
        return apply(raw, plan.documents[path], plan.edits.get(path, ()))
    except CanNotEdit as error:
        raise _refusal(path, error) from None


def _with_id(raw: bytes, plan: Plan) -> bytes:
    """The renamed document while its file still has the old name, which is no id of its own then.

    Links to the file wait: they hold once it has its name.
    """
    path, before = plan.entry.path, plan.entry.document
    edits = [edit for edit in plan.edits.get(path, ()) if edit.start < before.body_start]
    try:
        raw = apply(raw, before, edits)
        document = parse(raw, path)
        editing = Editing(document)
        editing.put("id", plan.new, ["kind", "id"])
        return apply(raw, document, editing.done())
    except CanNotEdit as error:
        raise _refusal(path, error) from None


def _refusal(path: str, error: CanNotEdit) -> CanNotMove:
    return CanNotMove(f"'{path}' can't be changed: {error}")


def _filled(entry: Entry, values: dict[str, str]) -> list[Edit]:
    document = entry.document.fresh()
    try:
        editing = Editing(document)
        for name, value in values.items():
            if document.data.get(name) != value:
                editing.put(name, value, list(entry.kind.fields))
        return editing.done()
    except CanNotEdit as error:
        raise _refusal(entry.path, error) from None
