"""`playbook check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from .. import report
from ..check import check as check_all
from ..finding import Finding, Severity
from ..frontmatter import Document
from ..settings import NAME
from . import fix as fixing
from .console import absolute, from_here, has_color, show
from .playbooks import default, load, root_of, wanted


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "concise", "json"]),
    default="text",
    show_default=True,
    help="How findings are written: with their lines, one line each, or for programs.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without losing anything.")
@click.option("--diff", is_flag=True, help="Only show what --fix would change.")
def check(paths: tuple[Path, ...], format_: str, fix: bool, diff: bool) -> None:
    """Say what is wrong with the documents of a playbook.

    PATH is the playbook's folder, or a file or folder in it: then the whole playbook is read, and
    only what is wrong there is shown. Without PATH it is this folder, if it holds a playbook.yml,
    and otherwise its folder `personas`.

    Ends with 0 if there are no errors (warnings are allowed), 1 if there are errors, and 2 if the
    check could not run; with --diff, with 1 if there is something to mend. NO_COLOR and FORCE_COLOR
    are heeded; SOURCE_DATE_EPOCH says which day it is.
    """
    roots: dict[Path, list[Path]] = {}
    for one in paths or (default(),):
        path = absolute(one)
        roots.setdefault(root_of(path), []).append(path)

    if diff:
        sys.exit(fixing.show_fixes(roots))
    if fix:
        fixing.fix(roots)
    findings: list[Finding] = []
    sources: dict[str, Document] = {}
    count = 0
    for root, given in roots.items():
        # Paths are relative to the folder checked; of several folders each names its own.
        prefix = f"{from_here(root)}/" if len(roots) > 1 else ""
        found, documents = _check(root, given)
        findings += [replace(finding, path=prefix + finding.path) for finding in found]
        sources |= {prefix + document.path: document for document in documents}
        count += sum(document.path != NAME for document in documents)
    findings.sort(key=lambda finding: finding.order)

    color = has_color()
    if format_ == "json":
        show(report.json(findings))
    elif format_ == "concise":
        show(report.concise(findings, color), color)
    else:
        show(report.text(findings, sources, count, color), color)
    sys.exit(any(finding.severity is Severity.ERROR for finding in findings))


def _check(root: Path, paths: Iterable[Path]) -> tuple[list[Finding], list[Document]]:
    """Findings and documents of the playbook in `root`, as far as they lie in `paths`."""
    playbook = load(root)
    documents = wanted(playbook, paths)
    findings = [finding for finding in check_all(playbook) if finding.path in documents]
    return findings, list(documents.values())
