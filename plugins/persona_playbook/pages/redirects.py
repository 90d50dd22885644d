"""What stands at the addresses that documents had under their earlier ids: the way to the new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from ..catalog import ID
from ..places import way_in_browser
from .maker import Maker
from .page import Page


def make(maker: Maker) -> Iterator[Page]:
    """A page for every alias. It leads on by itself, on any host and without a script."""
    catalog = maker.catalog
    for (kind, alias), entry in catalog.aliases.items():
        is_taken = (kind, alias) in catalog.by_key or not catalog.has_page(entry)
        if is_taken or not ID.match(alias) or alias == "index":
            continue
        uri = f"{entry.kind.folder}/{alias}.md"
        names = {"entry": entry, "address": quote(way_in_browser(uri, entry.uri, maker.site))}
        head = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
        page = maker.page(uri, entry.title, "moved.md.jinja", names, head)
        yield replace(page, is_listed=False)
