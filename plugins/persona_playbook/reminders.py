"""Reviews that are due → text, and Markdown for an issue: by owner, what is overdue first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from .catalog import Catalog
from .escape import printable
from .report.markdown import COMMENT, code, fitting, size
from .report.terminal import count
from .views.reviews import Review, Upcoming

Seen = Callable[[str], str]  # a path in the playbook → as its reader sees it
_NOBODY = "nobody yet"


def text(catalog: Catalog, upcoming: Upcoming, seen: Seen = str) -> str:
    """The reviews for people at a terminal."""
    lines = []
    for owner, found in _by_owner(catalog, upcoming):
        lines.append(f"{printable(owner)}\n")
        for review in found:
            title = f"{review.entry.title} ({seen(review.entry.path)})"
            lines.append(f"  {_when(catalog, review)}  {printable(title)}\n")
        lines.append("\n")
    overdue, due = (count(len(part), "review") for part in (upcoming.overdue, upcoming.due))
    return "".join([*lines, f"{overdue} overdue, {due} due soon\n"])


def markdown(catalog: Catalog, upcoming: Upcoming, seen: Seen = str) -> str:
    """The reviews as a list to tick off, as long as an issue may be; nothing if there are none.

    What documents say stands in code: there a forge mentions nobody.
    """
    items = []
    for owner, found in _by_owner(catalog, upcoming):
        heading = f"\n### {code(owner)}\n\n"
        for review in found:
            last = f"last reviewed on {review.last}"
            names = f"{code(review.entry.title)} ({code(seen(review.entry.path))})"
            items.append(f"{heading}- [ ] {names}: {_when(catalog, review)}, {last}")
            heading = ""
    if not items:
        return ""
    end = "\nRead each again, mend what is no longer true, and set `last_reviewed`.\n"
    hint = "; `playbook due` shows them all"
    lines = [*fitting(items, COMMENT - size(end), "review", hint), end]
    return "\n".join(lines).lstrip("\n")


def _by_owner(catalog: Catalog, upcoming: Upcoming) -> Iterable[tuple[str, list[Review]]]:
    """The owners and their reviews, whoever is longest overdue first."""
    owners: dict[str, list[Review]] = defaultdict(list)
    for review in (*upcoming.overdue, *upcoming.due):
        owner = str(review.entry.data.get("owner", ""))
        owners[catalog.settings.term("team", owner) if owner else _NOBODY].append(review)
    return owners.items()


def _when(catalog: Catalog, review: Review) -> str:
    overdue = review.due and review.due < catalog.today
    return f"{'was' if overdue else 'is'} due on {review.due}"
