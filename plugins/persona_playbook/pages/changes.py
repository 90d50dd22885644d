"""What changed lately: a page, and a feed of the same."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog
from ..feed import Item, feed
from ..language import Language, field_label
from ..places import CHANGES, FEED, Site, address
from ..views.changes import Changes, News
from .maker import Maker
from .page import Page


def make(maker: Maker, changes: Changes) -> Iterator[Page]:
    """The latest changes, day by day."""
    words = maker.language.words
    names = {
        "days": changes.days,
        "gap": changes.gap and words[f"changes_{changes.gap.value}"],
        "feed": FEED,
        "what": lambda news: what(maker.language, news),
    }
    head = {"description": words["changes_intro"], "search": {"exclude": True}}
    yield maker.page(CHANGES, words["changes"], "changes.md.jinja", names, head)


def make_feed(catalog: Catalog, site: Site, changes: Changes) -> bytes:
    """The same as a feed."""
    language = catalog.settings.language
    items = [
        Item(
            key=f"{day.day} {news.path}",
            title=f"{news.title} ({language.label(news.kind.title)})",
            summary=what(language, news),
            when=news.when,
            url=address(site, FEED, news.entry.uri if news.entry else CHANGES),
        )
        for day in changes.days
        for news in day.changes
    ]
    title = language.pair(site.title(catalog), language.words["changes"])
    own = address(site, FEED, FEED) if site.url else ""
    return feed(title, items, own, address(site, FEED, CHANGES))


def what(language: Language, news: News) -> str:
    """What happened to a document, in words; what changed in it, by its names."""
    fields = news.kind.fields
    names = [field_label(language, name, fields.get(name, {})) for name in news.fields]
    if news.notes:
        names.append(language.words["notes"])
    return ", ".join(names) or language.words[f"changes_{news.what}"]
