"""The pages of documents, and the list of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..catalog import Entry
from ..kinds import Kind
from ..places import COMPARE, COVERAGE, PRINT
from ..writer import BODY, Writer
from . import evidence, journeys, messaging, personas, printing, segments, service
from .maker import Maker
from .page import Page, finish

# What the template of a kind may ask for beyond the document itself, by kind; `head` is more for
# the front matter.
_NAMES: Mapping[str, Callable[[Maker, Entry], dict[str, Any]]] = {
    "journey": journeys.names,
    "messaging": messaging.names,
    "service": service.names,
    "persona": personas.names,
    "segment": segments.names,
    "evidence": evidence.names,
}


def make(maker: Maker) -> Iterator[Page]:
    """A list a kind, a page a document."""
    for kind in maker.catalog.kinds.values():
        entries = maker.catalog.of_kind(kind.name)
        if entries or not kind.own:
            yield journeys.index(maker) if kind.name == "journey" else _index(maker, kind)
        for entry in entries:
            yield _document(maker, Writer(maker.catalog, maker.site, entry))


def _document(maker: Maker, writer: Writer) -> Page:
    entry = writer.entry
    names: dict[str, Any] = {"page": writer, "entry": entry, "kind": entry.kind}
    if more := _NAMES.get(entry.kind.name):
        names |= more(maker, entry)
    templates = [f"{entry.kind.name}/page.md.jinja", "page.md.jinja"]
    content = maker.render(entry.uri, templates, names)
    fields = {"title": entry.title, **names.get("head", {})}
    if entry.is_retired:
        fields["search"] = {"boost": 0.1}  # found by who looks for it, below all that is in use
    if description := entry.data.get("summary"):
        fields["description"] = " ".join(description.split())
    # The body goes in last: it stays as written, whatever is done to the rest.
    markdown = finish(fields, content).replace(BODY, writer.own_text)
    return Page(entry.uri, entry.title, markdown, entry.path)


def _index(maker: Maker, kind: Kind) -> Page:
    label = maker.language.label
    names = {
        "kind": kind,
        "entries": maker.catalog.of_kind(kind.name),
        "ways": list(_ways(maker, kind)),
    }
    head = {"description": label(kind.description), "hide": ["toc"], "search": {"boost": 0.8}}
    return maker.page(f"{kind.folder}/index.md", label(kind.plural), "index.md.jinja", names, head)


def _ways(maker: Maker, kind: Kind) -> Iterator[tuple[str, str]]:
    """Where to go on from the list of a kind: label and address."""
    words = maker.language.words
    if kind.name == "persona" and len(maker.people.everyone) > 1:
        yield words["compare"], COMPARE
    if kind.name in ("persona", "messaging", "service"):
        yield words["coverage"], COVERAGE
        yield words["print"], PRINT
    yield words["canvas_one"], printing.canvas_uri(kind)
