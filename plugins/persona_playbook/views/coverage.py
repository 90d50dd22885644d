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
from .claims import ASSUMPTION, basis
from .matching import Texts
from .people import People
from .value import Value

SAYING = "messaging"
CARING = "service"
PARTS = ("messages", "campaigns", "scenarios")  # what names a stage of its own in a document
LEANS = 2  # one half of a persona is this many times the other: it leans
SEVERITIES = ("critical", "high", "medium", "low")


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
    """What a persona lacks: all documents of a kind, or anything to say or do at a stage."""

    persona: Entry
    kind: Kind | None = None
    stage: Term | None = None


@dataclass(frozen=True, slots=True)
class Bare:
    """A document without evidence, and how many of its statements say nothing about theirs."""

    entry: Entry
    statements: int


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
        return [
            entry
            for entry in self.catalog.of_kind("persona")
            if in_use(entry) and entry.data.get("priority") != "negative"
        ]

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
        return any(
            cell.is_due and bool(cell.messaging) != bool(cell.service)
            for row in self.rows
            for cell in row.cells
        )

    @cached_property
    def uncovered(self) -> list[Value]:
        """The stages of journeys in use that nothing covers, for none of the journey's personas."""
        known = self.catalog.settings.terms["stage"]
        found = []
        for journey in self.catalog.of_kind("journey"):
            personas = self._ids(Value(journey))
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
            for journey in self.catalog.of_kind("journey")
            if journey.status != "retired"
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
                reference.source.kind.name == kind and reference.source.status != "retired"
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
        cells = [(row.persona, cell) for row in self.rows for cell in row.cells if cell.is_gap]
        return found + [Gap(persona, stage=cell.stage) for persona, cell in cells]

    @cached_property
    def objections(self) -> list[Value]:
        """The objections of personas to which no messaging has an answer of that name.

        Found by their words: see `Texts`. An answer in other words is not seen.
        """
        return list(self._not_found("objections", self._answers))

    @cached_property
    def pains(self) -> list[Value]:
        """The pain points of personas that no message or guideline names, the worst first.

        Found by their words: see `Texts`. Help in other words is not seen.
        """
        return sorted(self._not_found("pain_points", self._reliefs), key=_severity)

    @cached_property
    def bare(self) -> list[Bare]:
        """The documents that name no evidence, and have statements that name none either.

        What is marked as an assumption is honest, and not counted.
        """
        found = []
        for entry in self.catalog.by_key.values():
            if entry.kind.name == "evidence" or entry.data.get("sources") or not in_use(entry):
                continue
            statements = sum(
                1
                for _, shape, value in entry.kind.statements.find(entry.data)
                if shape == "claim"
                and basis(entry, value) == ASSUMPTION
                and not (isinstance(value, dict) and value.get("confidence"))
            )
            if statements:
                found.append(Bare(entry, statements))
        return sorted(found, key=lambda bare: -bare.statements)

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
        for journey in self.catalog.of_kind("journey"):
            if journey.status == "retired":
                continue
            for persona in self.people.of(Value(journey)):
                for stage in Value(journey)["stages"]:
                    found[persona.key][stage["stage"].raw].append(stage)
        return found

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        """By stage: what is for it."""
        found: dict[str, list[Part]] = defaultdict(list)
        for document in self._documents:
            for_all = self._ids(document)
            for id_ in listed(document["stages"].raw):
                found[id_].append(Part(document, for_all))
            for name in PARTS:
                for part in document[name]:
                    personas = self._ids(part) or for_all
                    for id_ in listed(part["stage"].raw):
                        found[id_].append(Part(part, personas))
        return found

    @cached_property
    def _documents(self) -> list[Value]:
        """Messaging and guidelines, whether agreed already or not; none that is for nobody."""
        return [
            Value(entry)
            for kind in (SAYING, CARING)
            for entry in self.catalog.of_kind(kind)
            if entry.status != "retired"
            and (listed(entry.data.get("personas")) or self.people.is_for_everyone(entry))
        ]

    @cached_property
    def _by_persona(self) -> dict[str, list[Value]]:
        """By persona: the documents for her; under no persona, those for everyone."""
        found: dict[str, list[Value]] = defaultdict(list)
        for document in self._documents:
            for id_ in self._ids(document) or {""}:
                found[id_].append(document)
        return found

    def _sayings(self, persona: Entry) -> Iterator[Value]:
        yield from Value(persona)["key_messages"]
        for document in self._for(persona):
            yield from document["messages"]
            yield from _answered(document)

    def _cares(self, persona: Entry) -> Iterator[Value]:
        for document in self._for(persona):
            yield from document["proactive"]
            yield from (one for one in document["scenarios"] if self.people.is_for(one, persona))

    def _for(self, persona: Entry) -> list[Value]:
        return self._by_persona.get(persona.id, []) + self._by_persona.get("", [])

    @cached_property
    def _answers(self) -> dict[str, Texts]:
        """By persona: the objections that are answered; under no persona, those for everyone."""
        found: dict[str, Texts] = defaultdict(Texts)
        for document in self._documents:
            for objection in _answered(document):
                for id_ in self._ids(document) or {""}:
                    found[id_].add(objection["objection"].text)
        return found

    @cached_property
    def _reliefs(self) -> dict[str, Texts]:
        """By persona: the pains that something is said or done about, and what else it names."""
        found: dict[str, Texts] = defaultdict(Texts)
        for document in self._documents:
            for part, names in _reliefs(document):
                for id_ in self._ids(part) or self._ids(document) or {""}:
                    for name in names:
                        for text in part[name]:
                            found[id_].add(text.text)
        return found

    def _not_found(self, field: str, texts: dict[str, Texts]) -> Iterator[Value]:
        nothing = Texts()
        for persona in self.personas:
            hers, common = texts.get(persona.id, nothing), texts.get("", nothing)
            for value in Value(persona)[field]:
                if not hers.has(value.text) and not common.has(value.text):
                    yield value

    def _ids(self, part: Value) -> frozenset[str]:
        """The ids that a part names in `personas`, earlier ids replaced by the present ones."""
        ids = listed(part["personas"].raw)
        get = self.catalog.get
        return frozenset(
            found.id if (found := get("persona", str(id_))) else str(id_) for id_ in ids
        )


def _answered(document: Value) -> Iterator[Value]:
    return (objection for objection in document["objections"] if objection["answers"])


def _reliefs(document: Value) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """The parts of a document that relieve a pain, and the fields that name it."""
    for message in document["messages"]:
        yield message, ("pain_point",)
    for pillar in document["pillars"]:
        yield pillar, ("pain_points",)
    for objection in _answered(document):
        yield objection, ("objection",)
    for scenario in document["scenarios"]:
        yield scenario, ("title", "trigger", "signs")
    for gesture in document["proactive"]:
        yield gesture, ("trigger",)


def _severity(pain: Value) -> int:
    raw = pain.raw
    severity = raw.get("severity") if isinstance(raw, dict) else None
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
