"""`playbook check --fix` mends what can only mean one thing, and leaves the rest to people."""

from __future__ import annotations

import json
import signal
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import trials
import written
from persona_playbook import fixes, frontmatter, whole
from persona_playbook.catalog import load
from persona_playbook.cli import main
from persona_playbook.dates import certain
from persona_playbook.validate import sure

COMMUTERS = """
segments/commuters.yml
    kind: segment
    title: Regular commuters
    status: draft
    aliases: [riders]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Goals: x", "goals: x"),
        ("pain_point: x  # why", "pain_points: x  # why"),
        ("pain-points: x", "pain_points: x"),
        ('"jtbd": [{when: a, want: b}]', '"jobs": [{when: a, want: b}]'),
        ("type: 'Person' # who", "type: 'person' # who"),
        ("last_reviewed: 1 May 2026", "last_reviewed: 2026-05-01"),
        ("goals: [{text: a, severty: hgh}]", "goals: [{text: a, severity: high}]"),
        ("segments: [comuters, riders]", "segments: [commuters, commuters]"),
        ("segments: Regular Commuters", "segments: commuters"),
        ("goals:\n  - Time: like this", 'goals:\n  - "Time: like this"'),
        ("goals:\n  -One\n  -Two", "goals:\n  - One\n  - Two"),
        ("goals:\n  - One\n  -Two", "goals:\n  - One\n  - Two"),
        ("goals:\n  * One\n  * Two", "goals:\n  - One\n  - Two"),
        ("about:\n\u00a0 Role: x\n  Age: 3", "about:\n  Role: x\n  Age: 3"),
        ("goals:\n  - One\n  • Two\n  - Six", "goals:\n  - One\n  - Two\n  - Six"),
        ("goals:\n  - One\n  ◦\tTwo\n  ◦\tSix", "goals:\n  - One\n  - Two\n  - Six"),
        ("goals:\n  • One\n  • Two\n    six", "goals:\n  - One\n  - Two\n    six"),
        ("goals:\n  – One\n  – Two: x\n  – Six", 'goals:\n  - One\n  - "Two: x"\n  - Six'),
        ("goals:\n• One: x\n• Two", 'goals:\n- "One: x"\n- Two'),
        ("goals:\n  -\u00a0One\n  -\u00a0Two", "goals:\n  - One\n  - Two"),
        ("goals:\n  - One\n  -\u00a0Two", "goals:\n  - One\n  - Two"),
        ("goals:\n  • One", "goals:\n  - One"),
        ("goals:\n  – One", "goals:\n  - One"),
        ("goals: • One", "goals: One"),
        ("goals:\n  - • One", "goals:\n  - One"),
        ("goals:\n  - Note: this", 'goals:\n  - "Note: this"'),
        ("goals:\n  - “Note: this”\n  - b", 'goals:\n  - "Note: this"\n  - b'),
        ("goals: [“On, then off”, ‘Soon’]", 'goals: ["On, then off", ‘Soon’]'),
        ("goals: [„Note: this, then“, « On, off »]", 'goals: ["Note: this, then", "On, off"]'),
        ('summary: “Note: "this"”', "summary: 'Note: \"this\"'"),
        ("summary: “Note: this” and more", "summary: '“Note: this” and more'"),
        ("summary: “Ask in #any”", 'summary: "Ask in #any"'),
        ("summary:\u00a0Here", "summary: Here"),
        ("summary: Note: like this", "summary: 'Note: like this'"),
        ('goals:\n  - @home\n  - "a" b', "goals:\n  - '@home'\n  - '\"a\" b'"),
        ("summary:Here", "summary: Here"),
        ("summary: a\n goals: b", "summary: a\ngoals: b"),
        ("excuses: {missing-jurney: x}", "excuses: {missing-journey: x}"),
    ],
)
def test_what_is_mended(playbook: Callable[[str], Path], wrong: str, right: str) -> None:
    folder = playbook(COMMUTERS)
    head, body = "---\nkind: persona\nname: Amelia # hers\n", "---\n\n# Body  \n\n* -x\n"
    (folder / "amelia.md").write_text(f"{head}{wrong}\n{body}")
    assert run("--fix", str(folder)).exit_code == 0
    assert (folder / "amelia.md").read_text() == f"{head}{right}\n{body}"
    assert run("--diff", str(folder)).output == ""


@pytest.mark.parametrize(
    "text",
    [
        "colour: red",  # nothing like it
        "goals: x\nGoals: y",  # it would be there twice
        "type: robot",
        "last_reviewed: 03/04/2026",  # March or April
        "visibility: intrenal",  # who may read it is for a person to say
        "summary: call us #support",  # a comment may have been meant
        "segments: [segment-2025]",
        "summary: 'I don't mind waiting'",  # quotes of the text, or of YAML
        'tagline: "She said "no" twice"',
        "x: [open\ny: &a b",
    ],
)
def test_what_is_left_to_people(playbook: Callable[[str], Path], text: str) -> None:
    folder = playbook(COMMUTERS.replace("segments/commuters", "segments/segment-2026"))
    (folder / "amelia.md").write_text(f"---\nkind: persona\nname: A\n{text}\n---\n")
    before = (folder / "amelia.md").read_bytes()
    assert "0 mended" in run("--fix", str(folder)).stderr
    assert (folder / "amelia.md").read_bytes() == before


def test_a_fault_that_hides_others_is_named(playbook: Callable[[str], Path]) -> None:
    folder = playbook("")
    path = folder / "amelia.md"
    text = "kind: persona\nname: A\nsummary: Note: this\ngaols: b"
    path.write_text(f'---\n{text}\nquote: "She said "no" twice"\n---\n')
    before = path.read_bytes()
    said = run("--fix", str(folder)).stderr
    place = "amelia.md:6:19: more text after a closing quotation mark; mend this first"
    assert place in said
    assert path.read_bytes() == before
    path.write_text(f"---\n{text}\nquote: She said no\n---\n")
    assert "left as it is" not in run("--fix", str(folder)).stderr
    assert "goals: b" in path.read_text()


def test_many_faults_that_hide_each_other(playbook: Callable[[str], Path]) -> None:
    folder = playbook("")
    path = folder / "amelia.md"
    lines = "".join(f"x-{n}: Note: this\n" for n in range(30))
    path.write_text(f"---\nkind: persona\nname: A\n{lines}---\n")
    assert run("--fix", str(folder)).exit_code == 0
    assert "30 mended in 1 document" not in run("--fix", str(folder)).stderr
    assert "x-29: 'Note: this'" in path.read_text()


@pytest.mark.parametrize(
    "lines",
    [
        "x-{}: Note: this",  # hides what comes after it
        "  - @home {}",
        "  - Note: this {}: now",
    ],
)
def test_what_many_faults_cost(
    playbook: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    folder = playbook("")
    count = 40
    head = "---\nkind: persona\nname: A\n" + "goals:\n" * lines.startswith(" ")
    text = "".join(f"{lines.format(n, n)}\n" for n in range(count))
    (folder / "amelia.md").write_text(f"{head}{text}---\n")
    catalog = load(folder)
    done: list[object] = []

    def counted(do: Callable[..., Any]) -> Callable[..., Any]:
        def it(*arguments: Any) -> Any:
            done.append(do)
            return do(*arguments)

        return it

    monkeypatch.setattr(frontmatter, "parse", counted(frontmatter.parse))
    monkeypatch.setattr(fixes, "parse", frontmatter.parse)
    monkeypatch.setattr(fixes, "Editing", counted(fixes.Editing))
    fixes.mend(catalog, {"amelia.md"})
    assert len(done) < 1.5 * count  # about once a fault that hides others


def test_two_that_could_be_meant() -> None:
    assert sure("mari", ["maria", "marie"]) is None
    assert sure("maria", ["marie", "zoe"]).value == "marie"
    assert sure("audit-2025", ["audit-2026"]) is None
    assert sure("First Order", ["first-order"]).value == "first-order"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026/5/1", "2026-05-01"),
        ("20260501", "2026-05-01"),
        ("13.5.2026", "2026-05-13"),
        ("5/13/2026", "2026-05-13"),
        ("5/5/2026", "2026-05-05"),
        ("1st of May 2026", None),
        ("1st May 2026", "2026-05-01"),
        ("Sept 3, 2026", "2026-09-03"),
        ("3. Mai 2026", None),
        ("4/5/2026", None),
        ("2026-13-01", None),
        ("202651", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert certain(text) == date


def test_what_was_mended_is_said(
    playbook: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = playbook(
        "amelia.md\n    ---\n    kind: persona\n    name: A\n    stauts: Draft\n    ---"
    )
    monkeypatch.chdir(folder)
    diff = run("--diff", str(folder))
    assert diff.exit_code == 1
    assert diff.stdout == textwrap.dedent(
        """\
        --- a/amelia.md
        +++ b/amelia.md
        @@ -1,5 +1,5 @@
         ---
         kind: persona
         name: A
        -stauts: Draft
        +status: draft
         ---
        """
    )
    result = run("--fix", "--format", "json", str(folder))
    assert json.loads(result.stdout)["findings"] == []
    assert "mended amelia.md:4:1: 'stauts' is not a field" in result.stderr
    assert result.stderr.endswith("2 mended in 1 document\n")


def test_only_what_was_named_is_mended(playbook: Callable[[str], Path]) -> None:
    text = "\n    ---\n    kind: persona\n    name: A\n    status: Draft\n    ---\n"
    folder = playbook(f"a.md{text}b.md{text}playbook.yml\n    titel: Ours\n")
    settings = (folder / "playbook.yml").read_bytes()
    run("--fix", str(folder / "a.md"))
    assert "status: draft" in (folder / "a.md").read_text()
    assert "status: Draft" in (folder / "b.md").read_text()
    run("--fix", str(folder))
    assert (folder / "playbook.yml").read_bytes() == settings


@pytest.mark.parametrize(
    "arguments",
    [
        ["--statistics", "--format", "json"],
        ["--baseline", "nope"],
        ["--baseline", "broken"],
        ["nowhere"],
    ],
)
def test_what_is_refused_is_refused_before_anything_is_written(
    playbook: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    folder = playbook("a.md\n    ---\n    kind: persona\n    name: A\n    status: Draft\n    ---\n")
    monkeypatch.chdir(folder.parent)
    Path("broken").write_text("{}")
    before = (folder / "a.md").read_bytes()
    result = run("--fix", str(folder), *arguments)
    assert result.exit_code == 2
    assert "mended" not in result.stderr
    assert (folder / "a.md").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "mended"),
    [
        (["--select", "orphan"], "stauts: Draft"),
        (["--select", "unknown-field"], "status: Draft"),
        (["--ignore", "unknown-value"], "status: Draft"),
        (["--ignore", "unknown-value,unknown-field"], "stauts: Draft"),
        (["--select", "unknown-field,unknown-value"], "status: draft"),
    ],
)
def test_only_rules_that_were_chosen_are_mended(
    playbook: Callable[[str], Path], arguments: list[str], mended: str
) -> None:
    folder = playbook("a.md\n    ---\n    kind: persona\n    name: A\n    stauts: Draft\n    ---\n")
    before = (folder / "a.md").read_text()
    assert run("--diff", *arguments, str(folder)).exit_code == ("stauts" not in mended)
    run("--fix", *arguments, str(folder))
    assert (folder / "a.md").read_text() == before.replace("stauts: Draft", mended)


def test_what_can_not_be_read_is_mended_only_if_chosen(playbook: Callable[[str], Path]) -> None:
    folder = playbook("")
    path = folder / "a.md"
    path.write_text("---\nkind: persona\nname: A\nsummary: Note: this\nstatus: Draft\n---\n")
    before = path.read_bytes()
    said = run("--fix", "--select", "unknown-value", str(folder)).stderr
    assert "left as it is" in said
    assert path.read_bytes() == before


def test_generated_documents_with_slips(tmp_path: Path) -> None:
    data = written.playbook(tmp_path, seed=11, documents=50)
    slips = trials.damage(tmp_path, data, seed=12)
    assert slips > 50
    assert trials.mend(tmp_path, data)["mended"] >= slips


def change(folder: Path) -> Callable[[], None]:
    catalog = load(folder, trials.TODAY)
    made, _ = fixes.mend(catalog, [document.path for document in catalog.documents])

    def write() -> None:
        for one in made:
            whole.write(folder / one.path, one.new, one.was, folder)

    return write


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    trials.damage(folder, written.playbook(folder, seed=6, documents=8), seed=6)
    count = trials.kill(folder, change, times=8)
    assert (count["half"], count["not finished"]) == (0, 0)
