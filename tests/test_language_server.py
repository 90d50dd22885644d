"""The language server, driven as editors do: as a process, in JSON-RPC over stdio."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from editor import Editor
from persona_playbook.cli import main

TREE = """
playbook.yml
    teams: [{id: research, title: Research and *insight*}]
    channels: [website, {id: shop, title: The shop}]
amelia.md
    ---
    kind: persona
    name: Amelia *Hart*
    summary: Rides <b>to work</b>
    owner: research
    ---
    She is 🚲 and goes on a [journey](journeys/first-order.yml).
journeys/first-order.yml
    kind: journey
    title: First order
    owner: research
    personas: [amelia]
messaging/commuters.yml
    kind: messaging
    title: For commuters
    owner: research
    personas: [amelia]
service/standards.yml
    kind: service
    title: Standards
    owner: research
"""
AMELIA = "---\nkind: persona\nname: Amelia\nowner: research\n"


@pytest.fixture
def editor(playbook: Callable[[str], Path], today: object) -> Iterator[Editor]:
    editor = Editor(playbook(TREE))
    yield editor
    editor.kill()


def labels(result: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["label"] for item in result["items"]]


def test_findings_follow_what_is_typed_in_all_files(editor: Editor) -> None:
    before = {path: path.read_bytes() for path in editor.folder.rglob("*.*") if path.is_file()}
    editor.open("amelia.md")
    assert editor.wait("amelia.md") == []
    editor.change("amelia.md", AMELIA + "status: gone\n---\n")
    assert editor.wait("amelia.md") == ["4:8 unknown-value"]
    # What names her, too, though it is not open.
    editor.change("amelia.md", AMELIA + "id: ada\n---\n")
    assert editor.wait("amelia.md") == ["1:0 missing-journey", "1:0 missing-messaging"]
    assert editor.wait("journeys/first-order.yml") == ["3:11 unknown-reference"]
    editor.change("amelia.md", AMELIA + "---\n")
    assert editor.wait("amelia.md") == []
    assert editor.wait("journeys/first-order.yml") == []
    assert before == {path: path.read_bytes() for path in before}
    assert editor.quit() == 0


def test_what_is_saved_or_closed_is_read_again(editor: Editor) -> None:
    editor.open("amelia.md")
    assert editor.wait("amelia.md") == []
    (editor.folder / "journeys/first-order.yml").unlink()
    editor.save("amelia.md")
    assert editor.wait("amelia.md") == ["1:0 missing-journey", "6:34 broken-link"]
    editor.change("amelia.md", AMELIA + "x: 1\n---\n")
    assert editor.wait("amelia.md") == ["1:0 missing-journey", "4:0 unknown-field"]
    editor.close("amelia.md")
    assert editor.wait("amelia.md") == ["1:0 missing-journey", "6:34 broken-link"]


def test_completion_in_a_line_half_typed(editor: Editor) -> None:
    editor.open("amelia.md")
    editor.change("amelia.md", AMELIA + "pain")
    found = editor.at("completion", "amelia.md", 4, 4)
    assert labels(found) == ["pain_points"]
    item = found["items"][0]
    assert item["detail"] == "Pain points"
    about = item["documentation"]["value"]
    assert about.startswith("What hurts today, and how much.\n\n```yaml\npain_points: [{text: ")
    assert item["textEdit"]["newText"] == "pain_points:\n  - $1"
    editor.change("amelia.md", AMELIA + "status: ")
    assert labels(editor.at("completion", "amelia.md", 4, 8)) == ["draft", "active", "retired"]
    editor.change("amelia.md", AMELIA + "channels:\n  - channel: ")
    found = editor.at("completion", "amelia.md", 5, 13)
    assert [(one["label"], one["detail"]) for one in found["items"]] == [
        ("website", "Website"),
        ("shop", "The shop"),
    ]


def test_completion_of_references_by_id_and_title(editor: Editor) -> None:
    path = "journeys/first-order.yml"
    editor.open(path)
    for typed in ("", "am", "Har"):
        editor.change(path, f"kind: journey\ntitle: x\npersonas: [{typed}")
        found = editor.at("completion", path, 2, 11 + len(typed))
        assert labels(found) == ["amelia"]
        assert found["items"][0]["detail"] == "Amelia *Hart*"


def test_hover_shows_the_card_as_it_was_written(editor: Editor) -> None:
    editor.open("journeys/first-order.yml")
    card = editor.at("hover", "journeys/first-order.yml", 3, 13)["contents"]["value"]
    assert card.startswith("**Amelia &#42;Hart&#42;** · Persona")
    assert "&#60;b&#62;to work" in card
    assert "2 documents name it" in card
    field = editor.at("hover", "journeys/first-order.yml", 3, 2)
    assert field["contents"]["value"].startswith("**Personas**")
    assert field["range"]["end"] == {"line": 3, "character": 8}
    team = editor.at("hover", "journeys/first-order.yml", 2, 9)["contents"]["value"]
    assert team.startswith("**Research and &#42;insight&#42;** · team")


def test_jumps(editor: Editor) -> None:
    path = "journeys/first-order.yml"
    editor.open(path)
    there = editor.at("definition", path, 3, 13)
    assert there["uri"] == editor.uri("amelia.md")
    assert there["range"]["start"] == {"line": 2, "character": 0}
    term = editor.at("definition", path, 2, 9)
    assert (term["uri"], term["range"]["start"]["line"]) == (editor.uri("playbook.yml"), 0)
    more = {"context": {"includeDeclaration": False}}
    found = editor.at("references", path, 3, 13, **more)
    assert {one["uri"] for one in found} == {
        editor.uri(path),
        editor.uri("messaging/commuters.yml"),
    }
    assert len(editor.at("references", path, 2, 9, **more)) == 4
    # A link in the text; the picture before it counts twice in UTF-16.
    editor.open("amelia.md")
    link = editor.at("definition", "amelia.md", 6, 36)
    assert link["uri"] == editor.uri(path)
    found = editor.at("references", "amelia.md", 6, 36, **more)
    assert found[0]["range"]["start"] == {"line": 6, "character": 34}


def test_rename_is_for_the_editor_to_carry_out(editor: Editor) -> None:
    path = "journeys/first-order.yml"
    editor.open(path)
    editor.change(path, (editor.folder / path).read_text("utf-8"))
    ready = editor.at("prepareRename", path, 3, 13)
    assert ready["placeholder"] == "amelia"
    assert editor.at("prepareRename", path, 1, 9) is None
    changes = editor.at("rename", path, 3, 13, newName="ada")["documentChanges"]
    assert changes[-1] == {
        "kind": "rename",
        "oldUri": editor.uri("amelia.md"),
        "newUri": editor.uri("ada.md"),
    }
    texts = {one["textDocument"]["uri"]: one["edits"] for one in changes[:-1]}
    # Edits of a text that has changed since are refused by the editor; files have no versions.
    versions = {one["textDocument"]["uri"]: one["textDocument"]["version"] for one in changes[:-1]}
    assert (versions[editor.uri(path)], versions[editor.uri("amelia.md")]) == (2, None)
    expected = {editor.uri(name) for name in ("amelia.md", path, "messaging/commuters.yml")}
    assert texts.keys() == expected
    (edit,) = texts[editor.uri(path)]
    assert (edit["range"]["start"], edit["newText"]) == ({"line": 3, "character": 11}, "ada")
    assert "aliases" in texts[editor.uri("amelia.md")][0]["newText"]
    assert (editor.folder / "amelia.md").is_file()
    place = {"line": 3, "character": 13}
    asked = {"textDocument": {"uri": editor.uri(path)}, "position": place, "newName": "a b"}
    error = editor.answer("textDocument/rename", asked)["error"]
    assert "'a b' can't be an id" in error["message"]


def test_symbols_are_the_fields(editor: Editor) -> None:
    editor.open("amelia.md")
    document = {"textDocument": {"uri": editor.uri("amelia.md")}}
    found = editor.ask("textDocument/documentSymbol", document)
    assert [one["name"] for one in found] == ["Kind", "Name", "Summary", "Owner"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_characters_are_counted_as_the_editor_asks(
    encoding: str, playbook: Callable[[str], Path], today: object
) -> None:
    editor = Editor(playbook(TREE), (encoding,))
    try:
        assert editor.capabilities["positionEncoding"] == encoding
        editor.open_text("new.yml", "kind: segment\n{title: 🚲ü}")
        editor.change("new.yml", "kind: segment\ntitle: x\nsources: [🚲ü, nobody]")
        places = [one.partition(" ")[0] for one in editor.wait("new.yml")]
        second = {"utf-8": "2:18", "utf-16": "2:15", "utf-32": "2:14"}[encoding]
        assert second in places
    finally:
        editor.kill()


def test_nothing_stops_it(editor: Editor) -> None:
    editor.open("amelia.md")
    for text in ("\ud800", "---", "--- \n[", "\0", "x" * 300_000, "---\nkind: [\n---", "\r\r\n:"):
        editor.change("amelia.md", text)
        for method in ("completion", "hover", "definition"):
            editor.at(method, "amelia.md", 7, 999)
            editor.at(method, "amelia.md", 0, 1)
    # No document of a playbook.
    editor.open_text("../notes.md", "---\nkind: persona\n")
    assert editor.at("completion", "../notes.md", 1, 0)["items"] == []
    editor.tell("textDocument/didOpen", {"textDocument": {"uri": "untitled:1"}})
    editor.change("amelia.md", AMELIA + "status: gone\n---\n")
    while editor.wait("amelia.md") != ["4:8 unknown-value"]:
        pass
    assert editor.quit() == 0


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "persona_playbook.language_server", raising=False)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    result = CliRunner().invoke(main, ["lsp"])
    assert result.exit_code == 2
    assert result.output == (
        'Error: the language server is an extra: pip install "mkdocs-persona-playbook[editor]"\n'
    )
