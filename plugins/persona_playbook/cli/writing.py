"""What commands write into documents, or show that they would: `check --fix`, `fmt` and others."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from .. import report, whole
from ..catalog import Catalog
from ..edits import Edit, apply
from ..frontmatter import Document
from ..tree import CanNotEdit
from .console import CanNotRun, failed, from_here, say, seen_from_here, show
from .playbooks import load, wanted

if TYPE_CHECKING:
    from ..finding import Finding
    from ..fixes import Change


def fix(roots: Mapping[Path, Iterable[Path]], rules: Container[str]) -> None:
    """Mend what rules find in the documents of playbooks and can be mended, and say what was."""
    count = documents = 0
    # All are read before the first is written: one that can't be read stops them all.
    found = [(root, *_mended(root, paths, rules)) for root, paths in roots.items()]
    for root, changes, hiding in found:
        seen = seen_from_here(root)
        for change in changes:
            write(root, change.path, change.new, change.was)
            count, documents = count + len(change.mended), documents + 1
            for finding in change.mended:
                place = f"{seen(finding.path)}:{finding.line}:{finding.column}"
                say(f"mended {place}: {finding.message} [{finding.rule}]")
        for finding in hiding:
            place = f"{seen(finding.path)}:{finding.line}:{finding.column}"
            say(f"left as it is {place}: {finding.message}; mend this first, then run it again")
    say(f"{count:,} mended in {report.count(documents, 'document')}")


def show_fixes(roots: Mapping[Path, Iterable[Path]], rules: Container[str]) -> bool:
    """Print what --fix would change; whether it would change anything."""
    found = False
    for root, paths in roots.items():
        seen = seen_from_here(root)
        for change in _mended(root, paths, rules)[0]:
            show(diff(seen(change.path), change.was, change.new))
            found = True
    return found


def _mended(
    root: Path, paths: Iterable[Path], rules: Container[str]
) -> tuple[list[Change], list[Finding]]:
    from ..fixes import mend

    catalog = load(root)
    try:
        return mend(catalog, wanted(catalog, paths), rules)
    except OSError as error:
        raise failed(from_here(Path(error.filename or root)), "read", error) from None


def diff(path: str, was: bytes, new: bytes) -> str:
    """Two states of a document as a unified diff."""
    before, after = (side.decode("utf-8-sig").splitlines() for side in (was, new))
    lines = unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{report.printable(line)}\n" for line in lines)


def changed(catalog: Catalog, document: Document, edits: list[Edit]) -> tuple[bytes, bytes]:
    """The file of a document without changes and with them."""
    try:
        was = catalog.listing.files[document.path].read_bytes()
        return was, apply(was, document, edits)
    except OSError as error:
        raise failed(document.path, "read", error) from None
    except CanNotEdit as error:
        raise CanNotRun(f"'{document.path}' can't be changed: {error}") from None


def save(catalog: Catalog, document: Document, edits: list[Edit]) -> None:
    """Write changes of one document."""
    was, new = changed(catalog, document, edits)
    if new != was:
        write(catalog.folder, document.path, new, was)


def write(root: Path, path: str, new: bytes, was: bytes | None) -> None:
    """Write one document of a playbook, whole or not at all."""
    try:
        whole.write(root / path, new, was, root)
    except OSError as error:
        raise failed(path, "written", error) from None
