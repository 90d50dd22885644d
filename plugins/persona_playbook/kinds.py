"""Data folders → kinds: what a persona, a journey … consists of. Python names no field here.

A kind is a folder of `kinds/` with `schema.yml`, `page.md.jinja` and `starter.md`. A team adds
fields and kinds of its own in `playbook.yml`; they become the same schema, and so the same
validation, page, references and documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from .frontmatter import parse
from .schema import Finder, Node, Schema

DATA = Path(__file__).parent / "kinds"
BUILT_IN = ("persona", "profile", "segment", "journey", "messaging", "service", "evidence")
_ICON = "M4 3h10l6 6v12H4Zm9 2v5h5Z"  # a sheet of paper, for kinds of the team's own
# The sections that every page ends with.
LAST_SECTIONS = ({"id": "more", "title": "More"}, {"id": "page", "title": "About this page"})
OWN_KIND = "A kind of our own."  # where the team doesn't say what it is


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: the fields that answer one question."""

    id: str
    title: str


@dataclass(frozen=True)
class Kind:
    """What documents of a kind are called, where they live, and which fields they have."""

    name: str
    root: Node  # its whole schema, the common fields included
    defs: dict[str, Node]
    own: bool = False  # added by the team

    @property
    def title(self) -> str:
        """One of them: "Journey"."""
        return str(self.root["title"])

    @property
    def plural(self) -> str:
        """Many of them: "Journeys"."""
        return str(self.root["x-plural"])

    @property
    def description(self) -> str:
        """What it is, in one sentence."""
        return str(self.root["description"])

    @property
    def folder(self) -> str:
        """Its address on the site."""
        return str(self.root["x-folder"])

    @property
    def home(self) -> str:
        """The usual folder of its documents in the playbook's; empty for that folder itself."""
        return str(self.root.get("x-home", self.folder))

    @property
    def side(self) -> str:
        """Whose half of the playbook it belongs to: persona, care, journey or evidence."""
        return str(self.root.get("x-side", "evidence"))

    @property
    def icon(self) -> str:
        """Its sign: the path of a drawing of 24 by 24."""
        return str(self.root.get("x-icon", _ICON))

    @property
    def stands_alone(self) -> bool:
        """Whether it has a use without anything that refers to it."""
        return bool(self.root.get("x-stands-alone", False))

    @property
    def title_field(self) -> str:
        """The field that names a document: `name` of a persona, `title` of all others."""
        return str(self.root["required"][-1])

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts of its page, in the order of need."""
        parts = (*self.root["x-sections"], *LAST_SECTIONS)
        return tuple(Section(part["id"], part["title"]) for part in parts)

    @cached_property
    def fields(self) -> dict[str, Node]:
        """Its fields by name, each resolved: title, description, shape, section, examples."""
        return self.schema.fields(self.root)

    def order(self, name: str) -> int:
        """The place of a field in the order of the schema; unknown ones come last."""
        return self._order.get(name, len(self._order))

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.fields)}

    def rank(self, data: Mapping[str, Any]) -> tuple[int, int, str]:
        """The place of a document in lists: ranks (`1`, `3a`) first, then the schema's order."""
        for name, node in self._ranking:
            value = str(data.get(name, ""))
            digits = value.rstrip("abcdefghijklmnopqrstuvwxyz")
            if digits.isdecimal():
                return 0, int(digits), value
            order = node["x-order"]
            return 1, order.index(value) if value in order else len(order), ""
        return 0, 0, ""

    @cached_property
    def _ranking(self) -> list[tuple[str, Node]]:
        return [(name, node) for name, node in self.fields.items() if "x-order" in node]

    @cached_property
    def schema(self) -> Schema:
        """The schema to validate and to walk."""
        return Schema(self.root, self.defs)

    @cached_property
    def references(self) -> Finder:
        """Finds the values that are ids of documents; the mark is (kind, name of the relation)."""

        def pick(node: Node) -> tuple[str, str] | None:
            if "x-ref" not in node:
                return None
            return node["x-ref"], node["x-backlink"]

        return self.schema.finder(pick)

    @cached_property
    def terms(self) -> Finder:
        """Finds the values that are stages, channels, teams or visibility levels."""
        return self.schema.finder(lambda node: node.get("x-term"))

    @cached_property
    def files(self) -> Finder:
        """Finds the values that name a file beside the document."""
        return self.schema.finder(lambda node: node.get("x-file"))

    @cached_property
    def statements(self) -> Finder:
        """Finds the statements and the proofs; the mark is "claim" or "proof"."""
        shapes = ("claim", "proof")
        return self.schema.finder(
            lambda node: node["x-shape"] if node.get("x-shape") in shapes else None
        )


def load(fields: Mapping[str, Mapping[str, Node]], own: Mapping[str, Node]) -> dict[str, Kind]:
    """Build all kinds: the built-in ones with a team's `fields`, and the team's `own` kinds."""
    if not fields and not own:
        return dict(_built_in())
    kinds = {}
    for name, kind in _built_in().items():
        kinds[name] = kind
        if name in fields:
            properties = {**kind.root["properties"], **_team_fields(fields[name])}
            properties = _in_order(properties, kind.title_field, kind.root)
            kinds[name] = Kind(name, {**kind.root, "properties": properties}, kind.defs)
    for name, definition in own.items():
        kinds[name] = _team_kind(name, definition, fields.get(name, {}))
    return kinds


def at_home(kinds: Mapping[str, Kind], path: str) -> Kind | None:
    """The kind whose documents usually lie where a path of the playbook leads."""
    folder = path.partition("/")[0] if "/" in path else ""
    return next((kind for kind in kinds.values() if folder in (kind.home, kind.folder)), None)


def data_file(*parts: str) -> Any:
    """The data of a YAML file that ships with the package."""
    path = DATA.joinpath(*parts)
    document = parse(path.read_bytes(), path.name)
    if document.faults:
        raise ValueError(f"{path.name}: {document.faults[0].message}")
    return document.data


@cache
def _built_in() -> dict[str, Kind]:
    shapes = data_file("shapes.yml")
    return {name: _kind(name, data_file(name, "schema.yml"), shapes) for name in BUILT_IN}


def _kind(name: str, declared: Node, shapes: dict[str, Node], own: bool = False) -> Kind:
    common = dict(data_file("common.yml")["properties"])
    # The kind itself: what takes a document's place is of its kind.
    common["superseded_by"] = {**common["superseded_by"], "x-ref": name}
    title_field = declared.get("required", ["title"])[0]
    if title_field != "title":
        del common["title"]
    root = {
        **{key: value for key, value in declared.items() if key != "$defs"},
        "type": "object",
        "required": ["kind", title_field],
        "additionalProperties": False,
        "patternProperties": {"^x-": True},
    }
    common["kind"] = {**common["kind"], "const": name, "examples": [name]}
    root["properties"] = _in_order({**common, **declared["properties"]}, title_field, declared)
    return Kind(name, root, {**shapes, **declared.get("$defs", {})}, own)


def _in_order(fields: dict[str, Node], title_field: str, declared: Node) -> dict[str, Node]:
    """The fields as documents, forms and pages have them: who it is, then section by section."""
    first = ("kind", "id", title_field)
    sections = [part["id"] for part in (*declared["x-sections"], *LAST_SECTIONS)]

    def place(name: str) -> tuple[int, int]:
        if name in first:
            return 0, first.index(name)
        section = fields[name]["x-section"]  # a team may have written one that is not there
        return 1, sections.index(section) if section in sections else len(sections)

    return {name: fields[name] for name in sorted(fields, key=place)}


def _team_kind(name: str, definition: Node, more: Mapping[str, Node]) -> Kind:
    declared = {
        "title": definition["title"],
        "description": definition.get("description", OWN_KIND),
        "x-plural": definition.get("plural", definition["title"]),
        "x-folder": definition.get("folder", name),
        "x-stands-alone": True,
        "x-sections": [{"id": "glance", "title": "At a glance"}],
        "properties": _team_fields({**definition.get("fields", {}), **more}, "glance"),
    }
    return _kind(name, declared, data_file("shapes.yml"), own=True)


def _team_fields(fields: Mapping[str, Node], section: str = "more") -> dict[str, Node]:
    return dict(_team_field(name, definition, section) for name, definition in fields.items())


def _team_field(name: str, definition: Node, section: str) -> tuple[str, Node]:
    shape = definition.get("shape", "claims")
    choices = {"enum": definition.get("choices", []), "x-own": True}
    if shape == "choice":
        node: Node = dict(choices)
    elif shape == "choices":
        node = {"if": {"type": "array"}, "then": {"items": choices}, "else": choices}
    else:
        node = {"$ref": f"#/$defs/{shape}"}
    node["title"] = definition.get("title", name.replace("_", " ").capitalize())
    node["x-section"] = definition.get("section", section)
    node["x-own"] = True
    for key, annotation in (
        ("description", "description"),
        ("examples", "examples"),
        ("to", "x-ref"),
        ("backlink", "x-backlink"),
        ("synonyms", "x-synonyms"),
    ):
        if key in definition:
            node[annotation] = definition[key]
    if "x-ref" in node:
        node.setdefault("x-backlink", node["title"])
    return name, node


def labels() -> set[str]:
    """Every text of the schemas that pages show: what a language has to translate."""
    found = {OWN_KIND}
    for kind in _built_in().values():
        found |= {kind.title, kind.plural, kind.description}
        found |= {section.title for section in kind.sections}
        found |= set(_labels(kind.schema, kind.root))
    return found


def _labels(schema: Schema, node: Node) -> Iterator[str]:
    for branch in schema.branches(node):
        if "x-backlink" in branch:
            yield branch["x-backlink"]
        yield from branch.get("enum", ())
        yield from branch.get("x-words", {}).values()
        for child in schema.fields(branch).values():
            yield str(child["title"])
            yield from _labels(schema, child)
        if isinstance(items := branch.get("items"), dict):
            yield from _labels(schema, items)


def leaves(kind: Kind) -> Iterator[tuple[str, Node]]:
    """Every field of a kind with its dotted path (`stages.steps.action`), nested ones included."""
    return parts(kind.schema)


def parts(schema: Schema) -> Iterator[tuple[str, Node]]:
    """Every field of a schema with its dotted path."""
    # "Text or mapping" and "one or a list" lead to the same parts by several ways.
    yield from dict(_parts(schema, schema.root, "")).items()


def _parts(schema: Schema, node: Node, prefix: str) -> Iterator[tuple[str, Node]]:
    for branch in schema.branches(node):
        for name, child in schema.fields(branch).items():
            path = f"{prefix}{name}"
            yield path, child
            yield from _parts(schema, child, f"{path}.")
        if isinstance(items := branch.get("items"), dict):
            yield from _parts(schema, items, prefix)
