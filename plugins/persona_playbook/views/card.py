"""The quick card: what somebody needs who has a persona on the phone, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..catalog import Entry
from .people import People, is_negative
from .service import Guideline, Scenario, Target, Tier, levels, service, tiers
from .value import Value

# How much of each fits on a card; whatever is beyond stands on the pages that it links to.
MOST_WORDINGS = 3
MOST_ADVICE = 3
MOST_WANTS = 3
MOST_CHANNELS = 7
MOST_TARGETS = 5  # a channel
MOST_SCENARIOS = 4
MOST_TIERS = 3


@dataclass(frozen=True, slots=True)
class Channel:
    """How fast it must go on a channel: `own` are the targets of the persona's own guidelines.

    Of these only those that promise something else than `common`, which hold for everyone.
    """

    id: str | None
    preference: str | None
    own: tuple[Target, ...]
    common: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the card of a persona; `levels` say what the priorities of targets mean."""

    advice: tuple[Value, ...]
    wordings: tuple[Value, ...]
    tones: tuple[Value, ...]  # where no wording is set against another
    wants: tuple[Value, ...]
    channels: tuple[Channel, ...]
    levels: tuple[Value, ...]
    scenarios: tuple[tuple[Entry, Scenario], ...]
    ladder: Entry | None
    tiers: tuple[Tier, ...]
    missing: tuple[str, ...]  # the kinds without which it stays thin


def card(people: People, persona: Entry) -> Card:
    """Choose what stands on the card of a persona.

    Likeliest are the scenarios that name the persona, then those of the persona's own guidelines,
    each in the order of their document. Who takes over says the ladder that most of them go by.
    """
    value = Value(persona)
    messaging = people.documents("messaging", persona)
    guidelines = service(people, people.documents("service", persona), persona).guidelines
    tones = [Value(entry)["tone"] for entry in messaging]
    wordings = [wording for tone in tones for wording in tone["this_not_that"]]
    scenarios = sorted(
        ((guideline, scenario) for guideline in guidelines for scenario in guideline.scenarios),
        key=lambda pair: (persona not in pair[1].personas, pair[0].is_common),
    )
    likely = tuple((guideline.entry, scenario) for guideline, scenario in scenarios)
    ladders = [scenario.ladder for _, scenario in likely[:MOST_SCENARIOS] if scenario.ladder]
    ladders += [guideline.entry for guideline in guidelines if guideline.tiers]
    ladder = max(ladders, key=ladders.count, default=None)
    wants = value["needs"] or value["goals"]
    channels = tuple(_channels(value, guidelines))[:MOST_CHANNELS]
    targets = [target.value for one in channels for target in (*one.own, *one.common)]
    return Card(
        advice=tuple(value["advice"])[:MOST_ADVICE],
        wordings=tuple(wordings[:MOST_WORDINGS]),
        tones=() if wordings else tuple(tone for tone in tones if tone),
        wants=tuple(wants)[:MOST_WANTS],
        channels=channels,
        levels=levels(people, targets),
        scenarios=likely[:MOST_SCENARIOS],
        ladder=ladder,
        tiers=tiers(Value(ladder))[:MOST_TIERS] if ladder else (),
        missing=tuple(
            kind
            for kind, found in (("messaging", messaging), ("service", guidelines))
            if not found and not is_negative(persona)
        ),
    )


def _channels(persona: Value, guidelines: Sequence[Guideline]) -> Iterator[Channel]:
    """The channels with targets: those that the persona prefers first, avoided ones last."""
    preferences = {use["channel"].raw: use["preference"].raw for use in persona["channels"]}
    found: dict[str | None, list[Target]] = {}
    common: dict[str | None, list[Target]] = {}
    for guideline in guidelines:
        for target in guideline.targets:
            found.setdefault(target.channel, [])
            targets = common if guideline.is_common else found
            targets.setdefault(target.channel, []).append(target)
    order = ("preferred", "accepted", None, "avoided")
    for channel in sorted(found, key=lambda channel: order.index(preferences.get(channel))):
        always = common.get(channel, [])
        said = [_said(target) for target in always]
        own = [target for target in found[channel] if _said(target) not in said]
        yield Channel(
            channel,
            preferences.get(channel),
            tuple(own[:MOST_TARGETS]),
            tuple(always[:MOST_TARGETS]),
        )


def _said(target: Target) -> tuple[str, str]:
    return target.value["priority"].text, target.value["first_reply"].text
