"""Rules about upkeep: somebody answers for each document, and looks at it again in time."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Catalog, faulty, in_use
from ..finding import Severity
from ..validate import shown
from ..views.reviews import reviews
from .registry import Problem, rule


@rule("review-overdue", Severity.WARNING, alone=True)
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
    for review in reviews(catalog):
        if review.last > catalog.today:
            message = f"'{review.last}' is in the future; write the day of the last review"
            yield Problem(review.entry, where, message)
        elif review.due and review.due < catalog.today:
            message = f"last reviewed on {review.last}; the next review was due on {review.due}"
            help_ = f"read it again, then write `last_reviewed: {catalog.today}`"
            yield Problem(review.entry, where, message, help_)


@rule("missing-owner", Severity.WARNING, alone=True)
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
