"""What there is for each persona at each stage, and what is missing: what "covers" means.

A message, campaign, scenario or guideline covers a stage if it names the stage, and is for the
persona or for everyone. So does a document that a journey's stage itself names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog, Entry, in_use
from ..kinds import Kind
from ..settings import Term, listed
from .people import People, is_negative
from .value import Value

SAYING = "messaging"
CARING = "service"
PARTS = ("messages", "campaigns", "scenarios")  # what names a stage of its own in a document
LEANS = 2  # one half of a persona is this many times the other: it leans


@dataclass(frozen=True, slots=True)
class Part:
    """A message, campaign or scenario, or a whole document, that is for a stage.

    `personas` are the ids of those whom it is for; none if it is for everyone.
    """

    value: Value
    personas: frozenset[str]

    def is_for(self, personas: frozenset[str]) -> bool:
        """Whether it is for one of these; without any, whoever it is for."""
        return not personas or not self.personas or bool(self.personas & personas)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a persona has at a stage of the playbook.

    `journey` are the stages of journeys that lead through it. `is_due` says that one of these
    journeys is in use, so that something has to be said and done here.
    """

    stage: Term
    journey: tuple[Value, ...]
    messaging: tuple[Value, ...]
    service: tuple[Value, ...]
    is_due: bool

    @property
    def is_gap(self) -> bool:
        """Whether nobody has decided what to say or do where the persona goes."""
        return self.is_due and not self.messaging and not self.service

    @property
    def lacks(self) -> str:
        """Name the one half that is missing where the persona goes; neither if both are."""
        if not self.is_due or bool(self.messaging) == bool(self.service):
            return ""
        return CARING if self.messaging else SAYING


@dataclass(frozen=True, slots=True)
class Row:
    """A persona's line: a cell a stage, and how the two halves of the playbook balance.

    `says` counts messages, answers to objections and key messages; `cares` counts scenarios and
    gestures. `leans` is the half that has far more, or nothing.
    """

    persona: Entry
    cells: tuple[Cell, ...]
    says: int
    cares: int

    @property
    def leans(self) -> str:
        """Tell which half outweighs the other."""
        if self.says > LEANS * self.cares:
            return SAYING
        return CARING if self.cares > LEANS * self.says else ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a persona lacks: all documents of a kind, those of one at a stage, or anything there."""

    persona: Entry
    kind: Kind | None = None
    stage: Term | None = None


@dataclass(frozen=True)
class Coverage:
    """What covers what in a playbook."""

    people: People

    @property
    def catalog(self) -> Catalog:
        """The playbook."""
        return self.people.catalog

    @cached_property
    def personas(self) -> list[Entry]:
        """The personas that the playbook has to be complete for: in use, and wanted."""
        return [entry for entry in self.people.everyone if in_use(entry) and not is_negative(entry)]

    @cached_property
    def rows(self) -> list[Row]:
        """The matrix: a row a persona, in it a cell a stage."""
        terms = self.catalog.settings.terms["stage"].values()
        return [
            Row(
                persona,
                tuple(self._cell(persona, term) for term in terms),
                sum(1 for _ in self._sayings(persona)),
                sum(1 for _ in self._cares(persona)),
            )
            for persona in self.personas
        ]

    @property
    def has_gaps(self) -> bool:
        """Whether a persona goes where nobody has decided what to say or do."""
        return any(cell.is_gap for row in self.rows for cell in row.cells)

    @property
    def has_due(self) -> bool:
        """Whether a persona goes where there is only one of the two."""
        return any(cell.lacks for row in self.rows for cell in row.cells)

    @cached_property
    def uncovered(self) -> list[Value]:
        """The stages of journeys in use that nothing covers, for none of the journey's personas."""
        known = self.catalog.settings.terms["stage"]
        found = []
        for journey in self.catalog.of_kind("journey"):
            personas = self.people.ids(Value(journey))
            for stage in Value(journey)["stages"] if in_use(journey) else ():
                id_ = stage["stage"].raw
                if stage[SAYING] or stage[CARING] or (id_ and id_ not in known):
                    continue
                if not id_ or not self.at(id_, personas):
                    found.append(stage)
        return found

    @cached_property
    def deserted(self) -> list[Term]:
        """The stages of the playbook at which there is nothing at all to say or to do."""
        named = {
            stage["stage"].raw
            for journey in self.catalog.current("journey")
            for stage in Value(journey)["stages"]
            if stage[SAYING] or stage[CARING]
        }
        return [
            term
            for term in self.catalog.settings.terms["stage"].values()
            if term.id not in named and not self.at(term.id)
        ]

    def at(self, stage: str, personas: frozenset[str] = frozenset()) -> list[Part]:
        """What there is for one of these personas at a stage of the playbook."""
        return [part for part in self._parts.get(stage, ()) if part.is_for(personas)]

    def without(self, kind: str) -> list[Entry]:
        """The personas whom no document of a kind is for, nor names anywhere else in it."""
        named = self.catalog.references_to
        return [
            persona
            for persona in self.personas
            if not self.people.documents(kind, persona)
            and not any(
                reference.source.kind.name == kind and not reference.source.is_retired
                for reference in named.get(persona.key, ())
            )
        ]

    @cached_property
    def gaps(self) -> list[Gap]:
        """What personas lack: all documents of a kind, or anything where they go."""
        found = [
            Gap(persona, kind=self.catalog.kinds[kind])
            for kind in ("journey", SAYING, CARING)
            for persona in self.without(kind)
        ]
        known = {(gap.persona.key, gap.kind.name) for gap in found if gap.kind}
        for row in self.rows:
            for cell in row.cells:
                kind = self.catalog.kinds[cell.lacks] if cell.lacks else None
                if cell.is_gap or (kind and (row.persona.key, kind.name) not in known):
                    found.append(Gap(row.persona, kind, cell.stage))
        return found

    def _cell(self, persona: Entry, term: Term) -> Cell:
        passages = self._passages[persona.key].get(term.id, [])
        parts = self.at(term.id, frozenset({persona.id}))
        return Cell(
            term,
            tuple(passages),
            self._of_kind(SAYING, passages, parts),
            self._of_kind(CARING, passages, parts),
            any(in_use(passage.entry) for passage in passages),
        )

    def _of_kind(self, kind: str, passages: list[Value], parts: list[Part]) -> tuple[Value, ...]:
        """What covers a stage, and the whole documents that journeys name there besides."""
        values = [part.value for part in parts if part.value.entry.kind.name == kind]
        known = {value.entry.key for value in values}
        named = [
            entry
            for passage in passages
            for id_ in listed(passage[kind].raw)
            if (entry := self.catalog.get(kind, id_)) and entry.key not in known
        ]
        return (*values, *(Value(entry) for entry in dict.fromkeys(named)))

    @cached_property
    def _passages(self) -> dict[tuple[str, str], dict[str, list[Value]]]:
        """By persona and stage: the stages of journeys that lead her there."""
        found: dict[tuple[str, str], dict[str, list[Value]]]
        found = defaultdict(lambda: defaultdict(list))
        for journey in self.catalog.current("journey"):
            for persona in self.people.of(Value(journey)):
                for stage in Value(journey)["stages"]:
                    found[persona.key][stage["stage"].raw].append(stage)
        return found

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        """By stage: what is for it."""
        found: dict[str, list[Part]] = defaultdict(list)
        for document in self.documents:
            for_all = self.people.ids(document)
            for id_ in listed(document["stages"].raw):
                found[id_].append(Part(document, for_all))
            for name in PARTS:
                for part in document[name]:
                    personas = self.people.ids(part) or for_all
                    for id_ in listed(part["stage"].raw):
                        found[id_].append(Part(part, personas))
        return found

    @cached_property
    def documents(self) -> list[Value]:
        """Messaging and guidelines, drafts too; none that is retired, or for nobody."""
        return [
            Value(entry)
            for kind in (SAYING, CARING)
            for entry in self.catalog.current(kind)
            if listed(entry.data.get("personas")) or entry.is_for_everyone("personas")
        ]

    @cached_property
    def _by_persona(self) -> dict[str, list[Value]]:
        """By persona: the documents for her; under no persona, those for everyone."""
        found: dict[str, list[Value]] = defaultdict(list)
        for document in self.documents:
            for id_ in self.people.ids(document) or {""}:
                found[id_].append(document)
        return found

    def _sayings(self, persona: Entry) -> Iterator[Value]:
        yield from Value(persona)["key_messages"]
        for document in self._for(persona):
            yield from document["messages"]
            yield from answered(document)

    def _cares(self, persona: Entry) -> Iterator[Value]:
        for document in self._for(persona):
            yield from document["proactive"]
            yield from (one for one in document["scenarios"] if self.people.is_for(one, persona))

    def _for(self, persona: Entry) -> list[Value]:
        return self._by_persona.get(persona.id, []) + self._by_persona.get("", [])


def answered(document: Value) -> Iterator[Value]:
    """The objections to which a document has an answer."""
    return (objection for objection in document["objections"] if objection["answers"])
