"""Catalog → pages: one pure function, and the Markdown is all that any engine needs.

Escaping and leaving out happen here, once. A page's look is a Jinja template; a team replaces one
by putting a file of the same name into its own folder of templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..catalog import Catalog
from ..finding import Finding
from ..places import CALENDAR, FEED, Site, asset_uri, picture
from ..views.changes import Changes
from . import (
    changes,
    coverage,
    directory,
    documents,
    health,
    home,
    journeys,
    personas,
    printing,
    redirects,
    reviews,
    topics,
)
from . import map as map_
from .maker import Maker
from .page import Page, finish
from .templates import explain

__all__ = ["Page", "explain", "feeds", "finish", "images", "make"]


def make(
    catalog: Catalog,
    site: Site,
    findings: Sequence[Finding] = (),
    changed: Changes | None = None,
) -> list[Page]:
    """All pages of a playbook; `findings` are what is wrong in it, `changed` what changed."""
    maker = Maker(catalog, site)
    pages = list(_all(maker, findings, changed or Changes()))
    return [home.make(maker, findings, pages), *pages]


def feeds(catalog: Catalog, site: Site, changed: Changes) -> dict[str, bytes]:
    """What programs subscribe to, by its place on the site."""
    return {
        FEED: changes.make_feed(catalog, site, changed),
        CALENDAR: reviews.make_calendar(catalog, site),
    }


def _all(maker: Maker, findings: Sequence[Finding], changed: Changes) -> Iterator[Page]:
    # In the order of the navigation.
    yield from documents.make(maker)
    yield from redirects.make(maker)
    yield from directory.make(maker)
    yield from personas.make(maker)
    yield from journeys.make(maker)
    yield from coverage.make(maker)
    yield from map_.make(maker)
    yield from health.make(maker, findings)
    yield from changes.make(maker, changed)
    yield from printing.make(maker)
    yield from topics.make(maker)


def images(catalog: Catalog) -> dict[str, Path]:
    """The pictures that documents show: where each lies on the site, and its file."""
    found: dict[str, Path] = {}
    for entry in catalog.by_key.values():
        names = [name for _, _, name in entry.kind.files.find(entry.data)]
        names += [link.path for link in entry.links if link.is_relative]
        for name in names:
            if (path := picture(catalog, entry, str(name))) is not None:
                found[asset_uri(path)] = catalog.folder / path
    return found
