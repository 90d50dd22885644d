"""The pages of journeys: maps, posters, all of a persona, all opportunities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from ..catalog import Entry
from ..pictures.curve import LEVELS, curve, height, signed, small
from ..pictures.fit import LARGEST, MILLIMETRES, cells, fit, plain
from ..pictures.plot import Dot, Names, plot
from ..places import OPPORTUNITIES, room_uri
from ..settings import listed
from ..views.feelings import Feeling, feelings, felt, together
from ..views.journey_map import Map, journey_map
from ..views.journeys import versions, way
from ..views.opportunities import opportunities
from ..views.value import Value
from .maker import Maker
from .page import Page

KIND = "journey"
# The sheets that a journey may take, without their margins, in millimetres: the larger one where
# letters on the smaller one would be too small to read, in points.
_SHEETS = (("A4", 281.0, 194.0), ("A3", 404.0, 281.0))
_READABLE = 6.0
_HEAD = 18.0  # what stands above the map on a poster
_NAMES_SHARE = 0.7  # how wide the column of names is, in columns of stages
_CURVE_LINES = 13
_GAP = 0.5  # between rows, in letters
_POINT_WIDTH = 1.9  # of a point of the curve, in letters
# What stands above the map.
_FACTS = ("scenario", "expectations", "trigger", "outcome")


@dataclass(frozen=True, slots=True)
class Brief:
    """A journey in a few lines."""

    entry: Entry
    personas: Sequence[Entry]
    way: Sequence[Value]
    line: Markup | None

    @property
    def summary(self) -> Value:
        """What it is about."""
        return Value(self.entry)["summary"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is the same wherever a journey is shown.

    Printed it takes one sheet of `paper`, A4 or A3, with letters `size` points high.
    """

    map: Map
    curve: Markup | None
    paper: str
    size: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The map of a journey as it stands on one page."""

    drawing: Drawing
    table: Markup

    @property
    def map(self) -> Map:
        """What the table shows."""
        return self.drawing.map

    @property
    def paper(self) -> str:
        """The sheet that it takes: A4 or A3."""
        return self.drawing.paper

    @property
    def size(self) -> float:
        """How high letters are on a sheet, in points."""
        return self.drawing.size


def make(maker: Maker) -> Iterator[Page]:
    """A poster a journey, and all opportunities."""
    for entry in maker.catalog.of_kind(KIND):
        yield _poster(maker, entry)
    yield _opportunities(maker)


def index(maker: Maker) -> Page:
    """The list of journeys, and their feelings."""
    kind = maker.catalog.kinds[KIND]
    entries = maker.catalog.of_kind(KIND)
    names = {
        "kind": kind,
        "briefs": [brief(maker, entry) for entry in entries],
        "opportunities": OPPORTUNITIES,
        "overview": list(_felt(maker, maker.catalog.current(KIND))),
    }
    label = maker.language.label
    head = {"description": label(kind.description), "hide": ["toc"], "search": {"boost": 0.8}}
    uri = f"{kind.folder}/index.md"
    return maker.page(uri, label(kind.plural), "journeys.md.jinja", names, head)


def names(maker: Maker, entry: Entry) -> dict[str, Any]:
    """What the page of a journey shows beyond its fields."""
    both = versions(maker.catalog, entry)
    personas = maker.people.of(Value(entry))
    return {
        "personas": personas,
        "knows_all": len(personas) == len(listed(entry.data.get("personas"))),
        "facts": _facts(entry),
        "poster": room_uri(entry, "poster"),
        "picture": picture(maker, entry, entry.uri),
        "versions": _versions(maker, both) if both else None,
        "head": {"hide": ["toc"]},
    }


def room(maker: Maker, persona: Entry) -> Page:
    """The page of all journeys of a persona."""
    uri = room_uri(persona, KIND)
    entries = maker.people.documents(KIND, persona)
    shown = {
        "persona": persona,
        "kind": maker.catalog.kinds[KIND],
        "journeys": [
            (brief(maker, entry, persona), picture(maker, entry, uri)) for entry in entries
        ],
        "overview": list(_felt(maker, entries)) if len(entries) > 1 else [],
    }
    title = maker.language.words["journey_of"].format(name=persona.title)
    head = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return maker.page(uri, title, "persona-journey.md.jinja", shown, head)


def brief(maker: Maker, entry: Entry, persona: Entry | None = None) -> Brief:
    """Return a journey in a few lines; without the persona whose page it is on."""
    found = maker.once((brief, entry.key), lambda: _brief(maker, entry))
    return replace(found, personas=[one for one in found.personas if one is not persona])


def picture(maker: Maker, entry: Entry, uri: str) -> Picture | None:
    """Return the map of a journey as it stands on the page at `uri`, if it has stages or steps."""
    drawing = maker.once((picture, entry.key), lambda: _drawing(maker, entry))
    return Picture(drawing, _table(maker, drawing, uri)) if drawing.map.columns else None


def poster(maker: Maker, entry: Entry, uri: str) -> dict[str, Any]:
    """Return what the part `journey-poster` needs for a journey on the page at `uri`."""
    shown = picture(maker, entry, uri)
    return {
        "entry": entry,
        "personas": maker.people.of(Value(entry)),
        "facts": _facts(entry),
        "picture": shown,
        "paper": shown.paper if shown else _SHEETS[0][0],
    }


def _brief(maker: Maker, entry: Entry) -> Brief:
    points = feelings(entry)
    stages = way(entry)
    line = small(points, len(stages), _told(maker, points)) if points else None
    return Brief(entry, maker.people.of(Value(entry)), stages, line)


def _drawing(maker: Maker, entry: Entry) -> Drawing:
    map_ = journey_map(maker.coverage, entry)
    drawn = None
    if map_.points:
        title = maker.language.words["journey_curve"].format(title=entry.title)
        drawn = curve([map_.points], len(map_.columns), title, _told(maker, map_.points))
    unsized = Drawing(map_, drawn, "", 0)
    paper, size = _fitted(maker, map_, _table(maker, unsized, entry.uri))
    return replace(unsized, paper=paper, size=size)


def _table(maker: Maker, drawing: Drawing, uri: str) -> Markup:
    shown = {"map": drawing.map, "curve": drawing.curve, "levels": _levels(maker)}
    return maker.once(
        (picture, drawing.map.entry.key, uri), lambda: maker.here(uri).part("journey-map", **shown)
    )


def _facts(entry: Entry) -> list[tuple[str, Value]]:
    return [(name, value) for name in _FACTS if (value := Value(entry)[name])]


def _poster(maker: Maker, entry: Entry) -> Page:
    uri = room_uri(entry, "poster")
    shown = poster(maker, entry, uri)
    head = {"hide": ["navigation", "toc"], "search": {"exclude": True}}
    return maker.page(uri, entry.title, "journey-poster.md.jinja", shown, head)


def _opportunities(maker: Maker) -> Page:
    found = opportunities(maker.catalog)
    words = maker.language.words
    dots = [
        Dot(one.effort or 0, one.worth or 0, str(one.number), one.value.text)
        for one in found.ranked
    ]
    fields = (words["plot_first"], words["plot_plan"], words["plot_aside"], words["plot_leave"])
    axes = Names(words["plot_title"], words["plot_effort"], words["plot_worth"], fields)
    shown = {"found": found, "plot": plot(dots, axes) if dots else None}
    head = {"description": words["opportunities_intro"], "hide": ["toc"]}
    title = words["opportunities"]
    return maker.page(OPPORTUNITIES, title, "opportunities.md.jinja", shown, head)


def _versions(maker: Maker, entries: Sequence[Entry]) -> dict[str, Any]:
    """What the part `journey-together` needs for a journey of today and its plans."""
    both = together(entries)
    name = maker.language.words["journey_versions"]
    pair = maker.language.pair
    told = "; ".join(pair(line.entry.title, _told(maker, line.points)) for line in both.lines)
    lines = [line.points for line in both.lines]
    return {
        "together": both,
        "curve": curve(lines, len(both.columns), name, told) if any(lines) else None,
        "title": name,
        "most": max((len(cell) for line in both.lines for cell in line.cells), default=0),
        "levels": _levels(maker),
        "feeling": lambda value: _feeling(maker, value),
    }


def _felt(maker: Maker, entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """What the part `journey-feelings` needs for each journey that tells any."""
    for entry in entries:
        line, columns = felt(entry), way(entry)
        if not line.points:
            continue
        title = maker.language.words["journey_curve"].format(title=entry.title)
        told = _told(maker, line.points)
        yield {
            "entry": entry,
            "title": title,
            "columns": list(zip(columns, line.cells, strict=True)),
            "most": max(len(cell) for cell in line.cells),
            "curve": curve([line.points], len(columns), title, told, "playbook-curve-low"),
            "feeling": lambda value: _feeling(maker, value),
        }


def _levels(maker: Maker) -> list[dict[str, Any]]:
    """The names of the levels beside a curve, the best first."""
    return [
        {"height": height(level), "word": _word(maker, level), "number": signed(level)}
        for level in LEVELS
    ]


def _told(maker: Maker, points: Sequence[Feeling]) -> str:
    """A curve in words, for who can't see it."""
    moment = maker.language.inside(maker.language.label("Moment of truth"))
    parts = []
    for point in points:
        note = f", {moment}" if point.is_moment else ""
        parts.append(f"{point.number} {_word(maker, point.value)} ({signed(point.value)}){note}")
    return "; ".join(parts)


def _feeling(maker: Maker, value: int) -> str:
    return f"{_word(maker, value)} ({signed(value)})"


def _word(maker: Maker, value: int) -> str:
    words = maker.catalog.kinds[KIND].defs["emotion"]["x-words"]
    return maker.language.label(words[str(value)])


def _fitted(maker: Maker, map_: Map, table: str) -> tuple[str, float]:
    """The landscape sheet that a journey takes, and the size of its letters there, in points."""
    columns = len(map_.columns)
    shares = [_NAMES_SHARE, *([1.0] * columns)]
    rows = [
        # The picture is as high as so many lines.
        ["\n" * _CURVE_LINES] if 'class="playbook-curve' in row else cells(row)[0]
        for row in table.split("</tr>")
        if "<tr" in row and 'class="playbook-desk' not in row
    ]
    document, here = Value(map_.entry), maker.here(map_.entry.uri)
    facts = [f"\n{plain(here.html(document[name]))}" for name in _FACTS]
    # The points of the fullest column stand side by side.
    points = max(map_.most_steps, 1) * _POINT_WIDTH

    def size(width: float, tall: float) -> float:
        largest = min(LARGEST, width / sum(shares) / MILLIMETRES / points)
        return fit([facts, *rows], width, tall - _HEAD, shares, largest, _GAP)

    sizes = [(paper, size(width, tall)) for paper, width, tall in _SHEETS]
    return next((one for one in sizes if one[1] >= _READABLE), sizes[-1])
