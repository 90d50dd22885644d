"""`playbook check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import click

from .. import baseline, report
from ..check import check as check_all
from ..finding import Finding, Severity
from ..frontmatter import Document
from ..report.contents import Report
from ..rules import RULES
from ..settings import NAME
from . import output
from .console import CanNotRun, absolute, from_here, has_color, say, seen_from_here, show
from .playbooks import default, load, root_of
from .rule import known_rule


def _names(_: click.Context, __: click.Parameter, given: Sequence[str]) -> frozenset[str]:
    """The rules that an option lists."""
    names = [name.strip() for part in given for name in part.split(",")]
    return frozenset(known_rule(name).name for name in names if name)


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(output.NAMES),
    help="How findings are written: full (with their lines), concise (one line each), or for "
    "programs. Without it: github in GitHub Actions, and full elsewhere.",
)
@click.option(
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the findings in the format to FILE, and show them in the terminal too. Without "
    "--format: gitlab in GitLab CI, and json elsewhere.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE,…",
    callback=_names,
    help="Report these rules and no others.",
)
@click.option(
    "--ignore", multiple=True, metavar="RULE,…", callback=_names, help="Don't report these rules."
)
@click.option(
    "--fail-level",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.ERROR),
    show_default=True,
    help="What fails the check: errors, or warnings as well.",
)
@click.option(
    "--baseline",
    "known",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Don't report what is listed in FILE.",
)
@click.option(
    "--update-baseline", is_flag=True, help="Write everything that is found now to that FILE."
)
@click.option("--statistics", is_flag=True, help="Show how often each rule found something.")
def check(
    paths: tuple[Path, ...],
    format_: str | None,
    file: Path | None,
    select: frozenset[str],
    ignore: frozenset[str],
    fail_level: str,
    known: Path | None,
    update_baseline: bool,
    statistics: bool,
) -> None:
    """Say what is wrong with the documents of a playbook.

    PATH is the playbook's folder, or a file or folder in it: then the whole playbook is read, and
    only what is wrong there is shown. Without PATH it is this folder, if it holds a playbook.yml,
    and otherwise its folder `personas`.

    Ends with 0 if there are no errors (warnings are allowed), 1 if there are errors, and 2 if the
    check could not run. NO_COLOR and FORCE_COLOR are heeded; SOURCE_DATE_EPOCH says which day it
    is.
    """
    if update_baseline and not known:
        raise CanNotRun("--update-baseline needs the file to write: --baseline FILE")
    findings, documents = _check(paths)
    if known and update_baseline:
        output.save(known, baseline.make(findings))
    names = (select or RULES.keys()) - ignore
    asked = [one for one in findings if one.path in documents and one.rule in names]
    if known:
        asked = _new(asked, findings, known)
    checked = [path for path in documents if Path(path).name != NAME]
    found = Report(asked, checked, Severity(fail_level))

    screen = output.default(to_file=False) if file or not format_ else format_
    color = has_color() and screen in output.PLAIN
    if statistics and screen not in output.WITH_TEXT:
        raise CanNotRun(f"--statistics is for people; it does not go with the format {screen}")
    if statistics:
        text = report.statistics(asked, len(checked))
    elif screen == "concise":
        text = report.concise(asked, color)
    else:
        text = report.text(asked, documents, len(checked), color, findings)
    if file:
        output.save(file, output.make(format_ or output.default(to_file=True), found, text))
    show(output.make(screen, found, text), color)
    sys.exit(found.failed)


def _check(paths: Iterable[Path]) -> tuple[list[Finding], dict[str, Document]]:
    """All findings of the playbooks that paths belong to, and the documents that were asked for.

    Paths in them are as seen from here.
    """
    roots: dict[Path, list[Path]] = {}
    for given in paths or (default(),):
        path = absolute(given)
        roots.setdefault(root_of(path), []).append(path)
    findings: list[Finding] = []
    documents: dict[str, Document] = {}
    for root, wanted in roots.items():
        playbook = load(root)
        everything = [playbook.settings.document, *playbook.documents]
        seen = seen_from_here(root)
        for document in _below(everything, root, wanted):
            documents[seen(document.path)] = document
        for finding in check_all(playbook):
            placed = replace(finding, path=seen(finding.path))
            findings.append(_told_apart(placed, root) if len(roots) > 1 else placed)
    return sorted(findings, key=lambda finding: finding.order), documents


def _below(everything: Iterable[Document], root: Path, wanted: Iterable[Path]) -> list[Document]:
    """The documents of a playbook that lie in one of the paths."""
    found: dict[str, Document] = {}
    for path in wanted:
        part = path.relative_to(root).as_posix()
        below = [
            document
            for document in everything
            if part in (".", document.path) or document.path.startswith(f"{part}/")
        ]
        if all(
            document.path == NAME and document.readable and not document.text for document in below
        ):
            raise CanNotRun(
                f"no documents in '{from_here(path)}'; a document is a .md file that begins with "
                "a line `---` and `kind: persona`, or a .yml file"
            )
        found |= {document.path: document for document in below}
    return list(found.values())


def _told_apart(finding: Finding, root: Path) -> Finding:
    """The same with another fingerprint: two playbooks may have the same faults in one place."""
    told = f"{from_here(root)}\0{finding.fingerprint}".encode(errors="backslashreplace")
    return replace(finding, fingerprint=sha256(told).hexdigest()[:32])


def _new(asked: Sequence[Finding], found: Sequence[Finding], path: Path) -> list[Finding]:
    """The findings that a baseline does not know; say what it knows, and what is gone."""
    try:
        known = {one.fingerprint: one for one in baseline.read(path.read_text("utf-8"))}
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise CanNotRun(f"no file '{path}'; write it with --update-baseline") from None
        raise CanNotRun(f"'{path}' is no baseline: {error}") from None
    new = [finding for finding in asked if finding.fingerprint not in known]
    if len(new) < len(asked):
        say(f"{report.count(len(asked) - len(new), 'finding')} of '{path}' not shown")
    for finding in found:
        known.pop(finding.fingerprint, None)
    if known:
        say(f"mended, and still in '{path}'; --update-baseline takes them out:")
    for one in known.values():
        say(f"  {one.path}: {one.message} [{one.rule}]")
    return new
