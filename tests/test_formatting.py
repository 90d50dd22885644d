"""One form for all documents: nothing is lost, doing it twice is doing it once, forms agree."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

import trials
import written
from persona_playbook import dump, formatting, initial, kinds, starters
from persona_playbook import settings as playbook_settings
from persona_playbook.cli import main
from persona_playbook.edits import applied
from persona_playbook.frontmatter import parse
from persona_playbook.tree import CanNotEdit

EXAMPLE = Path(__file__).parent.parent / "personas"


def formatted(text: str) -> str:
    document = parse(textwrap.dedent(text).lstrip("\n").encode(), "a.yml")
    return applied(document.text, formatting.formatted(document))


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

        status: active # since May
        name: Amelia Hart

        kind: persona
        # her aims
        goals:
          - {why: "He said: no", text: Be on time} # first
          # - gone
          - text: >-
              Stay
              dry
        tags:
          - a
          - b # both
          - "#c"
        priority: 3
        share: "1.10"
        x-own:
        about: {Age: 34, Height: "1.80"}
        quote: |
          One

          two
        # the end
        """
    )


def test_blank_lines_stand_alone_and_between_fields() -> None:
    assert formatted("\n\nkind: persona\n\n\nname: A\n\n\n# end\n\n") == (
        "kind: persona\n\nname: A\n\n# end\n"
    )
    assert formatted("kind: persona\nname: A\ngoals:\n\n- a\n\n\n- b\n  # c\n\nneeds: d\n") == (
        "kind: persona\nname: A\ngoals:\n\n  - a\n\n  - b\n    # c\n\nneeds: d\n"
    )


@pytest.mark.parametrize(
    "fields",
    [
        "list:\n  - one\n  # about two\n  - name: two\n",
        "about:\n  # age: 30\n  # city: Ulm\nowner: me\n",
        "a: |\n  text\n# comment\n\n# other\nb: 1\n",
        "a:\n  - x\n\n  # end of list\nb: 2\n",
        "a: >+\n  kept\n  folded\n\nb: 1\n",
        'a: "in\n  quotes"\n',
        "a: over\n  lines # note\n",
        'a: "x" #tag\n',
        "a: |\n  end\u00a0\nb: 1\n",
        'a: "no"\nb: ["2026-01-01", "12:30"]\n',
    ],
)
def test_what_is_arranged_well_stays(fields: str) -> None:
    text = f"kind: persona\nname: A\n{fields}"
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l:\n- one\n- # about two\n  name: two\n", "l:\n  - one\n  # about two\n  - name: two\n"),
        ("l:\n- a: 1\n-\n    # about b\n    b: 2\n", "l:\n  - a: 1\n  # about b\n  - b: 2\n"),
        ("b:\n  # about b\n  value\nc:  1\n", "# about b\nb: value\nc: 1\n"),
        ("goals:\n    # c\n  - a\n  - b\n", "goals:\n  # c\n  - a\n  - b\n"),
        ("about:\n      # c\n  A: 1\ntags: x\n", "about:\n  # c\n  A: 1\ntags: x\n"),
        ("goals:\n    # c\n  - a\n# d\ntags: x\n", "goals:\n  # c\n  - a\n# d\ntags: x\n"),
    ],
)
def test_comments_stay_with_what_they_are_about(before: str, after: str) -> None:
    start = "kind: persona\nname: A\n"
    assert formatted(start + before) == start + after


def test_marks_of_yaml_are_not_lost() -> None:
    with pytest.raises(CanNotEdit):
        formatted("%YAML 1.2\n---\nkind:   persona\nname: A\n")


def test_brackets_stay_if_they_fit_on_a_line() -> None:
    start = "kind: persona\nname: A\n"
    assert formatted(start + "tags: [ a,\n  b ]\n") == start + "tags: [a, b]\n"
    words = "abcdefghi, " * 9
    assert formatted(f"{start}tags: [{words}x]\n").count("\n  - ") == 10
    assert formatted(f"{start}goals:\n- {{text: x, sources: [a]}}\n") == (
        f"{start}goals:\n  - {{text: x, sources: [a]}}\n"
    )


def test_the_lines_of_a_text_stay() -> None:
    start = "kind: persona\nname: A\n"
    text = "summary: One\n    two\n\n    three\nquote: >\n     a\n       b\n\n     c\n"
    kept = "summary: One\n  two\n\n  three\nquote: >\n  a\n    b\n\n  c\n"
    assert formatted(start + text) == start + kept
    blanks = "summary: |-\n  One\n  two \t\n"
    assert formatted(f"{start}{blanks}\n\nquote:  x\n") == f"{start}{blanks}\nquote: x\n"


@pytest.mark.parametrize(
    ("value", "written_as"),
    [
        ("it's: x", '"it\'s: x"'),
        ('a "b": c', "'a \"b\": c'"),
        ('"a": b', "'\"a\": b'"),
        ("2026-05-01", "2026-05-01"),
        ("no", "no"),
        ("True", '"True"'),
        ("0x1f", '"0x1f"'),
        ("a # b", '"a # b"'),
        ("a#b", "a#b"),
        ("-x", '"-x"'),
        ("<<", '"<<"'),
        ("", '""'),
        ("=", '"="'),
        ("C:\\ x: y", "'C:\\ x: y'"),
        ("a\u2028b", '"a\\Lb"'),
        ("Où\xa0?", "Où\xa0?"),
        ("Où\xa0: là", "'Où\xa0: là'"),
    ],
)
def test_quotes_only_where_they_are_needed(value: str, written_as: str) -> None:
    assert dump.scalar(value) == written_as


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30)
)
@example("\tcode\n")
@example("\n\tcode\n")
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("needs: |+\n\n", 'needs: ""\n'),
        ("needs: |+\ngoals: x\n", 'needs: ""\ngoals: x\n'),
        ("kind: persona\nneeds: |+ # c\n", 'kind: persona\nneeds: "" # c\n'),
    ],
)
def test_a_text_of_no_lines(before: str, after: str) -> None:
    assert formatted(before) == after
    assert formatted(after) == after


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
    assert set(trials.format_all(folder)) == {"as it was"}


@pytest.mark.parametrize("kind", kinds.BUILT_IN)
def test_new_documents(kind: str) -> None:
    usual = playbook_settings.take(parse(b"", playbook_settings.NAME))
    text = starters.make(usual.kinds[kind], "first", {"summary": "One: two"}, usual)
    assert formatting.formatted(parse(text.encode(), "first.md")) == []


def test_the_files_of_a_new_repository(tmp_path: Path) -> None:
    initial.write(tmp_path / "new", date(2026, 11, 22))
    assert set(trials.format_all(tmp_path / "new" / "personas")) == {"as it was"}


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
    assert '-name: "Amy"\n+name: Amy\n kind: persona\n' in diff.stdout
    assert (folder / "amy.md").read_bytes() == before
    written = run(main, ["fmt", str(folder)])
    assert (written.exit_code, written.stdout) == (0, "amy.md\n")
    assert written.stderr.endswith("1 document formatted\n")
    assert (folder / "amy.md").read_text() == '---\nname: Amy\nkind: persona\n---\nBody  "x"\n'
    assert run(main, ["fmt", "--check", str(folder)]).exit_code == 0


def test_only_so_many_documents_are_named(
    playbook: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = playbook("amy.md\n    ---\n    kind: persona\n    name: 'A'\n    ---\n")
    monkeypatch.chdir(folder)
    for number in range(24):
        (folder / f"a{number}.md").write_bytes((folder / "amy.md").read_bytes())
    written = CliRunner().invoke(main, ["fmt", "."])
    assert written.stdout.splitlines()[-2:] == ["a5.md", "… and 5 more"]
    assert written.stderr == "25 documents formatted\n"
