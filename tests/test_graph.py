"""Boxes in columns never overlap, lines end at their boxes, and whatever is written is escaped."""

from __future__ import annotations

import gc
import html
import re
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.pictures.graph import GAP, ROAD, WIDTH, Box, Key, Layout, graph

Lines = list[tuple[str, str]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[list[str]], dict[Key, float], Lines, int]:
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5))
    columns = [[f"{n}.{i}" for i in range(size)] for n, size in enumerate(sizes)]
    keys = [key for column in columns for key in column]
    heights: dict[Key, float] = {key: draw(st.floats(10, 90)) for key in keys}
    pairs = [(a, b) for a in keys for b in keys if a[0] < b[0]]
    lines = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return columns, heights, lines, draw(st.integers(0, len(columns) - 1))


@given(graphs())
def test_nothing_overlaps(case: tuple[list[list[str]], dict[Key, float], Lines, int]) -> None:
    columns, heights, lines, first = case
    layout = Layout(columns, heights, lines, first)
    for column in layout.columns:
        for above, below in pairwise(column):
            room = layout.top(below) - (layout.top(above) + layout.heights[above])
            assert room >= GAP - 0.001
    assert all(layout.top(key) >= -0.001 for key in layout.middles)
    assert [sorted(k for k in c if isinstance(k, str)) for c in layout.columns] == columns
    assert [key for key in layout.columns[first] if isinstance(key, str)] == columns[first]
    assert [(route[0], route[-1]) for route in layout.routes] == lines


@given(graphs())
def test_the_same_graph_gives_the_same_picture(
    case: tuple[list[list[str]], dict[Key, float], Lines, int],
) -> None:
    assert Layout(*case).middles == Layout(*case).middles


def test_each_box_goes_near_its_neighbours() -> None:
    heights: dict[Key, float] = dict.fromkeys(["a", "b", "c", "x", "y", "z", "alone"], 20.0)
    lines = [("a", "z"), ("b", "y"), ("c", "x")]
    layout = Layout([["a", "b", "c"], ["alone", "x", "y", "z"]], heights, lines, 0)
    assert layout.columns[1] == ["z", "y", "x", "alone"]
    for start, end in lines:
        assert abs(layout.middles[start] - layout.middles[end]) < 0.001


def test_a_line_passes_a_column_between_boxes() -> None:
    heights: dict[Key, float] = dict.fromkeys(["a", "b", "c", "d"], 20.0)
    lines = [("a", "c"), ("a", "d"), ("b", "c")]
    layout = Layout([["a"], ["b"], ["c", "d"]], heights, lines, 0)
    assert layout.routes == [["a", ("a", 1), "c"], ["a", ("a", 1), "d"], ["b", "c"]]
    assert (
        layout.top("b") >= layout.middles["a", 1] or layout.top("b") + 20 <= layout.middles["a", 1]
    )


def test_the_picture() -> None:
    boxes = [
        [Box("a", 'A "<b>"', "a/?x=1&y", "persona", "M0 0")],
        [Box("z", "", "#", "care", "M1 1", "Note")],
    ]
    svg = str(graph("A & B", "What it is", [("One", boxes[0]), ("Two", boxes[1])], [("a", "z")], 0))
    assert "<b>" not in svg
    assert 'aria-label="A &#38; B"' in svg
    assert html.unescape(svg).count('href="a/?x=1&y"') == 1
    assert 'aria-label=", Note"' in svg
    (path,) = re.findall(r'data-ends="a z" d="([^"]*)"', svg)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    assert numbers[0] == WIDTH
    assert numbers[-2] == WIDTH + ROAD


def test_an_empty_picture() -> None:
    assert "<svg" in graph("A", "B", [("One", []), ("Two", [])], [], 0)


def test_it_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        names = [f"{column}.{n}" for column in "abc" for n in range(count)]
        lines = [(f"a.{n}", f"{c}.{(7 * n) % count}") for n in range(count) for c in "bc"]
        heights: dict[Key, float] = dict.fromkeys(names, 30.0)
        columns = [names[:count], names[count : 2 * count], names[2 * count :]]
        gc.disable()  # it would also look at all that other tests left
        begin = time.process_time()
        Layout(columns, heights, lines, 0)
        taken = time.process_time() - begin
        gc.enable()
        return taken

    few, many = (min(seconds(count) for _ in range(3)) for count in (400, 8000))
    assert many < 40 * max(few, 0.005)
