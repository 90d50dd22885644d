"""`playbook new`: a document that passes the check, where its kind lies, never over a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from persona_playbook import catalog, kinds, starters
from persona_playbook.check import check
from persona_playbook.cli import main, new
from persona_playbook.frontmatter import parse
from persona_playbook.settings import NAME, take

Write = Callable[[str], Path]

OWN = """
playbook.yml
    teams: [research, support]
    fields:
      persona:
        shoe: {title: Shoe, description: The size., shape: number, examples: [41]}
    kinds:
      region: {title: Region, folder: regions, fields: {languages: {title: Languages}}}
"""


@pytest.fixture
def own(playbook: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, today: None) -> Path:
    """A playbook with a field and a kind of the team's; the tests stand beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return playbook(OWN)


def run(*arguments: str, answers: str = "") -> Result:
    result = CliRunner().invoke(main, ["new", *arguments], input=answers)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize("kind", [*kinds.BUILT_IN, "region"])
def test_a_new_document_passes_the_check(own: Path, kind: str) -> None:
    result = run(kind, "first-one", "--set", "owner=research")
    assert result.exit_code == 0, result.output
    loaded = catalog.load(own)
    entry = loaded.by_key[kind, "first-one"]
    assert f"Wrote personas/{entry.path}\n" in result.output
    assert (entry.title, entry.status, entry.data["owner"]) == ("First one", "draft", "research")
    assert entry.path == ("" if kind == "persona" else f"{entry.kind.folder}/") + "first-one.md"
    assert [str(one) for one in check(loaded) if one.severity == "error"] == []
    for name in ("owner", "status", entry.kind.title_field):
        assert entry.document.text.count(f"\n{name}:") == 1


@pytest.mark.parametrize("kind", [*kinds.BUILT_IN, "region"])
def test_every_example_of_a_starter_can_be_uncommented(own: Path, kind: str) -> None:
    loaded = catalog.load(own)
    text = starters.make(loaded.kinds[kind], "first", {}, loaded.settings)
    lines = [line for line in text.splitlines() if line.startswith("#") and line[1:2].isalpha()]
    used = re.sub(r"^#(?! \S)", "", text, flags=re.MULTILINE)
    read = parse(used.encode(), "first.md")
    assert read.faults == []
    assert len(read.data) == len(lines) + 3  # and kind, title, status


@pytest.mark.parametrize("stages", ["[pick, pay, ride]", "[{id: all, title: Everything}]"])
@pytest.mark.parametrize("kind", ["journey", "messaging", "service"])
def test_examples_name_stages_that_the_playbook_has(own: Path, kind: str, stages: str) -> None:
    (own / "playbook.yml").write_text(f"stages: {stages}\n")
    run(kind, "first")
    (path,) = own.rglob("first.md")
    path.write_text(re.sub(r"^#(?! \S)", "", path.read_text("utf-8"), flags=re.MULTILINE))
    assert "stage" in path.read_text("utf-8")
    assert [one.message for one in check(catalog.load(own)) if "no stage" in one.message] == []


def test_a_value_takes_the_place_of_its_example(own: Path) -> None:
    values = ["goals=[Ride, Rest]", "summary=Slow: and # sure", "shoe=41", "about={Age: 34}"]
    result = run("persona", "nils", *(part for value in values for part in ("--set", value)))
    assert result.exit_code == 0, result.output
    data = catalog.load(own).by_key["persona", "nils"].data
    assert data["goals"] == ["Ride", "Rest"]
    assert (data["summary"], data["shoe"]) == ("Slow: and # sure", 41)
    text = (own / "nils.md").read_text("utf-8")
    assert "#goals" not in text
    assert "Get to work dry" not in text
    assert "#  Age: 34" not in text


@given(
    value=st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(
        lambda text: text.strip()
    )
)
@settings(max_examples=100)
def test_a_text_is_never_read_as_something_else(value: str) -> None:
    usual = take(parse(b"", NAME))
    text = starters.make(usual.kinds["persona"], "nils", {"summary": value}, usual)
    read = parse(text.encode("utf-8", "surrogateescape"), "nils.md")
    if read.readable and not read.faults:
        assert set(read.data) == {"kind", "name", "status", "summary"}


def test_it_goes_where_its_kind_lies(own: Path) -> None:
    (own / "travel").mkdir()
    (own / "travel/order.md").write_text("---\nkind: journey\ntitle: Order\n---\n")
    run("journey", "repair")
    assert (own / "travel/repair.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["person", "nils"], "no kind named 'person'; did you mean 'persona'?"),
        (["car", "nils"], "it is one of persona,"),
        (["guideline", "tone"], "no kind named 'guideline'; did you mean 'service'?"),
        (["Service guidelines", "tone"], "did you mean 'service'?"),
        (["regions", "north"], "did you mean 'region'?"),
        (["persona", "../nils"], "'../nils' can't be an id; write for example 'nils'"),
        (["persona", "a b"], "'a b' can't be an id; write for example 'a-b'"),
        (["persona", "index!"], "'index!' can't be an id; write for example 'the-index'"),
        (["persona", "con"], "device on Windows"),
        (["persona", "amelia"], "'amelia' is the id of 'amelia.yml' already"),
        (["persona", "amy"], "'amy' is the id of 'amelia.yml' already"),
        (["persona", "Notes"], "'notes.md' is in the way"),
        (["journey", "order"], "'journeys' is in the way"),
        (["persona", "nils", "--set", "goals"], "'goals' is not of the form FIELD=VALUE"),
        (["persona", "nils", "--set", "kind=journey"], "said by the command itself"),
    ],
)
def test_what_can_not_be_written(own: Path, arguments: list[str], words: str) -> None:
    (own / "amelia.yml").write_text("kind: persona\nname: Amelia\naliases: [amy]\n")
    (own / "notes.md").write_text("mine")
    (own / "journeys").symlink_to(own.parent, target_is_directory=True)
    before = sorted(own.parent.rglob("*"))
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert result.output.count("\n") == 1
    assert sorted(own.parent.rglob("*")) == before


def test_a_value_that_does_not_fit_is_said_and_nothing_is_written(own: Path) -> None:
    assert "belongs to the list of the kind" in run("persona", "index").output
    assert not (own / "index.md").exists()
    result = run("persona", "nils", "--set", "status=activ")
    assert result.exit_code == 1
    assert "did you mean 'active'?" in result.output
    assert "Nothing was written." in result.output
    assert not (own / "nils.md").exists()


def test_a_value_that_does_not_fit_is_a_fault_of_its_option(own: Path) -> None:
    result = run("persona", "nils", "--set", "status=activ", "--set", "goals={a: 1, b: 2}")
    assert result.exit_code == 1
    assert result.stderr.startswith("--set status: no status 'activ'; did you mean 'active'?\n")
    assert "\n--set goals: " in result.stderr
    assert "nils.md" not in result.output  # there is no such file


def test_a_fact_is_pointed_to_the_field_that_collects_it(own: Path) -> None:
    result = run("persona", "nils", "--set", "age=44")
    assert result.exit_code == 1
    assert result.stderr.startswith('--set age: say it in `about`: --set "about={Age: 44}"\n')
    assert not (own / "nils.md").exists()


def test_an_id_is_written_small(own: Path) -> None:
    result = run("persona", "Amelia")
    assert result.exit_code == 0
    assert "an id is written small: 'amelia'" in result.stderr
    assert catalog.load(own).by_key["persona", "amelia"].title == "Amelia"


def test_a_missing_kind_is_said_with_what_it_can_be(own: Path) -> None:
    assert "'KIND'. It is one of persona, profile," in run().stderr
    assert ", region." in run().stderr
    (own / "playbook.yml").unlink()
    own.rename(own.with_name("elsewhere"))
    assert "'KIND'. It is one of persona, profile," in run().stderr


def test_what_only_the_whole_playbook_shows_is_looked_at(own: Path) -> None:
    (own / "playbook.yml").write_text("rules: {wrong-total: error}")
    fields = ("title=Talks", "participants=13", "demographics={Age: {young: 2, old: 3}}")
    result = run("evidence", "talks", *(part for one in fields for part in ("--set", one)))
    assert result.exit_code == 1
    assert "'Age' adds up to 5; there were 13 participants" in result.output
    assert not (own / "evidence/talks.md").exists()


def test_without_a_playbook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("persona", "nils").exit_code == 2


def test_at_a_terminal_it_asks_for_what_matters(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new, "_is_terminal", lambda: True)
    result = run("persona", "nils", answers="Nils: the slow one\n\n")
    assert result.exit_code == 0, result.output
    assert "One of: research, support" in result.output
    data = catalog.load(own).by_key["persona", "nils"].data
    assert data == {"kind": "persona", "name": "Nils: the slow one", "status": "draft"}
    result = run("persona", "mia", "--set", "name=Mia", answers="support\n")
    assert "everybody calls" not in result.output
    assert catalog.load(own).by_key["persona", "mia"].data["owner"] == "support"


@pytest.mark.parametrize("kind", ["journey", "messaging", "service"])
def test_at_a_terminal_it_asks_for_whom(
    own: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(new, "_is_terminal", lambda: True)
    for name, status in (("mia", "active"), ("nils", "draft"), ("old", "retired")):
        text = f"---\nkind: persona\nname: {name}\nstatus: {status}\n---\n"
        (own / f"{name}.md").write_text(text)
    asked = run(kind, "first", answers="First\nmia, nils\n\n")
    assert asked.exit_code == 0, asked.output
    assert "Any of: mia, nils\n" in asked.output
    loaded = catalog.load(own)
    assert loaded.by_key[kind, "first"].data["personas"] == ["mia", "nils"]
    assert run(kind, "second", answers="Second\nmia\n\n").exit_code == 0
    assert run(kind, "third", answers="Third\n\n\n").exit_code == 0
    loaded = catalog.load(own)
    assert loaded.by_key[kind, "second"].data["personas"] == "mia"
    assert "personas" not in loaded.by_key[kind, "third"].data
    assert "no persona named 'lost'" in run(kind, "fourth", answers="Fourth\nlost\n\n").output


def test_the_starter_of_a_journey_shows_both_kinds_of_stages(own: Path) -> None:
    run("journey", "order")
    text = (own / "journeys/order.md").read_text("utf-8")
    assert "`stage: …` for one of playbook.yml, `title: …` for one of your own" in text
    assert "\n#  - title: " in text
    (own / "journeys/order.md").write_text(
        "---\nkind: journey\ntitle: Order\nstages: [{stage: Leaving the bike}]\n---\n"
    )
    (finding,) = [one for one in check(catalog.load(own)) if one.severity == "error"]
    assert finding.message.startswith("no stage named 'Leaving the bike'; it is one of aware, ")
    assert finding.help == "or `title: …` for a stage of your own"
