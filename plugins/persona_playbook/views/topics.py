"""Everything about one stage, channel or team, wherever documents name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..catalog import Catalog, Entry
from ..finding import DataPath
from ..settings import Term
from .coverage import CARING, SAYING, Coverage
from .items import anchors
from .mentions import OWNER, Mention, Mentions
from .people import People
from .personas import PREFERENCES
from .reviews import Review, reviews
from .service import goes_to, levels
from .unanswered import Unanswered
from .value import Value


@dataclass(frozen=True, slots=True)
class Passage:
    """A journey leads through a stage; `personas` are those who go there."""

    stage: Value
    personas: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A message, scenario or the like, and whom it is for; nobody means everyone.

    `anchor` is the place of a scenario on the page of its document, else empty.
    """

    value: Value
    personas: tuple[Entry, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a journey, and the stage that it belongs to, if it belongs to one."""

    value: Value
    stage: Value | None


@dataclass(frozen=True, slots=True)
class Stage:
    """What happens at a stage of the playbook, what is said there and what is done."""

    term: Term
    uri: str
    passages: tuple[Passage, ...]
    messages: tuple[Piece, ...]
    campaigns: tuple[Piece, ...]
    scenarios: tuple[Piece, ...]
    guidelines: tuple[Entry, ...]
    gaps: tuple[Entry, ...]
    rest: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """Who meets us on a channel, how fast we answer there, and what is said and done.

    `people` are what personas say about it, by what they prefer; "" where they don't say.
    `levels` say what the priorities of targets mean.
    """

    term: Term
    uri: str
    people: tuple[tuple[str, tuple[Value, ...]], ...]
    targets: tuple[Value, ...]
    levels: tuple[Value, ...]
    messages: tuple[Piece, ...]
    campaigns: tuple[Piece, ...]
    scenarios: tuple[Piece, ...]
    guidelines: tuple[Entry, ...]
    steps: tuple[Step, ...]
    rest: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """A document of a team's, and its review, if it is in use and was ever reviewed."""

    entry: Entry
    review: Review | None


@dataclass(frozen=True, slots=True)
class Team:
    """What a team answers for, and where others turn to it.

    `scenarios` stand in its own documents, or lead to it. `open` are objections and pain points in
    its documents that nobody has taken up.
    """

    term: Term
    uri: str
    scenarios: tuple[Piece, ...]
    guidelines: tuple[Entry, ...]
    open: tuple[Value, ...]
    documents: tuple[Owned, ...]
    escalations: tuple[Value, ...]
    stages: tuple[Value, ...]
    steps: tuple[Step, ...]
    transitions: tuple[Value, ...]
    opportunities: tuple[Value, ...]
    gestures: tuple[Value, ...]
    rest: tuple[Mention, ...]


@dataclass(frozen=True)
class Topics:
    """The terms of a playbook that have a page, and everything that names them."""

    coverage: Coverage
    unanswered: Unanswered

    @property
    def catalog(self) -> Catalog:
        """The playbook."""
        return self.coverage.catalog

    @property
    def people(self) -> People:
        """Whom its documents are for."""
        return self.coverage.people

    @cached_property
    def mentions(self) -> Mentions:
        """Where documents name these terms."""
        return Mentions(self.catalog)

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages of the playbook, in order."""
        return [self._stage(term, uri) for term, uri in self._terms("stage")]

    @cached_property
    def channels(self) -> list[Channel]:
        """The channels of the playbook, in order."""
        return [self._channel(term, uri) for term, uri in self._terms("channel")]

    @cached_property
    def teams(self) -> list[Team]:
        """The teams of the playbook, in order."""
        return [self._team(term, uri) for term, uri in self._terms("team")]

    def _terms(self, vocabulary: str) -> Iterator[tuple[Term, str]]:
        for id_, term in self.catalog.settings.terms[vocabulary].items():
            yield term, self.catalog.topics[vocabulary, id_]

    def _stage(self, term: Term, uri: str) -> Stage:
        return Stage(
            term,
            uri,
            tuple(
                Passage(stage, tuple(self.people.of(Value(stage.entry))))
                for stage in self.mentions.parts("stage", term.id, "journey", "stages", "stage")
            ),
            self._pieces("stage", term, SAYING, "messages"),
            self._pieces("stage", term, SAYING, "campaigns"),
            self._pieces("stage", term, CARING, "scenarios"),
            tuple(part.entry for part in self.mentions.parts("stage", term.id, CARING, "stages")),
            tuple(self._gaps.get(term.id, ())),
            self.mentions.rest("stage", term.id),
        )

    def _channel(self, term: Term, uri: str) -> Channel:
        hers = self._preferences.get(term.id, {})
        targets = self._targets(term)
        return Channel(
            term,
            uri,
            tuple((name, tuple(hers[name])) for name in PREFERENCES if name in hers),
            targets,
            levels(self.people, targets),
            self._pieces("channel", term, SAYING, "messages"),
            self._pieces("channel", term, SAYING, "campaigns"),
            self._pieces("channel", term, CARING, "scenarios"),
            tuple(
                part.entry for part in self.mentions.parts("channel", term.id, CARING, "channels")
            ),
            self._steps("channel", term, "channel"),
            self.mentions.rest("channel", term.id),
        )

    def _team(self, term: Term, uri: str) -> Team:
        mentions = self.mentions.of("team", term.id)
        owned = [mention.entry for mention in mentions if mention.path == OWNER]
        escalations = self.mentions.parts("team", term.id, CARING, "escalation", "to")
        return Team(
            term,
            uri,
            self._scenarios(term, {*owned, *(step.entry for step in escalations)}),
            tuple(entry for entry in owned if entry.kind.name in (SAYING, CARING)),
            tuple(
                value
                for value in (*self.unanswered.objections, *self.unanswered.pains)
                if value.entry.data.get("owner") == term.id
            ),
            tuple(Owned(entry, self._reviews.get(entry.key)) for entry in owned),
            escalations,
            self.mentions.parts("team", term.id, "journey", "stages", "owner"),
            self._steps("team", term, "owner"),
            self.mentions.parts("team", term.id, "journey", "transitions", "owner"),
            self.mentions.parts("team", term.id, "journey", "opportunities", "owner"),
            self.mentions.parts("team", term.id, CARING, "proactive", "owner"),
            self.mentions.rest("team", term.id),
        )

    def _pieces(self, vocabulary: str, term: Term, kind: str, name: str) -> tuple[Piece, ...]:
        found = map(self._piece, self.mentions.parts(vocabulary, term.id, kind, name, vocabulary))
        return tuple(sorted(found, key=lambda piece: self._rank(piece.personas)))

    def _piece(self, part: Value) -> Piece:
        return Piece(
            part,
            tuple(self.people.of(part) or self.people.of(Value(part.entry))),
            self._places.get((part.entry.key, part.where), ""),
        )

    def _scenarios(self, team: Term, entries: set[Entry]) -> tuple[Piece, ...]:
        """The scenarios in these documents, then those elsewhere that lead to a team."""
        own: list[Value] = []
        others: list[Value] = []
        for document in self.catalog.current(CARING):
            scenarios = Value(document)["scenarios"]
            if document in entries:
                own += scenarios
            else:
                others += [one for one in scenarios if goes_to(team.title, one["escalate"])]
        return tuple(map(self._piece, [*own, *others]))

    def _rank(self, personas: tuple[Entry, ...]) -> int:
        """What is for everyone first, then by the persona that matters most."""
        return min((self._order[one.key] for one in personas), default=-1)

    def _targets(self, term: Term) -> tuple[Value, ...]:
        """The response targets on a channel, those of guidelines for everyone first."""
        found = self.mentions.parts("channel", term.id, CARING, "response_targets", "channel")
        personas = {one: tuple(self.people.of(Value(one.entry))) for one in found}
        return tuple(sorted(found, key=lambda target: self._rank(personas[target])))

    def _steps(self, vocabulary: str, term: Term, name: str) -> tuple[Step, ...]:
        in_stages = self.mentions.parts(vocabulary, term.id, "journey", "stages", "steps", name)
        alone = self.mentions.parts(vocabulary, term.id, "journey", "steps", name)
        return (
            *(Step(value, Value(value.entry, value.where[:-2])) for value in in_stages),
            *(Step(value, None) for value in alone),
        )

    @cached_property
    def _order(self) -> dict[tuple[str, str], int]:
        """The places of personas on lists."""
        personas = self.catalog.of_kind("persona")
        return {persona.key: place for place, persona in enumerate(personas)}

    @cached_property
    def _places(self) -> dict[tuple[tuple[str, str], DataPath], str]:
        """The places of scenarios on the pages of their documents."""
        return {
            (entry.key, scenario.where): anchor
            for entry in self.catalog.of_kind(CARING)
            for scenarios in [list(Value(entry)["scenarios"])]
            for scenario, anchor in zip(
                scenarios,
                anchors("scenario", [one["title"].text for one in scenarios]),
                strict=True,
            )
        }

    @cached_property
    def _gaps(self) -> dict[str, list[Entry]]:
        """By stage: the personas whose way leads there, and for whom there is nothing."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for row in self.coverage.rows:
            for cell in row.cells:
                if cell.is_gap:
                    found[cell.stage.id].append(row.persona)
        return found

    @cached_property
    def _preferences(self) -> dict[str, dict[str, list[Value]]]:
        """By channel and preference: what personas say about it."""
        found: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for persona in self.people.everyone:
            for item in Value(persona)["channels"]:
                found[item.text][str(item["preference"].raw or "")].append(item)
        return found

    @cached_property
    def _reviews(self) -> dict[tuple[str, str], Review]:
        return {
            review.entry.key: review
            for review in reviews(self.catalog)
            if self.catalog.has_page(review.entry)
        }
