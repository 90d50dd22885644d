"""Findings → JSON for programs, as findings.schema.json describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from ..finding import Finding

VERSION = 1  # grows when programs would have to change


def make(findings: Iterable[Finding]) -> str:
    """The findings by place; lines and columns count from 1, ends are not part of a span."""
    found = [asdict(finding) for finding in sorted(findings, key=lambda finding: finding.order)]
    return json.dumps({"version": VERSION, "findings": found}, indent=2) + "\n"
