"""One page, as its templates see it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from .. import escape
from ..catalog import Entry
from ..kinds import Kind
from ..language import field_label, own_label
from ..pictures.avatar import avatar
from ..pictures.icon import icon
from ..places import Site, asset_uri, picture, relative, room_uri, way
from ..render import Renderer, link, summary
from ..views.claims import Claim, claims
from ..views.items import names as filled
from ..views.people import People
from ..views.personas import rooms
from ..views.value import Value

# The only Markdown that a value on one line can hold: everything else in it is an entity.
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:<([^<>\s]*)>|([^()<>\s]*))\)")
_STRONG = re.compile(r"\*\*([^*]*)\*\*")


class Here:
    """The ways from one page, and values as they look there."""

    def __init__(self, people: People, site: Site, parts: jinja2.Environment, uri: str) -> None:
        self.catalog = people.catalog
        self.language = self.catalog.settings.language
        self.uri = uri
        self._people = people
        self._site = site
        self._parts = parts

    def part(self, name: str, /, **names: Any) -> Markup:
        """A part of HTML by its name, as one block of Markdown."""
        template = self._parts.get_template(f"parts/{name}.html.jinja")
        # Without empty lines or indents Markdown can't take any of it for its own.
        lines = (line.strip() for line in template.render(here=self, **names).split("\n"))
        return Markup("\n".join(line for line in lines if line))

    def link(self, entry: Entry, label: str = "") -> Markup:
        """A link to an entry, in Markdown."""
        return Markup(link(self.language, self.uri, entry, escape.text(label)))

    def summary(self, entry: Entry) -> Markup:
        """An entry's summary as it follows a link to it, in Markdown."""
        return Markup(summary(entry))

    def way(self, uri: str) -> Markup:
        """The way to another page's source, for a link in Markdown."""
        return Markup(escape.url(relative(self.uri, uri)))

    def href(self, target: Entry | str, anchor: str = "") -> str:
        """The way to an entry or to the page at an address, for an attribute of HTML."""
        uri = target if isinstance(target, str) else target.uri
        return way(self.uri, uri, self._site) + (anchor and f"#{anchor}")

    def html(self, value: Value, linked: bool = True) -> Markup:
        """A value on one line, in HTML: with its marks, and links for what it refers to.

        What stands in a link itself must not be `linked`.
        """
        entry = value.entry
        if not value:
            return Markup("")
        renderer = Renderer(self.catalog, entry.kind.schema, self.uri)
        node = entry.kind.schema.node(value.where, entry.data)
        line = renderer.inline(node, value.raw)
        return self._to_html(line if linked else _LINK.sub(r"\1", line))

    def value(self, entry: Entry) -> Value:
        """All that a document says."""
        return Value(entry)

    def claims(self, values: Value) -> list[Claim]:
        """The statements of a field, each with what it rests on."""
        return list(claims(values))

    def text(self, value: Value) -> Markup:
        """What a value says and nothing about it, in HTML; addresses are links."""
        return self._to_html(escape.prose(value.text))

    def label(self, kind: Kind | Entry, *path: str) -> str:
        """What a field is called, by its name or the names that lead to it."""
        kind = kind.kind if isinstance(kind, Entry) else kind
        node: dict[str, Any] = kind.root
        for name in path:
            known = _properties(kind, node)
            if name not in known:
                return own_label(name)  # a team's own addition to a mapping
            node = known[name]
        return self.language.title(node)

    def fields(self, value: Value, *shown: str) -> list[tuple[str, Value]]:
        """What else a mapping says: the label and the value of each field that is not shown."""
        schema = value.entry.kind.schema
        known = schema.fields(schema.at(value.where, value.entry.data))
        return [
            (field_label(self.language, name, known.get(name, {})), value[name])
            for name in filled([value])
            if name not in shown
        ]

    def block(self, value: Value, level: int) -> Markup:
        """A value as Markdown, as on the page of its document; headings inside begin at `level`."""
        entry = value.entry
        renderer = Renderer(self.catalog, entry.kind.schema, self.uri)
        node = entry.kind.schema.node(value.where, entry.data)
        return Markup(renderer.block(node, value.raw, level))

    def section(self, kind: str, id_: str) -> str:
        """What a part of the pages of a kind is called."""
        sections = self.catalog.kinds[kind].sections
        return self.language.label(next(one.title for one in sections if one.id == id_))

    def term(self, vocabulary: str, id_: str) -> str:
        """What the team calls a stage, channel or team; the id itself if it is on no list."""
        return self.catalog.settings.term(vocabulary, id_)

    def topic(self, vocabulary: str, id_: str) -> str:
        """The address of the page about a stage, channel or team; empty if it is on no list."""
        return self.catalog.topics.get((vocabulary, id_), "")

    def owner(self, entry: Entry) -> Value:
        """Who answers for a document."""
        return Value(entry, ("owner",))

    def day(self, iso: str) -> Markup:
        """A date as people write it, in HTML."""
        return Markup(escape.day(iso, self.language.day))

    def image(self, entry: Entry, described: bool = False) -> Markup:
        """The picture of a persona, or the initials of the name.

        It is decorative, beside the name, unless it is `described` in the document's words.
        """
        path = picture(self.catalog, entry, str(entry.data.get("image", "")))
        if path is None:
            return avatar(entry.title)
        source = escape.part(quote(self.href(asset_uri(path))))
        alt = escape.part(entry.data.get("image_alt", "")) if described else ""
        return Markup(f'<img class="playbook-avatar" src="{source}" alt="{alt}" loading="lazy">')

    def people(self, entry: Entry) -> list[Entry]:
        """The personas that a document names as those whom it is for."""
        return self._people.of(Value(entry))

    def rooms(self, persona: Entry) -> list[tuple[str, str]]:
        """The pages of a persona beside the profile: (name, address)."""
        return [(name, room_uri(persona, name)) for name in rooms(self._people, persona)]

    def icon(self, kind: Kind | Entry) -> Markup:
        """The sign of a kind; decorative, beside a word."""
        return icon(kind.kind if isinstance(kind, Entry) else kind)

    def _to_html(self, line: str) -> Markup:
        return Markup(_STRONG.sub(r"<strong>\1</strong>", _LINK.sub(self._anchor, line)))

    def _anchor(self, match: re.Match[str]) -> str:
        target = match[2] or match[3]
        if not re.match(r"[a-z][a-z0-9+.-]*:|//|#", target, re.IGNORECASE):
            source, _, anchor = target.partition("#")
            folder = self.uri.rpartition("/")[0]
            target = self.href(_join(folder, source), anchor)
        return f'<a href="{escape.html(target)}">{match[1]}</a>'


def _join(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts)


def _properties(kind: Kind, node: dict[str, Any]) -> dict[str, Any]:
    """The fields of a mapping, or of the mappings in a list."""
    schema = kind.schema
    return schema.fields(schema.branch(schema.items(node) or node, {}))
