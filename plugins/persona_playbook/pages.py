"""Catalog → pages: one pure function, and the Markdown is all that any engine needs.

Escaping and leaving out happen here, once. A page's look is a Jinja template per kind; a team
replaces one by putting a file of the same name into its own folder of templates.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from . import escape
from .catalog import Catalog, Entry
from .kinds import DATA, Kind
from .places import HOME, Site, asset_uri, picture
from .render import link, summary
from .writer import BODY, Writer, words


@dataclass(frozen=True, slots=True)
class Page:
    """A page as Markdown with front matter. `source` is its document, or None for a computed page.

    `uri` is relative to the site's source folder, `source` to the playbook's folder.
    """

    uri: str
    title: str
    markdown: str
    source: str | None = None


def make(catalog: Catalog, site: Site, home: bool = True) -> list[Page]:
    """All pages of a playbook: home, an index a kind, a page a document."""
    environment = _environment(site.templates)
    pages = [_home(environment, catalog)] if home else []
    for kind in catalog.kinds.values():
        entries = catalog.of_kind(kind.name)
        if entries or not kind.own:
            pages.append(_index(environment, kind, entries))
        pages += [_document(environment, Writer(catalog, site, entry)) for entry in entries]
    return pages


def explain(error: jinja2.TemplateError) -> str:
    """What is wrong with a team's template, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{f.filename}:{f.lineno}: " for f in frames if f.filename.endswith(".jinja")]
    return f"{''.join(places[-1:])}{error.message}"


def assets(catalog: Catalog) -> dict[str, Path]:
    """The pictures that documents show: where each lies on the site, and its file."""
    found: dict[str, Path] = {}
    for entry in catalog.by_key.values():
        names = [name for _, _, name in entry.kind.files.find(entry.data)]
        names += [link.path for link in entry.links if link.is_relative]
        for name in names:
            if (path := picture(catalog, entry, str(name))) is not None:
                found[asset_uri(path)] = catalog.folder / path
    return found


def _environment(templates: Path | None) -> jinja2.Environment:
    own = [jinja2.FileSystemLoader(templates)] if templates else []
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                *own,
                jinja2.FileSystemLoader(DATA),
                # So that a team's template can extend the one that it replaces.
                jinja2.PrefixLoader({"built-in": jinja2.FileSystemLoader(DATA)}),
            ]
        ),
        # Everything printed is text, unless it is Markdown that we made: escaped by construction.
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else Markup(escape.text(value)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["words"] = words()
    return environment


def _document(environment: jinja2.Environment, writer: Writer) -> Page:
    entry = writer.entry
    names = [f"{entry.kind.name}/page.md.jinja", "page.md.jinja"]
    content = environment.select_template(names).render(page=writer, entry=entry, kind=entry.kind)
    fields = {"title": entry.title}
    if description := entry.data.get("summary"):
        fields["description"] = " ".join(description.split())
    # The body goes in last: it stays as written, whatever is done to the rest.
    markdown = finish(fields, content).replace(BODY, writer.own_text)
    return Page(entry.uri, entry.title, markdown, entry.path)


def _home(environment: jinja2.Environment, catalog: Catalog) -> Page:
    title = catalog.settings.title
    content = environment.get_template("home.md.jinja").render(
        title=title,
        kinds=[
            (kind, catalog.of_kind(kind.name))
            for kind in catalog.kinds.values()
            if catalog.of_kind(kind.name) or not kind.own
        ],
        personas=catalog.of_kind("persona"),
        link=lambda entry: Markup(link(HOME, entry)),
        summary=lambda entry: Markup(summary(entry)),
    )
    return Page(HOME, title, finish({"title": title}, content))


def _index(environment: jinja2.Environment, kind: Kind, entries: list[Entry]) -> Page:
    uri = f"{kind.folder}/index.md"
    content = environment.get_template("index.md.jinja").render(
        kind=kind,
        entries=entries,
        link=lambda entry: Markup(link(uri, entry)),
        summary=lambda entry: Markup(summary(entry)),
    )
    fields = {"title": kind.plural, "description": kind.description}
    return Page(uri, kind.plural, finish(fields, content))


def finish(fields: dict[str, Any], content: str) -> str:
    """A whole page: front matter, and what it says without gaps."""
    # Macros render every page; what comes from documents is text to them.
    head = escape.front_matter({**fields, "render_macros": False})
    content = re.sub(r"\n{3,}", "\n\n", content).strip("\n")
    return f"{head}\n{content}\n"
