"""One form for all documents: nothing is lost, doing it twice is doing it once, forms agree."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import trials
import written
from persona_playbook import dump, formatting, kinds
from persona_playbook.cli import main
from persona_playbook.edits import applied
from persona_playbook.frontmatter import parse
from persona_playbook.tree import CanNotEdit

EXAMPLE = Path(__file__).parent.parent / "personas"
PERSONA = kinds.load({}, {})["persona"]


def formatted(text: str) -> str:
    document = parse(textwrap.dedent(text).lstrip("\n").encode(), "a.yml")
    return applied(document.text, formatting.formatted(document, PERSONA))


def test_the_one_form() -> None:
    text = """
        # What we know of her.

        status: "active"   # since May
        name: 'Amelia Hart'

        kind: persona
        # her aims
        goals:
        - {why: "He said: no", text: Be on time} # first
        # - gone
        -   text: >-
              Stay
              dry
        tags: [a, "b", # both
               '#c']
        priority: 3
        share: "1.10"
        x-own:
        about: {Age: 34, Height: 1.80}
        quote: |
            One

            two
        # the end
    """
    assert formatted(text) == textwrap.dedent(
        """\
        # What we know of her.

        kind: persona
        name: Amelia Hart
        quote: |
          One

          two
        priority: 3
        share: '1.10'
        # her aims
        goals:
          # first
          - text: Be on time
            why: 'He said: no'
          # - gone
          - text: Stay dry
        about:
          Age: 34
          Height: '1.80'
        status: active # since May
        tags:
          - a
          - b # both
          - '#c'
        x-own:
        # the end
        """
    )


@pytest.mark.parametrize(
    ("value", "written_as"),
    [
        ("it's: x", '"it\'s: x"'),
        ('"a": b', "'\"a\": b'"),
        ("2026-05-01", "2026-05-01"),
        ("no", "no"),
        ("True", "'True'"),
        ("0x1f", "'0x1f'"),
        ("a # b", "'a # b'"),
        ("a#b", "a#b"),
        ("-x", "'-x'"),
        ("", "''"),
        ("a\u2028b", '"a\\u2028b"'),
    ],
)
def test_quotes_only_where_they_are_needed(value: str, written_as: str) -> None:
    assert dump.scalar(value) == written_as


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30)
)
@settings(max_examples=100)
def test_every_text_is_read_as_it_was(value: str) -> None:
    long = dump.block(value, "  ") if "\n" in value else None
    for text in (long or dump.scalar(value), dump.scalar(value, '"'), f"[{dump.flow(value)}]"):
        read = parse(f"x: {text}\n".encode(), "a.yml")
        if not read.readable:
            assert read.faults[0].rule == "control-character"
            return
        found = read.data["x"][0] if text.startswith("[") and text.endswith("]") else read.data["x"]
        assert found == ("" if value.isspace() else value) or found == [value]
        assert not read.faults


def test_what_can_not_be_written_otherwise_is_left() -> None:
    with pytest.raises(CanNotEdit):
        formatted("kind: persona\nname: A\nname: B\n")
    with pytest.raises(CanNotEdit):
        formatted("kind: persona\ngoals: &a [x]\nneeds: *a\n")


def test_documents_in_all_styles(tmp_path: Path) -> None:
    written.playbook(tmp_path, seed=3, documents=60)
    assert trials.format_all(tmp_path)["formatted"] == 60


def test_the_example(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "personas")
    assert trials.format_all(folder)["left"] == 0


def test_the_command(playbook: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = playbook(
        """
        amy.md
            ---
            name: "Amy"
            kind: persona
            ---
            Body  "x"
        odd.md
            ---
            kind: persona
            name: A
            name: B
            ---
        """
    )
    monkeypatch.chdir(folder)
    before = (folder / "amy.md").read_bytes()
    run = CliRunner().invoke
    checked = run(main, ["fmt", "--check", str(folder)])
    assert (checked.exit_code, checked.stdout) == (1, "amy.md\n")
    assert "left as it is: odd.md" in checked.stderr
    diff = run(main, ["fmt", "--diff", str(folder)])
    assert diff.exit_code == 1
    assert '-name: "Amy"\n kind: persona\n+name: Amy\n' in diff.stdout
    assert (folder / "amy.md").read_bytes() == before
    assert run(main, ["fmt", str(folder)]).exit_code == 0
    assert (folder / "amy.md").read_text() == '---\nkind: persona\nname: Amy\n---\nBody  "x"\n'
    assert run(main, ["fmt", "--check", str(folder)]).exit_code == 0
