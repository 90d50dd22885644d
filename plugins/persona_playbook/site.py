"""A folder → everything a site needs: findings, pages, pictures. What every edge builds on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .catalog import Catalog, current_date, load
from .check import check
from .finding import Finding, Severity
from .frontmatter import Document
from .pages import Page, assets, make
from .places import HOME, Site, page_file
from .reference import make as make_reference

STYLE = "assets/persona-playbook/playbook.css"
# What generated pages are written in. Bundles that hold them already are left alone.
EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables")
BUNDLES = {"extra", "pymdownx.extra"}


@dataclass(frozen=True)
class Playbook:
    """One reading of a playbook, ready for an engine.

    `pages` and `pictures` are by their place on the site; a page that collides with a handwritten
    one is a finding and not among them.
    """

    catalog: Catalog
    findings: list[Finding]
    pages: dict[str, Page]
    pictures: dict[str, Path]

    @property
    def errors(self) -> int:
        """How many findings fail a strict build."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    def readable(self) -> dict[str, Document]:
        """The documents that can be shown as they are now, by path."""
        return {entry.path: entry.document for entry in self.catalog.entries}


def build(
    folder: Path,
    site: Site,
    handwritten: Mapping[str, str],
    last_good: Mapping[str, Document] | None = None,
) -> Playbook:
    """Read, check and write a playbook.

    `handwritten` has the files of the docs folder: address on the site → path in the folder. With
    `last_good`, a document that can't be read keeps the page it had.
    """
    catalog = load(folder, current_date(), last_good)
    made = make(catalog, site, home=page_file(HOME, site.directory_urls) not in handwritten)
    if site.reference:
        made += make_reference(catalog.kinds)
    findings = check(catalog)
    pages = {}
    for page in made:
        if (name := handwritten.get(page_file(page.uri, site.directory_urls))) is None:
            pages[page.uri] = page
        else:
            findings.append(_collision(page, site.docs or folder, name, folder))
    pictures = {}
    for uri, picture in assets(catalog).items():
        if (name := handwritten.get(uri)) is None:
            pictures[uri] = picture
        else:
            path = picture.relative_to(folder).as_posix()
            findings.append(_collision(Page(uri, "", "", path), site.docs or folder, name, folder))
    findings.sort(key=lambda finding: finding.order)
    return Playbook(catalog, findings, pages, pictures)


def style() -> bytes:
    """The style sheet of generated pages."""
    return Path(__file__).with_name("playbook.css").read_bytes()


def missing_extensions(names: Iterable[str]) -> list[str]:
    """The Markdown extensions that a site with these lacks."""
    present = {name.removeprefix("markdown.extensions.") for name in names}
    return [] if BUNDLES & present else [name for name in EXTENSIONS if name not in present]


def _collision(page: Page, docs: Path, name: str, folder: Path) -> Finding:
    path = page.source or os.path.relpath(docs / name, folder).replace(os.sep, "/")
    written = f"{docs.name}/{name}"
    message = f"its page {page.uri} is also written by hand, in {written}; rename one of them"
    if page.source is None:
        message = f"the playbook makes the page {page.uri} too; delete or rename this one"
    return Finding(path, 1, 1, 1, 1, Severity.ERROR, "place-taken", message)
