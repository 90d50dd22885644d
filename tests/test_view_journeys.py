"""Journeys as data for pages, and the pictures made of it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.catalog import Catalog, Entry, load
from persona_playbook.pages import make
from persona_playbook.pictures.curve import curve, face, height, path, signed, small
from persona_playbook.pictures.fit import cells
from persona_playbook.pictures.plot import Dot, Names, plot, spread
from persona_playbook.places import Site
from persona_playbook.views.coverage import Coverage
from persona_playbook.views.feelings import Feeling, feelings, felt, together
from persona_playbook.views.journey_map import journey_map
from persona_playbook.views.journeys import versions, way
from persona_playbook.views.opportunities import opportunities
from persona_playbook.views.people import People

EXAMPLE = Path(__file__).parent.parent / "personas"
TREE = """
    playbook.yml
        stages: [consider, buy, onboard, use]
        channels: [{id: chat, title: Live chat}]
        teams: [{id: sales, title: Sales}]
    amelia.md
        ---
        kind: persona
        name: Amelia
        ---
    theo.md
        ---
        kind: persona
        name: Théo
        ---
    messaging/words.yml
        kind: messaging
        title: Words for her
        personas: [amelia]
        messages: [{stage: buy, message: On Monday}]
    messaging/others.yml
        kind: messaging
        title: Words for him
        personas: [theo]
        messages: [{stage: buy, message: On Tuesday}]
    service/late.yml
        kind: service
        title: Late
        stages: onboard
    service/help.yml
        kind: service
        title: Help
        scenarios: [{title: A question, stage: [buy]}]
    journeys/order.yml
        kind: journey
        title: Order
        personas: [amelia]
        stages:
          - stage: buy
            title: Ordering
            phase: Before
            goal: A date
            emotion: 1
            messaging: [words]
            x-risk: high
            steps:
              - Compares two models
              - action: Looks for the day
                channel: chat
                emotion: -1
                moment_of_truth: Who finds none leaves
                opportunities: [{text: Show it}]
                x-notes: [noted, twice]
          - stage: onboard
            phase: After
            emotion: 2
          - title: Somewhere else
            phase: After
            steps: [{action: Rests, emotion: 0, moment_of_truth: false, service: A bench}]
        transitions:
          - {from: buy, to: onboard, what: The day, x-tool: Sheet}
          - {from: Somewhere else, to: buy}
          - {from: nowhere, to: Heaven, what: A soul}
        opportunities:
          - {text: Cheap and good, customer_value: 80, business_value: 60, effort: 1}
          - {text: For nothing, customer_value: 10, effort: 0}
          - {text: Dear, business_value: 90, effort: 5, status: in progress}
          - {text: Done, business_value: 90, effort: 5, status: solved}
          - Only words
          - {text: Without effort, customer_value: 10}
    journeys/plan.yml
        kind: journey
        title: Order in a year
        future_of: order
        state: future
        stages:
          - {stage: consider, emotion: 1}
          - {stage: buy, steps: [{action: Pays, emotion: 2}, {action: Waits, emotion: 1}]}
    journeys/steps.yml
        kind: journey
        title: Only steps
        steps:
          - Opens the door
          - {action: Goes in, emotion: 1, thinking: Warm}
    journeys/empty.yml
        kind: journey
        title: Nothing yet
"""
Tree = Callable[[str], Path]


@pytest.fixture
def catalog(playbook: Tree) -> Catalog:
    """A small playbook with journeys of every form."""
    return load(playbook(TREE))


def journey(catalog: Catalog, id_: str) -> Entry:
    """A journey by its id."""
    found = catalog.get("journey", id_)
    assert found
    return found


def rows(catalog: Catalog, id_: str) -> dict[str, list[list[tuple[str, list[object]]]]]:
    """The rows of a map by id: in each cell the numbers with their raw values."""
    map_ = journey_map(Coverage(People(catalog)), journey(catalog, id_))
    return {
        row.id: [
            [(item.number, [value.raw for _, value in item.values]) for item in cell]
            for cell in row.cells
        ]
        for row in map_.rows
    }


def test_a_map_has_the_rows_that_have_something(catalog: Catalog) -> None:
    found = rows(catalog, "order")
    assert list(found) == [
        "goal", "action", "touchpoint", "emotion", "opportunities", "x-risk", "x-notes",
    ]  # fmt: skip
    assert found["goal"] == [[("", ["A date"])], [], []]
    assert found["action"] == [
        [("1.1", ["Compares two models"]), ("1.2", ["Looks for the day", "Who finds none leaves"])],
        [],
        [("3.1", ["Rests"])],
    ]
    assert found["emotion"] == [[("1", [1]), ("1.2", [-1])], [("2", [2])], [("3.1", [0])]]
    assert found["x-notes"] == [[("1.2", [["noted", "twice"]])], [], []]


def test_labels_lead_to_the_fields(catalog: Catalog) -> None:
    map_ = journey_map(Coverage(People(catalog)), journey(catalog, "order"))
    labels = {row.id: row.labels for row in map_.rows}
    assert labels["goal"] == (("stages", "goal"),)
    assert labels["emotion"] == (("stages", "steps", "emotion"),)
    assert labels["x-risk"] == ()


def test_stages_of_a_phase_stand_together(catalog: Catalog) -> None:
    map_ = journey_map(Coverage(People(catalog)), journey(catalog, "order"))
    assert [(phase.text, span) for phase, span in map_.phases] == [("Before", 1), ("After", 2)]
    assert journey_map(Coverage(People(catalog)), journey(catalog, "plan")).phases == ()


def test_what_serves_a_stage(catalog: Catalog) -> None:
    map_ = journey_map(Coverage(People(catalog)), journey(catalog, "order"))
    named = [[item.values[0][1].raw for item in serving.items] for serving in map_.serving]
    assert named == [[["words"]], [], ["A bench"]]
    # What is named is not told twice, and nothing is told that is for others.
    others = [[entry.id for entry in serving.others] for serving in map_.serving]
    assert others == [["help"], ["late"], []]


def test_hand_overs_stand_below_the_stage_that_hands_over(catalog: Catalog) -> None:
    map_ = journey_map(Coverage(People(catalog)), journey(catalog, "order"))
    told = [(t.column, t.to.raw, [name for name, _ in t.values]) for t in map_.transitions]
    assert told == [
        (0, "onboard", ["what", "x-tool"]),
        (2, "Ordering", []),
        (None, "Heaven", ["what"]),
    ]


def test_feelings_are_those_of_steps_or_else_of_the_stage(catalog: Catalog) -> None:
    assert feelings(journey(catalog, "order")) == (
        Feeling(0.75, -1, "1.2", is_moment=True),
        Feeling(1.5, 2, "2"),
        Feeling(2.5, 0, "3.1"),
    )
    assert feelings(journey(catalog, "empty")) == ()


def test_steps_without_stages_are_columns(catalog: Catalog) -> None:
    map_ = journey_map(Coverage(People(catalog)), journey(catalog, "steps"))
    assert [name.text for name in way(journey(catalog, "steps"))] == ["Opens the door", "Goes in"]
    assert rows(catalog, "steps") == {"thinking": [[], [("", ["Warm"])]],
                                      "emotion": [[], [("", [1])]]}  # fmt: skip
    assert map_.points == (Feeling(1.5, 1, "2"),)


def test_the_journey_of_today_and_its_plan(catalog: Catalog) -> None:
    order, plan = journey(catalog, "order"), journey(catalog, "plan")
    assert versions(catalog, order) == versions(catalog, plan) == [order, plan]
    assert versions(catalog, journey(catalog, "steps")) == []
    both = together([order, plan])
    assert [name if isinstance(name, str) else name.raw for name in both.columns] == [
        "consider", "Ordering", "onboard", "Somewhere else",
    ]  # fmt: skip
    assert [[point.value for point in line.points] for line in both.lines] == [
        [-1, 2, 0], [1, 2, 1],
    ]  # fmt: skip
    # No point hides another.
    places = [point.x for line in both.lines for point in line.points]
    assert len(set(places)) == len(places)


def test_the_feelings_of_a_journey_over_its_own_stages(catalog: Catalog) -> None:
    line = felt(journey(catalog, "order"))
    assert [[point.value for point in cell] for cell in line.cells] == [[-1], [2], [0]]
    assert line.points == feelings(journey(catalog, "order"))


def test_what_a_stage_and_its_steps_say_alike_is_said_once(playbook: Tree) -> None:
    tree = """
        journeys/order.yml
            kind: journey
            title: Order
            stages:
              - {title: One, owner: us, steps: [{action: A, owner: us}, {action: B, owner: us}]}
              - {title: Two, owner: us, steps: [{action: C, owner: you}]}
    """
    assert rows(load(playbook(tree)), "order")["owner"] == [
        [("", ["us"])],
        [("2", ["us"]), ("2.1", ["you"])],
    ]


def test_opportunities_by_value_for_the_effort(catalog: Catalog) -> None:
    found = opportunities(catalog)
    assert [(one.number, one.value.text) for one in found.ranked] == [
        (1, "For nothing"), (2, "Cheap and good"), (3, "Dear"),
    ]  # fmt: skip
    assert [one.value.text for one in found.unknown] == ["Only words", "Without effort", "Show it"]
    assert [one.column and one.column.name.text for one in found.unknown] == [
        None, None, "Ordering",
    ]  # fmt: skip
    assert [one.value.text for one in found.closed] == ["Done"]


def test_every_value_of_a_picture_is_in_the_table() -> None:
    catalog = load(EXAMPLE)
    pages = {page.uri: page.markdown for page in make(catalog, Site())}
    for entry in catalog.of_kind("journey"):
        page = pages[entry.uri]
        table = page[page.find("<table") :].partition("</table>")[0]
        points = feelings(entry)
        assert ('class="playbook-curve' in table) == bool(points)
        row = re.search(r'<tr class="playbook-journey-map-emotion">.*?</tr>', table, re.DOTALL)
        told = cells(row[0])[0][1:] if row else []
        for point in points:
            lines = told[int(point.x)].split("\n")
            words = f"({signed(point.value)})" if point.value else "neither good nor bad"
            of_step = [line for line in lines if line.startswith(f"{point.number} ")] or lines
            assert any(words in line for line in of_step), (entry.id, point)


@pytest.mark.parametrize("id_", ["order", "plan", "steps"])
def test_nothing_of_a_journey_is_lost(catalog: Catalog, id_: str) -> None:
    pages = {page.uri: page.markdown for page in make(catalog, Site())}
    page = pages[f"journeys/{id_}.md"]

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        return [value] if isinstance(value, str) else []

    data = {**journey(catalog, id_).data, "kind": "", "future_of": ""}
    terms = {"chat": "Live chat", "buy": "Buy", "onboard": "Onboard", "consider": "Consider",
             "words": "Words for her", "amelia": "Amelia"}  # fmt: skip
    missing = [text for text in texts(data) if terms.get(text, text) not in page]
    assert missing == []
    # On the map nothing has room that is between other stages than the journey's.
    assert ("## From one stage to the next" in page) == (id_ == "order")


# The pictures.

POINTS = st.lists(st.integers(-2, 2), min_size=1, max_size=30).map(
    lambda values: [Feeling(at + 0.5, value, str(at + 1)) for at, value in enumerate(values)]
)


def at(drawn: str) -> tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]:
    """The places that a path goes through, and the four places of each of its curves."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", drawn)]
    places = list(zip(numbers[::2], numbers[1::2], strict=True))
    through = places[::3]
    return through, [places[index * 3 : index * 3 + 4] for index in range(len(through) - 1)]


@given(POINTS)
def test_a_curve_goes_through_its_points_and_never_beyond(points: list[Feeling]) -> None:
    through, parts = at(path(points))
    assert through == [(point.x * 100, height(point.value)) for point in points]
    for ((x1, y1), (_, c1), (_, c2), (x2, y2)), (one, other) in zip(
        parts, pairwise(points), strict=True
    ):
        assert x1 < x2
        low, high = sorted((height(one.value), height(other.value)))
        for step in range(21):
            t = step / 20
            y = (1 - t) ** 3 * y1 + 3 * (1 - t) ** 2 * t * c1 + 3 * (1 - t) * t**2 * c2 + t**3 * y2
            assert low - 0.01 <= y <= high + 0.01


@given(POINTS)
def test_points_stand_on_their_curve(points: list[Feeling]) -> None:
    svg = curve([points], len(points), "Feelings", "Told")
    drawn = re.search(r' d="(M[^"]*C[^"]*)"', svg)
    marks = re.findall(r'<svg class="playbook-point[^"]*" x="([\d.]+)%" y="([\d.]+)%"', svg)
    assert len(marks) == len(points)
    through = at(drawn[1])[0] if drawn else []
    for (x, y), (across, down) in zip(through, marks, strict=False):
        # The line is stretched over all columns, points stand at their share of the width.
        assert math.isclose(x / len(points), float(across), abs_tol=0.01)
        assert math.isclose(y, float(down), abs_tol=0.01)


def test_a_curve_says_what_it_shows() -> None:
    svg = curve([[Feeling(0.5, -2, "1", is_moment=True)]], 1, "A <title>", "Told & so")
    assert "A &#60;title&#62;" in svg
    assert "Told &#38; so" in svg
    assert ">−2<" in svg
    assert "playbook-moment" in svg
    assert "<path" in svg.partition("playbook-moment")[2]  # the star


def test_a_line_is_broken_where_it_goes_back() -> None:
    points = [Feeling(2.5, 1), Feeling(3.5, 0), Feeling(0.5, -1), Feeling(1.5, 2)]
    assert curve([points], 4, "", "").count("playbook-line-1") == 2
    assert small(points, 4, "").count('class="playbook-line"') == 2


def test_faces_differ() -> None:
    assert len({face(value) for value in range(-2, 3)}) == 5


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 100)), max_size=60))
def test_no_dot_covers_another(values: list[tuple[float, float]]) -> None:
    names = Names("Title", "Effort", "Value", ("a", "b", "c", "d"))
    dots = [Dot(effort, worth, str(number), "") for number, (effort, worth) in enumerate(values)]
    svg = plot(dots, names)
    places = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)
    centres = [(float(x), float(y)) for x, y in places]
    assert len(centres) == len(values)
    for index, one in enumerate(centres):
        assert all(math.dist(one, other) > 24 for other in centres[index + 1 :])


def test_dots_with_room_stay_where_they_are() -> None:
    places = [(100.0, 100.0), (300.0, 200.0)]
    assert list(spread(places)) == places


def test_a_plot_of_very_many_dots_draws_the_first_that_fit() -> None:
    dots = [Dot(1, 1, str(number), "The same") for number in range(300)]
    names = Names("Title", "Effort", "Worth", ("a", "b", "c", "d"))
    assert str(plot(dots, names)).count("<circle") == 60
