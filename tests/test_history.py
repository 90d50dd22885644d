"""What git knows of a playbook, as values."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from persona_playbook import git, history
from persona_playbook.git import Gap
from persona_playbook.history import History, read
from repository import Repository, begin


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return begin(tmp_path / "repository")


def told(found: History) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Per revision: the day, and (path now, path before, path after) of its files."""
    return [
        (
            str(revision.when.date()),
            sorted(
                (
                    change.path,
                    change.before.path if change.before else "",
                    change.after.path if change.after else "",
                )
                for change in revision.changes
            ),
        )
        for revision in found.revisions
    ]


def test_what_happened_to_documents(repository: Repository) -> None:
    repository.commit("2026-11-01", "amelia.md\n    one\ntheo.yml\n    kind: persona")
    repository.commit("2026-11-02", "amelia.md\n    two")
    (repository.folder / "theo.yml").unlink()
    repository.commit("2026-11-03", "journeys/first.yaml\n    kind: journey")
    assert told(read(repository.folder)) == [
        (
            "2026-11-03",
            [("journeys/first.yaml", "", "journeys/first.yaml"), ("theo.yml", "theo.yml", "")],
        ),
        ("2026-11-02", [("amelia.md", "amelia.md", "amelia.md")]),
        ("2026-11-01", [("amelia.md", "", "amelia.md"), ("theo.yml", "", "theo.yml")]),
    ]
    change = read(repository.folder).revisions[1].changes[0]
    assert change.before
    assert change.after
    assert (change.before.content, change.after.content) == (b"one\n", b"two\n")


def test_a_renamed_document_keeps_its_past(repository: Repository) -> None:
    text = "\n".join(f"    line {number}" for number in range(20))
    repository.commit("2026-11-01", f"anna.md\n{text}")
    repository.commit("2026-11-02", f"anna.md\n{text}\n    more")
    repository.git("mv", "personas/anna.md", "personas/amelia hart ü.md")
    repository.commit("2026-11-03")
    repository.git("mv", "personas/amelia hart ü.md", "personas/amelia.md")
    repository.commit("2026-11-04", "anna.md\n    somebody else")
    assert told(read(repository.folder)) == [
        (
            "2026-11-04",
            [("amelia.md", "amelia hart ü.md", "amelia.md"), ("anna.md", "", "anna.md")],
        ),
        ("2026-11-03", [("amelia.md", "anna.md", "amelia hart ü.md")]),
        ("2026-11-02", [("amelia.md", "anna.md", "anna.md")]),
        ("2026-11-01", [("amelia.md", "", "anna.md")]),
    ]


def test_only_documents_count(repository: Repository) -> None:
    repository.commit(
        "2026-11-01",
        """
        README.md
            For people
        journeys/Readme.md
            For people
        .hidden/amelia.md
            Hidden
        .amelia.md
            Hidden
        playbook.yml
            title: Ours
        notes.txt
            No document
        """,
    )
    (repository.folder / "link.md").symlink_to("README.md")
    (repository.root / "amelia.md").write_text("elsewhere")
    repository.commit("2026-11-02")
    assert read(repository.folder) == History()


def test_a_day_is_the_author_s_and_today_does_not_matter(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-11-01T23:30:00-08:00", "amelia.md\n    one")
    found = read(repository.folder)
    assert told(found) == [("2026-11-01", [("amelia.md", "", "amelia.md")])]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert read(repository.folder) == found


def test_merged_work_is_told_once(repository: Repository) -> None:
    repository.commit("2026-11-01", "amelia.md\n    one\ntheo.md\n    one")
    repository.git("checkout", "-b", "side")
    repository.commit("2026-11-02", "amelia.md\n    two")
    repository.git("checkout", "main")
    repository.commit("2026-11-03", "theo.md\n    two")
    repository.git("merge", "side")
    days = [day for day, _ in told(read(repository.folder))]
    assert sorted(days) == ["2026-11-01", "2026-11-02", "2026-11-03"]


def test_uncommitted_changes_are_no_history(repository: Repository) -> None:
    repository.commit("2026-11-01", "amelia.md\n    one")
    before = read(repository.folder)
    (repository.folder / "amelia.md").write_text("two")
    repository.git("add", "--all")
    assert read(repository.folder) == before


def test_limits(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        repository.commit(
            f"2026-11-0{number + 1}", f"amelia.md\n    {number}\ntheo.md\n    {number}"
        )
    assert [day for day, _ in told(read(repository.folder, most=2))] == ["2026-11-04", "2026-11-03"]
    monkeypatch.setattr(history, "MOST_FILES", 3)
    assert len(read(repository.folder).revisions) == 2
    monkeypatch.setattr(history, "MAX_BYTES", 1)
    change = read(repository.folder).revisions[0].changes[0]
    assert change.after
    assert change.after.content is None


def test_the_folder_may_be_the_whole_repository(tmp_path: Path) -> None:
    repository = begin(tmp_path / "repository")
    repository.commit("2026-11-01", "amelia.md\n    one")
    assert told(read(repository.root)) == [
        ("2026-11-01", [("personas/amelia.md", "", "personas/amelia.md")])
    ]


def test_git_of_a_hook_does_not_lead_astray(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-11-01", "amelia.md\n    one")
    other = begin(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    assert len(read(repository.folder).revisions) == 1


def test_nothing_but_git_is_run(repository: Repository) -> None:
    repository.commit("2026-11-01", "amelia.md\n    one")
    (repository.folder / "amelia.md").write_text("two")
    mark = repository.trap(
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.own.command",
        "diff.own.textconv",
        "filter.own.clean",
        "filter.own.smudge",
        "gpg.program",
        "pager.log",
    )
    repository.git("config", "log.showSignature", "true")
    assert len(read(repository.folder).revisions) == 1
    assert not mark.exists()


class TestGaps:
    def test_no_repository(self, tmp_path: Path) -> None:
        assert read(tmp_path) == History(gap=Gap.NO_REPOSITORY)

    def test_no_revisions(self, repository: Repository) -> None:
        assert read(repository.folder) == History(gap=Gap.NO_REVISIONS)

    def test_no_git(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(repository.root))
        assert read(repository.folder) == History(gap=Gap.NO_GIT)

    def test_shallow(self, repository: Repository, tmp_path: Path) -> None:
        for day in (1, 2, 3):
            repository.commit(f"2026-11-0{day}", f"amelia.md\n    {day}")
        for depth, days in ((1, []), (2, ["2026-11-03"])):
            clone = Repository(tmp_path / f"clone{depth}")
            repository.git(
                "clone", "--depth", str(depth), repository.root.as_uri(), str(clone.root)
            )
            found = read(clone.folder)
            assert found.gap is Gap.SHALLOW
            assert [day for day, _ in told(found)] == days

    def test_a_clone_without_files_fetches_nothing(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        repository.commit("2026-11-01", "amelia.md\n    one")
        repository.commit("2026-11-02", "amelia.md\n    two")
        repository.git("config", "uploadpack.allowFilter", "true")
        clone = Repository(tmp_path / "clone")
        source = repository.root.as_uri()
        repository.git("clone", "--filter=blob:none", "--no-checkout", source, str(clone.root))
        clone.folder.mkdir()
        assert read(clone.folder) == History(gap=Gap.FAILED)

    def test_somebody_else_s(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        repository.commit("2026-11-01", "amelia.md\n    one")
        monkeypatch.setitem(git._ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        monkeypatch.setitem(git._ENVIRONMENT, "GIT_CONFIG_GLOBAL", os.devnull)
        assert read(repository.folder) == History(gap=Gap.NOT_TRUSTED)

    def test_too_slow(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        def slow(*arguments: object, **options: object) -> None:
            raise subprocess.TimeoutExpired("git", 1)

        monkeypatch.setattr(subprocess, "run", slow)
        assert read(repository.folder) == History(gap=Gap.FAILED)
