"""Two versions of a playbook → what changed, whom it concerns, and what it did to the whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import settings
from .catalog import Catalog, Entry, Key
from .check import check
from .difference.documents import Difference, Fate, Paired, pair, unread
from .difference.values import Change
from .finding import Finding
from .settings import NAME, TOPICS, Term
from .views.coverage import Coverage, Gap
from .views.mentions import Mentions
from .views.people import People


@dataclass(frozen=True, slots=True)
class Affected:
    """A document that differs, and those that refer to it."""

    difference: Difference
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What changed in `playbook.yml`, and the documents that use a word of it that changed.

    `fault` says why the file, or a part of it, can't be read, or couldn't.
    """

    fate: Fate | None = None
    changes: tuple[Change, ...] = ()
    entries: tuple[Entry, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who should look: a team of the playbook or any name, and at which documents.

    `changed` are theirs, or have a changed part that is theirs; `affected` refer to what changed.
    """

    id: str
    term: Term | None
    changed: tuple[Difference, ...]
    affected: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What the owner is called."""
        return self.term.title if self.term else self.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two versions of a playbook.

    `rewritten` are written otherwise and say the same. Gaps are of coverage: those that are new,
    those that were closed, and the smaller ones that remain of these. Findings are new or mended.
    """

    before: Catalog
    after: Catalog
    documents: tuple[Affected, ...]
    shared: Shared
    rewritten: tuple[Entry, ...]
    owners: tuple[Owner, ...]
    opened: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    remaining: tuple[Gap, ...]
    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same, and nobody has anything to look at."""
        told = (self.documents, self.shared.fate, self.opened, self.closed, self.new, self.mended)
        return not any(told)

    @property
    def concerned(self) -> tuple[Entry, ...]:
        """The documents that did not change and refer to something that did."""
        changed = {one.difference.entry for one in self.documents}
        found = [entry for one in self.documents for entry in one.entries] + [*self.shared.entries]
        return tuple(one for one in _sorted(self.after, found) if one not in changed)


def compare(before: Catalog, after: Catalog) -> Comparison:
    """Compare two versions of a playbook, read on the same day."""
    paired = pair(before, after)
    differences = sorted(paired.differences(), key=lambda one: _importance(after, one))
    documents = tuple(Affected(one, _concerned(paired, one)) for one in differences)
    shared = _shared(paired)
    told = {one.path for one in differences}
    opened, closed, remaining = _gaps(paired)
    new, mended = _findings(paired)
    return Comparison(
        before,
        after,
        documents,
        shared,
        tuple(
            now
            for was, now in paired.entries.items()
            if was.document.text != now.document.text and now.path not in told
        ),
        tuple(_owners(before, after, documents, shared)),
        opened,
        closed,
        remaining,
        new,
        mended,
    )


def _importance(catalog: Catalog, difference: Difference) -> tuple[bool, bool, int, str, str]:
    """What is broken or gone first; then in the order of kinds, which is that of need."""
    kinds = list(catalog.kinds)
    name = difference.kind.name if difference.kind else ""
    place = kinds.index(name) if name in kinds else len(kinds)
    fate, title = difference.fate, difference.title.casefold()
    return fate is not Fate.BROKEN, fate is not Fate.REMOVED, place, title, difference.path


def _sorted(catalog: Catalog, entries: Iterable[Entry]) -> list[Entry]:
    """Each once, by kind and then as on lists."""
    kinds = list(catalog.kinds)
    return sorted(
        dict.fromkeys(entries), key=lambda entry: (kinds.index(entry.kind.name), entry.order)
    )


def _concerned(paired: Paired, difference: Difference) -> tuple[Entry, ...]:
    """The documents in use that refer to a changed one; by an id that is gone, too."""
    before, after = difference.before, difference.after
    found: list[Entry] = []
    if after and paired.after.has_page(after):
        found += [one.source for one in paired.after.references_to.get(after.key, ())]
    if before and paired.before.has_page(before) and not (after and after.key == before.key):
        sources = [one.source for one in paired.before.references_to.get(before.key, ())]
        found += [paired.entries[one] for one in sources if one in paired.entries]
    sorted_ = _sorted(paired.after, found)
    return tuple(one for one in sorted_ if one is not after and not one.is_retired)


def _shared(paired: Paired) -> Shared:
    old, new = paired.before.settings, paired.after.settings
    if old.document.text == new.document.text:
        return Shared()
    if not new.document.readable:
        return Shared(Fate.BROKEN, fault=new.document.faults[0].message)
    if not old.document.readable:
        return Shared(Fate.MENDED, fault=old.document.faults[0].message)
    schema = settings.schema()
    changes = paired.changes(old.document, new.document, schema, schema)
    mentions, was_mentioned = Mentions(paired.after), Mentions(paired.before)
    entries: list[Entry] = []
    for vocabulary in TOPICS:
        was, now = old.terms[vocabulary], new.terms[vocabulary]
        titles = [{id_: term.title for id_, term in terms.items()} for terms in (was, now)]
        for id_ in titles[0] | titles[1]:
            # Titles that nobody wrote are translated with the language of all labels.
            same_language = old.language.code == new.language.code
            if titles[0].get(id_) != titles[1].get(id_) and same_language:
                entries += mentions.documents(vocabulary, id_)
                entries += [
                    paired.entries[entry]
                    for entry in was_mentioned.documents(vocabulary, id_)
                    if entry in paired.entries
                ]
    fault = "" if changes else unread(old.document, new.document)
    fate = Fate.CHANGED if changes or fault else None
    return Shared(fate, tuple(changes), tuple(_sorted(paired.after, entries)), fault)


def _owners(
    before: Catalog, after: Catalog, documents: Iterable[Affected], shared: Shared
) -> Iterator[Owner]:
    """Who owns what changed, the whole or a part, and who owns what refers to it; teams first."""
    changed: dict[str, dict[Difference, None]] = defaultdict(dict)
    affected: dict[str, dict[Entry, None]] = defaultdict(dict)
    told = {document.difference.entry for document in documents}
    for document in documents:
        one = document.difference
        teams = {team for change in one.changes for team in change.teams}
        for entry in (one.before, one.after):
            teams |= {_owner(entry)} if entry else set()
        for team in teams:
            changed[team][one] = None
    for entry in [*(one for each in documents for one in each.entries), *shared.entries]:
        if entry not in told:
            affected[_owner(entry)][entry] = None
    known = {**before.settings.terms["team"], **after.settings.terms["team"]}
    others = sorted((changed.keys() | affected.keys()) - known.keys() - {""})
    for id_ in [*known, *others, ""]:
        theirs = tuple(changed.get(id_, ())), tuple(affected.get(id_, ()))
        if any(theirs):
            yield Owner(id_, known.get(id_), *theirs)


def _owner(entry: Entry) -> str:
    return str(entry.data.get("owner", ""))


_GapKey = tuple[Key, str, str]  # persona, kind, stage; "" for any


def _gaps(paired: Paired) -> tuple[tuple[Gap, ...], tuple[Gap, ...], tuple[Gap, ...]]:
    """The gaps in coverage that are new, those that are closed, and what remains of these.

    A persona without any guideline has none at a stage either, although only the wider gap is
    listed: a gap is new if no other held it before, and closed if no other holds it now.
    """
    if _is_lost(paired):
        return (), (), ()
    now = {entry.key: entry for entry in paired.entries.values()}
    renamed = {one.key: other.key for one, other in paired.entries.items()}

    def keyed(catalog: Catalog, keys: dict[Key, Key]) -> dict[_GapKey, Gap]:
        return {
            (
                keys.get(gap.persona.key, gap.persona.key),
                gap.kind.name if gap.kind else "",
                gap.stage.id if gap.stage else "",
            ): gap
            for gap in Coverage(People(catalog)).gaps
        }

    before, after = keyed(paired.before, renamed), keyed(paired.after, {})
    opened = [key for key in after if not before.keys() & _holders(key)]
    closed = [key for key in before if not after.keys() & _holders(key) and key[0] in now]
    remaining = [key for key in after if (_holders(key) - {key}) & {*closed}]
    return (
        tuple(after[key] for key in opened),
        tuple(before[key] for key in closed),
        tuple(after[key] for key in remaining),
    )


def _holders(key: _GapKey) -> set[_GapKey]:
    """A gap, and the wider ones: no document of the kind at all, nothing at all at the stage."""
    persona, kind, stage = key
    return {key, (persona, kind, ""), (persona, "", stage)} - {(persona, "", "")}


def _findings(paired: Paired) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that only the new version has, and those that only the old one had.

    Those of a document that is gone, or can't be read any more, went with it: nobody mended them.
    """
    paths = {one.path: other.path for one, other in paired.entries.items()} | {NAME: NAME}
    before, after = check(paired.before), check(paired.after)
    if _is_lost(paired):
        before, after = ([one for one in some if one.path == NAME] for some in (before, after))
    gone = {entry.path for entry in paired.before.entries if entry not in paired.entries}
    kept = [one for one in before if one.path not in gone]
    return tuple(_beyond(after, {}, before, paths)), tuple(_beyond(kept, paths, after, {}))


def _is_lost(paired: Paired) -> bool:
    """Whether `playbook.yml` can't be read on one side: much follows from it, and tells nothing."""
    sides = paired.before, paired.after
    return not all(side.settings.document.readable for side in sides)


def _beyond(
    findings: list[Finding], paths: dict[str, str], others: list[Finding], their: dict[str, str]
) -> Iterator[Finding]:
    """Yield the findings that others don't have; lines may have moved, and files been renamed."""
    left = Counter((their.get(one.path, one.path), one.rule, one.message) for one in others)
    for finding in findings:
        key = paths.get(finding.path, finding.path), finding.rule, finding.message
        if left[key]:
            left[key] -= 1
        else:
            yield finding
