"""While a playbook is edited, the findings are those of a check of the same texts on disk."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from persona_playbook.catalog import Catalog, load
from persona_playbook.check import check, final
from persona_playbook.editor.workspace import Workspace
from persona_playbook.finding import Finding
from persona_playbook.rules import RULES
from persona_playbook.rules.registry import Problem

from .test_cases import CASES

# Texts that a document may get: other ids, kinds and references, broken, empty.
TEXTS = (
    "kind: persona\nname: Amelia\n",
    "kind: persona\nid: amelia\nname: A copy\ngoals: [a, b, c, d, TODO]\n",
    "kind: persona\nname: Ben\naliases: [amelia]\nsuperseded_by: ada\nbike_fit: {a: 1}\n",
    "kind: journey\ntitle: Order\npersonas: [amelia, ben]\nstages: [{stage: buy}, {stage: try}]\n",
    "kind: messaging\ntitle: x\npersonas: ada\nproof: [{claim: x, expires: 2025-01-01}]\n",
    "kind: service\ntitle: x\nexcuses: {missing-owner: no, orphan: no}\nowner: Marketing?\n",
    "kind: evidence\ntitle: Talks\nparticipants: 3\nvisibility: secret\nimage: no.png\n",
    "kind: region\ntitle: Here\nlast_reviewed: 2020-01-01\nquote: me@kurbelpost.de\n",
    "kind: [\n",
    "",
)
SETTINGS = (
    "",
    "teams: [research]\nrules: {orphan: error, missing-owner: off}\n",
    "fields: {persona: {bike_fit: {title: Bike fit, shape: facts}}}\n",
    "kinds: {region: {title: Region}}\nstages: [try, buy]\n",
    "ignored_keys: quote\npersonal_data: {allow: [kurbelpost.de]}\n",
    "review: {every: 10 years}\nvisibility: [secret]\ndefault_visibility: secret\n",
    "kinds: [\n",
)
NAMES = (
    "amelia.yml",
    "ben.yml",
    "ada.yml",
    "journeys/order.yml",
    "evidence/talks.yml",
    "other.yml",
)


def found(workspace: Workspace) -> list[Finding]:
    return final(finding for some in workspace.findings() for finding in some)


@pytest.mark.usefixtures("today")
def test_in_every_case_it_finds_what_the_check_finds() -> None:
    for case in sorted(path for path in CASES.glob("*/*") if path.is_dir()):
        workspace = Workspace(case)
        expected = check(load(case))
        assert found(workspace) == expected, case
        assert found(workspace) == expected, case  # from memory


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("seed", range(8))
def test_after_each_edit_it_finds_what_the_check_finds(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    there, here = tmp_path / "there" / "personas", tmp_path / "here" / "personas"
    for folder in (there, here):
        (folder / "journeys").mkdir(parents=True)
        (folder / "evidence").mkdir()
        for name in NAMES[:3]:
            (folder / name).write_text(TEXTS[0], encoding="utf-8")
    workspace = Workspace(here)
    for _ in range(25):
        if chance.random() < 0.2:
            name, text = "playbook.yml", chance.choice(SETTINGS)
        else:
            name, text = chance.choice(NAMES), chance.choice(TEXTS)
        (there / name).write_text(text, encoding="utf-8")
        if chance.random() < 0.2:  # saved and closed, or written by another program
            (here / name).write_text(text, encoding="utf-8")
            workspace.close(name)
        else:
            workspace.put(name, text)
        if chance.random() < 0.2:
            next(workspace.findings())  # a check that is given up
        assert found(workspace) == check(load(there))


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    "name", [".obsidian/note.md", ".note.md", "new/a.md", "new/a?.md", "con/a.md", "A.yml", "a.MD"]
)
def test_a_file_that_is_not_saved_yet_is_as_if_it_were(name: str, tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text("---\nkind: persona\nname: A\n---\n[a](new)\n", "utf-8")
    workspace = Workspace(tmp_path)
    workspace.put(name, "no front matter")
    before = found(workspace)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("no front matter", "utf-8")
    assert before == check(load(tmp_path))
    assert found(workspace) == before


def test_an_entry_stays_the_same_as_long_as_its_text(tmp_path: Path) -> None:
    for name in NAMES[:2]:
        (tmp_path / name).write_text(TEXTS[0], encoding="utf-8")
    workspace = Workspace(tmp_path)
    before = workspace.catalog.by_path
    workspace.put("amelia.yml", TEXTS[1])
    after = workspace.catalog.by_path
    assert after["ben.yml"] is before["ben.yml"]
    assert after["amelia.yml"] is not before["amelia.yml"]
    workspace.put("playbook.yml", SETTINGS[1])
    assert workspace.catalog.by_path["ben.yml"] is before["ben.yml"]
    workspace.put("playbook.yml", SETTINGS[2])
    assert workspace.catalog.by_path["ben.yml"] is not before["ben.yml"]


def test_documents_are_checked_again_only_under_other_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "playbook.yml").write_text(SETTINGS[1], encoding="utf-8")
    (tmp_path / "amelia.yml").write_text(TEXTS[0], encoding="utf-8")
    checked: list[int] = []
    rule = RULES["placeholder-text"]

    def counted(catalog: Catalog) -> Iterator[Problem]:
        checked.append(len(catalog.entries))
        return rule.check(catalog) if rule.check else iter(())

    monkeypatch.setitem(RULES, rule.name, replace(rule, check=counted))
    workspace = Workspace(tmp_path)
    found(workspace)
    workspace.put("playbook.yml", SETTINGS[1])  # opened
    found(workspace)
    workspace.put("playbook.yml", f"# Ours\n{SETTINGS[1]}")
    found(workspace)
    assert checked == [1, 0, 0]
    workspace.put("playbook.yml", f"{SETTINGS[1]}stages: [buy]\n")
    found(workspace)
    assert checked == [1, 0, 0, 1]


def test_the_day_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "kind: persona\nname: A\nowner: x\nlast_reviewed: 2026-06-01\nreview_every: 6 months\n"
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    workspace = Workspace(tmp_path)
    rules = []
    for day in (date(2026, 11, 30), date(2026, 12, 2)):
        monkeypatch.setattr("persona_playbook.editor.workspace.current_date", lambda day=day: day)
        workspace.look_again()
        rules.append("review-overdue" in {finding.rule for finding in found(workspace)})
    assert rules == [False, True]


def test_a_folder_that_goes_away_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "personas"
    folder.mkdir()
    workspace = Workspace(folder)
    assert found(workspace) == []
    shutil.rmtree(folder)
    workspace.look_again()
    with pytest.raises(OSError, match="personas"):
        found(workspace)
