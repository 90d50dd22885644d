"""Files that teams have already → documents of a playbook: tables, workbooks and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import settings
from ..catalog import Catalog, current_date, with_documents
from ..check import check
from ..finding import Finding, Severity
from ..folder import Listing
from ..frontmatter import Document, parse
from ..kinds import Kind
from . import documents, markdown, source, table, workbook
from .documents import Draft
from .mapping import Mapper, said
from .placing import Placement
from .record import CanNotImport, Part, Reading, Record

__all__ = ["SUFFIXES", "CanNotImport", "Draft", "Import", "Placement", "empty", "plan", "read"]

_MARKDOWN = (".md", ".markdown", ".qmd", ".mdx", ".rmd")
_TABLES = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm")
SUFFIXES = (*_MARKDOWN, *_TABLES, *_WORKBOOKS)


@dataclass(frozen=True)
class Import:
    """What an import would write, what it leaves out, and what is wrong with the result."""

    drafts: tuple[Draft, ...]
    left_out: tuple[tuple[str, str, str], ...]  # source, place and label
    findings: tuple[Finding, ...]
    documents: tuple[Document, ...]

    @property
    def errors(self) -> list[Finding]:
        """Why the documents would not pass the check."""
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]


def read(path: Path) -> bytes:
    """The bytes of a source."""
    try:
        return source.read(path)
    except CanNotImport as error:
        raise CanNotImport(f"'{path.name}' can't be read: {error}") from None


def empty(root: Path) -> Catalog:
    """A playbook that is not there yet."""
    return Catalog(root, current_date(), settings.load(root), Listing())


def plan(
    sources: Iterable[tuple[str, bytes]],
    catalog: Catalog,
    kind: Kind,
    maps: Sequence[str] = (),
    levels: Sequence[int] = (),
) -> Import:
    """Make documents of sources, given as name and bytes, without writing anything.

    `maps` are mappings in the caller's words, `Label=field`; `levels` are the levels of headings
    that are a document each. What can't be read raises CanNotImport, with the source's name.
    """
    mapper = Mapper(kind, catalog.settings.language, said(maps, kind))
    records: list[Record] = []
    left_out: list[tuple[str, str, str]] = []
    for name, data in sources:
        try:
            reading = _read(name, data, mapper, levels)
        except CanNotImport as error:
            raise CanNotImport(f"'{name}': {error}") from None
        records += reading.records
        left_out += [(name, part.place, part.label) for part in reading.left_out]
    drafts = documents.make(records, catalog, mapper)
    made = [parse(draft.raw, draft.path) for draft in drafts]
    paths = {draft.path for draft in drafts}
    found = check(with_documents(catalog, made))
    return Import(
        tuple(drafts),
        tuple(left_out),
        tuple(finding for finding in found if finding.path in paths),
        tuple(made),
    )


def _read(name: str, data: bytes, mapper: Mapper, levels: Sequence[int]) -> Reading:
    lower = name.lower()

    def field_of(label: str, under: str) -> str:
        return ".".join(mapper.find(label, under) or ())

    name_field = mapper.kind.title_field
    if lower.endswith(_MARKDOWN):
        return markdown.read(source.decode(data), name, field_of, name_field, levels)
    if lower.endswith(_WORKBOOKS):
        rows, others = workbook.rows(data)
    elif lower.endswith(_TABLES):
        rows, others = table.rows(source.decode(data)), []
    else:
        raise CanNotImport(f"only files that end in {', '.join(SUFFIXES)} are read")
    records = table.records(rows, name, lambda label: field_of(label, ""), name_field)
    return Reading(records, [Part(f"the sheet '{other}'", "", "") for other in others])
