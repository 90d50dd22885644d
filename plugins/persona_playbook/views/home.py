"""What the home page points at: whatever needs attention now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..catalog import Entry
from ..finding import Finding, Severity
from ..kinds import Kind
from ..settings import Term
from .coverage import CARING, SAYING, Coverage
from .reviews import Review, reviews

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a persona lacks: all documents of a kind, or anything at a stage."""

    persona: Entry
    lacks: Kind | Term


@dataclass(frozen=True, slots=True)
class Attention:
    """How many faults there are, the reviews that are overdue or soon due, and the gaps."""

    faults: int
    overdue: tuple[Review, ...]
    due: tuple[Review, ...]
    gaps: tuple[Gap, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.faults or self.overdue or self.due or self.gaps)


def attention(coverage: Coverage, findings: Sequence[Finding]) -> Attention:
    """Look for what somebody should do something about."""
    catalog = coverage.catalog
    today, soon = catalog.today, catalog.today + SOON
    dated = sorted(
        (review.due, review.entry.path, review)
        for review in reviews(catalog)
        if review.due and review.due <= soon
    )
    gaps = [
        Gap(persona, catalog.kinds[kind])
        for kind in ("journey", SAYING, CARING)
        for persona in coverage.without(kind)
    ]
    gaps += [
        Gap(row.persona, cell.stage) for row in coverage.rows for cell in row.cells if cell.is_gap
    ]
    return Attention(
        sum(finding.severity is Severity.ERROR for finding in findings),
        tuple(review for due, _, review in dated if due < today),
        tuple(review for due, _, review in dated if due >= today),
        tuple(gaps),
    )
