"""What personas say, and nobody has taken up: objections without an answer, pains without help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .coverage import Coverage, answered
from .matching import Texts
from .value import Value

SEVERITIES = ("critical", "high", "medium", "low")


@dataclass(frozen=True)
class Unanswered:
    """What personas say and the documents for them do not name."""

    coverage: Coverage

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
    def _answers(self) -> dict[str, Texts]:
        """By persona: the objections that are answered; under no persona, those for everyone."""
        found: dict[str, Texts] = defaultdict(Texts)
        for document in self.coverage.documents:
            for objection in answered(document):
                for id_ in self.coverage.people.ids(document) or {""}:
                    found[id_].add(objection["objection"].text)
        return found

    @cached_property
    def _reliefs(self) -> dict[str, Texts]:
        """By persona: the pains that something is said or done about, and what else it names."""
        found: dict[str, Texts] = defaultdict(Texts)
        ids = self.coverage.people.ids
        for document in self.coverage.documents:
            for part, names in _reliefs(document):
                for id_ in ids(part) or ids(document) or {""}:
                    for name in names:
                        for text in part[name]:
                            found[id_].add(text.text)
        return found

    def _not_found(self, field: str, texts: dict[str, Texts]) -> Iterator[Value]:
        nothing = Texts()
        for persona in self.coverage.personas:
            hers, common = texts.get(persona.id, nothing), texts.get("", nothing)
            for value in Value(persona)[field]:
                if not hers.has(value.text) and not common.has(value.text):
                    yield value


def _reliefs(document: Value) -> Iterator[tuple[Value, tuple[str, ...]]]:
    """The parts of a document that relieve a pain, and the fields that name it."""
    for message in document["messages"]:
        yield message, ("pain_point",)
    for pillar in document["pillars"]:
        yield pillar, ("pain_points",)
    for objection in answered(document):
        yield objection, ("objection",)
    for scenario in document["scenarios"]:
        yield scenario, ("title", "trigger", "signs")
    for gesture in document["proactive"]:
        yield gesture, ("trigger",)


def _severity(pain: Value) -> int:
    raw = pain.raw
    severity = raw.get("severity") if isinstance(raw, dict) else None
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
