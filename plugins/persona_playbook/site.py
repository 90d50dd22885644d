"""A folder → everything a site needs: findings, pages, pictures. What every edge builds on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import forms as forms_
from . import raster, search
from .audience import narrow
from .catalog import Catalog, current_date, load
from .check import check
from .finding import Finding, Severity
from .forms import Forms
from .frontmatter import Document
from .history import read
from .pages import Page, feeds, images, make
from .places import HOME, Site, page_file, way
from .reference import make as make_reference
from .settings import NAME
from .views.changes import changes

ASSETS = "assets/persona-playbook/"  # where they lie on the site
STYLE = "playbook.css"
SCRIPTS = ("playbook.js", search.NAME)
# What generated pages are written in. Bundles that hold them already are left alone.
EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables")
BUNDLES = {"extra", "pymdownx.extra"}


@dataclass(frozen=True)
class Playbook:
    """One reading of a playbook, ready for an engine.

    `pages`, `pictures` and `feeds` are by their place on the site; a page that collides with a
    handwritten one is a finding and not among them.
    """

    catalog: Catalog
    findings: list[Finding]
    pages: dict[str, Page]
    pictures: dict[str, Path]
    feeds: dict[str, bytes]
    withheld_errors: int = 0
    forms: dict[str, bytes | Path] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings fail a strict build, those that the audience may not see among them."""
        shown = sum(finding.severity is Severity.ERROR for finding in self.findings)
        return shown + self.withheld_errors

    def readable(self) -> dict[str, Document]:
        """The documents that can be shown as they are now, by path."""
        return {entry.path: entry.document for entry in self.catalog.entries}


def build(
    folder: Path,
    site: Site,
    handwritten: Mapping[str, str],
    last_good: Mapping[str, Document] | None = None,
    forms: Forms | None = None,
) -> Playbook:
    """Read, check and write a playbook.

    `handwritten` has the files of the docs folder: address on the site → path in the folder. With
    `last_good`, a document that can't be read keeps the page it had.
    """
    full = load(folder, current_date(), last_good)
    catalog = narrow(full, site.audience)
    findings = check(catalog)
    withheld = check(full) if catalog.is_narrowed else []
    changed = changes(catalog, read(folder))
    made = make(catalog, site, findings, changed)
    if site.reference:
        made += make_reference(catalog.kinds)
    made_forms: dict[str, bytes | Path] = {}
    if forms:
        made_forms = forms_.files(catalog, forms, site)
        made = _with_forms(made, catalog, site)
        if taken := made_forms.keys() & handwritten.keys():
            file = handwritten[min(taken)]
            raise ValueError(f"'{file}' lies where the forms of the playbook do; rename it")
    pages, more = {}, []
    for page in made:
        if page.uri == HOME and page_file(HOME, site.directory_urls) in handwritten:
            continue  # a team may well write that page itself
        if (name := handwritten.get(page_file(page.uri, site.directory_urls))) is None:
            pages[page.uri] = page
        else:
            more.append(_collision(page, site.docs or folder, name, folder))
    pictures = {}
    for uri, picture in images(catalog).items():
        if (name := handwritten.get(uri)) is None:
            pictures[uri] = picture
        else:
            path = picture.relative_to(folder).as_posix()
            more.append(_collision(Page(uri, "", "", path), site.docs or folder, name, folder))
    if site.audience and full.entries and not catalog.entries:
        more.append(_nobody(site.audience))
    made_feeds = feeds(catalog, site, changed)
    own = {uri: feed for uri, feed in made_feeds.items() if uri not in handwritten}
    if not site.audience and withheld:
        # A team's own log may say what its own site may not.
        findings, withheld = withheld, []
    findings = sorted([*findings, *more], key=lambda finding: finding.order)
    hidden = _errors(withheld, findings)
    return Playbook(catalog, findings, pages, pictures, own, hidden, made_forms)


def assets(playbook: Playbook) -> dict[str, bytes | Path]:
    """Everything beside the pages that the site needs, by its place there."""
    own: dict[str, bytes | Path]
    own = {f"{ASSETS}{name}": Path(__file__).parent / "assets" / name for name in (STYLE, *SCRIPTS)}
    own[f"{ASSETS}{search.NAME}"] = search.script(playbook.catalog.settings.synonyms)
    pictures = {
        uri: found.data  # without what its camera wrote into it
        for uri, path in playbook.pictures.items()
        if isinstance(found := raster.load(path), raster.Picture)
    }
    return {**own, **pictures, **playbook.feeds, **playbook.forms}


def missing_extensions(names: Iterable[str]) -> list[str]:
    """The Markdown extensions that a site with these lacks."""
    present = {name.removeprefix("markdown.extensions.") for name in names}
    return [] if BUNDLES & present else [name for name in EXTENSIONS if name not in present]


def _with_forms(pages: Iterable[Page], catalog: Catalog, site: Site) -> list[Page]:
    """The pages, those of documents with the way to the form of theirs."""
    words, addresses = catalog.settings.language.words, forms_.addresses(catalog)

    def linked(page: Page) -> Page:
        if page.source not in addresses:
            return page
        place, _, anchor = addresses[page.source].partition("#")
        href = f"{way(page.uri, place, site)}#{anchor}"
        return replace(page, markdown=forms_.beside(page.markdown, href, words["form"]))

    return [linked(page) for page in pages]


def _errors(all_: Iterable[Finding], shown: Iterable[Finding]) -> int:
    """How many errors are not among those that are shown."""
    places = {finding.order for finding in shown}
    return sum(one.severity is Severity.ERROR and one.order not in places for one in all_)


def _nobody(audience: str) -> Finding:
    message = f"no document is for the audience '{audience}', so its site has none"
    help_ = f"write `visibility: {audience}` in those that all of it may read"
    return Finding(NAME, 1, 1, 1, 1, Severity.WARNING, "empty-audience", message, help_)


def _collision(page: Page, docs: Path, name: str, folder: Path) -> Finding:
    path = page.source or os.path.relpath(docs / name, folder).replace(os.sep, "/")
    written = f"{docs.name}/{name}"
    message = f"its page {page.uri} is also written by hand, in {written}; rename one of them"
    if page.source is None:
        message = f"the playbook makes the page {page.uri} too; delete or rename this one"
    return Finding(path, 1, 1, 1, 1, Severity.ERROR, "place-taken", message)
