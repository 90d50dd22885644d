"""Findings → JUnit XML, which most CI systems show as tests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .. import escape
from ..finding import Finding
from .contents import Report


def make(report: Report) -> str:
    """A suite a document; what fails the check is a failed test, all else a skipped one."""
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_path[finding.path].append(finding)
    suites = sorted({*report.documents, *by_path})
    failures = sum(report.is_failure(finding) for finding in report.findings)
    tests = sum(len(by_path[path]) or 1 for path in suites)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="playbook check" tests="{tests}" failures="{failures}" errors="0">',
        *(line for path in suites for line in _suite(report, path, by_path[path])),
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _suite(report: Report, path: str, findings: Sequence[Finding]) -> Iterator[str]:
    failures = sum(report.is_failure(finding) for finding in findings)
    name = _text(path)
    yield (
        f'  <testsuite name="{name}" tests="{len(findings) or 1}" failures="{failures}" '
        f'errors="0" skipped="{len(findings) - failures}">'
    )
    if not findings:
        yield f'    <testcase classname="{name}" name="playbook check"/>'
    seen: Counter[str] = Counter()
    for finding in findings:
        # Of tests with the same name, some systems show only one.
        title = f"{finding.rule}: {finding.message}"
        seen[title] += 1
        title += f" ({seen[title]})" if seen[title] > 1 else ""
        kind = "failure" if report.is_failure(finding) else "skipped"
        yield f'    <testcase classname="{name}" name="{_text(title)}">'
        yield (
            f'      <{kind} type="{finding.rule}" message="{_text(finding.message)}">'
            f"{_text(finding)}{_text(f'; {finding.help}') if finding.help else ''}</{kind}>"
        )
        yield "    </testcase>"
    yield "  </testsuite>"


def _text(value: object) -> str:
    return escape.html(escape.plain(escape.printable(str(value))))
