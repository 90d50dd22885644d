"""A JSON Schema 2020-12 with our annotations: validated by jsonschema-rs, walked for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs

from .finding import DataPath

Node = dict[str, Any]  # a schema, or a part of one


@dataclass(eq=False)
class Schema:
    """The schema of a whole document; `defs` are its shapes by name."""

    root: Node
    defs: dict[str, Node]

    @cached_property
    def complete(self) -> Node:
        """The schema as one JSON document, as editors and validators take it."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **self.root,
            "$defs": self.defs,
        }

    @cached_property
    def validator(self) -> Any:
        """The compiled validator, with dates checked."""
        return jsonschema_rs.Draft202012Validator(self.complete, validate_formats=True)

    def resolve(self, node: Node) -> Node:
        """Follow `$ref`; what stands beside it wins. `x-shape` names the last shape followed."""
        while "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            beside = {key: value for key, value in node.items() if key != "$ref"}
            node = {"x-shape": name, **self.defs[name], **beside}
        return node

    def branch(self, node: Node, value: Any) -> Node:
        """The part of a schema that holds for a value of this type ("text or mapping")."""
        node = self.resolve(node)
        while "if" in node:
            taken = "then" if _has_type(value, node["if"]["type"]) else "else"
            if taken not in node:
                return node
            node = self.resolve(node[taken])
        return node

    def branches(self, node: Node) -> Iterator[Node]:
        """A part of a schema, and what holds if its value is a text, a mapping or a list."""
        node = self.resolve(node)
        yield node
        for keyword in ("then", "else"):
            if keyword in node:
                yield from self.branches(node[keyword])

    def fields(self, mapping: Node) -> dict[str, Node]:
        """The fields of a mapping by name."""
        properties = mapping.get("properties", {})
        return {name: self.resolve(node) for name, node in properties.items()}

    def child(self, mapping: Node, name: str) -> Node:
        """The schema of a field of a mapping; empty for one that it knows nothing of."""
        found = mapping.get("properties", {}).get(name) or mapping.get("additionalProperties")
        return self.resolve(found) if isinstance(found, dict) else {}

    def items(self, node: Node) -> Node:
        """The schema of the items of a value that is a list; empty for one that can't be.

        What the items point to comes from the list.
        """
        items = self.branch(node, []).get("items")
        if not isinstance(items, dict):
            return {}
        inherited: Node = {name: node[name] for name in ("x-ref", "x-term") if name in node}
        return {**self.resolve(items), **inherited}

    def short(self, node: Node, value: Any) -> str | None:
        """The field that a bare text stands for, in place of a value."""
        return self.branch(node, value).get("x-short") or node.get("x-short")

    def heading(self, mapping: Node, value: Mapping[str, Any]) -> str | None:
        """The field of a mapping that says what it is called."""
        known = mapping.get("properties", {})
        for name in (mapping.get("x-heading"), mapping.get("x-short"), *known):
            if name in value and name in known:
                return str(name)
        return None

    def node(self, path: DataPath, data: Any) -> Node:
        """The schema of the value at a path, with both branches of "text or mapping"."""
        return self._lead(path, data)[0]

    def at(self, path: DataPath, data: Any) -> Node:
        """The part of the schema for the value at a path of a document's data."""
        return self.branch(*self._lead(path, data))

    def _lead(self, path: DataPath, data: Any) -> tuple[Node, Any]:
        node, value = self.root, data
        for step in path:
            if isinstance(step, str):
                node = self.child(self.branch(node, value), step)
            else:
                node = self.items(node)
            value = _child(value, step)
        return node, value

    def finder(self, pick: Callable[[Node], Any]) -> Finder:
        """Compile a search for the values whose schema `pick` gives a mark."""
        return _compile(self, self.root, pick) or Finder()


@dataclass(slots=True)
class Finder:
    """The parts of a schema that lead to a mark, and nothing else of it."""

    mark: Any = None
    properties: dict[str, Finder] = field(default_factory=dict)
    items: Finder | None = None

    def find(self, value: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any, Any]]:
        """Yield (path, mark, value) of every marked value; a list passes its mark to its items."""
        if value.__class__ is dict:
            if self.mark is not None:
                yield path, self.mark, value
            for name, finder in self.properties.items():
                if name in value:
                    yield from finder.find(value[name], (*path, name))
        elif value.__class__ is list:
            for index, item in enumerate(value):
                if self.items is not None:
                    yield from self.items.find(item, (*path, index))
                elif self.mark is not None:
                    yield (*path, index), self.mark, item
        elif self.mark is not None:
            yield path, self.mark, value


def _compile(schema: Schema, node: Node, pick: Callable[[Node], Any]) -> Finder | None:
    node = schema.resolve(node)
    finder = Finder(pick(node))
    if isinstance(items := node.get("items"), dict):
        finder.items = _compile(schema, items, pick)
    for name, child in node.get("properties", {}).items():
        if found := _compile(schema, child, pick):
            finder.properties[name] = found
    for keyword in ("then", "else"):
        if keyword in node and (branch := _compile(schema, node[keyword], pick)):
            finder.mark = branch.mark if finder.mark is None else finder.mark
            finder.properties |= branch.properties
            finder.items = finder.items or branch.items
    if finder.items and finder.items.mark is None:
        finder.items.mark = finder.mark
    return finder if finder.mark is not None or finder.properties or finder.items else None


_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def _has_type(value: Any, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or value.__class__ is not bool)


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
