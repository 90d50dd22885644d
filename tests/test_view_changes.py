"""What changed lately, in the playbook's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from persona_playbook.catalog import load
from persona_playbook.history import read
from persona_playbook.views import changes as view
from persona_playbook.views.changes import Day, changes
from repository import Repository, begin

AMELIA = """
amelia.md
    ---
    kind: persona
    name: Amelia
    ---
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return begin(tmp_path / "repository")


def days(repository: Repository) -> tuple[Day, ...]:
    return changes(load(repository.folder), read(repository.folder)).days


def told(repository: Repository) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Per day: (title, what happened, fields), with "notes" for the text below them."""
    return [
        (
            str(day.day),
            [
                (one.title, one.what, *one.fields, *(["notes"] if one.notes else []))
                for one in day.changes
            ],
        )
        for day in days(repository)
    ]


def test_added_changed_removed(repository: Repository) -> None:
    repository.commit("2026-11-01", AMELIA)
    repository.commit(
        "2026-11-02",
        """
        amelia.md
            ---
            goals: [Be on time]
            kind: persona
            name: Amelia Hart
            x-poster: A3
            typo: 1
            ---
            She rides.
        journeys/order.yml
            kind: journey
            title: First order
        """,
    )
    (repository.folder / "journeys/order.yml").unlink()
    repository.commit("2026-11-03")
    assert told(repository) == [
        ("2026-11-03", [("First order", "removed")]),
        (
            "2026-11-02",
            [
                ("Amelia Hart", "changed", "name", "goals", "x-poster", "notes"),
                ("First order", "added"),
            ],
        ),
        ("2026-11-01", [("Amelia Hart", "added")]),
    ]
    removed, added = days(repository)[0].changes[0], days(repository)[1].changes[1]
    assert (removed.entry, removed.kind.title) == (None, "Journey")
    assert added.entry is None
    assert days(repository)[2].changes[0].entry


def test_a_day_tells_the_outcome(repository: Repository) -> None:
    repository.commit("2026-11-01", AMELIA)
    repository.commit("2026-11-02T09:00:00+00:00", AMELIA + "    One\ngone.yml\n    kind: persona")
    (repository.folder / "gone.yml").unlink()
    repository.commit("2026-11-02T10:00:00+00:00", AMELIA)
    repository.commit("2026-11-03T09:00:00+00:00", AMELIA + "    Two")
    repository.commit("2026-11-03T10:00:00+00:00", AMELIA.replace("Amelia", "Amy") + "    Three")
    assert told(repository) == [
        ("2026-11-03", [("Amy", "changed", "name", "notes")]),
        ("2026-11-01", [("Amy", "added")]),
    ]
    assert days(repository)[0].changes[0].when.hour == 10


def test_what_reads_the_same_is_no_change(repository: Repository) -> None:
    repository.commit("2026-11-01", AMELIA.replace("name:", "goals: Be on time\n    name:"))
    repository.commit(
        "2026-11-02",
        """
        amelia.md
            ---
            # a comment
            name: "Amelia"
            kind: persona
            tags: []
            goals: [{text: Be on time}]
            ---

        """,
    )
    assert [day for day, _ in told(repository)] == ["2026-11-01"]


def test_a_moved_document(repository: Repository) -> None:
    repository.commit("2026-11-01", AMELIA)
    repository.git("mv", "personas/amelia.md", "personas/amy.md")
    repository.commit("2026-11-02")
    assert told(repository) == [
        ("2026-11-02", [("Amelia", "moved")]),
        ("2026-11-01", [("Amelia", "added")]),
    ]
    assert all(day.changes[0].entry for day in days(repository))


def test_what_cannot_be_read_changed_all_the_same(repository: Repository) -> None:
    repository.commit("2026-11-01", AMELIA)
    repository.commit("2026-11-02", "amelia.md\n    ---\n    kind: [")
    repository.commit("2026-11-03", AMELIA)
    assert told(repository)[:2] == [
        ("2026-11-03", [("Amelia", "changed")]),
        ("2026-11-02", [("Amelia", "changed")]),
    ]


def test_other_files_and_keys_are_not_told(repository: Repository) -> None:
    repository.commit(
        "2026-11-01", AMELIA + "other/notes.yml\n    a: b\nplaybook.yml\n    ignored_keys: layout"
    )
    repository.commit("2026-11-02", AMELIA.replace("name:", "layout: wide\n    name:"))
    assert told(repository) == [("2026-11-01", [("Amelia", "added")])]


def test_an_id_that_is_taken_leads_nowhere(repository: Repository) -> None:
    repository.commit(
        "2026-11-01",
        AMELIA + "b.md\n    ---\n    kind: persona\n    id: amelia\n    name: B\n    ---",
    )
    assert [(one.title, bool(one.entry)) for one in days(repository)[0].changes] == [
        ("Amelia", True),
        ("B", False),
    ]


def test_limits(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = "\n".join(f"{n}.yml\n    kind: persona\n    name: P{n}" for n in range(5))
    repository.commit("2026-11-01", documents)
    repository.commit("2026-11-02", documents.replace("P", "Q"))
    repository.commit("2026-11-03", documents)
    monkeypatch.setattr(view, "MOST_A_DAY", 3)
    monkeypatch.setattr(view, "MOST", 5)
    assert [(len(day.changes), day.more) for day in days(repository)] == [(3, 2), (2, 3)]


def test_many_changes_of_one_sort_are_folded(repository: Repository) -> None:
    documents = "\n".join(f"{n}.yml\n    kind: persona\n    name: P{n}" for n in range(11))
    repository.commit("2026-11-01", AMELIA)
    repository.commit("2026-11-02", AMELIA.replace("Amelia", "Amy") + documents)
    first, last = days(repository)
    assert [(what, len(changes)) for what, changes in first.many] == [("added", 11)]
    assert [one.title for one in first.few] == ["Amy"]
    assert last.many == []
