"""How customers are served: response targets, scenarios, who takes over, gestures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..catalog import Entry
from ..settings import listed
from .items import anchors, names, rest
from .people import People
from .value import Value

_SHOWN = ("response_targets", "scenarios", "escalation", "recovery", "proactive")


@dataclass(frozen=True, slots=True)
class Target:
    """How fast customers hear from us on a channel; None where it holds on every channel."""

    value: Value
    channel: str | None


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the ladder; `anchor` is its place on the page of its document."""

    value: Value
    anchor: str


Ladder = tuple[Entry | None, tuple[Tier, ...]]  # a document, if one has steps, and these


@dataclass(frozen=True, slots=True)
class Scenario:
    """What customers come with. `anchor` is its place on the page of its document.

    `ladder` is the document that says who takes over, if one does, and `tiers` those of its steps
    that the scenario names.
    """

    value: Value
    anchor: str
    personas: tuple[Entry, ...]
    ladder: Entry | None
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Guideline:
    """One document; `is_common` says that it holds for every persona."""

    entry: Entry
    is_common: bool
    targets: tuple[Target, ...]
    scenarios: tuple[Scenario, ...]
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """All guidelines that hold for the same people, their own before those for everyone.

    `columns` are the fields that targets fill in, `rest` those that all this is not made of, with
    their values.
    """

    guidelines: tuple[Guideline, ...]
    columns: tuple[str, ...]
    gestures: tuple[Value, ...]
    gesture_columns: tuple[str, ...]
    recovery: tuple[Value, ...]
    rest: tuple[tuple[str, list[Value]], ...]


def service(people: People, entries: Sequence[Entry], persona: Entry | None = None) -> Service:
    """Bring together these guidelines; for a `persona`, without scenarios that are for others."""
    values = [Value(entry) for entry in entries]
    common = _common_ladder(people)
    guidelines = tuple(_guideline(people, value, persona, common) for value in values)
    targets = [target.value for guideline in guidelines for target in guideline.targets]
    gestures = tuple(gesture for value in values for gesture in value["proactive"])
    return Service(
        guidelines=guidelines,
        columns=tuple(name for name in names(targets) if name not in ("channel", "priority")),
        gestures=gestures,
        gesture_columns=names(gestures),
        recovery=tuple(value["recovery"] for value in values if value["recovery"]),
        rest=tuple(rest(entries, _SHOWN)),
    )


def levels(people: People, targets: Iterable[Value]) -> tuple[Value, ...]:
    """What the priorities of targets mean: their guideline says so, else one for everyone."""
    common = _meanings(people.common("service"))
    named = dict.fromkeys((target.entry, target["priority"].text) for target in targets)
    own = {entry: _meanings([entry]) for entry, _ in named}
    found = {own[entry].get(name) or common.get(name) for entry, name in named}
    known = (level for level in found if level)
    return tuple(sorted(known, key=lambda level: (level.entry.key, level.where)))


def _meanings(guidelines: Iterable[Entry]) -> dict[str, Value]:
    """What priorities mean, by name; the first that says it counts."""
    found: dict[str, Value] = {}
    for entry in guidelines:
        for level in Value(entry)["priorities"]:
            found.setdefault(level["level"].text, level)
    return found


def _guideline(people: People, value: Value, persona: Entry | None, common: Ladder) -> Guideline:
    steps = tiers(value)
    source, ladder = (value.entry, steps) if steps else common
    scenarios = list(value["scenarios"])
    places = anchors("scenario", [scenario["title"].text for scenario in scenarios])
    return Guideline(
        entry=value.entry,
        is_common=value.entry.is_for_everyone("personas"),
        targets=tuple(
            Target(target, channel)
            for target in value["response_targets"]
            for channel in listed(target["channel"].raw) or [None]
        ),
        scenarios=tuple(
            Scenario(
                scenario,
                place,
                tuple(people.of(scenario)),
                source,
                tuple(tier for tier in ladder if _is_named(people, tier, scenario["escalate"])),
            )
            for scenario, place in zip(scenarios, places, strict=True)
            if persona is None or people.is_for(scenario, persona)
        ),
        tiers=steps,
    )


def tiers(value: Value) -> tuple[Tier, ...]:
    """Return the steps of a document's ladder."""
    steps = list(value["escalation"])
    titles = [step["tier"].text or str(number) for number, step in enumerate(steps, 1)]
    return tuple(map(Tier, steps, anchors("tier", titles)))


def _common_ladder(people: People) -> Ladder:
    """The ladder for everyone, for guidelines without one of their own."""
    for entry in people.common("service"):
        if Value(entry)["escalation"]:
            return entry, tiers(Value(entry))
    return None, ()


def _is_named(people: People, tier: Tier, escalate: Value) -> bool:
    """Whether a scenario says in words that a tier, or whoever is there, takes over."""
    to = tier.value["to"].text
    return goes_to(people.catalog.settings.term("team", to), escalate)


def goes_to(name: str, escalate: Value) -> bool:
    """Whether it says in words that somebody takes over."""
    said = " ".join(part.text for part in escalate).casefold()
    # Whole words: a team "IT" is not in "wait".
    return bool(name) and bool(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said))
