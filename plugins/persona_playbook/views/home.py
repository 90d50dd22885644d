"""What the home page points at: whatever needs attention now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..finding import Finding, Severity
from .coverage import Coverage, Gap
from .reviews import SOON, Review, upcoming


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
    waiting = upcoming(coverage.catalog, SOON)
    faults = sum(finding.severity is Severity.ERROR for finding in findings)
    return Attention(faults, waiting.overdue, waiting.due, tuple(coverage.gaps))
