"""A change of a document's fields touches its place and nothing else, or is refused."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from persona_playbook.edits import Edit, Editing, applied, apply
from persona_playbook.frontmatter import parse
from persona_playbook.tree import CanNotEdit

TEXT = textwrap.dedent(
    """\
    ---
    kind: persona # k
    name: "Amelia"
    personas: [amy, 'bob'] # both
    tags:
      - a
      # c
      - b # d

    aliases: old
    nothing:
    summary: >-
      one
      two
    goals:
      - text: x
        why: y
      - z
    about: {Age: 34, "City": Bonn}
    ---
    Body
    """
)

Change = Callable[[Editing], None]


def changed(change: Change, text: str = TEXT) -> str:
    document = parse(text.encode(), "a.md")
    editing = Editing(document)
    change(editing)
    return applied(document.text, editing.done())


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda e: e.replace(("name",), 'A "x"'), '"Amelia"', '"A \\"x\\""'),
        (lambda e: e.replace(("kind",), "a: b"), "persona #", '"a: b" #'),
        (lambda e: e.replace(("personas", 0), "a, b"), "[amy", '["a, b"'),
        (lambda e: e.replace(("personas", 1), "it's"), "'bob'", "'it''s'"),
        (lambda e: e.replace(("summary",), "three"), ">-\n  one\n  two", "three"),
        (lambda e: e.replace(("about", "Age"), 35), "34", "35"),
        (lambda e: e.rename(("aliases",), "tag"), "aliases: old", "tag: old"),
        (lambda e: e.rename(("goals", 0, "why"), "quote"), "why: y", "quote: y"),
        (lambda e: e.rename(("about", "City"), "Town"), '"City"', '"Town"'),
        (lambda e: e.add(("tags",), "no: x"), "- b # d\n", '- b # d\n  - "no: x"\n'),
        (lambda e: e.add(("personas",), "x, y"), "'bob']", "'bob', \"x, y\"]"),
        (lambda e: e.add(("aliases",), "b"), "old", "[old, b]"),
        (lambda e: e.add(("nothing",), "b"), "nothing:", "nothing:\n  - b"),
        (lambda e: e.put("nothing", "b"), "nothing:", "nothing: b"),
        (lambda e: e.put("id", "b", ["kind", "id"]), "# k\n", "# k\nid: b\n"),
        (lambda e: e.remove(("tags", 0)), "  - a\n", ""),
        (lambda e: e.remove(("personas", 0)), "amy, ", ""),
        (lambda e: e.remove(("personas", 1)), ", 'bob'", ""),
        (lambda e: e.remove(("about", "Age")), "Age: 34, ", ""),
        (lambda e: e.remove(("goals", 0)), "  - text: x\n    why: y\n", ""),
        (lambda e: e.remove(("summary",)), "summary: >-\n  one\n  two\n", ""),
    ],
)
def test_a_change_touches_its_place(change: Change, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert changed(change) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.replace(("tags",), "x"),
        lambda e: e.replace(("missing",), "x"),
        lambda e: e.rename(("kind",), "name"),
        lambda e: e.add(("about",), "x"),
        lambda e: e.remove(("goals", 0, "text")),  # its line begins with the hyphen of the item
        lambda e: (e.replace(("kind",), "a"), e.replace(("kind",), "b")),
        lambda e: (e.rename(("kind",), "x"), e.rename(("name",), "x")),
    ],
)
def test_what_can_not_be_changed_is_refused(change: Change) -> None:
    with pytest.raises(CanNotEdit):
        changed(change)


@pytest.mark.parametrize("yaml", ["a: &x b\nc: *x\n", "a: b\na: c\n", "a: !!str b\n", "a: [b\n"])
def test_fields_that_are_not_plain_are_not_touched(yaml: str) -> None:
    with pytest.raises(CanNotEdit):
        Editing(parse(yaml.encode(), "a.yml"))


def test_byte_order_mark_and_line_ends_stay() -> None:
    raw = b"\xef\xbb\xbf---\r\nkind: a\r\ntags:\r\n  - b\n---\r\nx\ry\r\n"
    document = parse(raw, "a.md")
    editing = Editing(document)
    editing.replace(("kind",), "longer")
    editing.add(("tags",), "c")
    new = apply(raw, document, editing.done())
    assert new == raw.replace(b": a", b": longer").replace(b"- b\n", b"- b\n  - c\r\n")


def test_another_file_than_the_one_read() -> None:
    with pytest.raises(CanNotEdit):
        apply(b"other", parse(TEXT.encode(), "a.md"), [Edit(0, 0, "x")])


@pytest.mark.parametrize(
    ("text", "new"),
    [("kind: a", "kind: a\nid: b\n"), ("{kind: a}\n", "{kind: a, id: b}\n"), ("", "id: b\n")],
)
def test_a_field_for_documents_of_any_form(text: str, new: str) -> None:
    document = parse(text.encode(), "a.yml")
    editing = Editing(document)
    editing.put("id", "b", ["kind", "id"])
    assert applied(document.text, editing.done()) == new
