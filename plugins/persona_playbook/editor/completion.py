"""What could be written at a place: names of fields, values, ids of documents and terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from posixpath import dirname, relpath
from typing import Any

from .. import escape, raster
from ..catalog import Catalog
from ..dump import flow
from ..schema import Node, Schema
from ..settings import NAME, listed
from . import cursor, lookup
from .cursor import Cursor

_MOST_FILES = 500


class Sort(StrEnum):
    """What a proposal is; editors show a sign for it."""

    FIELD = "field"
    VALUE = "value"
    REFERENCE = "reference"
    TERM = "term"
    FILE = "file"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that could be written from `start` to `end`.

    `insert` is a snippet as editors know it: `$1` is where one goes on typing. `words` is what it
    is found by, `about` is Markdown.
    """

    label: str
    sort: Sort
    start: int
    end: int
    insert: str
    title: str = ""
    about: str = ""
    words: str = ""


def complete(catalog: Catalog, path: str, text: str, offset: int) -> list[Proposal]:
    """What could be written at an offset of a text, the likeliest first."""
    if not text[:offset].strip() and not text[offset:].strip() and path != NAME:
        return list(_documents(catalog, path, len(text)))
    here = cursor.at(text, path, offset)
    if here is None:
        return []
    if here.path == ("kind",) and path != NAME:
        return [
            Proposal(
                name,
                Sort.VALUE,
                here.start,
                here.end,
                name,
                kind.title,
                escape.text(kind.description),
            )
            for name, kind in catalog.kinds.items()
        ]
    schema = lookup.schema_of(catalog, path, text)
    if schema is None:
        # Before all else somebody has to say what this is.
        needs_kind = here.is_key and not here.path and "kind" not in here.names
        insert = "kind" if here.has_colon else "kind: $1"
        return [Proposal("kind", Sort.FIELD, here.start, here.end, insert)] if needs_kind else []
    node = lookup.at(schema, here.path)
    if node is None:
        return []
    found: list[Proposal] = []
    if here.is_value:
        found += _values(catalog, path, schema, node, here)
    if here.is_key:
        found += _fields(schema, node, here)
    return found


def fitting(proposals: Iterable[Proposal], text: str, offset: int) -> list[Proposal]:
    """The proposals that have all words that are typed already."""
    return [
        proposal
        for proposal in proposals
        if all(
            word in (proposal.words or proposal.label).casefold()
            for word in text[proposal.start : offset].casefold().split()
        )
    ]


def _fields(schema: Schema, node: Node, here: Cursor) -> Iterator[Proposal]:
    item = schema.items(node)
    # The fields of a list's items stand behind a hyphen.
    hyphen = "- " if item and here.is_line and here.path else ""
    for name, child in lookup.properties(schema, item if hyphen and item else node).items():
        if name not in here.names:
            insert = hyphen + (name if here.has_colon else _snippet(schema, name, child))
            synonyms = " ".join(listed(child.get("x-synonyms")))
            yield Proposal(
                name,
                Sort.FIELD,
                here.start,
                here.end,
                insert,
                str(child.get("title", "")),
                about(name, child),
                f"{name} {synonyms}".strip(),
            )


def _snippet(schema: Schema, name: str, node: Node) -> str:
    if schema.items(node):
        return f"{name}:\n  - $1"
    if lookup.properties(schema, node) and "string" not in node.get("type", ()):
        return f"{name}:\n  $1"
    return f"{name}: $1"


def about(name: str, node: Node) -> str:
    """What belongs in a field, with an example: Markdown."""
    parts = [escape.text(str(node.get("description", "")))]
    if examples := node.get("examples"):
        parts.append(f"```yaml\n{name}: {flow(examples[0])}\n```")
    return "\n\n".join(part for part in parts if part)


def _values(
    catalog: Catalog, path: str, schema: Schema, node: Node, here: Cursor
) -> Iterator[Proposal]:
    item = schema.items(node)
    hyphen = ""
    if item and here.is_line:
        node, hyphen = item, "- "
    for value, sort, title, words in _choices(catalog, path, schema, node):
        insert = hyphen + _literal(flow(value))
        label = value if isinstance(value, str) else flow(value)
        yield Proposal(label, sort, here.start, here.end, insert, title, "", words)


def _choices(
    catalog: Catalog, path: str, schema: Schema, node: Node
) -> Iterator[tuple[Any, Sort, str, str]]:
    """(value, sort, title, words to find it by) of all that a value could be."""
    if kind := node.get("x-ref"):
        for entry in catalog.of_kind(kind):
            if entry.path != path:
                yield entry.id, Sort.REFERENCE, entry.title, f"{entry.id} {entry.title}"
    elif vocabulary := node.get("x-term"):
        for term in catalog.settings.terms[vocabulary].values():
            yield term.id, Sort.TERM, term.title, f"{term.id} {term.title}"
    elif "x-file" in node:
        for name in _pictures(catalog, path):
            yield name, Sort.FILE, "", name
    for branch in schema.branches(node):
        for option in branch.get("enum", ()):
            yield option, Sort.VALUE, "", str(option)
        if branch.get("type") == "boolean":
            yield from ((value, Sort.VALUE, "", flow(value)) for value in (True, False))


def _pictures(catalog: Catalog, path: str) -> list[str]:
    folder = dirname(path) or "."
    names = [name for name in catalog.listing.files if name.lower().endswith(raster.SUFFIXES)]
    return sorted(relpath(name, folder) for name in names)[:_MOST_FILES]


def _documents(catalog: Catalog, path: str, end: int) -> Iterator[Proposal]:
    """The beginning of a document, for a file that has nothing in it yet."""
    likely = lookup.kind_of(catalog, path, "")
    for kind in sorted(catalog.kinds.values(), key=lambda kind: kind is not likely):
        lines = f"kind: {kind.name}\n{kind.title_field}: $1\n"
        insert = f"---\n{lines}---\n" if path.endswith(".md") else lines
        description = escape.text(kind.description)
        yield Proposal(kind.name, Sort.DOCUMENT, 0, end, insert, kind.title, description, kind.name)


def _literal(text: str) -> str:
    """A text as a part of a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
