"""A value and its schema → Markdown. Every shape has its form here, for every kind and page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import escape
from .catalog import Catalog, Entry
from .language import Language, own_label
from .places import relative
from .schema import Node, Schema

SHORT = 160  # characters that still fit a line of facts
STATEMENTS = ("claims", "quotes", "proofs")  # the shapes that may be written without their list
MOST_COLUMNS = 6  # a wider table can't be read; its rows become a list


def link(language: Language, uri: str, entry: Entry, label: str = "") -> str:
    """A Markdown link to an entry's page, from the page at `uri`; says if it is not in use.

    A `label` is Markdown; it stands instead of the title, and alone.
    """
    status = escape.text(language.label(entry.status))
    note = "" if entry.status == "active" or label else f" ({status})"
    return f"[{label or escape.text(entry.title)}]({escape.url(relative(uri, entry.uri))}){note}"


def summary(entry: Entry) -> str:
    """An entry's summary as it follows a link to it on a list or card."""
    words = entry.data.get("summary")
    return f"<br>{escape.text(words)}" if words else ""


def grid(items: Iterable[str]) -> str:
    """Cards, each of Markdown on one line; a plain list where the theme has none."""
    lines = "\n".join(f"- {item}" for item in items)
    return f'<div class="grid cards" markdown="1">\n\n{lines}\n\n</div>' if lines else ""


def is_filled(value: Any) -> bool:
    """Whether there is anything to show; a list without items is a field not filled in."""
    return value is not None and value != [] and value != {}


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """A table of facts: Markdown terms with their Markdown values, both escaped already."""
    items = [f"{term}\n:   {value}\n" for term, value in pairs]
    if not items:
        return ""
    return '<div class="playbook-facts" markdown="1">\n\n' + "\n".join(items) + "\n</div>"


@dataclass(frozen=True)
class Renderer:
    """Writes values of documents of one schema on the page at `uri`."""

    catalog: Catalog
    schema: Schema
    uri: str

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return self.catalog.settings.language

    def is_short(self, node: Node, value: Any) -> bool:
        """Whether a value fits a line of facts beside its label."""
        if isinstance(value, dict):
            return False
        if node.get("x-shape") in STATEMENTS and isinstance(value, list):
            return len(value) == 1 and isinstance(value[0], str) and len(value[0]) <= SHORT
        if isinstance(value, list):
            is_flat = all(not isinstance(item, dict | list) for item in value)
            return is_flat and (_refers(node) or sum(len(str(item)) + 2 for item in value) <= SHORT)
        return len(str(value)) <= SHORT and "\n\n" not in str(value).strip()

    def block(self, node: Node, value: Any, level: int) -> str:
        """A value as Markdown blocks; headings inside begin at `level`."""
        if isinstance(value, list):
            return self._list(node, value, level)
        if isinstance(value, dict):
            branch = self.schema.branch(node, value)
            if "properties" not in branch:
                return self._facts(value)
            if self.schema.short(node, value):
                return self._list(node, [value], level)
            if node.get("x-shape") in STATEMENTS:
                return self._list(node, [value], level)
            return self._fields(branch, value, level)
        if self.is_short(node, value):
            return self.inline(node, value)
        return escape.paragraphs(value)

    def inline(self, node: Node, value: Any) -> str:
        """A value on one line, for a table cell or beside a label."""
        if isinstance(value, list):
            items = self.schema.items(node)
            parts = [self.inline(items, item) for item in value]
            is_prose = any(isinstance(item, dict) or len(str(item)) > 30 for item in value)
            return ("<br>" if is_prose and not _refers(node) else ", ").join(parts)
        if isinstance(value, dict):
            return self._mapping_line(node, value)
        if isinstance(value, bool):
            return self.language.words["yes" if value else "no"]
        if words := node.get("x-words", {}).get(str(value)):
            words = self.language.label(words)
            number = f"{value:+d}".replace("-", "−")
            return escape.text(f"{words} ({number})" if value else words)
        if isinstance(value, str):
            if self._is_choice(node, value):
                return escape.text(self.language.label(value))
            if "x-ref" in node:
                return self._reference(node, value)
            if "x-term" in node:
                return self._term(node["x-term"], value)
            if node.get("format") == "date":
                return escape.day(value, self.language.day)
            if node.get("x-shape") == "duration":
                return escape.text(self.language.duration(value))
        return escape.prose(value)

    def headings(self, node: Node, value: list[Any]) -> list[str]:
        """What the items of a list are called."""
        items = self.schema.items(node)
        return [
            self._heading(self.schema.branch(items, item), item)[0] or str(number)
            if isinstance(item, dict)
            else self.inline(items, item)
            for number, item in enumerate(value, 1)
        ]

    def _reference(self, node: Node, id_: str) -> str:
        entry = self.catalog.get(node["x-ref"], id_)
        return link(self.language, self.uri, entry) if entry else escape.text(id_)

    def _is_choice(self, node: Node, value: str) -> bool:
        """Whether a value is one of a list of ours; a team's own field keeps the team's words."""
        branch = self.schema.branch(node, value)
        return "enum" in branch and "x-own" not in branch

    def _term(self, vocabulary: str, id_: str) -> str:
        term = self.catalog.settings.terms[vocabulary].get(id_)
        if term is not None:
            name = escape.text(term.title)
            topic = self.catalog.topics.get((vocabulary, id_), self.uri)
            if topic != self.uri:
                name = f"[{name}]({escape.url(relative(self.uri, topic))})"
            return f"{name} {escape.text(f'({term.contact})')}" if term.contact else name
        if vocabulary == "team" and id_.rstrip().endswith("?"):
            name = id_.rstrip("? ")
            unconfirmed = self.language.words["unconfirmed"]
            return escape.text(f"{name} ({unconfirmed})" if name else unconfirmed)
        return escape.text(id_)

    def _facts(self, value: dict[str, Any]) -> str:
        return definitions((escape.text(label), self._fact(item)) for label, item in value.items())

    def _fact(self, value: Any) -> str:
        if isinstance(value, dict):
            return "<br>".join(
                f"{escape.text(label)}: {self._fact(item)}" for label, item in value.items()
            )
        return self.inline({}, value)

    def _list(self, node: Node, value: list[Any], level: int) -> str:
        items = self.schema.items(node)
        bullet = "1." if node.get("x-ordered") else "-"
        mapping = next((item for item in value if isinstance(item, dict)), None)
        if mapping is None:
            return "\n".join(f"{bullet} {self.inline(items, item)}" for item in value)
        branch = self.schema.branch(items, mapping)
        layout = branch.get("x-layout") or items.get("x-layout")
        short = self.schema.short(items, mapping)
        rows = [item if isinstance(item, dict) else {short or "": item} for item in value]
        if layout == "table" and len(self._columns(branch, rows)) <= MOST_COLUMNS:
            return self._table(branch, rows)
        if layout == "cards" and level <= 5:
            return self._cards(branch, rows, level)
        return "\n".join(f"{bullet} {self._mapping_line(items, row)}" for row in rows)

    def _table(self, node: Node, rows: list[dict[str, Any]]) -> str:
        columns = self._columns(node, rows)
        head = [escape.text(label) for _, label, _ in columns]
        lines = [head, ["---"] * len(head)]
        for row in rows:
            cells = [
                self.inline(child, row[name]) if name in row else "" for name, _, child in columns
            ]
            lines.append(cells)
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _cards(self, node: Node, rows: list[dict[str, Any]], level: int) -> str:
        parts = []
        for number, row in enumerate(rows, 1):
            heading, rest = self._heading(node, row)
            parts.append(f"{'#' * level} {heading or number}")
            parts.append(self._fields(node, rest, level + 1))
        return "\n\n".join(part for part in parts if part)

    def _fields(self, node: Node, value: dict[str, Any], level: int) -> str:
        """The fields of a mapping in order: short ones as facts, each long one under its label."""
        parts: list[str] = []
        facts: list[tuple[str, str]] = []
        for name, label, child in self._columns(node, [value]):
            if self.is_short(child, value[name]):
                facts.append((escape.text(label), self.inline(child, value[name])))
            else:
                parts.append(definitions(facts))
                facts = []
                parts.append(f"**{escape.text(label)}**")
                parts.append(self.block(child, value[name], level))
        return "\n\n".join(part for part in (*parts, definitions(facts)) if part)

    def _mapping_line(self, node: Node, value: dict[str, Any]) -> str:
        """A mapping on one line: what it says first, then its marks, then the rest."""
        node = self.schema.branch(node, value)
        heading, rest = self._heading(node, value)
        marks, more, labelled = [], [], False
        for name, label, child in self._columns(node, [rest]):
            line = self.inline(child, rest[name])
            role = child.get("x-role")
            if role == "mark":
                is_ours = "x-own" not in child and rest[name] in child.get("enum", ())
                marks.append(
                    f'<span class="playbook-is-{rest[name]}">{line}</span>' if is_ours else line
                )
            elif role == "quote":
                more.append(f"<q>{line}</q>")
            elif role == "reason":
                more.append(line)
            else:
                term = escape.text(self.language.colon(label))
                more.append(f'<span class="playbook-label">{term}</span> {line}')
                labelled = True
        if labelled and heading:
            heading = f"**{heading}**"
        mark = f' <small class="playbook-mark">{" · ".join(marks)}</small>' if marks else ""
        return "<br>".join(part for part in (heading + mark, *more) if part.strip())

    def _heading(self, node: Node, value: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """What a mapping is called, and the fields that remain to be shown."""
        heading = self.schema.heading(node, value)
        if heading is None:
            return "", value
        line = self.inline(self.schema.child(node, heading), value[heading])
        properties = node["properties"]
        target = next((name for name in properties if properties[name].get("x-target")), None)
        if target in value:
            line = f"[{escape.text(value[heading])}]({escape.url(value[target])})"
        return line, {key: value[key] for key in value if key not in (heading, target)}

    def _columns(self, node: Node, rows: list[dict[str, Any]]) -> list[tuple[str, str, Node]]:
        """(name, label, schema) of the fields that are used, in the order of the schema."""
        used = dict.fromkeys(name for row in rows for name in row if is_filled(row[name]))
        properties = node.get("properties", {})
        columns = []
        for name in properties:
            if name in used:
                child = self.schema.child(node, name)
                columns.append((name, self.language.title(child), child))
        own = [name for name in used if name not in properties]
        return columns + [(name, own_label(name), {}) for name in own]


def _refers(node: Node) -> bool:
    return "x-ref" in node or "x-term" in node
