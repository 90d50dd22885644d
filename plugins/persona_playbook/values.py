"""Entries as values for a template: they print as Markdown, and compare as they were written.

A page template has autoescape; the macros of handwritten pages have not. So whatever can be
printed here is escaped already, by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

from .catalog import Catalog, Entry
from .language import Language
from .render import Renderer, link
from .schema import Node, Schema
from .settings import listed
from .validate import shown, suggest


@dataclass(frozen=True)
class View:
    """For whom values are made: the page that prints them, and who hears of what is wrong."""

    catalog: Catalog
    uri: Callable[[], str]
    report: Callable[[str], None]

    @property
    def language(self) -> Language:
        """The language of the pages."""
        return self.catalog.settings.language

    def document(self, entry: Entry) -> DocumentFields:
        """An entry; it prints as a link to its page."""
        return DocumentFields(self, entry)

    def renderer(self, schema: Schema) -> Renderer:
        """What writes values on the page that is made now."""
        return Renderer(self.catalog, schema, self.uri())

    def value(self, schema: Schema, node: Node, value: Any) -> Any:
        """A value of a document, by its part of the schema."""
        node = schema.resolve(node)
        if value is None:
            return Fields(self, schema, node, {}, "")
        if isinstance(value, list) or schema.items(node):
            items = schema.items(node)
            values = [self.value(schema, items, item) for item in listed(value)]
            return Items(values, lambda: self._print(schema, node, value), self.report)
        short = schema.short(node, value)
        if isinstance(value, dict) or short:
            data = value if isinstance(value, dict) else {str(short): value}
            mapping = schema.branch(node, data)
            return Fields(self, schema, mapping, data, lambda: self._print(schema, node, value))
        if isinstance(value, bool):
            return YesNo(value, self.renderer(schema).inline(node, value))
        if not isinstance(value, str):
            return value
        if "x-ref" in node and (entry := self.catalog.get(node["x-ref"], value)):
            return self.document(entry)
        return Text(self, value, self.renderer(schema).inline(node, value))

    def _print(self, schema: Schema, node: Node, value: Any) -> str:
        renderer = self.renderer(schema)
        if schema.short(node, value) or renderer.is_short(node, value):
            return renderer.inline(node, value)
        return renderer.block(node, value, 4)


class Text(str):
    """A text. It prints so that it shows what its author wrote, and compares as that."""

    _raw: str
    _view: View

    def __new__(cls, view: View, raw: str, printed: str) -> Text:
        self = super().__new__(cls, printed)
        self._raw = raw
        self._view = view
        return self

    def __eq__(self, other: object) -> bool:
        return self._raw == str(other._raw if isinstance(other, Text) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._raw)

    def __contains__(self, part: object) -> bool:
        return str(part) in self._raw

    def __html__(self) -> str:
        return str(self)  # the filter `e` must not escape it once more

    def __getattr__(self, name: str) -> Any:
        _refuse_special(name)
        self._view.report(f"{shown(self._raw)} is a text; it has no '{name}'")
        return UNKNOWN


class YesNo(int):
    """True or false; it prints in words."""

    _printed: str

    def __new__(cls, value: bool, printed: str) -> YesNo:
        self = super().__new__(cls, value)
        self._printed = printed
        return self

    def __str__(self) -> str:
        return self._printed


class Items(list[Any]):
    """A list; it prints as on the page of its document."""

    def __init__(
        self, values: Iterable[Any], printed: Callable[[], str], report: Callable[[str], None]
    ) -> None:
        super().__init__(values)
        self._printed = printed
        self._report = report

    def __getitem__(self, index: Any) -> Any:
        try:
            return super().__getitem__(index)
        except IndexError:
            self._report(f"no item {index} in a list of {len(self)}; the first is 0")
            return UNKNOWN

    def __str__(self) -> str:
        return self._printed()


class Fields:
    """A mapping: `.name` and `['name']` give its fields, empty ones too.

    It has no public methods, so that a field may have any name; `items`, `keys` and `values`
    work where no field is called that.
    """

    def __init__(
        self,
        view: View,
        schema: Schema,
        node: Node,
        data: Mapping[str, Any],
        printed: str | Callable[[], str],
    ) -> None:
        self._view = view
        self._schema = schema
        self._node = schema.branch(node, {})
        self._data = data
        self._printed = printed

    def __getitem__(self, name: Any) -> Any:
        properties = self._node.get("properties", {})
        if name in self._data or name in properties:
            return self._view.value(self._schema, properties.get(name, {}), self._data.get(name))
        if name in ("items", "keys", "values"):
            return {"items": self._pairs, "keys": lambda: iter(self), "values": self._values}[name]
        if self._node.get("additionalProperties") is not False or str(name).startswith("x-"):
            return Fields(self._view, self._schema, {}, {}, "")  # labels of the author's own
        names = [*properties, *self._data]
        self._view.report(f"{self._noun()} has no field '{name}'{suggest(str(name), names)}")
        return UNKNOWN

    def __getattr__(self, name: str) -> Any:
        _refuse_special(name)
        return self[name]

    def __iter__(self) -> Iterator[str]:
        for name in self._data:
            yield self._view.value(self._schema, {}, name)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __str__(self) -> str:
        return self._printed if isinstance(self._printed, str) else self._printed()

    def __html__(self) -> str:
        return str(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Fields):
            return self._data == other._data
        short = self._node.get("x-short") or next(iter(self._data), None)
        return self._data.get(str(short)) == other

    def __hash__(self) -> int:
        return hash(str(self))

    def _pairs(self) -> Iterator[tuple[str, Any]]:
        return zip(self, (self[name] for name in self._data), strict=True)

    def _values(self) -> Iterator[Any]:
        return (value for _, value in self._pairs())

    def _noun(self) -> str:
        return "this part"


class DocumentFields(Fields):
    """An entry: its fields, and `id`, `title` and `status` in any case; it prints as a link."""

    def __init__(self, view: View, entry: Entry) -> None:
        data = {"id": entry.id, "title": entry.title, "status": entry.status, **entry.data}
        schema = entry.kind.schema
        super().__init__(view, schema, schema.root, data, self._link)
        self._entry = entry

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DocumentFields):
            return self._entry is other._entry
        return self._view.catalog.get(self._entry.kind.name, str(other)) is self._entry

    def __hash__(self) -> int:
        return hash(self._entry.key)

    def _link(self) -> str:
        return link(self._view.language, self._view.uri(), self._entry)

    def _noun(self) -> str:
        return f"the {self._entry.kind.title.lower()} '{self._entry.id}'"


class Unknown(jinja2.ChainableUndefined):
    """What stands for something that has been reported: nothing, whatever is done with it."""

    def __call__(self, *_args: Any, **_names: Any) -> Unknown:  # type: ignore[override]
        return self


UNKNOWN = Unknown()


def entry_of(document: DocumentFields) -> Entry:
    """The entry behind a document."""
    return document._entry  # noqa: SLF001 - its public names belong to its fields


def _refuse_special(name: str) -> None:
    # Python and Jinja ask for these of any object.
    if name.startswith("_") or name == "jinja_pass_arg":
        raise AttributeError(name)
