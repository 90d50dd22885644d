"""Findings → a code quality report of GitLab."""

from __future__ import annotations

import json

from ..escape import printable
from ..finding import Severity
from .contents import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def make(report: Report) -> str:
    """A list of findings; GitLab tells by their fingerprints which of them a request brings."""
    found = [
        {
            "description": printable(f"{finding.message}; {finding.help}".removesuffix("; ")),
            "check_name": finding.rule,
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": printable(finding.path),
                "lines": {"begin": finding.line, "end": finding.end_line},
            },
        }
        for finding in report.findings
    ]
    return json.dumps(found, indent=2) + "\n"
