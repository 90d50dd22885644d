"""What a playbook needs from its owners: findings, reviews, drafts, guesses, proofs that age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from ..catalog import Catalog, Entry, in_use
from ..finding import Finding
from .claims import ASSUMPTION
from .reviews import Review, upcoming
from .value import Value

AHEAD = timedelta(days=90)  # what ends by then can be planned; the page says "three months"
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Ill:
    """A file with findings; no entry if it could not be read, or is playbook.yml."""

    path: str
    entry: Entry | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a playbook.

    `overdue` and `due` are reviews by day, `unreviewed` the documents in use that nobody has ever
    reviewed. `assumptions` are statements, `hypotheses` those of evidence that are still open.
    `expired` and `expiring` are proofs, by day.
    """

    findings: tuple[Ill, ...]
    overdue: tuple[Review, ...]
    due: tuple[Review, ...]
    unreviewed: tuple[Entry, ...]
    drafts: tuple[Entry, ...]
    assumptions: tuple[Value, ...]
    hypotheses: tuple[Value, ...]
    expired: tuple[Value, ...]
    expiring: tuple[Value, ...]


def health(catalog: Catalog, findings: Sequence[Finding]) -> Health:
    """Look at everything that somebody should look at."""
    today, end = catalog.today, catalog.today + AHEAD
    waiting = upcoming(catalog, AHEAD)
    aging = sorted(
        (proof["expires"].text, number, proof)
        for number, proof in enumerate(proofs(catalog))
        if catalog.has_page(proof.entry)
    )
    entries = catalog.by_key.values()
    return Health(
        tuple(
            Ill(path, catalog.by_path.get(path), tuple(group))
            for path, group in groupby(findings, lambda finding: finding.path)
        ),
        waiting.overdue,
        waiting.due,
        tuple(one for one in entries if in_use(one) and "last_reviewed" not in one.data),
        tuple(one for one in entries if one.status == "draft"),
        tuple(_assumptions(catalog)),
        tuple(_hypotheses(catalog)),
        tuple(proof for day, _, proof in aging if day < today.isoformat()),
        tuple(proof for day, _, proof in aging if today.isoformat() <= day <= end.isoformat()),
    )


def proofs(catalog: Catalog) -> Iterator[Value]:
    """Yield the proofs that expire some day, of all documents but retired ones."""
    for entry in catalog.entries:
        # The word is looked for first: most documents have no such proof.
        if entry.is_retired or "expires" not in entry.document.text:
            continue
        for where, shape, value in entry.statements:
            if shape == "proof" and isinstance(value, dict) and "expires" in value:
                yield Value(entry, where)


def _assumptions(catalog: Catalog) -> Iterator[Value]:
    """The statements that say that they are assumptions; evidence is what tests them."""
    for entry in catalog.by_key.values():
        if entry.kind.name == "evidence" or entry.is_retired:
            continue
        for where, shape, value in entry.statements:
            # Those that do not say so stand under coverage, by document.
            if (
                shape == "claim"
                and isinstance(value, dict)
                and value.get("confidence") == ASSUMPTION
            ):
                yield Value(entry, where)


def _hypotheses(catalog: Catalog) -> Iterator[Value]:
    """The hypotheses without a verdict, or with one that only says that they are open."""
    for evidence in catalog.current("evidence"):
        for hypothesis in Value(evidence)["hypotheses"]:
            verdict = hypothesis["verdict"].text
            if not verdict or verdict.casefold().startswith(_OPEN):
                yield hypothesis
