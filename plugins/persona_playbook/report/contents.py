"""What a check has to say, as a value that every format reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """Findings by place, and the paths of all documents that were checked.

    `fails` is the lowest severity that fails the check; `changed` are the paths of what the reader
    is about to change.
    """

    findings: Sequence[Finding]
    documents: Collection[str]
    fails: Severity = Severity.ERROR
    changed: Collection[str] = ()

    @property
    def failed(self) -> bool:
        """Whether the check fails."""
        return any(self.is_failure(finding) for finding in self.findings)

    def is_failure(self, finding: Finding) -> bool:
        """Whether a finding fails the check."""
        return finding.severity in (Severity.ERROR, self.fails)

    def ranked(self) -> list[Finding]:
        """The findings for those who look at few: errors first, and changed documents first."""
        return sorted(
            self.findings,
            key=lambda one: (one.severity is not Severity.ERROR, one.path not in self.changed),
        )
