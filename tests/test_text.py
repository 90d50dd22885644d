"""Lines of text in pictures are never longer than their box, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook.pictures.fit import extent
from persona_playbook.pictures.text import wrap

WIDTHS = st.floats(2, 30)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("  \n ", 10, []),
        ("Amelia Hart", 10, ["Amelia Hart"]),
        ("Amelia\n  Hart", 10, ["Amelia Hart"]),
        ("Amelia Hart", 5, ["Amelia", "Hart"]),
        ("Front-of-house", 4, ["Front-", "of-", "house"]),
        ("東京の通勤者。", 6.5, ["東京の通勤", "者。"]),
        ("👩‍🚀👩‍🚀👩‍🚀", 6, ["👩‍🚀👩‍🚀", "👩‍🚀"]),
        ("Amelia 東京 Hart", 30, ["Amelia 東京 Hart"]),
    ],
)
def test_lines(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_a_long_word_is_broken() -> None:
    word = "Fahrradversicherung"
    lines = wrap(f"Die {word}", 6)
    assert lines[0] == "Die"
    assert len(lines) > 2
    assert "".join(lines[1:]) == word


@given(st.text(), WIDTHS)
def test_nothing_is_lost(text: str, width: float) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(st.text(st.characters(exclude_categories=["M", "C"])), WIDTHS)
def test_no_line_is_too_long(text: str, width: float) -> None:
    lines = wrap(text, width)
    assert all(line.strip() == line and line for line in lines)
    assert all(extent(line) <= width for line in lines)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=5)), st.floats(5, 30))
def test_words_that_fit_are_not_broken(words: list[str], width: float) -> None:
    found = wrap(" ".join(words), width)
    assert " ".join(found).split(" ") == (words or [""])
