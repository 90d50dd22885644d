"""Kinds → JSON Schema for editors that know no playbook: standard keywords only, nothing beside it.

It accepts what the check accepts. That is more than the kinds' own schemas do: the check reads a
number as text where a text is wanted, and leaves out what is empty. References and terms are
no lists of ids: such a list would be out of date with the next document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from .kinds import Kind
from .schema import Node, Schema
from .settings import Settings
from .settings import schema as settings_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Texts that the check reads as a number, or as true or false, where one is wanted.
_NUMBER = r"^[+-]?([0-9]{1,15}\.?[0-9]{0,15}|\.[0-9]{1,15})([eE][+-]?[0-9]{1,2})?$"
_WHOLE = r"^[+-]?[0-9]{1,15}(\.0{0,15})?$"
_YES_NO = r"^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff])$"


def kind(kind: Kind, settings: Settings) -> Node:
    """The schema for documents of one kind, the team's own fields included."""
    defs = {name: _loose(node) for name, node in kind.defs.items()}
    return {"$schema": DIALECT, **_document(kind, settings), "$defs": defs}


def document(settings: Settings) -> Node:
    """The schema for documents of any kind, chosen by what they say under `kind`."""
    kinds = settings.kinds
    defs: dict[str, Node] = {}
    for one in kinds.values():
        # Two kinds may call different shapes by one name.
        names = {name: f"{one.name}.{name}" for name in one.defs}
        defs |= {names[name]: _renamed(_loose(node), names) for name, node in one.defs.items()}
        defs[one.name] = _renamed(_document(one, settings), names)
    return {
        "$schema": DIALECT,
        "title": "Document",
        "description": "A document of the playbook.",
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {
                "title": "Kind",
                "description": "What this document is.",
                "enum": list(kinds),
            }
        },
        "allOf": [
            {
                "if": {"required": ["kind"], "properties": {"kind": {"const": name}}},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name in kinds
        ],
        "defaultSnippets": [_snippet(one) for one in kinds.values()],
        "$defs": defs,
    }


def playbook() -> Node:
    """The schema for `playbook.yml`."""
    schema = settings_schema()
    defs = {name: _loose(node) for name, node in schema.defs.items()}
    return {"$schema": DIALECT, **_whole(schema), "$defs": defs}


def _document(kind: Kind, settings: Settings) -> Node:
    node = _whole(kind.schema)
    ignored = settings.ignored_keys - node["properties"].keys()
    node["properties"] |= dict.fromkeys(sorted(ignored), True)
    return node


def _whole(schema: Schema) -> Node:
    """The schema of a whole document: an empty one has no fields, but is one."""
    return {**_loose(schema.root), "type": "object"}


def _snippet(kind: Kind) -> Node:
    body = {"kind": kind.name, kind.title_field: "$1"}
    return {"label": kind.name, "description": kind.description, "body": body}


def _loose(node: Any, required: bool = False) -> Any:
    """A part of a schema that accepts what the check accepts, without annotations of ours."""
    if not isinstance(node, dict):
        return node
    must = node.get("required", ())
    loose: Node = {}
    for keyword, value in node.items():
        if keyword.startswith("x-"):
            continue
        if keyword in ("properties", "patternProperties"):
            loose[keyword] = {name: _loose(child, name in must) for name, child in value.items()}
        elif keyword in ("items", "additionalProperties", "then", "else"):
            loose[keyword] = _loose(value)
        elif keyword == "enum" and not required:
            loose[keyword] = [*value, None]
        elif keyword != "type":
            loose[keyword] = value
    types = node.get("type", ())
    loose |= _types({types} if isinstance(types, str) else set(types), node)
    if required:
        # Nothing written is nothing there.
        refused = loose.get("not", {}).get("type", [])
        loose["not"] = {"type": [*refused, "null"]}
    return loose


def _types(types: set[str], node: Node) -> Node:
    """What a value of one of these types may be written as."""
    if not types:
        return {}
    form: dict[str, Any] = {name: node[name] for name in ("pattern", "format") if name in node}
    if form:
        spelled = {"number": "2", "boolean": "true"}
        meant = [
            name
            for name, text in spelled.items()
            if jsonschema_rs.is_valid(form, text, validate_formats=True)
        ]
        return {"type": ["string", *meant, "null"]}
    if "string" in types:
        # Not a list of what is allowed: editors would propose true, false and null for each text.
        refused = [name for name in ("object", "array") if name not in types]
        return {"not": {"type": refused}} if refused else {}
    if "boolean" in types:
        return {"type": ["boolean", "string", "null"], "pattern": _YES_NO}
    if "integer" in types or "number" in types:
        pattern = _NUMBER if "number" in types else _WHOLE
        number = "number" if "number" in types else "integer"
        return {"type": [number, "string", "null"], "pattern": pattern}
    return {"type": [*sorted(types), "null"]}


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    """A part of a schema with other names for the shapes that it refers to."""
    if isinstance(node, list):
        return [_renamed(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        keyword: f"#/$defs/{names[value.rpartition('/')[2]]}"
        if keyword == "$ref"
        else _renamed(value, names)
        for keyword, value in node.items()
    }
