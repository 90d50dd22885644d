"""Rules about upkeep: somebody answers for each document, and looks at it again in time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from ..catalog import Catalog
from ..finding import Severity
from ..validate import shown
from .registry import Problem, rule
from .scope import faulty, in_use


@rule("review-overdue", Severity.WARNING)
def review_overdue(catalog: Catalog) -> Iterator[Problem]:
    """The last review of a document is longer ago than agreed.

    Why: Customers change. A persona that nobody has looked at for a year is believed all the
    same, and misleads. How long a review holds is said by `review_every` in the document, or by
    the team in `playbook.yml`.

    Bad:

        last_reviewed: 2024-03-01
        review_every: 6 months

    Good:

        last_reviewed: 2026-10-01
        review_every: 6 months

    Mend: Read the document again with people who know the customers, change what is no longer
    true, and set `last_reviewed` to the day. Drafts and retired documents are not reminded.
    """
    where = ("last_reviewed",)
    today = catalog.today
    for entry in catalog.entries:
        if not in_use(entry) or "last_reviewed" not in entry.data:
            continue
        last = _day(entry.data["last_reviewed"])
        if last is None:
            continue
        every = entry.data.get("review_every", catalog.settings.review_every)
        due = add(last, every)
        if last > today:
            message = f"'{last}' is in the future; write the day of the last review"
            yield Problem(entry, where, message)
        elif due and due < today:
            message = f"last reviewed on {last}; the next review was due on {due}"
            help_ = f"read it again, then write `last_reviewed: {today}`"
            yield Problem(entry, where, message, help_)


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


@rule("missing-owner", Severity.WARNING)
def missing_owner(catalog: Catalog) -> Iterator[Problem]:
    """Nobody answers for a document, or it is not confirmed who does.

    Why: What belongs to everybody is kept up by nobody. The owner is whom a reader asks, and who
    reviews the document in time.

    Bad:

        owner: Marketing?

    Good:

        owner: marketing

    Mend: Ask the team that knows these customers best, and write its name: one of the teams in
    `playbook.yml`, or any text. Drafts and retired documents need no owner.
    """
    for entry in catalog.entries:
        owner = entry.data.get("owner")
        if not in_use(entry):
            continue
        if owner is None and not faulty(entry, "owner"):
            teams = catalog.settings.terms["team"]
            example = next(iter(teams), "marketing")
            yield Problem(entry, (), "nobody owns this document", f"add `owner: {example}`")
        elif owner and owner.strip().endswith("?"):
            message = f"the owner {shown(owner)} is not confirmed"
            yield Problem(entry, ("owner",), message, "ask, then write it without question mark")
