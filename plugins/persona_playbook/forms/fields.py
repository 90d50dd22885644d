"""A field's schema → its widget in the form, and the shape that its value has in documents.

A widget knows one shape, documents may have several: one or a list, a text or a mapping. A shape
tells `forms.js` how to read what a document says into the form, and how to write it back:

- `text`, `number`, `boolean`, `date`: as they are; `scalar`: a text, or what YAML reads it as
- `lines`: labels and values of any depth, as lines of YAML in one text
- `{"items": shape}`: a list; with `"one"` a single value may stand for it
- `{"fields": {name: shape}}`: a mapping; with `"short"` a text may stand for it, as that field
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..catalog import Catalog
from ..kinds import Kind
from ..schema import Node

_BY_HAND = ("team", "owner")  # vocabularies and shapes that take any text


class Part(NamedTuple):
    """A widget of the form, and the shape of its values."""

    widget: dict[str, Any]
    shape: Any


class Fields:
    """The fields of a kind, as widgets and shapes, in the order of its page."""

    def __init__(self, catalog: Catalog, kind: Kind) -> None:
        self._catalog = catalog
        self._kind = kind
        self._language = catalog.settings.language

    def parts(self) -> dict[str, Part]:
        """All fields by name: what the document is called first, what is about it last."""
        kind = self._kind
        parts = {}
        # As documents have them, but what tells programs which one it is comes last.
        for name in sorted(kind.fields, key=lambda name: name == "id"):
            is_title = name == kind.title_field
            widget, shape = self._named(name, kind.fields[name], required=is_title)
            if name == "kind":
                widget = {"name": name, "widget": "hidden", "default": kind.name}
            elif is_title:
                widget["widget"] = "string"
            parts[name] = Part(widget, shape)
        return parts

    def _named(self, name: str, node: Node, required: bool) -> Part:
        """A field with its label and its hint."""
        widget, shape = self._part(node)
        label = self._language.title(node)
        hint = node.get("description", "")
        if shape == "lines":
            hint = f"{hint} {self._language.words['form_lines']}"
        about = {"label": label, "name": name, "required": required}
        return Part(about | ({"hint": hint} if hint else {}) | widget, shape)

    def _part(self, node: Node) -> Part:
        schema = self._kind.schema
        node = schema.resolve(node)
        condition = node.get("if", {}).get("type")
        if condition == "array":
            return self._list(schema.items(node), is_one=True)
        if condition == "object" or "properties" in node:
            return self._mapping(node)
        if "items" in node:
            return self._list(schema.items(node), is_one=False)
        if "additionalProperties" in node:
            return Part({"widget": "text"}, "lines")
        return self._scalar(node)

    def _scalar(self, node: Node) -> Part:
        shape = _scalar_shape(node)
        if options := self._options(node):
            return Part({"widget": "select", "options": options}, shape)
        if node.get("format") == "date":
            format_ = {"format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
            return Part({"widget": "datetime", "type": "date", **format_}, "date")
        if shape == "number":
            limits = {"minimum": "min", "maximum": "max"}
            found = {ours: node[name] for name, ours in limits.items() if name in node}
            kind = "int" if node["type"] == "integer" else "float"
            return Part({"widget": "number", "value_type": kind, **found}, shape)
        if node.get("x-file") == "image":
            # Beside the document, as its author would put it.
            return Part({"widget": "image", "media_folder": "", "public_folder": ""}, shape)
        is_long = node.get("x-shape") == "text"
        return Part({"widget": "text" if is_long else "string"}, shape)

    def _options(self, node: Node) -> list[dict[str, str]]:
        """What can be chosen; empty for a field that takes any text."""
        words, label = self._language.words, self._language.label
        if node.get("x-own") and "enum" in node:
            return [_option(str(choice), str(choice)) for choice in node["enum"]]
        if "enum" in node:
            return [_option(label(choice), choice) for choice in node["enum"]]
        if "x-words" in node:
            found = node["x-words"].items()
            return [_option(f"{number}: {label(means)}", number) for number, means in found]
        if node.get("type") == "boolean":
            return [_option(words["yes"], "true"), _option(words["no"], "false")]
        if "x-ref" in node:
            return self._documents(node["x-ref"])
        vocabulary = node.get("x-term")
        if vocabulary is None or vocabulary in _BY_HAND or node.get("x-shape") in _BY_HAND:
            return []
        terms = self._catalog.settings.terms[vocabulary].values()
        return [_option(term.title, term.id) for term in terms]

    def _documents(self, kind: str) -> list[dict[str, str]]:
        # Not a widget `relation`: that sees one folder and one ending, and takes a file's name for
        # its id.
        return [_option(entry.title, entry.id) for entry in self._catalog.of_kind(kind)]

    def _list(self, items: Node, is_one: bool) -> Part:
        widget, shape = self._part(items)
        shape = {"items": shape, "one": is_one}
        if widget["widget"] == "object":
            fields = {"fields": widget["fields"], "summary": widget["summary"], "collapsed": True}
            return Part({"widget": "list", **fields}, shape)
        if widget["widget"] == "select":
            # A list to search in, not a box for each document.
            return Part({**widget, "multiple": True, "dropdown_threshold": 0}, shape)
        field = {"name": "item", "label": self._language.label(items.get("title", "Text"))}
        return Part({"widget": "list", "field": {**field, **widget}}, shape)

    def _mapping(self, node: Node) -> Part:
        schema = self._kind.schema
        fields = schema.branch(node, {})
        required = fields.get("required", ())
        parts = {
            name: self._named(name, child, name in required)
            for name, child in schema.fields(fields).items()
        }
        short = node.get("x-short")
        first = short or next(iter(parts))
        widget = {
            "widget": "object",
            "collapsed": True,
            "summary": f"{{{{fields.{first}}}}}",
            "fields": [part.widget for part in parts.values()],
        }
        shapes: dict[str, Any] = {"fields": {name: part.shape for name, part in parts.items()}}
        return Part(widget, {**shapes, "short": short} if short else shapes)


def _option(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _scalar_shape(node: Mapping[str, Any]) -> str:
    type_ = node.get("type", "string")
    if isinstance(type_, list):
        return "scalar"
    return {"integer": "number", "number": "number", "boolean": "boolean"}.get(type_, "text")
