"""What changed lately: a page, and a feed of the same."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..feed import Item, feed
from ..history import History
from ..language import Language
from ..places import Site, address
from ..render import own_label
from ..views.changes import Changed, changes
from .maker import Maker
from .page import Page

CHANGES = "overview/changes.md"
FEED = "overview/changes.xml"


def make(maker: Maker, history: History) -> Iterator[Page]:
    """The latest changes, day by day."""
    words = maker.language.words
    names = {
        "days": changes(maker.catalog, history),
        "gap": history.gap and words[f"changes_{history.gap.value}"],
        "feed": FEED,
        "what": lambda changed: what(maker.language, changed),
    }
    head = {"description": words["changes_intro"], "search": {"exclude": True}}
    yield maker.page(CHANGES, words["changes"], "changes.md.jinja", names, head)


def make_feed(catalog: Catalog, site: Site, history: History) -> bytes:
    """The same as a feed."""
    language = catalog.settings.language
    items = [
        Item(
            key=f"{day.day} {changed.path}",
            title=f"{changed.title} ({language.label(changed.kind.title)})",
            summary=what(language, changed),
            when=changed.when,
            url=address(site, FEED, changed.entry.uri if changed.entry else CHANGES),
        )
        for day in changes(catalog, history)
        for changed in day.changes
    ]
    title = language.pair(catalog.settings.title, language.words["changes"])
    own = address(site, FEED, FEED) if site.url else ""
    return feed(title, items, own, address(site, FEED, CHANGES))


def what(language: Language, changed: Changed) -> str:
    """What happened to a document, in words; what changed in it, by its names."""
    fields = changed.kind.fields
    names = [language.title(fields[n]) if n in fields else own_label(n) for n in changed.fields]
    if changed.notes:
        names.append(language.words["notes"])
    return ", ".join(names) or language.words[f"changes_{changed.what}"]
