"""What could be written at a place, and what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persona_playbook import starters
from persona_playbook.editor import completion, hover, jumps
from persona_playbook.editor.completion import Proposal
from persona_playbook.editor.positions import Lines
from persona_playbook.editor.workspace import Workspace
from persona_playbook.frontmatter import parse

TREE = """
playbook.yml
    teams: [research]
    channels: [website]
    fields:
      persona:
        bike_fit: {title: Bike fit, shape: facts, synonyms: fitting}
        home: {title: Home, shape: reference, to: region}
    kinds:
      region: {title: Region}
amelia.md
    ---
    kind: persona
    name: Amelia Hart
    ---
3a.md
    ---
    kind: persona
    name: Ben
    ---
true.md
    ---
    kind: persona
    name: Theo
    ---
region/north.yml
    kind: region
    title: The north
"""


@pytest.fixture
def proposals(playbook: Callable[[str], Path]) -> Callable[..., list[Proposal]]:
    workspace = Workspace(playbook(TREE))

    def at(text: str, path: str = "it.yml") -> list[Proposal]:
        offset = text.index("‸")
        text = text.replace("‸", "")
        workspace.put(path, text)
        return completion.complete(workspace.catalog, path, text, offset)

    return at


EXAMPLE = """
playbook.yml
    fields: {persona: {pet: &PET}}
    kinds:
      region: {title: Region, description: "A\\n---\\nb: [", fields: {pet: &PET}}
""".replace("&PET", r'{title: Pet, shape: facts, examples: [{"a\n```\n# b": c}]}')


Ask = Callable[..., list[Proposal]]


def inserted(found: list[Proposal]) -> list[str]:
    return [one.insert for one in found]


def test_kinds_of_the_team_are_kinds(proposals: Ask) -> None:
    assert "region" in inserted(proposals("kind: ‸"))
    assert inserted(proposals("‸", "region/new.yml"))[-1] != "kind: region\ntitle: $1\n"
    assert inserted(proposals("‸", "region/new.yml"))[0] == "kind: region\ntitle: $1\n"
    assert inserted(proposals("‸", "new.md"))[0] == "---\nkind: persona\nname: $1\n---\n"
    # Nothing says what it is.
    assert inserted(proposals("‸\nname: x", "else/new.yml")) == ["kind: $1"]


def test_fields_of_the_team_are_fields(proposals: Ask) -> None:
    found = {one.label: one for one in proposals("kind: persona\n‸")}
    assert found["bike_fit"].words == "bike_fit fitting"
    assert found["goals"].insert == "goals:\n  - $1"
    assert found["buying"].insert == "buying:\n  $1"
    assert found["name"].insert == "name: $1"
    assert "kind" not in found
    assert inserted(proposals("kind: persona\nhome: ‸")) == ["north"]


def test_a_name_with_a_colon_keeps_it(proposals: Ask) -> None:
    assert "goals" in inserted(proposals("kind: persona\ngo‸: x\n"))


def test_an_id_is_written_so_that_it_is_read_as_one(proposals: Ask) -> None:
    found = proposals("kind: journey\npersonas: [‸")
    assert inserted(found) == ["amelia", "3a", '"true"']
    assert [one.title for one in found] == ["Amelia Hart", "Ben", "Theo"]


def test_a_list_gets_its_hyphen(proposals: Ask) -> None:
    assert inserted(proposals("kind: journey\npersonas:\n  ‸"))[0] == "- amelia"
    assert inserted(proposals("kind: journey\npersonas:\n  - ‸"))[0] == "amelia"
    names = inserted(proposals("kind: persona\ngoals:\n  - ‸"))
    assert names[:2] == ["text: $1", "why: $1"]
    assert inserted(proposals("kind: persona\ngoals:\n  ‸"))[0] == "- text: $1"


def test_a_document_is_not_proposed_to_itself(proposals: Ask) -> None:
    text = "---\nkind: persona\nname: Amelia Hart\nsuperseded_by: ‸\n---\n"
    assert "amelia" not in inserted(proposals(text, "amelia.md"))


def test_an_example_stays_an_example(playbook: Callable[[str], Path]) -> None:
    """Whatever it holds, it is one line of YAML."""
    catalog = Workspace(playbook(EXAMPLE)).catalog
    about = completion.about("pet", catalog.kinds["persona"].fields["pet"])
    assert re.findall("^```.*", about, re.MULTILINE) == ["```yaml", "```"]
    assert 'pet: {"a\\n```\\n# b": c}' in about
    for kind in ("persona", "region"):
        text = starters.make(catalog.kinds[kind], "one", {}, catalog.settings)
        read = parse(text.encode(), "one.md")
        assert read.readable, read.faults


def test_pictures_are_those_of_the_folder(
    playbook: Callable[[str], Path],
) -> None:
    folder = playbook(TREE)
    for name in ("a b.png", "region/c$.png", "d.txt"):
        (folder / name).write_bytes(b"")
    catalog = Workspace(folder).catalog
    text = "kind: region\nimage: "
    found = completion.complete(catalog, "region/new.yml", text, len(text))
    assert inserted(found) == ["../a b.png", "c\\$.png"]


def test_settings_are_completed_too(proposals: Ask) -> None:
    assert "stages" in [one.label for one in proposals("title: x\n‸", "playbook.yml")]
    text = "fields:\n  persona:\n    x:\n      title: X\n      shape: ‸"
    assert "claims" in inserted(proposals(text, "playbook.yml"))


@settings(max_examples=60)
@given(
    text=st.text(alphabet="kindpersoagl:-[]{},'\"|># \n🚲\u2028", max_size=80),
    name=st.sampled_from(["it.yml", "it.md", "playbook.yml", "journeys/it.yml"]),
    place=st.integers(0, 80),
)
def test_whatever_stands_there_is_answered(text: str, name: str, place: int) -> None:
    workspace = Workspace(Path(__file__).parent / "cases/orphan/bad")
    text = f"---\n{text}" if name.endswith(".md") else text
    workspace.put(name, text)
    offset = Lines(text).offset(place // 10, place % 10)
    assert 0 <= offset <= len(text)
    for one in completion.complete(workspace.catalog, name, text, offset):
        assert 0 <= one.start <= one.end <= len(text)
    hover.hover(workspace.catalog, name, text, offset)
    jumps.definition(workspace.catalog, name, text, offset)
    jumps.references(workspace.catalog, name, text, offset)
    list(jumps.outline(workspace.catalog, name))


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)])
def test_positions_and_offsets(encoding: str, units: int) -> None:
    text = "a\nü🚲\u2028b\n"
    lines = Lines(text, encoding)
    assert lines.position(4) == (1, units)
    assert lines.offset(1, units) == 4
    for offset in range(len(text) + 1):
        assert lines.offset(*lines.position(offset)) == offset
    assert lines.offset(9, 0) == len(text)
    assert lines.offset(0, 9) == 1
