"""Which pages a persona has, and what they show: what to say and do, channels, comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

from ..catalog import Entry
from .claims import claims
from .people import People, is_negative
from .service import Target, service
from .value import Value

# The pages of a persona beside the profile, by the last word of their address. `card` is for
# whoever serves her, so it has no documents of its own.
ROOMS = ("journey", "messaging", "service", "card")
PREFERENCES = ("preferred", "accepted", "avoided", "")  # "" is a channel without a preference
# The fields in which personas are compared.
COMPARED = (
    "summary", "share", "goals", "needs", "pain_points", "decision_criteria", "objections",
    "deal_makers", "deal_breakers",
)  # fmt: skip
MOST_TARGETS = 6
KEY_FACTS = 6  # more only stand in the table of all of them
SHORT_FACT = 50  # characters


def rooms(people: People, persona: Entry) -> tuple[str, ...]:
    """Tell which pages a persona has beside the profile.

    One that lacks documents is there nevertheless, and says what to add; but nobody is asked for
    messages to a persona whom we don't want to serve.
    """
    if persona.is_retired:
        return ()
    if not is_negative(persona):
        return ROOMS
    return tuple(
        room for room in ROOMS if people.documents("service" if room == "card" else room, persona)
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to say or to do, and the occasion if it is for one."""

    text: Value
    when: Value | None = None


def say(people: People, persona: Entry, most: int = 3) -> list[Advice]:
    """Choose what to say first: the promise, her key messages, then pillars and messages."""
    documents = [Value(entry) for entry in people.documents("messaging", persona)]
    promises = (one["value_proposition"] or one["lengths"]["one_line"] for one in documents)
    pillars = (
        pillar["promise"] or pillar["title"] for one in documents for pillar in one["pillars"]
    )
    messages = (
        message["message"] if isinstance(message.raw, dict) else message
        for one in documents
        for message in one["messages"]
    )
    key_messages = Value(persona)["key_messages"]
    found = chain(
        _texts(islice(promises, 1)), _texts([key_messages]), _texts(pillars), _texts(messages)
    )
    return [Advice(text) for text in islice(_different(found), most)]


def do(people: People, persona: Entry, most: int = 3) -> list[Advice]:
    """Choose what to do first: by turns an advice, the first move of a scenario, a principle.

    Guidelines come in the order in which the persona's journeys need them.
    """
    needed = dict.fromkeys(
        id_
        for journey in people.documents("journey", persona)
        for _, (kind, _), id_ in journey.kind.references.find(journey.data)
        if kind == "service"
    )
    place = {id_: number for number, id_ in enumerate(needed)}
    guidelines = people.documents("service", persona)
    guidelines.sort(key=lambda one: place.get(one.id, len(place)))
    documents = [Value(entry) for entry in guidelines]
    scenarios = [
        scenario
        for one in documents
        for scenario in one["scenarios"]
        if people.is_for(scenario, persona)
    ]
    scenarios.sort(key=lambda one: persona not in people.of(one))
    advice = (Advice(text) for text in _texts([Value(persona)["advice"]]))
    moves = (
        Advice(text, scenario["title"])
        for scenario in scenarios
        for text in islice(_texts([scenario["do"]]), 1)
    )
    principles = (Advice(text) for one in documents for text in _texts([one["principles"]]))
    turns = chain.from_iterable(zip_longest(advice, moves, principles))
    return list(islice((one for one in turns if one), most))


def channels(persona: Entry) -> list[tuple[str, list[Value]]]:
    """Group the channels of a persona by preference; groups without any are left out."""
    groups: dict[str, list[Value]] = {preference: [] for preference in PREFERENCES}
    for channel in Value(persona)["channels"]:
        groups[str(channel["preference"].raw or "")].append(channel)
    return [(preference, found) for preference, found in groups.items() if found]


def key_facts(persona: Entry) -> list[tuple[str, Value]]:
    """Return the facts about a persona that fit beside the name, by label."""
    about = Value(persona)["about"]
    return [(label, about[label]) for label, fact in (about.raw or {}).items() if _is_short(fact)][
        :KEY_FACTS
    ]


def _is_short(fact: object) -> bool:
    return not isinstance(fact, dict) and len(str(fact)) <= SHORT_FACT


def _texts(fields: Iterable[Value]) -> Iterator[Value]:
    for field in fields:
        for claim in claims(field):
            yield claim.text


def _different(values: Iterable[Value]) -> Iterator[Value]:
    """Leave out what was said already."""
    seen = set()
    for value in values:
        if value.text.casefold() not in seen:
            seen.add(value.text.casefold())
            yield value


@dataclass(frozen=True, slots=True)
class Row:
    """What personas say to one question, in the order of the personas.

    `form` is what the cells hold: a field's values (`name` is the field), channels (`name` is the
    preference), advice or targets (`name` tells which).
    """

    form: str
    name: str
    cells: tuple[Sequence[Any], ...]


def compare(people: People, personas: Sequence[Entry]) -> list[Row]:
    """Put personas side by side; questions to which none has an answer are left out."""
    values = [Value(persona) for persona in personas]
    rows = [Row("field", name, tuple(tuple(value[name]) for value in values)) for name in COMPARED]
    grouped = [dict(channels(persona)) for persona in personas]
    rows += [
        Row("channels", name, tuple(groups.get(name, ()) for groups in grouped))
        for name in ("preferred", "avoided")
    ]
    rows += [
        Row("advice", "say", tuple(say(people, persona) for persona in personas)),
        Row("advice", "do", tuple(do(people, persona) for persona in personas)),
        Row("targets", "first_reply", tuple(_targets(people, persona) for persona in personas)),
    ]
    return [row for row in rows if any(row.cells)]


def _targets(people: People, persona: Entry) -> list[Target]:
    """How fast a persona hears from us, by what is promised to fewest others."""
    found = service(people, people.documents("service", persona), persona).guidelines
    own = [target for one in found if not one.is_common for target in one.targets]
    targets = own or [target for one in found for target in one.targets]
    return [target for target in targets if target.value["first_reply"]][:MOST_TARGETS]
