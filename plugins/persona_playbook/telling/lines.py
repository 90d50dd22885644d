"""A comparison → sections of lines, made of pieces: what is ours, and what an author wrote.

What is most important stands first. Every format shows the same lines, and escapes the pieces in
its own way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from ..catalog import Entry
from ..comparing import Affected, Comparison, Owner
from ..difference.documents import Difference, Fate
from ..difference.values import Change, Part, What
from ..finding import Finding, Severity
from ..report import count
from ..settings import NAME, Settings
from ..views.coverage import Gap
from . import wording

_NAMES = 6  # of documents in one line
_LENGTH = 90  # of a text
_MOST = 1_000  # of any piece


class Look(StrEnum):
    """How a piece stands out from the line."""

    PLAIN = "plain"
    LABEL = "label"
    NAME = "name"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line."""

    words: str
    look: Look = Look.PLAIN


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what it is, and lines; `is_document` is one about a changed document."""

    title: str
    note: str
    lines: tuple[Line, ...]
    is_document: bool = False


def summary(comparison: Comparison) -> str:
    """Everything in one line."""
    if comparison.is_empty:
        return "Nothing changed in what the playbook says."
    fates = [one.difference.fate for one in comparison.documents]
    told = [wording.fates(fates)] if fates else []
    if comparison.shared.fate:
        told.append(f"{NAME} {wording.FATES[comparison.shared.fate]}")
    if concerned := comparison.concerned:
        told.append(f"{count(len(concerned), 'other document')} to look at")
    for findings, words in ((comparison.new, "new"), (comparison.mended, "mended")):
        counts = Counter(one.severity for one in findings)
        told += [
            count(counts[severity], f"{words} {severity}")
            for severity in Severity
            if severity in counts
        ]
    for gaps, words in ((comparison.opened, "new"), (comparison.closed, "closed")):
        if gaps:
            told.append(count(len(gaps), f"{words} gap"))
    return f"{'; '.join(told)}."


def sections(comparison: Comparison) -> Iterator[Section]:
    """What changed, document by document, and after it what that did to the whole.

    Without personal data, since all this ends in logs and comments.
    """
    settings = comparison.after.settings
    for section in _sections(settings, comparison):
        lines = (
            tuple(replace(one, words=_short(settings.discreet(one.words), _MOST)) for one in line)
            for line in section.lines
        )
        title = _short(settings.discreet(section.title))
        yield replace(
            section, title=title, note=_short(settings.discreet(section.note)), lines=tuple(lines)
        )


def _sections(settings: Settings, comparison: Comparison) -> Iterator[Section]:
    for document in comparison.documents:
        yield _document(settings, document)
    shared = comparison.shared
    if shared.fate:
        lines = [_fault(shared.fate, shared.fault)] if shared.fault else []
        lines += [_change(settings, change) for change in shared.changes]
        lines += _names(settings, "Used in", shared.entries)
        yield Section("The whole playbook", NAME, tuple(lines), is_document=True)
    findings = [*_findings(comparison.new, "new"), *_findings(comparison.mended, "mended")]
    gaps = [*_gaps(comparison.opened, "new gap"), *_gaps(comparison.closed, "closed")]
    gaps += _gaps(comparison.remaining, "still a gap")
    for title, rest in (
        ("Who should look", [_owner(owner) for owner in comparison.owners]),
        ("Coverage", gaps),
        ("Findings", findings),
        ("Written otherwise, with the same meaning", _rewritten(comparison.rewritten)),
    ):
        if rest:
            yield Section(title, "", tuple(rest))


def _document(settings: Settings, document: Affected) -> Section:
    difference = document.difference
    notes = [settings.language.label(difference.kind.title)] if difference.kind else []
    if difference.title != difference.path:
        notes.append(difference.path)
    lines: list[Line] = []
    if difference.fault:
        lines.append(_fault(difference.fate, difference.fault))
    elif difference.fate in (Fate.ADDED, Fate.REMOVED):
        lines.append((Piece(difference.fate),))
    lines += _renamed(difference)
    lines += [_change(settings, change) for change in difference.changes]
    lines += [_part(settings, part) for part in difference.parts]
    lines += _pictures(settings, difference)
    lines += _names(settings, "Named in", document.entries)
    return Section(difference.title, ", ".join(notes), tuple(lines), is_document=True)


def _fault(fate: Fate, fault: str) -> Line:
    told = {
        Fate.MENDED: "can be read again; it could not be:",
        Fate.REMOVED: "removed; it could not be read:",
        Fate.CHANGED: "perhaps changed where it is faulty:",
    }
    return (Piece(f"{told.get(fate, 'can’t be read:')} {fault}"),)


def _renamed(difference: Difference) -> Iterator[Line]:
    before, after = difference.before, difference.after
    if before and after:
        if before.id != after.id:
            yield _line([Piece("Id", Look.LABEL)], *_between(before.id, after.id))
        path = PurePosixPath(before.path)
        if path.stem == before.id:
            path = path.with_stem(after.id)  # which needs no telling
        if after.path not in (before.path, str(path)):
            yield _line([Piece("File", Look.LABEL)], *_between(before.path, after.path))


def _change(settings: Settings, change: Change) -> Line:
    """What happened at one place: "Pain points, *price*, Severity: medium → high"."""
    end = [Piece(" (faulty, so not read)")] if change.is_faulty else []
    steps = list(change.place)
    # Before it is cut into what stayed and what did not, where nobody would know it any more.
    before = settings.discreet(change.before.words) if change.before else ""
    after = settings.discreet(change.after.words) if change.after else ""
    if steps and steps[-1].is_item and change.what is not What.MOVED:
        steps.pop()  # its words follow
    place = [Piece(_short(step.words), Look.NAME if step.is_item else Look.LABEL) for step in steps]
    if change.what is What.MOVED:
        return _line(place, Piece("in another order"), *end)
    if change.what is What.CHANGED:
        return _line(place, *_between(before, after), *end)
    return _line(place, Piece(_short(after or before), Look.NAME), Piece(f" {change.what}"), *end)


def _between(before: str, after: str) -> Iterator[Piece]:
    """What was and what is now; of longer texts the words that differ, and a few around them."""
    start, old, new, end = wording.differing(before, after)
    is_short = len(before) <= wording.SHORT and len(after) <= wording.SHORT
    if is_short or not (start or end):
        yield from (Piece(_short(before), Look.OLD), Piece(" → "), Piece(_short(after), Look.NEW))
        return
    sign = "[" if old and new else "[−" if old else "[+"
    yield Piece(f"{start} {sign}".lstrip())
    yield from [Piece(_short(old), Look.OLD)] if old else []
    yield from [Piece(" → ")] if old and new else []
    yield from [Piece(_short(new), Look.NEW)] if new else []
    yield Piece(f"] {end}".rstrip())


def _part(settings: Settings, part: Part) -> Line:
    """What happened to a part of the text: "Notes, *Her week*: 1 word added: on [+always]"."""
    place = [Piece(settings.language.words["notes"], Look.LABEL)]
    if part.heading:
        place.append(Piece(_short(part.heading), Look.NAME))
    counts = [
        f"{count(number, 'word')} {what}"
        for number, what in ((part.added, "added"), (part.removed, "removed"))
        if number
    ]
    if part.what is not What.CHANGED:
        counts.insert(0, part.what)
    told = [Piece(", ".join(counts) or "words in another order")]
    before, after = settings.discreet(part.before), settings.discreet(part.after)
    if before and after and before != after:
        told += [Piece(": "), *_between(before, after)]
    elif before != after:
        told += [Piece(": "), Piece(_short(after or before), Look.NAME)]
    return _line(place, *told)


def _pictures(settings: Settings, difference: Difference) -> Iterator[Line]:
    """Name the pictures that are other ones under the same name."""
    if difference.entry:
        label = settings.language.label(difference.entry.kind.fields["image"]["title"])
        for name in difference.pictures:
            yield _line(
                [Piece(label, Look.LABEL)], Piece(_short(name), Look.NAME), Piece(" replaced")
            )


def _names(settings: Settings, label: str, entries: Iterable[Entry]) -> Iterator[Line]:
    """Documents by kind: "Named in: Journeys (First order), Messaging (…)"."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(settings.language.label(entry.kind.plural), []).append(entry)
    told = [f"{kind} ({_titles(entry.title for entry in some)})" for kind, some in by_kind.items()]
    if told:
        yield _line([Piece(label, Look.LABEL)], Piece(", ".join(told)))


def _titles(titles: Iterable[str]) -> str:
    known = list(titles)
    more = len(known) - _NAMES
    shown = "; ".join(_short(title) for title in known[:_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown


def _rewritten(entries: Iterable[Entry]) -> list[Line]:
    titles = [entry.title for entry in entries]
    return [(Piece(_titles(titles)),)] if titles else []


def _gaps(gaps: Iterable[Gap], what: str) -> Iterator[Line]:
    for gap in gaps:
        lacks = f"no {gap.kind.title.lower()}" if gap.kind else "nothing to say or to do"
        if gap.stage:
            lacks += f" at the stage {gap.stage.title}"
        yield _line([Piece(what, Look.LABEL)], Piece(f"{gap.persona.title}, {lacks}"))


def _findings(findings: Iterable[Finding], what: str) -> Iterator[Line]:
    """Findings, errors first; those that say the same with all of their places."""
    places: dict[tuple[bool, str, str], list[str]] = {}
    for one in sorted(findings, key=lambda one: one.order):
        key = one.severity is Severity.ERROR, one.rule, one.message
        places.setdefault(key, []).append(f"{one.path}:{one.line}")
    for (is_error, rule, message), where in sorted(places.items(), key=lambda one: not one[0][0]):
        severity = Severity.ERROR if is_error else Severity.WARNING
        told = f"{message} [{rule}] in {_titles(where)}"
        yield _line([Piece(f"{what} {severity}", Look.LABEL)], Piece(told))


def _owner(owner: Owner) -> Line:
    contact = f" ({owner.term.contact})" if owner.term and owner.term.contact else ""
    told = [
        f"{what} {_titles(entry.title for entry in entries)}"
        for what, entries in (("changed", owner.changed), ("names what changed:", owner.affected))
        if entries
    ]
    who = Piece(f"{owner.title or 'Nobody owns it'}{contact}", Look.LABEL)
    return _line([who], Piece("; ".join(told)))


def _line(place: Iterable[Piece], *told: Piece) -> Line:
    pieces: list[Piece] = []
    for piece in place:
        pieces += [Piece(", "), piece] if pieces else [piece]
    return (*pieces, Piece(": "), *told) if pieces else told


def _short(words: str, most: int = _LENGTH) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
