"""Folder → Catalog: entries, what they refer to, and who refers to them."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

from . import raster
from . import settings as settings_
from .documents import names, refusal
from .finding import DataPath, Fault
from .folder import Listing, odd, walk
from .frontmatter import Document, read
from .kinds import Kind, at_home
from .links import Link, scan
from .settings import Settings, meant_kind, unknown_kind
from .validate import shown, sure, validate

_FIELD = re.compile(r"\s{0,99}([a-z_]{1,40}):(?=\s)")
Key = tuple[str, str]  # kind and id
_PICTURES = (*raster.SUFFIXES, ".svg")
ID = re.compile(r"[^\W_][\w.-]{0,99}\Z")


class Target(NamedTuple):
    """A link to a file: its path in the playbook's folder, and whether it is shown as a picture."""

    link: Link
    path: str
    is_shown: bool


@dataclass(eq=False)
class Entry:
    """A document that is loaded: of a kind, with an id, its data valid."""

    kind: Kind
    id: str
    document: Document

    @property
    def key(self) -> Key:
        """Kind and id: what a reference points to."""
        return self.kind.name, self.id

    @property
    def data(self) -> dict[str, Any]:
        """Its fields; what was faulty is not in it."""
        return self.document.data

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.data.get(self.kind.title_field, self.id))

    @property
    def path(self) -> str:
        """Its file, relative to the playbook's folder."""
        return self.document.path

    @property
    def uri(self) -> str:
        """Its page, relative to the site's source folder."""
        return f"{self.kind.folder}/{self.id}.md"

    @property
    def status(self) -> str:
        """Whether it is in use: draft, active or retired."""
        return str(self.data.get("status", "active"))

    @property
    def is_retired(self) -> bool:
        """Whether it is only kept for whoever looks it up."""
        return self.status == "retired"

    @property
    def order(self) -> tuple[Any, ...]:
        """The key to sort lists by: what matters first, then the title."""
        return self.kind.rank(self.data), self.title.casefold(), self.id

    @cached_property
    def links(self) -> list[Link]:
        """The links of its body, by offset into the body."""
        return list(scan(self.document.body))

    @cached_property
    def targets(self) -> list[Target]:
        """The files that its body links to."""
        body, folder = self.document.body, dirname(self.path)
        return [
            Target(
                link,
                normpath(join(folder, link.path)),
                link.path.lower().endswith(_PICTURES) or link.shows(body),
            )
            for link in self.links
            if link.is_relative
        ]

    @cached_property
    def statements(self) -> list[tuple[DataPath, str, Any]]:
        """(path, "claim" or "proof", value) of its statements and proofs."""
        return list(self.kind.statements.find(self.data))

    @cached_property
    def references(self) -> list[Reference]:
        """What it refers to, in the order of its fields."""
        return [
            Reference(self, where, kind, value, relation)
            for where, (kind, relation), value in self.kind.references.find(self.data)
            if isinstance(value, str)
        ]

    @cached_property
    def terms(self) -> list[tuple[DataPath, str, str]]:
        """(path, vocabulary, id) of the team's words that it uses."""
        return [found for found in self.kind.terms.find(self.data) if isinstance(found[2], str)]

    @cached_property
    def files(self) -> list[tuple[DataPath, str]]:
        """(path, name) of the files that its fields name."""
        return [
            (where, value)
            for where, _, value in self.kind.files.find(self.data)
            if isinstance(value, str)
        ]

    def is_for_everyone(self, name: str) -> bool:
        """Whether a reference is left empty that then stands for all: a field with `x-everyone`.

        A service guideline without `personas` is one for every persona.
        """
        node = self.kind.fields.get(name, {})
        return bool(node.get("x-everyone")) and not self.data.get(name)

    def items(self, *path: str) -> Iterator[tuple[DataPath, Any]]:
        """Yield (path, value) of each item of a field; "one or a list" both work."""
        value: Any = self.data
        for name in path:
            value = value.get(name, {}) if isinstance(value, dict) else {}
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield (*path, index), item
        elif value != {}:
            yield path, value


@dataclass(frozen=True, slots=True)
class Reference:
    """One document names another; `relation` is its name on the other's page."""

    source: Entry
    where: DataPath
    kind: str
    id: str
    relation: str

    @property
    def key(self) -> Key:
        """What it points to."""
        return self.kind, self.id


Reading = tuple[Document, Entry | None]  # what was read, and what it is if it can be used


@dataclass(eq=False)
class Catalog:
    """A whole playbook. Entries with an id that another one had first have no page."""

    folder: Path
    today: date
    settings: Settings
    listing: Listing
    documents: list[Document] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    by_key: dict[Key, Entry] = field(default_factory=dict)
    by_path: dict[str, Entry] = field(default_factory=dict)
    aliases: dict[Key, Entry] = field(default_factory=dict)
    by_old_path: dict[str, Entry] = field(default_factory=dict)
    is_narrowed: bool = False  # whether there is more than this, for others
    _refusals: dict[str, raster.Refusal | None] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take in one more document."""
        self.entries.append(entry)
        self.by_path[entry.path] = entry
        self.by_key.setdefault(entry.key, entry)
        for _, alias in entry.items("aliases"):
            self.aliases.setdefault((entry.kind.name, alias), entry)
            path = PurePosixPath(entry.path)
            self.by_old_path.setdefault(str(path.parent / f"{alias}{path.suffix}"), entry)

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """All kinds by name, the team's own included."""
        return self.settings.kinds

    def of_kind(self, name: str) -> list[Entry]:
        """The entries of a kind: what matters first, then by title."""
        return self._by_kind.get(name, [])

    def current(self, kind: str) -> list[Entry]:
        """The entries of a kind that are not retired, in the same order."""
        return [entry for entry in self.of_kind(kind) if not entry.is_retired]

    def get(self, kind: str, id_: str) -> Entry | None:
        """The entry that a reference points to, by its id or an earlier one."""
        return self.by_key.get((kind, id_)) or self.aliases.get((kind, id_))

    def linked(self, path: str) -> Entry | None:
        """The entry that a link to a file leads to, by the file's name or an earlier one."""
        return self.by_path.get(path) or self.by_old_path.get(path)

    def has_page(self, entry: Entry) -> bool:
        """Whether a page is made of an entry: not if another one had its id first."""
        return self.by_key[entry.key] is entry

    def refusal(self, path: str) -> raster.Refusal | None:
        """Why a picture of the folder, by its path there, can't be published; mostly nothing."""
        if path not in self._refusals:
            picture = raster.load(self.listing.files[path])
            self._refusals[path] = picture if isinstance(picture, raster.Refusal) else None
        return self._refusals[path]

    @cached_property
    def references(self) -> list[Reference]:
        """Every reference of the playbook, in the order of documents."""
        return [reference for entry in self.entries for reference in entry.references]

    @cached_property
    def references_to(self) -> Mapping[Key, list[Reference]]:
        """Who refers to an entry, through whatever id, by the entry's key."""
        found: dict[Key, list[Reference]] = defaultdict(list)
        for reference in self.references:
            if target := self.get(*reference.key):
                found[target.key].append(reference)
        return found

    @cached_property
    def lost(self) -> set[Key]:
        """What documents refer to by a kind and an id that no document has."""
        return {one.key for one in self.references if not self.get(*one.key)}

    @cached_property
    def for_all(self) -> Mapping[str, list[tuple[str, Entry]]]:
        """By kind: (relation, entry) of what holds for every document of that kind."""
        found: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for other in self.kinds.values():
            for name, node in other.fields.items():
                for entry in self.of_kind(other.name):
                    if entry.is_for_everyone(name):
                        found[node["x-ref"]].append((node["x-backlink"], entry))
        return found

    @cached_property
    def topics(self) -> Mapping[tuple[str, str], str]:
        """The pages of stages, channels and teams, by vocabulary and id."""
        found: dict[tuple[str, str], str] = {}
        for vocabulary, folder in settings_.TOPICS.items():
            taken = {"index"}
            for id_ in self.settings.terms[vocabulary]:
                name, number = slug(id_), 1
                while name in taken:  # another id that differs only in signs or case
                    number += 1
                    name = f"{slug(id_)}-{number}"
                taken.add(name)
                found[vocabulary, id_] = f"{folder}/{name}.md"
        return found

    @cached_property
    def _by_kind(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(self.by_key.values(), key=lambda entry: entry.order):
            found[entry.kind.name].append(entry)
        return found


def load(
    folder: Path,
    today: date | None = None,
    last_good: Mapping[str, Document] | None = None,
) -> Catalog:
    """Read a playbook. Nothing is raised for what its documents hold; their faults say it.

    `last_good` has earlier readings by path: one stands in for a document that can't be read now.
    """
    listing, settings = walk(folder), settings_.load(folder)

    def reading(name: str) -> Reading:
        document = read(listing.files[name], name)
        usable = document if document.readable else (last_good or {}).get(name)
        return document, take(usable, settings) if usable else None

    documents = readings(listing, reading)
    return assemble(folder, today or current_date(), settings, listing, documents)


def with_documents(catalog: Catalog, documents: Iterable[Document]) -> Catalog:
    """The same playbook with more documents, or with others in the place of some."""
    settings = catalog.settings
    known = {one.path: (one, catalog.by_path.get(one.path)) for one in catalog.documents}
    known |= {one.path: (one, take(one, settings)) for one in documents}
    in_order = (known[path] for path in sorted(known))
    return assemble(catalog.folder, catalog.today, settings, catalog.listing, in_order)


def assemble(
    folder: Path,
    today: date,
    settings: Settings,
    listing: Listing,
    documents: Iterable[Reading],
    is_narrowed: bool = False,
) -> Catalog:
    """A playbook of its documents by path, each with the entry that it is, if it is one."""
    catalog = Catalog(folder, today, settings, listing, is_narrowed=is_narrowed)
    for document, entry in documents:
        catalog.documents.append(document)
        if entry:
            catalog.add(entry)
    return catalog


def readings(listing: Listing, of: Callable[[str], Reading]) -> Iterator[Reading]:
    """The reading `of` each file by its path; what is refused is not opened and has no entry."""
    for name in names(listing):
        fault = refusal(name, listing)
        yield (Document(name, faults=[fault], readable=False), None) if fault else of(name)


def in_use(entry: Entry) -> bool:
    """Whether people work with a document: neither a draft, nor retired, nor replaced."""
    active = entry.status == "active" and not faulty(entry, "status")
    return active and "superseded_by" not in entry.data


def faulty(entry: Entry, name: str) -> bool:
    """Whether a field was written, but not so that it could be used."""
    faults = entry.document.faults
    return any(not isinstance(fault.where, int) and fault.where[:1] == (name,) for fault in faults)


def current_date() -> date:
    """Today, or the day that SOURCE_DATE_EPOCH fixes so that a build can be repeated."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return date.today()
    try:
        return datetime.fromtimestamp(int(fixed), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"SOURCE_DATE_EPOCH is {shown(fixed)}, not a number of seconds") from None


def slug(text: str) -> str:
    """Make an id of any text."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w.]+", "-", plain).strip("-._")[:60].rstrip("-._") or "document"


def proposed_id(text: str) -> str:
    """An id that a document of this name can have; the page `index` is that of its kind."""
    id_ = slug(text)
    return f"the-{id_}" if id_ == "index" or odd(f"{id_}.yaml") else id_


def asked_id(said: str) -> str:
    """The id that somebody asks for, written small; a ValueError says why none can be so.

    A document's file and page have its name.
    """
    id_ = said.lower()
    if id_ == "index":
        raise ValueError(f"{shown(said)} can't be an id: it belongs to the list of the kind")
    if slug(id_) != id_.casefold():
        raise ValueError(f"{shown(said)} can't be an id; write for example '{proposed_id(said)}'")
    if fault := odd(f"{id_}.yaml"):
        raise ValueError(f"{shown(said)} can't be an id: {fault.message}")
    return id_


def take(document: Document, settings: Settings) -> Entry | None:
    """The entry of a document, its data what is valid; None if it can't be read or has no kind."""
    if not document.readable:
        return None
    data = document.data
    for key in settings.ignored_keys & data.keys():
        del data[key]
    kind = _kind(document, settings)
    if kind is None:
        return None
    data["kind"] = kind.name
    document.faults += validate(document, kind.schema, kind.plural.lower())
    if (left := _FIELD.match(document.body)) and left[1] in kind.fields:
        message = f"'{left[1]}:' stands below the line that ends the fields, and is read as text"
        help_ = "move the line `---` below the last field"
        document.faults.append(
            Fault("misread-text", document.body_start + left.start(1), message, help_)
        )
    stem = document.path.rpartition("/")[2].rpartition(".")[0]
    id_ = str(data.get("id", stem))
    fault = odd(f"{id_}.yaml")
    if not ID.match(id_) or id_ == "index" or fault:
        message = f"the file's name {shown(id_)} can't be an id"
        if id_ == "index":
            message = "the id 'index' belongs to the list of the kind"
        elif ID.match(id_) and fault:
            message = f"the id {shown(id_)} can't be a file's name: {fault.message}"
        proposal = proposed_id(data.get(kind.title_field, id_))
        document.faults.append(Fault("invalid-id", (), message, f"add `id: {proposal}`"))
        id_ = proposal
    return Entry(kind, id_, document)


def _kind(document: Document, settings: Settings) -> Kind | None:
    """The kind of a document; a wrong one is guessed, so that it hides no other fault."""
    kinds = settings.kinds
    written = document.data.get("kind")
    if isinstance(written, str) and written in kinds:
        return kinds[written]
    by_folder = at_home(kinds, document.path)
    if written is None:
        slip = next((name for name in document.data if sure(name, ["kind"])), "kind")
        meant = document.data.get(slip)
        if isinstance(meant, str) and meant in kinds:
            return kinds[meant]  # the field's name is a fault of its own
        hint = f"add `kind: {by_folder.name}`" if by_folder else "add for example `kind: persona`"
        document.faults.append(Fault("missing-kind", (), "the document has no kind", hint))
        return by_folder
    message, fix = unknown_kind(written, kinds), sure(str(written), kinds)
    document.faults.append(Fault("unknown-kind", ("kind",), message, fix=fix))
    return kinds.get(meant_kind(str(written), kinds) or "", by_folder)
