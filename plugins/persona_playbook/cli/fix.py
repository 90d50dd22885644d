"""`playbook check --fix` and `--diff`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import unified_diff
from pathlib import Path

from .. import edits, report, whole
from ..catalog import Catalog
from ..edits import Edit
from ..frontmatter import Document
from .console import CanNotRun, say, seen_from_here, show
from .playbooks import load, wanted


def fix(roots: Mapping[Path, Iterable[Path]]) -> None:
    """Mend what can be mended in the documents of playbooks, and say what was."""
    from .. import fixes

    count = documents = 0
    for root, paths in roots.items():
        seen = seen_from_here(root)
        for change in fixes.mend(catalog := load(root), wanted(catalog, paths)):
            write(root, change.path, change.new, change.was)
            count, documents = count + len(change.mended), documents + 1
            for finding in change.mended:
                place = f"{seen(finding.path)}:{finding.line}:{finding.column}"
                say(f"mended {place}: {finding.message} [{finding.rule}]")
    say(f"{count:,} mended in {documents:,} document{'' if documents == 1 else 's'}")


def show_fixes(roots: Mapping[Path, Iterable[Path]]) -> bool:
    """Print what --fix would change; whether it would change anything."""
    from .. import fixes

    found = False
    for root, paths in roots.items():
        seen = seen_from_here(root)
        for change in fixes.mend(catalog := load(root), wanted(catalog, paths)):
            show(diff(seen(change.path), change.was, change.new))
            found = True
    return found


def diff(path: str, was: bytes, new: bytes) -> str:
    """Two states of a document as a unified diff."""
    before, after = (side.decode("utf-8-sig").splitlines() for side in (was, new))
    lines = unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{report.printable(line)}\n" for line in lines)


def save(catalog: Catalog, document: Document, made: list[Edit]) -> None:
    """Write changes of one document."""
    raw = catalog.listing.files[document.path].read_bytes()
    try:
        new = edits.apply(raw, document, made)
    except edits.CanNotEdit as error:
        raise CanNotRun(f"'{document.path}' can't be changed: {error}") from None
    if new != raw:
        write(catalog.folder, document.path, new, raw)


def write(root: Path, path: str, new: bytes, was: bytes | None) -> None:
    """Write one document of a playbook, whole or not at all."""
    try:
        whole.write(root / path, new, was, root)
    except OSError as error:
        raise CanNotRun(f"'{path}' can't be written: {error.strerror or error}") from None
