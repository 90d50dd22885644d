"""Findings ↔ a file of those that a team knows of, so that only new ones are reported."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from .finding import Finding

VERSION = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A finding of a baseline: its fingerprint, and what tells people which one it was."""

    fingerprint: str
    rule: str
    path: str
    message: str


def make(findings: Iterable[Finding]) -> str:
    """A baseline of these findings, each on a line of its own, so that changes are easy to read."""
    known = [Known(one.fingerprint, one.rule, one.path, one.message) for one in findings]
    lines = [json.dumps(asdict(one)) for one in known]
    return f'{{"version": {VERSION}, "findings": [\n' + ",\n".join(lines) + "\n]}\n"


def read(text: bytes) -> list[Known]:
    """The findings of a baseline; a ValueError says why it is none."""
    try:
        data = json.loads(text)
        version, listed = data["version"], data["findings"]
        found = [Known(**one) for one in listed]
        if not all(isinstance(value, str) for one in found for value in asdict(one).values()):
            raise TypeError
    except (KeyError, TypeError, RecursionError, json.JSONDecodeError, UnicodeDecodeError):
        raise ValueError("it was not written by --update-baseline") from None
    if version != VERSION:
        raise ValueError(f"its version is {version!r}, and {VERSION} is what can be read")
    return found
