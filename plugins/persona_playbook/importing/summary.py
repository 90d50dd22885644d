"""What an import does, in words: where each label of each source went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..check import field_at
from ..escape import printable
from ..finding import Finding
from ..frontmatter import Document
from ..report import count
from . import Draft, Import

TEXT = "the text below the fields"


def summary(found: Import) -> str:
    """A block for each source; a table's columns are said once for all its rows."""
    by_source: dict[str, list[Draft]] = defaultdict(list)
    for draft in found.drafts:
        by_source[draft.source].append(draft)
    lines: list[str] = []
    for source, drafts in by_source.items():
        if drafts[0].is_row:
            lines += [f"{source}: {count(len(drafts), 'document')}", *_columns(drafts)]
            lines += [*_reasons(drafts), ""]
            continue
        for draft in drafts:
            labels = [(f"{one.label} ({one.place})", one.field or TEXT) for one in draft.placements]
            lines += [f"{source} → {draft.path}", *_aligned(labels), *_reasons([draft]), ""]
    for source, place, label in found.left_out:
        where = f", {place}" if place else ""
        lines.append(f"left out: {_short(label) or 'text without a label'} ({source}{where})")
    return "".join(f"{printable(line)}\n" for line in lines)


def files(found: Import) -> str:
    """The documents themselves."""
    lines: list[str] = []
    for draft in found.drafts:
        lines += [f"==> {draft.path}", *draft.raw.decode().expandtabs(4).split("\n")]
    return "".join(f"{printable(line)}\n" for line in lines)


def errors(found: Import) -> str:
    """What would not pass the check, each at its place in the source, where it is mended."""
    drafts = {draft.path: draft for draft in found.drafts}
    documents = {document.path: document for document in found.documents}
    lines: list[str] = []
    for one in found.errors:
        draft = drafts[one.path]
        where = ", ".join([draft.source, *_origin(draft, documents[one.path], one)])
        lines.append(f"{where}: {one.severity}: {one.message} [{one.rule}]")
        lines += [f"  = help: {one.help}"] if one.help else []
    return "".join(f"{printable(line)}\n" for line in lines)


def _origin(draft: Draft, document: Document, finding: Finding) -> Iterator[str]:
    """Yield where in a source it stands what a finding is about: its row, and the label."""
    fresh = document.fresh()
    name = field_at(fresh, finding, fresh.data)
    if name:
        found = [one for one in draft.placements if one.field.partition(".")[0] == name]
    else:
        above = reversed(document.text.split("\n")[: finding.line])
        heading = next((line.lstrip("#").strip() for line in above if line.startswith("#")), "")
        found = [one for one in draft.placements if not one.field and one.label == heading]
    if places := {one.place: None for one in found or draft.placements[: draft.is_row]}:
        yield _some([*places])
    if found:
        yield " or ".join(f"'{_short(one.label)}'" for one in found)


def _columns(drafts: list[Draft]) -> Iterator[str]:
    went: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for draft in drafts:
        for one in draft.placements:
            went[one.label][one.field or TEXT].append(one.place)
    rows = []
    for label, fields in went.items():
        usual = max(fields, key=lambda name: len(fields[name]))
        others = [
            f"; {name} in {_some(places)}" for name, places in fields.items() if name != usual
        ]
        rows.append((label, usual + "".join(others)))
    return _aligned(rows)


def _reasons(drafts: list[Draft]) -> Iterator[str]:
    """Why something is in the text that has a field."""
    for draft in drafts:
        for one in draft.placements:
            if one.reason:
                yield f"  {_short(one.label)} ({one.place}): {one.reason}"


def _aligned(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    shown = [(_short(label), target) for label, target in rows]
    width = max((len(label) for label, _ in shown), default=0)
    return (f"  {label:<{width}} → {target}" for label, target in shown)


def _some(places: list[str]) -> str:
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return ", ".join(places[:3]) + more


def _short(label: str) -> str:
    text = " ".join(label.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
