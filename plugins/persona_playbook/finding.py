"""What is wrong, as values: a fault where it is seen, a finding once it is placed and weighed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

DataPath = tuple[str | int, ...]  # into a document's data: `("stages", 0, "goal")`
Where = DataPath | int  # a path into a document's data, or an offset into its text


def reason(error: OSError) -> str:
    """Why a file can't be read or written, in the words of the system."""
    return error.strerror.lower() if error.strerror else str(error) or "unknown reason"


class Severity(StrEnum):
    """How a finding counts: an error fails a strict build and a check, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


class Fix(NamedTuple):
    """How a fault is mended so that nothing is lost: what belongs in its place.

    That is the place of the faulty value, of its field's name, or of a `piece` of the document's
    text from one offset to another.
    """

    value: Any
    is_name: bool = False
    piece: tuple[int, int] | None = None


class Fault(NamedTuple):
    """Something wrong at one place of one document, before severity, excuses and line numbers."""

    rule: str
    where: Where
    message: str
    help: str = ""
    at_key: bool = False  # point at the field's name instead of its value
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault as people and programs see it; lines and columns count from 1.

    Its fingerprint is the same wherever in its document it stands, and no other finding's.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: Severity
    rule: str
    message: str
    help: str = ""
    fingerprint: str = ""

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message} [{self.rule}]"
        )

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key to sort by: place first."""
        return (self.path, self.line, self.column, self.rule, self.message)
