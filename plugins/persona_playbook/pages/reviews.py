"""When documents have to be looked at again, as a calendar to subscribe to."""

from __future__ import annotations

from ..calendar import Event, calendar
from ..catalog import Catalog
from ..places import CALENDAR, Site, address
from ..views.reviews import Review, reviews


def make_calendar(catalog: Catalog, site: Site) -> bytes:
    """A day for each document in use that was ever reviewed: when it has to be again."""
    language = catalog.settings.language
    events = []
    for review in reviews(catalog):
        entry = review.entry
        if review.due and catalog.has_page(entry):
            events.append(
                Event(
                    key=f"{site.url} {entry.path}",
                    title=language.words["reviews_event"].format(title=entry.title),
                    day=review.due,
                    since=review.last,
                    description=_description(catalog, review),
                    url=address(site, CALENDAR, entry.uri) if site.url else "",
                )
            )
    return calendar(language.pair(site.title(catalog), language.words["health_reviews"]), events)


def _description(catalog: Catalog, review: Review) -> str:
    """Who answers for the document, and when it was looked at last."""
    language = catalog.settings.language
    kind, owner = review.entry.kind, str(review.entry.data.get("owner", ""))
    facts = [(kind.fields["last_reviewed"], language.day(review.last))]
    if owner:
        facts.insert(0, (kind.fields["owner"], catalog.settings.term("team", owner)))
    return "\n".join(language.pair(language.title(node), value) for node, value in facts)
