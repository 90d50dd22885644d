"""Links where a reader would see links, each in its place, in linear time."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook import links
from persona_playbook.links import Link, rewrite, scan

MARKDOWNISH = st.lists(
    st.sampled_from(
        [
            *("`", "``", "```", "~~~", "\n", "\n\n", "[", "](", "](<", ">", ")", "a.md", "#b", " "),
            *("\\", "<!--", "-->", '<a href="', "src='", '"', "'", "]: ", "[a]: ", "é🚲", "    "),
            "[^1]: x",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b.md)", ["b.md"]),
        ("![a](b.png)", ["b.png"]),
        ('[a](b.md "A title")', ["b.md"]),
        ("[a]( b.md )", ["b.md"]),
        ("[a](<b c.md>)", ["b c.md"]),
        ("[a](b_(c).md) [d](e)", ["b_(c).md", "e"]),
        ("[![a](b.png)](c.md)", ["b.png", "c.md"]),
        ("[a]: b.md\n  [c]: <d.md>", ["b.md", "d.md"]),
        ("<a href=\"b.md\"><img src='c.png'>", ["b.md", "c.png"]),
        ("[^1]: a note", []),
        ("[a] (b.md) [c]", []),
        # Code and comments.
        ("`[a](b)` [c](d)", ["d"]),
        ("``[a](b)` [c](e)`` [c](d)", ["d"]),
        ("`[a](b)", ["b"]),
        ("``[a](b)` [c](d)", ["b", "d"]),
        ("a `code\n[a](b)` [c](d)", ["d"]),
        ("a `tick\n\n[a](b)` [c](d)", ["b", "d"]),
        ("```\n[a](b)\n```\n[c](d)", ["d"]),
        ("~~~~\n[a](b)\n~~~\n[a](b)\n~~~~\n[c](d)", ["d"]),
        ("> ```\n> [a](b)\n> ```\n[c](d)", ["d"]),
        ("```\n[a](b)", []),
        ("```one line``` [c](d)\n[e](f)", ["d", "f"]),
        ("<!-- [a](b)\n --> [c](d)", ["d"]),
        ("<!-- [a](b)", []),
        ("\\`[a](b)\\`", ["b"]),
        ("[a\\](b) [c](d)", ["d"]),
    ],
)
def test_scan(text: str, targets: list[str]) -> None:
    found = list(scan(text))
    assert [link.target for link in found] == targets
    assert [text[link.start : link.end] for link in found] == targets


@pytest.mark.parametrize(
    ("target", "path", "anchor", "relative"),
    [
        ("a.md", "a.md", "", True),
        ("../a%20b.md?x=1#c", "../a b.md", "?x=1#c", True),
        ("#c", "", "#c", False),
        ("?x", "", "?x", False),
        ("/a.md", "/a.md", "", False),
        ("https://example.com/a.md", "https://example.com/a.md", "", False),
        ("//example.com", "//example.com", "", False),
        ("mailto:a@example.com", "mailto:a@example.com", "", False),
        ("JavaScript:x", "JavaScript:x", "", False),
    ],
)
def test_link(target: str, path: str, anchor: str, relative: bool) -> None:
    link = Link(0, 0, target, html=False)
    assert (link.path, link.anchor, link.is_relative) == (path, anchor, relative)


@given(MARKDOWNISH | st.text())
def test_rewrite_with_nothing_new_changes_nothing(text: str) -> None:
    assert rewrite(text, lambda link: None) == text
    assert rewrite(text, lambda link: link.target) == text


@given(MARKDOWNISH)
def test_rewrite_reaches_exactly_what_scan_finds(text: str) -> None:
    found = list(scan(text))
    assert all(text[link.start : link.end] == link.target for link in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    new = rewrite(text, lambda link: "x")
    assert len(new) == len(text) + sum(1 - len(link.target) for link in found)


def test_rewrite() -> None:
    text = "[a](b.md) `[a](b.md)` [c](d.md)"
    new = {"b.md": "x/"}
    assert rewrite(text, lambda link: new.get(link.target)) == ("[a](x/) `[a](b.md)` [c](d.md)")


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "```a ",
            "x```a",
            "`a``b ",
            "](<",
            "](a(",
            'href="',
            "[a\n",
            "```a\n",
            "````a`\n",
            "`a\n\n",
        ),
        *("<!--", "\\", "](   ", "[", "~~~a\n", "> "),
    ],
)
def test_scanning_is_linear(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Counts what is looked at again instead of the time: each search begins where the last ended,
    # and each search for an end is remembered or bounded.
    steps = 0
    find_end = links._code_end

    def count(text: str, ends: list[int], start: int) -> int | None:
        nonlocal steps
        steps += 1
        return find_end(text, ends, start)

    monkeypatch.setattr(links, "_code_end", count)
    text = unit * 20_000
    list(scan(text))
    assert steps <= len(re.findall("`+", text))
