"""The size of letters on a sheet, estimated; `test_journey_map.py` measures it in a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.pictures.fit import LARGEST, SMALLEST, cells, extent, fit, lines

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"


def test_little_text_is_as_large_as_it_gets() -> None:
    assert fit([["a", "b"], ["c", "d"]], 280, 190) == LARGEST
    assert fit([], 280, 190) == LARGEST
    assert fit([["a"]], 280, 190, largest=20) == 20


def test_much_text_becomes_small() -> None:
    much = ["word " * 2000] * 12
    assert SMALLEST <= fit([much], 280, 190) < 5
    assert fit([much], 280, 190) < fit([much], 560, 190)
    assert fit([much], 280, 190) < fit([much], 280, 380)


def test_wide_columns_take_more_text() -> None:
    row = ["label", "word " * 500]
    assert fit([row], 280, 60, shares=[1, 9]) > fit([row], 280, 60)
    # A row of its own kind goes over the whole width.
    assert fit([["word " * 500]], 280, 60, shares=[1, 9]) == fit([["word " * 500]], 280, 60)


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("", 10, 1),
        ("one", 10, 1),
        ("one two", 2.5, 2),
        ("one\ntwo", 10, 2),
        (LONG, 100, 1),
        (LONG, 10, 3),
        ("日本語", 10, 1),
        ("日本語日本語日本語", 3.5, 3),
    ],
)
def test_lines(text: str, room: float, expected: int) -> None:
    assert lines(text, room) == expected


def test_wide_signs_are_wide() -> None:
    assert extent("日本") > 2 * extent("a")
    assert extent("é") == extent("é")


def test_the_texts_of_a_table() -> None:
    table = """<table><caption>Not in it</caption>
    <tr><td></td><th scope="col" colspan="2"><svg><title>x</title></svg>One &amp; all</th></tr>
    <tr class="a"><th scope="row">Name</th><td><ul>
    <li>first <b>line</b></li>
    <li>second<br>third</li></ul></td><td></td></tr></table>"""
    assert cells(table) == [
        ["", "MM One & all", ""],
        ["Name", "first line\nsecond\nthird", ""],
    ]


@given(st.text(max_size=200), st.floats(2, 40), st.floats(0, 20))
def test_more_room_never_takes_many_more_lines(text: str, room: float, more: float) -> None:
    assert lines(text, room + more) <= lines(text, room) + 1


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=12))
def test_any_text_has_a_size(row: list[str]) -> None:
    assert SMALLEST <= fit([row], 280, 190) <= LARGEST
