"""Rules about what statements rest on: sources, proof and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..catalog import Catalog, Entry, in_use
from ..finding import DataPath, Severity
from ..validate import shown
from ..views.health import proofs
from ..views.people import is_negative
from .registry import Problem, rule

_RESEARCHED = ("qualitative", "statistical")
_PERCENT = re.compile(r"(?:about |around |ca\. ?|~ ?)?([0-9]{1,3}(?:[.,][0-9]{1,3})?) ?%\Z")
_ROUNDING = 0.5


@rule("unsupported-claim", Severity.WARNING, alone=True)
def unsupported_claim(catalog: Catalog) -> Iterator[Problem]:
    """Something is said to be researched, and no research is named.

    Why: "Qualitative" and "statistical" ask the reader to trust. Without a source nobody can look
    it up, or see that it is old.

    Bad:

        goals:
          - text: Be at work on time
            confidence: statistical

    Good:

        goals:
          - text: Be at work on time
            confidence: statistical
            sources: [survey-2026]

    Mend: Name the evidence under `sources`, at the statement or for the whole document. Proof in
    messaging gets a `source` or `evidence`. If there is none, write `confidence: assumption`, or
    `basis: proto` for a persona: that is honest, and shows what to find out.
    """
    for entry in catalog.entries:
        if entry.kind.name == "evidence" or entry.data.get("sources"):
            continue
        for where, shape, value in entry.statements:
            if not isinstance(value, dict):
                continue
            confidence = value.get("confidence")
            if shape == "claim" and confidence in _RESEARCHED and not value.get("sources"):
                message = f"{shown(value.get('text'))} is '{confidence}' and names no evidence"
                help_ = "add `sources: […]`, or write `confidence: assumption`"
                yield Problem(entry, (*where, "confidence"), message, help_)
            elif shape == "proof" and not (value.get("source") or value.get("evidence")):
                message = f"the proof {shown(value.get('claim'))} names neither source nor evidence"
                yield Problem(entry, where, message, "add `source: …` or `evidence: […]`")
        basis = entry.data.get("basis")
        if basis in _RESEARCHED and not _cites(entry):
            message = f"'{basis}', and the document names no evidence"
            yield Problem(entry, ("basis",), message, "add `sources: […]`, or write `basis: proto`")


def _cites(entry: Entry) -> bool:
    references = entry.kind.references.find(entry.data)
    return any(kind == "evidence" for _, (kind, _), _ in references)


@rule("expired-proof", Severity.WARNING, alone=True)
def expired_proof(catalog: Catalog) -> Iterator[Problem]:
    """A proof is used beyond the day on which it expires.

    Why: Figures age, and certificates and permissions to quote run out. What was true then may be
    untrue now, or forbidden.

    Bad:

        proof:
          - claim: Nine in ten orders arrive on the promised day
            source: Delivery report 2024
            expires: 2025-12-31

    Good:

        proof:
          - claim: Nine in ten orders arrive on the promised day
            source: Delivery report 2026
            expires: 2027-12-31

    Mend: Get a newer figure and set `expires` anew, or take the proof out. Retired documents are
    not looked at.
    """
    for proof in proofs(catalog):
        day = proof["expires"].text
        if day < catalog.today.isoformat():
            message, help_ = f"this proof expired on {day}", "renew it, or take it out"
            yield Problem(proof.entry, (*proof.where, "expires"), message, help_)


@rule("wrong-total", Severity.WARNING)
def wrong_total(catalog: Catalog) -> Iterator[Problem]:
    """Figures that belong together do not add up.

    Why: Thirteen participants whose ages add up to five: either a number is wrong, or somebody is
    missing, and then the reader must know. Looked at are the groups of participants in evidence,
    the points of a profile's fit, and the shares of the personas in use.

    Bad:

        participants: 13
        demographics:
          Age: {"25-34": 2, "35-44": 3}

    Good:

        participants: 13
        demographics:
          Age: {"25-34": 6, "35-44": 4, not said: 3}

    Mend: Correct the number that is wrong. If people could be counted twice or did not answer, add
    a line for it, or excuse the document with the reason.
    """
    for entry in catalog.of_kind("evidence"):
        yield from _participants(entry)
    for entry in catalog.of_kind("profile"):
        yield from _fit(entry)
    yield from _shares(catalog)


def _participants(entry: Entry) -> Iterator[Problem]:
    people = entry.data.get("participants")
    if not isinstance(people, int):
        return
    for label, group in entry.data.get("demographics", {}).items():
        if not isinstance(group, dict) or len(group) < 2:
            continue
        counts = list(group.values())
        if not all(type(count) is int for count in counts):
            continue
        # 100 in sum: these are shares, not people.
        if sum(counts) not in (people, 100):
            message = f"'{label}' adds up to {sum(counts)}; there were {people} participants"
            yield Problem(entry, ("demographics", label), message)


def _fit(entry: Entry) -> Iterator[Problem]:
    stated = entry.data.get("fit_maximum")
    best = [_best(criterion) for criterion in entry.data.get("fit", ())]
    if stated is None or not any(best):
        return
    total = round(sum(best), 6)
    if total != round(stated, 6):
        message = f"the best points of all criteria add up to {_plain(total)}, not {_plain(stated)}"
        yield Problem(entry, ("fit_maximum",), message, f"write `fit_maximum: {_plain(total)}`")


def _best(criterion: dict[str, Any]) -> float:
    """The most points that a criterion can give; none is better than less than none."""
    points = [criterion.get("points", 0)]
    points += [band.get("points", 0) for band in criterion.get("values", ())]
    return float(max(0, *points))


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _shares(catalog: Catalog) -> Iterator[Problem]:
    total = 0.0
    last: tuple[Entry, DataPath] | None = None
    for entry in catalog.entries:
        if entry.kind.name != "persona" or not in_use(entry):
            continue
        share = _PERCENT.match(str(entry.data.get("share", "")))
        if share and not is_negative(entry):
            total += float(share[1].replace(",", "."))
            last = entry, ("share",)
    if last and total > 100 + _ROUNDING:
        message = f"the shares of the personas in use add up to {_plain(total)} %"
        yield Problem(*last, message, "correct the share that is wrong, here or in another persona")
