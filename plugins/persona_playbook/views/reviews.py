"""When documents have to be looked at again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..catalog import Catalog, Entry, in_use

SOON = timedelta(days=30)  # what is due by then is to be done now; pages say "within a month"


@dataclass(frozen=True, slots=True)
class Review:
    """The last review of a document, and when the next one is due; None if beyond the calendar."""

    entry: Entry
    last: date
    due: date | None


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Reviews that are overdue, and that are due soon; both by day."""

    overdue: tuple[Review, ...]
    due: tuple[Review, ...]


def reviews(catalog: Catalog) -> Iterator[Review]:
    """Yield the reviews of documents in use; one never reviewed has none."""
    for entry in catalog.entries:
        if in_use(entry) and (last := _day(entry.data.get("last_reviewed", ""))):
            every = entry.data.get("review_every", catalog.settings.review_every)
            yield Review(entry, last, add(last, every))


def upcoming(catalog: Catalog, within: timedelta) -> Upcoming:
    """Sort the reviews of documents that have a page: what is overdue, and what is due in time."""
    today = catalog.today
    dated = sorted(
        (review.due, review.entry.path, review)
        for review in reviews(catalog)
        if review.due and review.due <= today + within and catalog.has_page(review.entry)
    )
    return Upcoming(
        tuple(review for due, _, review in dated if due < today),
        tuple(review for due, _, review in dated if due >= today),
    )


def add(day: date, duration: str) -> date | None:
    """Return the day that is later by "6 months"; nothing if that is beyond the calendar.

    A month later than the 31st is the last day of a shorter month.
    """
    number, unit = duration.split(" ")
    amount = int(number)
    try:
        if unit.startswith(("day", "week")):
            return day + timedelta(days=amount * (7 if unit.startswith("week") else 1))
        months = day.year * 12 + day.month - 1 + amount * (12 if unit.startswith("year") else 1)
        year, month = divmod(months, 12)
        last_of_month = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last_of_month))
    except (OverflowError, ValueError):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # a date to a validator, but not to a calendar: the year 0
