"""A folder becomes entries with kinds, ids, references and backlinks."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persona_playbook import catalog
from persona_playbook.catalog import Catalog, current_date, load, slug

Write = Callable[[str], Path]


def faults(playbook: Catalog) -> dict[str, list[str]]:
    return {
        document.path: [f"{fault.rule}: {fault.message}" for fault in document.faults]
        for document in playbook.documents
        if document.faults
    }


def test_entries_references_and_backlinks(playbook: Write) -> None:
    found = load(
        playbook(
            """
            amelia.md
                ---
                kind: persona
                name: Amelia
                aliases: anna
                ---
            theo.yml
                kind: persona
                name: theo
            journeys/first-order.md
                ---
                kind: journey
                title: First order
                id: order
                personas: [anna, theo, nobody]
                ---
            """
        )
    )
    assert faults(found) == {}
    assert list(found.by_key) == [
        ("persona", "amelia"),
        ("journey", "order"),
        ("persona", "theo"),
    ]
    journey = found.by_path["journeys/first-order.md"]
    assert (journey.uri, journey.title, journey.status) == (
        "journeys/order.md",
        "First order",
        "active",
    )
    assert [(reference.where, reference.key) for reference in found.references] == [
        (("personas", 0), ("persona", "anna")),
        (("personas", 1), ("persona", "theo")),
        (("personas", 2), ("persona", "nobody")),
    ]
    # An earlier id still leads to the entry; an unknown one leads nowhere.
    assert set(found.references_to) == {("persona", "amelia"), ("persona", "theo")}
    assert found.references_to["persona", "amelia"][0].source is journey
    assert [entry.id for entry in found.of_kind("persona")] == ["amelia", "theo"]
    assert found.of_kind("service") == []


def test_the_first_of_two_has_the_page(playbook: Write) -> None:
    found = load(
        playbook(
            """
            a/amelia.yml
                {kind: persona, name: First}
            b/amelia.yml
                {kind: persona, name: Second}
            """
        )
    )
    assert len(found.entries) == 2
    assert found.by_key["persona", "amelia"].title == "First"


@pytest.mark.parametrize(
    ("path", "fields", "kind", "fault"),
    [
        ("a.yml", "name: x", "persona", "missing-kind: the document has no kind"),
        ("journeys/a.yml", "title: x", "journey", "missing-kind: the document has no kind"),
        (
            "a.yml",
            "kind: journy\ntitle: x",
            "journey",
            "unknown-kind: no kind named 'journy'; did you mean 'journey'?",
        ),
        (
            "service/a.yml",
            "kind: 7\ntitle: x",
            "service",
            (
                "unknown-kind: no kind named '7'; it is one of persona, profile, segment, journey, "
                "messaging, service, evidence"
            ),
        ),
        ("a.yml", "kind: [persona]\nname: x", "persona", "unknown-kind: no kind named a list"),
    ],
)
def test_a_wrong_kind_hides_no_other_fault(
    path: str, fields: str, kind: str, fault: str, playbook: Write
) -> None:
    folder = playbook("")
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text(f"{fields}\nstatus: gone\n")
    found = load(folder)
    assert [entry.kind.name for entry in found.entries] == [kind]
    first, second = faults(found)[path]
    assert first.startswith(fault)
    assert second.startswith("unknown-value")


def test_a_kind_that_can_not_be_guessed(playbook: Write) -> None:
    folder = playbook("people/a.yml\n    name: x\n")
    found = load(folder)
    assert found.entries == []
    assert faults(found) == {"people/a.yml": ["missing-kind: the document has no kind"]}


def test_what_is_no_document(playbook: Write) -> None:
    folder = playbook(
        """
        README.md
            How we work here.
        journeys/readme.md
            How we work here.
        .hidden.md
            Not yet.
        .git/config.yml
            a: 1
        notes.txt
            Notes.
        playbook.yml
            title: Ours
        old.md~
            Old.
        """
    )
    assert load(folder).documents == []


def test_a_folder_may_be_called_like_a_file(playbook: Write) -> None:
    found = load(playbook("x.md/amelia.yml\n    {kind: persona, name: x}\n"))
    assert list(found.by_path) == ["x.md/amelia.yml"]
    assert faults(found) == {}


def test_links_and_pipes_are_not_followed(playbook: Write, tmp_path: Path) -> None:
    folder = playbook("a.yml\n    {kind: persona, name: x}\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.md").write_text("secret")
    (folder / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "linked.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.md")
    found = load(folder)
    assert faults(found) == {
        "linked": ["unreadable-file: 'linked' is a link; put the file here"],
        "linked.md": ["unreadable-file: 'linked.md' is a link; put the file here"],
        "loop": ["unreadable-file: 'loop' is a link; put the file here"],
        "pipe.md": ["unreadable-file: 'pipe.md' is not a regular file; put the file here"],
    }
    assert list(found.by_path) == ["a.yml"]


def test_a_folder_that_may_not_be_read(playbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = playbook("a.yml\n    {kind: persona, name: x}\nlocked/b.yml\n    {kind: persona}\n")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(catalog.os, "scandir", refuse)
    found = load(folder)
    assert faults(found) == {"locked": ["unreadable-file: the folder 'locked' can't be read"]}
    assert list(found.by_path) == ["a.yml"]


def test_a_missing_folder_is_an_exception(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "id_", "message"),
    [
        ("first order.yml", "amelia-hart", "the file's name 'first order' can't be an id"),
        ("index.yml", "amelia-hart", "the id 'index' belongs to the list of the kind"),
        ("-.yml", "amelia-hart", "the file's name '-' can't be an id"),
    ],
)
def test_ids(name: str, id_: str, message: str, playbook: Write) -> None:
    found = load(playbook(f"{name}\n    {{kind: persona, name: Amelia Hart}}\n"))
    assert [entry.id for entry in found.entries] == [id_]
    assert faults(found) == {name: [f"invalid-id: {message}"]}
    assert found.documents[0].faults[0].help == f"add `id: {id_}`"


def test_ids_that_no_file_can_have(playbook: Write) -> None:
    folder = playbook(f"a.yml\n    {{kind: persona, name: Amelia, id: {'阿' * 90}}}\n")
    (folder / "index.yml").write_text("{kind: persona, name: Index}")
    found = load(folder)
    assert [entry.id for entry in found.entries] == ["amelia", "the-index"]
    assert "can't be a file's name: the name has more than 200" in faults(found)["a.yml"][0]
    assert found.documents[0].faults[0].help == "add `id: amelia`"


def test_an_earlier_reading_stands_in(playbook: Write) -> None:
    folder = playbook("a.yml\n    {kind: persona, name: x, status: gone}\n")
    before = load(folder)
    (folder / "a.yml").write_text("{kind: persona")
    found = load(folder, last_good={"a.yml": before.entries[0].document})
    assert [entry.title for entry in found.entries] == ["x"]
    assert list(faults(found)) == ["a.yml"]
    assert found.documents[0].faults[0].rule == "yaml-syntax"


def test_items(playbook: Write) -> None:
    folder = playbook("a.yml\n    {kind: persona, name: x, tags: [a, b], goals: c}\n")
    entry = load(folder).entries[0]
    assert list(entry.items("tags")) == [(("tags", 0), "a"), (("tags", 1), "b")]
    assert list(entry.items("goals")) == [(("goals",), "c")]
    assert list(entry.items("frustrations")) == []
    assert list(entry.items("tags", "deeper")) == []


@given(st.text(max_size=200))
def test_every_text_has_a_slug_that_can_be_an_id(text: str) -> None:
    assert catalog.ID.match(slug(text))


def test_current_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert current_date() == date(2026, 11, 22)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert current_date() >= date(2026, 1, 1)
    for wrong in ("soon", "9" * 30, "-" + "9" * 15):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(ValueError, match="not a number of seconds"):
            current_date()


@pytest.mark.parametrize("value", ["{a: b}", "[a]", "7", "persna"])
def test_a_kind_under_another_name_may_be_anything(tmp_path: Path, value: str) -> None:
    (tmp_path / "a.yml").write_text(f"Kind: {value}\nname: A\n")
    (document,) = load(tmp_path).documents
    assert "missing-kind" in [fault.rule for fault in document.faults]
