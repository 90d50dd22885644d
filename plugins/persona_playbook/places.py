"""Where pages and pictures lie on a site, and the ways between them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .catalog import Catalog, Entry
from .raster import SUFFIXES
from .settings import TOPICS

HOME = "index.md"
OVERVIEW = "overview"  # the folder of the pages about the playbook as a whole
CANVAS = f"{OVERVIEW}/canvas.md"
CHANGES = f"{OVERVIEW}/changes.md"
COMPARE = f"{OVERVIEW}/compare.md"
COVERAGE = f"{OVERVIEW}/coverage.md"
DIRECTORY = f"{OVERVIEW}/directory.md"
HEALTH = f"{OVERVIEW}/health.md"
MAP = f"{OVERVIEW}/map.md"
OPPORTUNITIES = f"{OVERVIEW}/opportunities.md"
PRINT = f"{OVERVIEW}/print.md"
# What programs subscribe to: changes, and reviews that are due.
FEED = f"{OVERVIEW}/changes.xml"
CALENDAR = f"{OVERVIEW}/reviews.ics"
# The folders of pages that no document stands behind.
COMPUTED = (OVERVIEW, *TOPICS.values())
RULE_PAGES = "reference/rules"


@dataclass(frozen=True, slots=True)
class Site:
    """What pages need to know of the site that they become part of."""

    directory_urls: bool = True
    docs: Path | None = None  # the folder of handwritten pages
    templates: Path | None = None  # the team's own templates
    audience: str | None = None  # for whom it is: a visibility level, or the usual one
    reference: bool = True  # whether fields and rules are explained on pages of their own
    # Whether the engine turns addresses in raw HTML, as in Markdown, into those of the site.
    rewrites_html: bool = False
    url: str = ""  # where the site will be, ending in "/"; empty if nobody knows


def room_uri(entry: Entry, name: str) -> str:
    """A page of a document beside its own: a persona's quick card, a journey's poster."""
    return f"{entry.kind.folder}/{entry.id}/{name}.md"


def relative(uri: str, target: str) -> str:
    """The way from one page's source to another's."""
    here, there = uri.split("/")[:-1], target.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        del here[0], there[0]
    return "../" * len(here) + "/".join(there)


def page_url(uri: str, directory_urls: bool) -> str:
    """Where a page is found on the site, relative to its root."""
    return page_file(uri, directory_urls).removesuffix("index.html" if directory_urls else "")


@lru_cache(1 << 14)
def page_file(uri: str, directory_urls: bool) -> str:
    """The file that a page becomes on the site."""
    folder, name = posixpath.split(uri.removesuffix(".md"))
    if name in ("index", "README"):
        return posixpath.join(folder, "index.html")
    return posixpath.join(folder, f"{name}/index.html" if directory_urls else f"{name}.html")


def way(uri: str, target: str, site: Site) -> str:
    """The way from one page to another, or to a file, as it stands in HTML on the page."""
    if site.rewrites_html:
        return relative(uri, target)
    return way_in_browser(uri, target, site)


def way_in_browser(uri: str, target: str, site: Site) -> str:
    """The way from one page to another where no engine rewrites it."""
    return _way(page_file(uri, site.directory_urls), _place(target, site.directory_urls))


def address(site: Site, uri: str, target: str) -> str:
    """The whole address of a page or file; without a known site the way from the file `uri`."""
    there = _place(target, site.directory_urls)
    return site.url + there if site.url else _way(uri, there)


def _place(target: str, directory_urls: bool) -> str:
    """Where a page or file is found on the site, relative to its root."""
    return page_url(target, directory_urls) if target.endswith(".md") else target


@lru_cache(1 << 14)
def _way(file: str, there: str) -> str:
    """The way from one file of the site to what a browser asks it for."""
    found = posixpath.relpath(there or ".", posixpath.dirname(file) or ".")
    is_folder = there == "" or there.endswith("/")
    return f"{found}/" if is_folder else found


def asset_uri(path: str) -> str:
    """Where a picture lies on the site, by its path in the playbook's folder."""
    return f"personas/{path}"


def picture(catalog: Catalog, entry: Entry, name: str) -> str | None:
    """The path of a picture beside a document, if it is there and can be shown."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), name))
    if not path.lower().endswith(SUFFIXES) or path not in catalog.listing.files:
        return None
    return path if catalog.refusal(path) is None else None
