"""The pages of personas: the profile, the rooms beside it, the poster, all of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ..catalog import Entry
from ..pictures.fit import LINE, MILLIMETRES, fit, lines
from ..places import COMPARE, room_uri
from ..schema import Node
from ..views import claims, personas
from ..views.people import is_negative
from ..views.value import Value
from . import cards, journeys, messaging, service
from .journeys import brief
from .maker import Maker
from .page import Page

MOST_COMPARED = 60  # a wider table helps nobody
_MOST_ITEMS = 4  # of each sort on a poster
_MOST_LINES = 2  # journeys on a poster
# A sheet of A4 upright without its margins, in millimetres; a line of feelings; the picture, and
# what is kept free around it and between the parts.
_WIDTH, _HEIGHT = 194.0, 276.0
_LINE, _PICTURE, _GAPS = 18.0, 34.0, 20.0
_NAME, _TAGLINE, _FACTS = 28.0, 14.0, 9.0  # the letters at the top, in points
_INDENT = " " * 5  # what the point of a list takes
_LARGEST = 18.0  # points: a poster is read from further away

# The fields beside a persona's name; those of a team's own follow.
_HERO = ("priority", "share", "basis", "segments", "profiles", "type")
# What makes the rooms: the pages of a persona beside the profile.
_ROOMS: Mapping[str, Callable[[Maker, Entry], Page]] = {
    "journey": journeys.room,
    "messaging": messaging.room,
    "service": service.room,
    "card": cards.room,
}


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a persona shows beyond its fields."""
    fields = entry.kind.fields
    own = [name for name, node in fields.items() if _is_own_reference(node)]
    facts = personas.key_facts(entry)
    shared = {
        "persona": entry,
        "data": Value(entry),
        "facts": facts,
        "channels": personas.channels(entry),
        "cited": claims.cited(maker.catalog, entry),
        "negative": is_negative(entry),
        "others": claims.others,
    }
    return {
        **shared,
        "all": shared,
        "head": {"hide": ["navigation"]},  # as on all pages of a persona: none jumps
        "hero": [name for name in (*_HERO, *own) if entry.data.get(name)],
        "has_all_facts": len(facts) == len(entry.data.get("about", ())),
        "ways": list(_ways(maker, entry)),
        "journeys": [brief(maker, one) for one in maker.people.documents("journey", entry)],
        "say": personas.say(maker.people, entry),
        "do": personas.do(maker.people, entry),
        "statements": [name for name, node in fields.items() if node.get("x-shape") == "claims"],
    }


def _ways(maker: Maker, persona: Entry) -> Iterator[tuple[str, str, str]]:
    """Where to go on from a persona: label, address and query."""
    words, people = maker.language.words, maker.people.everyone
    if persona in people[:MOST_COMPARED] and len(people) > 1:
        yield words["compare"], COMPARE, f"?personas={quote(persona.id, safe='')}"
    if not persona.is_retired:
        yield words["poster"], room_uri(persona, "poster"), ""


def make(maker: Maker) -> Iterator[Page]:
    """The rooms and the poster of each persona, and all of them side by side."""
    for persona in maker.people.everyone:
        for room in personas.rooms(maker.people, persona):
            yield _ROOMS[room](maker, persona)
        sheet = poster(maker, persona)
        head = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
        title = maker.language.words["poster_of"].format(name=persona.title)
        uri = room_uri(persona, "poster")
        yield maker.page(uri, title, "persona-poster.md.jinja", {"sheet": sheet}, head)
    compared = maker.people.everyone[:MOST_COMPARED]
    if len(compared) > 1:
        title = maker.language.words["compare"]
        names = {
            "title": title,
            "personas": compared,
            "rows": personas.compare(maker.people, compared),
        }
        head = {"hide": ["toc"], "search": {"exclude": True}}
        yield maker.page(COMPARE, title, "compare.md.jinja", names, head)


def poster(maker: Maker, persona: Entry) -> dict[str, Any]:
    """What the part `persona-poster` needs."""
    return maker.once((poster, persona.key), lambda: _poster(maker, persona))


def _poster(maker: Maker, persona: Entry) -> dict[str, Any]:
    data = Value(persona)
    rows = list(_poster_rows(maker, persona))
    journeys = [brief(maker, one) for one in maker.people.documents("journey", persona)]
    drawn = [journey for journey in journeys if journey.line][:_MOST_LINES]
    words = next(iter(data["quote"]), None)
    said = (words or data["summary"]).text
    texts = [[f"{said} {said}" if words else said]]  # a quote is set larger
    texts += [
        ["\n".join([heading, *map(_indented, items)]) for heading, items in row] for row in rows
    ]
    if drawn:
        texts.append([maker.language.label(drawn[0].entry.kind.plural)])
    facts = personas.key_facts(persona)
    share = f"{data['priority'].text} {data['share'].text}"
    standing = " · ".join([share, *(f"{label}: {value.text}" for label, value in facts)])
    top = [(persona.title, _NAME), (data["tagline"].text, _TAGLINE), (standing, _FACTS)]
    room = _HEIGHT - _GAPS - max(_PICTURE, _height(top)) - _LINE * len(drawn)
    return {
        "persona": persona,
        "data": data,
        "facts": facts,
        "quote": words,
        "rows": rows,
        "journeys": drawn,
        "negative": is_negative(persona),
        "size": fit(texts, _WIDTH, room, largest=_LARGEST),
    }


def _poster_rows(maker: Maker, persona: Entry) -> Iterator[list[tuple[str, list[str]]]]:
    """What stands on a poster, row by row: each part with its heading and the first few items."""
    words = maker.language.words
    fields = persona.kind.fields

    def field(name: str) -> tuple[str, list[str]]:
        statements = claims.claims(Value(persona)[name])
        return maker.language.title(fields[name]), [weighed(one) for one in statements]

    def weighed(one: claims.Claim) -> str:
        severity = one.severity.text
        return f"{one.text.text} ({maker.language.label(severity)})" if severity else one.text.text

    grouped = dict(personas.channels(persona))
    liked = [one.text for one in (*grouped.get("preferred", ()), *grouped.get("", ()))]
    channels = [maker.catalog.settings.term("channel", id_) for id_ in liked]
    heading = maker.language.title(fields["channels"])
    if "" not in grouped:
        heading = maker.language.pair(heading, maker.language.label("preferred"))

    def told(one: personas.Advice) -> str:
        text = one.text.text
        return maker.language.pair(one.when.text, text) if one.when else text

    for row in (
        [field("harm")],
        [field("goals"), field("needs")],
        [field("pain_points"), (heading, channels)],
        [
            (words["say"], [one.text.text for one in personas.say(maker.people, persona)]),
            (words["do"], [told(one) for one in personas.do(maker.people, persona)]),
        ],
    ):
        found = [(heading, items[:_MOST_ITEMS]) for heading, items in row if items]
        if found:
            yield found


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """How high texts are beside the picture, each with its size in points; in millimetres."""
    width = _WIDTH - _PICTURE - 10
    return sum(
        lines(text, width / (size * MILLIMETRES)) * LINE * size * MILLIMETRES
        for text, size in texts
    )


def _indented(item: str) -> str:
    return f"{_INDENT}{item}"


def _is_own_reference(node: Node) -> bool:
    """Whether a field of the team's own is one that belongs at a glance and is always short."""
    return "x-own" in node and node.get("x-section") == "glance" and "x-ref" in node
