"""A way through a document's fields → the part of the schema that holds there.

The text is not parsed, so that nobody knows which branch of "text or mapping" its author takes:
all of them are looked at.
"""

from __future__ import annotations

import re

from ..catalog import Catalog
from ..finding import DataPath
from ..kinds import Kind, at_home
from ..schema import Node, Schema
from ..settings import NAME
from ..settings import schema as settings_schema
from .cursor import fields

_KIND = re.compile(r"^kind:[ \t]*[\"']?([\w-]{1,40})", re.MULTILINE)


def kind_of(catalog: Catalog, path: str, text: str) -> Kind | None:
    """The kind that a text says it is of, or that its folder is for."""
    kinds = catalog.kinds
    first, last = fields(text, path)
    said = _KIND.search(text, first, last)
    if said and said[1] in kinds:
        return kinds[said[1]]
    return at_home(kinds, path)


def schema_of(catalog: Catalog, path: str, text: str) -> Schema | None:
    """The schema of a text by its path in the playbook's folder."""
    if path == NAME:
        return settings_schema()
    kind = kind_of(catalog, path, text)
    return kind.schema if kind else None


def at(schema: Schema, path: DataPath) -> Node | None:
    """The part of a schema for the value at a path; None where it knows of nothing."""
    node: Node | None = schema.root
    for step in path:
        node = _child(schema, node, step) if node is not None else None
    return node


def properties(schema: Schema, node: Node) -> dict[str, Node]:
    """The fields that a value can have."""
    found: dict[str, Node] = {}
    for branch in schema.branches(node):
        for name, child in schema.fields(branch).items():
            found.setdefault(name, child)
    return found


def _child(schema: Schema, node: Node, step: str | int) -> Node | None:
    if isinstance(step, int):
        return schema.items(node) or None
    found = (schema.child(branch, step) for branch in schema.branches(node))
    return next(filter(None, found), None)
