"""Where one is in the fields, told from a text that is mostly no valid YAML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persona_playbook.editor import cursor
from persona_playbook.editor.cursor import Cursor


def at(text: str, path: str = "it.yml") -> Cursor | None:
    """The place of the sign ‸ in a text."""
    return cursor.at(text.replace("‸", ""), path, text.index("‸"))


@pytest.mark.parametrize(
    ("text", "path", "names"),
    [
        ("‸", (), ""),
        ("kind: persona\n‸", (), "kind"),
        ("kind: persona\ngo‸\nname: A\n", (), "kind name"),
        ("go‸als:\nname: A\n", (), "name"),
        ("‸goals:\nname: A\n", (), "name"),
        ("goals:\n  - text: a\n    ‸\n", ("goals", 0), "text"),
        ("goals:\n- text: a\n  w‸\nname: x", ("goals", 0), "text"),
        ("goals:\n  - text: a\n  - w‸\n    why: b\n", ("goals", 0), "why"),
        ("goals:\n  - ‸", ("goals", 0), ""),
        ("goals:\n  ‸", ("goals",), ""),
        ("buying:\n  budget: x\n  ‸\n  need: y\ngoals: z", ("buying",), "budget need"),
        ("a:\n  - b: buy\n    c:\n      - d: x\n        ‸", ("a", 0, "c", 0), "d"),
        ("a:\n  - - b: x\n      ‸", ("a", 0, 0), "b"),
        ("related: [{persona: a, w‸}]", ("related", 0), "persona"),
        ("related:\n  - {persona: a, w‸", ("related", 0), "persona"),
        ("related: [{persona: a,\n  w‸", ("related", 0), "persona"),
    ],
)  # fmt: skip
def test_a_name_could_stand_here(text: str, path: tuple[object, ...], names: str) -> None:
    here = at(text)
    assert here
    assert here.is_key
    assert (here.path, here.names) == (path, frozenset(names.split()))


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("status: ‸", ("status",), ""),
        ("status: dr‸aft\n", ("status",), "draft"),
        ('owner: "re‸', ("owner",), "re"),
        ("personas: [a, be‸n]", ("personas", 1), "ben"),
        ("personas: [‸", ("personas", 0), ""),
        ("personas: [a,\n  b‸", ("personas", 1), "b"),
        ("personas:\n  - am‸\n", ("personas", 0), "am"),
        ("personas:\n- ‸\n", ("personas", 0), ""),
        ("related: [{persona: ‸}]", ("related", 0, "persona"), ""),
        ("stages:\n  - stage: b‸\n    goal: x", ("stages", 0, "stage"), "b"),
        ("stages:\n  - goal: x\n    stage: b‸", ("stages", 0, "stage"), "b"),
        ("stages:\n  - {goal: 'a, b', stage: b‸}", ("stages", 0, "stage"), "b"),
        # What is broken elsewhere does not matter.
        ('quote: "open\nbroken [\nstatus: ‸', ("status",), ""),
    ],
)
def test_a_value_could_stand_here(text: str, path: tuple[object, ...], written: str) -> None:
    here = at(text)
    assert here
    assert here.is_value
    assert here.path == path
    assert text.replace("‸", "")[here.start : here.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "# a comm‸ent",
        "status: draft # a ‸",
        "status:‸",
        "summary: >-\n  a text\n  sta‸",
        "summary: |\n  Note: text\n    sta‸",
        "summary: a text\n  that goes on‸",
        "goals:\n  - a text\n    that goes on‸",
    ],
)
def test_nothing_could_stand_here(text: str) -> None:
    assert at(text) is None


def test_only_front_matter_has_fields() -> None:
    text = "---\nkind: persona\n‸\n---\nbody"
    here = at(text, "it.md")
    assert here
    assert here.names == {"kind"}
    assert at("---\nkind: persona\n---\nbo‸dy", "it.md") is None
    assert at("bo‸dy", "it.md") is None
    # Not closed yet.
    open_ = at("---\nkind: persona\nstatus: ‸", "it.md")
    assert open_
    assert open_.path == ("status",)


@settings(max_examples=150)
@given(st.text(alphabet="ab:-[]{},'\"|># \n", max_size=60), st.integers(0, 60))
def test_whatever_the_text_is_there_is_an_answer(text: str, offset: int) -> None:
    here = cursor.at(text, "it.yml", min(offset, len(text)))
    assert here is None or 0 <= here.start <= here.end <= len(text)
