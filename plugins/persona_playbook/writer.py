"""The page of one entry: what its template can ask for, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from . import body, escape
from .catalog import Catalog, Entry
from .language import field_label
from .places import Site, asset_uri, picture, relative
from .render import Renderer, definitions, is_filled, link, summary
from .schema import Node
from .validate import suggest, unknown

# Stands for the author's text while a page is put together; no document can hold this sign.
BODY = Markup("\x00body\x00")


class Writer:
    """Writes the page of one entry; its methods are what page templates use."""

    def __init__(self, catalog: Catalog, site: Site, entry: Entry) -> None:
        self.catalog = catalog
        self.entry = entry
        self.renderer = Renderer(catalog, entry.kind.schema, entry.uri)
        self.language = catalog.settings.language
        self.shown = {"kind", entry.kind.title_field}
        self.tied: set[str] = set()  # relations that stand at the top of the page already
        own = body.write(catalog, site, entry)
        self.own_text, self.body_ids = own.markdown, own.ids
        self.by_section = self._by_section()

    def body(self) -> Markup:
        """The author's own text, as written; under a heading unless it begins with one."""
        if not self.own_text:
            return Markup("")
        if self.own_text.startswith("#"):
            return BODY
        title = escape.text(self.language.words["notes"])
        return Markup(f"## {title} {{#{self._anchor('notes')}}}\n\n{BODY}")

    def has(self, *names: str) -> bool:
        """Whether any of these fields is filled in."""
        return any(is_filled(self.entry.data.get(name)) for name in names)

    def value(self, name: str) -> Markup:
        """A field on one line; empty if it is not filled in."""
        return Markup(self.renderer.inline(self._show(name), self._get(name, "")))

    def text(self, name: str) -> Markup:
        """A field as paragraphs; empty if it is not filled in."""
        self._show(name)
        return Markup(escape.paragraphs(self._get(name, "")))

    def field(self, name: str, but: Collection[str] = ()) -> Markup:
        """A field under a heading of its own, but for some keys; empty if it is not filled in."""
        node = self._show(name)
        if not self.has(name):
            return Markup("")
        heading = f"### {escape.text(self._label(name, node))} {{#{self._field_anchor(name)}}}"
        value = self.entry.data[name]
        if but:
            value = {key: one for key, one in value.items() if key not in but}
        return Markup(f"{heading}\n\n{self.renderer.block(node, value, 4)}")

    def headings(self, name: str) -> list[Markup]:
        """What the items of a field are called, in order: the stages of a journey."""
        headings = self.renderer.headings(self._node(name), self._get(name, []))
        return [Markup(heading) for heading in headings]

    def image(self, style: str = "picture") -> Markup:
        """The document's picture, as a `picture` or a `portrait`; empty if it has none."""
        self.shown |= {"image", "image_alt"}
        path = picture(self.catalog, self.entry, self.entry.data.get("image", ""))
        if path is None:
            return Markup("")
        target = escape.url(quote(relative(self.entry.uri, asset_uri(path))))
        alt = escape.text(self.entry.data.get("image_alt", ""))
        return Markup(f"![{alt}]({target}){{ .playbook-{style} }}")

    def shows(self, *names: str) -> Markup:
        """Note that the template shows these fields by itself, so that they don't appear again."""
        for name in names:
            self._show(name)
        return Markup("")

    def left(self, section: str) -> list[str]:
        """The fields of a section that are filled in and that the page does not show yet."""
        fields = self.by_section.get(section, ())
        return [name for name, _, _ in fields if name not in self.shown]

    def heading(self, section: str) -> Markup:
        """The heading of a section."""
        return Markup(f"## {escape.text(self._title(section))} {{#{self._anchor(section)}}}")

    def anchor(self, name: str) -> str:
        """The anchor of a field's heading."""
        return self._field_anchor(name)

    def section(self, id_: str) -> Markup:
        """A part of the page with its heading: short fields as facts, then each long one."""
        title = self._title(id_)
        content = self.fields(id_, title)
        return Markup(f"{self.heading(id_)}\n\n{content}") if content else content

    def fields(self, id_: str, title: str = "", more: Sequence[tuple[str, str]] = ()) -> Markup:
        """The fields of a section that the page does not show elsewhere.

        `more` are facts, as Markdown, to stand after those of the document.
        """
        filled = list(self._section_fields(id_))
        data, renderer = self.entry.data, self.renderer
        short = [field for field in filled if renderer.is_short(field[2], data[field[0]])]
        facts = [
            (escape.text(label), renderer.inline(node, data[name])) for name, label, node in short
        ]
        parts = [definitions([*facts, *more])]
        level = 2 if id_ == "glance" else 3  # the glance comes right below the title
        for name, label, node in filled:
            if (name, label, node) not in short:
                # Alone in its section, a field with headings of its own needs no further one.
                is_alone = bool(title) and len(filled) == 1 and not more
                block = renderer.block(node, data[name], level if is_alone else level + 1)
                if not is_alone or not (block.startswith("### ") or label == title):
                    mark = "#" * level
                    parts.append(f"{mark} {escape.text(label)} {{#{self._field_anchor(name)}}}")
                parts.append(block)
        return Markup("\n\n".join(part for part in parts if part))

    def sections(self, *but: str) -> Iterator[Markup]:
        """Every part of the page in the order of need, but those named."""
        for section in self.entry.kind.sections:
            if section.id not in (*but, "page") and (content := self.section(section.id)):
                yield content

    def about(self) -> Markup:
        """What holds for the document itself: owner, review, evidence, its file."""
        title = self._title("page")
        words = self.language.words["file"]
        written = (escape.text(words), f"<code>{escape.text(self.entry.path)}</code>")
        content = self.fields("page", title, [written])
        return Markup(f"## {escape.text(title)} {{#{self._anchor('page')}}}\n\n{content}")

    def ties(self, *kinds: str) -> Markup:
        """Facts that lead to the documents of these kinds that refer here, or say what to add."""
        pairs = []
        relations = self.relations()
        for name in kinds:
            kind = self.catalog.kinds[name]
            field, relation = next(
                (field, node["x-backlink"])
                for field, node in kind.fields.items()
                if node.get("x-ref") == self.entry.kind.name
            )
            self.tied.add(relation)
            links = [self.link(entry) for entry in relations.get(relation, ())]
            missing = self.language.words["missing"].format(
                kind=self.language.inside(self.language.label(kind.title)),
                folder=kind.folder,
                field=field,
                id=self.entry.id,
            )
            label = escape.text(self.language.label(relation))
            pairs.append((label, "<br>".join(links) or escape.hint(missing)))
        return Markup(definitions(pairs))

    def relations(self) -> dict[str, list[Entry]]:
        """Who refers here, by the name of the relation, each once."""
        found: dict[str, list[Entry]] = {}
        for reference in self.catalog.references_to.get(self.entry.key, ()):
            if reference.source is not self.entry:
                found.setdefault(reference.relation, []).append(reference.source)
        for relation, other in self.catalog.for_all.get(self.entry.kind.name, ()):
            found.setdefault(relation, []).append(other)
        return {name: list(dict.fromkeys(others)) for name, others in found.items()}

    def connected(self) -> Markup:
        """Who refers here, as lists of links, each in the first that it belongs to; or nothing.

        A search does not look here: it would find the others' words, and they have pages.
        """
        parts, seen = [], set[Entry]()
        for relation, entries in self.relations().items():
            new = [entry for entry in entries if entry not in seen]
            seen.update(entries)
            if relation in self.tied or not new:
                continue
            lines = [f"- {self.link(entry)}{summary(entry)}" for entry in new]
            label = escape.text(self.language.label(relation))
            parts.append(f"**{label}**\n\n" + "\n".join(lines))
        if not parts:
            return Markup("")
        title = escape.text(self.language.words["connected"])
        heading = f'## {title} {{#{self._anchor("connected")} data-search-exclude=""}}'
        return Markup("\n\n".join([heading, *parts]))

    def link(self, entry: Entry) -> Markup:
        """A link to another entry."""
        return Markup(link(self.language, self.entry.uri, entry))

    def _section_fields(self, id_: str) -> Iterator[tuple[str, str, Node]]:
        for name, label, node in self.by_section.get(id_, ()):
            if name not in self.shown:
                self.shown.add(name)
                yield name, label, node

    def _by_section(self) -> dict[str, list[tuple[str, str, Node]]]:
        """The fields that are filled in, by section, in the order of the schema."""
        data, kind = self.entry.data, self.entry.kind
        known = {section.id for section in kind.sections}
        found: dict[str, list[tuple[str, str, Node]]] = {}
        for name in sorted(data, key=kind.order):
            if is_filled(data[name]):
                node = kind.fields.get(name, {})
                section = node.get("x-section")
                # Whatever has no place of its own is shown at the end: nothing is lost.
                place = section if section in known else "more"
                found.setdefault(place, []).append((name, self._label(name, node), node))
        return found

    def _label(self, name: str, node: Node) -> str:
        return field_label(self.language, name, node)

    def _show(self, name: str) -> Node:
        self.shown.add(name)
        return self._node(name)

    def _node(self, name: str) -> Node:
        fields = self.entry.kind.fields
        if name not in fields and name not in self.entry.data:
            hint = suggest(name, fields)
            raise jinja2.TemplateRuntimeError(
                f"a {self.entry.kind.name} has no field '{name}'{hint}"
            )
        return fields.get(name, {})

    def _get(self, name: str, default: Any) -> Any:
        return self.entry.data[name] if self.has(name) else default

    def _title(self, section: str) -> str:
        titles = {section.id: section.title for section in self.entry.kind.sections}
        if section not in titles:
            raise jinja2.TemplateRuntimeError(unknown("section", section, titles))
        return self.language.label(titles[section])

    def _anchor(self, name: str) -> str:
        # The body's own anchors belong to its author.
        return f"section-{name}" if name in self.body_ids else name

    def _field_anchor(self, name: str) -> str:
        if name.startswith("x-"):  # what follows is free text
            name = re.sub(r"[\W_]+", "-", name).strip("-")
        sections = {section.id for section in self.entry.kind.sections}
        return f"field-{name}" if name in self.body_ids | sections else name
