"""`playbook check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import click

from .. import baseline, report
from ..baseline import Known
from ..check import check as check_all
from ..finding import Finding, Severity
from ..frontmatter import Document
from ..report.contents import Report
from ..rules import RULES
from ..settings import NAME
from . import output, writing
from .console import CanNotRun, absolute, failed, from_here, has_color, say, seen_from_here, show
from .playbooks import default, load, root_of, wanted
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
    help="Report and mend these rules and no others.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE,…",
    callback=_names,
    help="Don't report or mend these rules.",
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
@click.option("--fix", is_flag=True, help="Mend what can be mended without losing anything.")
@click.option("--diff", is_flag=True, help="Only show what --fix would change.")
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
    fix: bool,
    diff: bool,
) -> None:
    """Say what is wrong with the documents of a playbook.

    PATH is the playbook's folder, or a file or folder in it: then the whole playbook is read, and
    only what is wrong there is shown. Without PATH it is this folder, if it holds a playbook.yml,
    and otherwise its folder `personas`.

    Ends with 0 if there are no errors (warnings are allowed), 1 if there are errors, and 2 if the
    check could not run; with --diff, with 1 if there is something to mend. NO_COLOR and FORCE_COLOR
    are heeded; SOURCE_DATE_EPOCH says which day it is.
    """
    if update_baseline and not known:
        raise CanNotRun("--update-baseline needs the file to write: --baseline FILE")
    roots: dict[Path, list[Path]] = {}
    for one in paths or (default(),):
        path = absolute(one)
        roots.setdefault(root_of(path), []).append(path)
    screen = output.default(to_file=False) if file or not format_ else format_
    if statistics and screen not in output.WITH_TEXT:
        raise CanNotRun(f"--statistics is for people; it does not go with the format {screen}")
    listed = _listed(known) if known and not update_baseline else []

    # Whatever can be refused has been: from here on files are written.
    names = (select or RULES.keys()) - ignore
    if diff:
        sys.exit(writing.show_fixes(roots, names))
    if fix:
        writing.fix(roots, names)
    findings, documents = _check(roots)
    if known and update_baseline:
        output.save(known, baseline.make(findings))
        listed = _listed(known)
    asked = [one for one in findings if one.path in documents and one.rule in names]
    if known:
        asked = _new(asked, findings, known, listed)
    checked = [path for path, document in documents.items() if document.path != NAME]
    found = Report(asked, checked, Severity(fail_level))

    def text(name: str, color: bool = False) -> str:
        if statistics:
            return report.statistics(asked, len(checked))
        if name == "concise":
            return report.concise(asked, color)
        return report.text(asked, documents, len(checked), color, findings)

    if file:
        name = format_ or output.default(to_file=True)
        output.save(file, output.make(name, found, text(name)))
    color = has_color() and screen in output.PLAIN
    made = output.make(screen, found, text(screen, color))
    show(made, color, commands=screen == "github")
    sys.exit(found.failed)


def _check(roots: Mapping[Path, Sequence[Path]]) -> tuple[list[Finding], dict[str, Document]]:
    """All findings of playbooks, and the documents that were asked for; paths as seen from here."""
    findings: list[Finding] = []
    documents: dict[str, Document] = {}
    for root, paths in roots.items():
        playbook = load(root)
        seen = seen_from_here(root)
        for path, document in wanted(playbook, paths).items():
            documents[seen(path)] = document
        for finding in check_all(playbook):
            placed = replace(finding, path=seen(finding.path))
            findings.append(_told_apart(placed, root) if len(roots) > 1 else placed)
    return sorted(findings, key=lambda finding: finding.order), documents


def _told_apart(finding: Finding, root: Path) -> Finding:
    """The same with another fingerprint: two playbooks may have the same faults in one place."""
    told = f"{from_here(root)}\0{finding.fingerprint}".encode(errors="backslashreplace")
    return replace(finding, fingerprint=sha256(told).hexdigest()[:32])


def _listed(path: Path) -> list[Known]:
    """What a baseline lists."""
    try:
        return baseline.read(path.read_bytes())
    except FileNotFoundError:
        raise CanNotRun(f"no file '{path}'; write it with --update-baseline") from None
    except OSError as error:
        raise failed(path, "read", error) from None
    except ValueError as error:
        raise CanNotRun(f"'{path}' is no baseline: {error}") from None


def _new(
    asked: Sequence[Finding], found: Sequence[Finding], path: Path, listed: Iterable[Known]
) -> list[Finding]:
    """The findings that a baseline does not list; say what it knows, and what is gone."""
    known = {one.fingerprint: one for one in listed}
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
