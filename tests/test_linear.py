"""No text makes reading, checking or writing take time that grows faster than the text does.

Each pattern of the package that looks at documents is tried through what uses it, with units that
begin what it looks for and never end it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from persona_playbook import body, escape, formatting, kinds, links, mermaid
from persona_playbook.blocks import Blocks
from persona_playbook.catalog import load, slug
from persona_playbook.check import check
from persona_playbook.clean import clean
from persona_playbook.edits import Editing
from persona_playbook.frontmatter import Document, parse
from persona_playbook.tangle import excess
from persona_playbook.tree import grow
from persona_playbook.views.matching import Texts

UNITS = [
    *(" ", "\t", "\n", " \n", "\u2028", "#", "# ", "# a\n", "#\n", "`", "``` ", "```\n", "~~~\n"),
    *("[", "![", "](", "](<", "[a]: ", "[a", "]", "(", "<", "<!--", "<a href=", 'href="', "</a>"),
    *("{", "{#", "}", "{#a", "\\", "_", "*", "**a", "|", ":", "'", '"', "- ", "-a\n", "a: ", "> "),
    *("X", "XXX ", "TODO ", "[insert ", "[Aa ", "lorem ", "...", "=\n", "a\n=", "1. ", "1/", "--"),
    *("http://", "[a](https://", "www.", "@", "a@b.", "+1 ", "00 ", "é", "a #b ", ": -a", "%", "&"),
    *(
        "“",
        "‘",
        "“a, ",
        "‘a’b, ",
        "“a: ",
        "[“",
        "• ",
        "•a\n",
        "– ",
        "–\n",
        "-\u00a0",
        "a:\u00a0",
        "•\n  ",
    ),
]
USES: dict[str, Callable[[str], object]] = {
    "links": lambda text: list(links.scan(text)),
    "prose": links.prose,
    "unclosed": links.unclosed,
    "brackets": body._flat,
    "cleaning": clean,
    "blocks": lambda text: Blocks(clean(text), lambda target, _: target).markdown,
    "same heading": lambda text: body._same(text, "A"),
    "text": escape.text,
    "paragraphs": escape.paragraphs,
    "id": slug,
    "matching": Texts().has,
    "diagrams": lambda text: mermaid.is_drawn(text.encode()),
    "fields": lambda text: parse(f"a: {text}".encode(), "a.yml"),
    "list": lambda text: parse(f"a:\n  - b\n  - {text}".encode(), "a.yml"),
    "brackets of a list": lambda text: parse(f"a: [{text}]".encode(), "a.yml"),
    "quotes": lambda text: parse(f'a: "{text}"'.encode(), "a.yml"),
}
# Markdown that ends what it begins, again and again.
WHOLE = [
    *(
        "*a* ",
        "`a` ",
        "[a](b) ",
        "**a** ",
        "<b>a</b> ",
        "a@b.de ",
        "==a== ",
        "^a^ ",
        "[^1] ",
        "<br>",
    ),
    *(
        "a  \n",
        "- a\n",
        "1. a\n",
        "> a\n",
        "# a\n",
        "a\n\n",
        "- [ ] a\n",
        "- a\n\n    b\n\n",
        "*[a]: b\n",
    ),
    *(
        "a\n: b\n",
        "!!! note\n    a\n\n",
        '=== "a"\n    b\n\n',
        "```\na\n```\n\n",
        "[^a]: b\n\n",
        '<a href="',
    ),
    *(
        "<div>a</div>\n\n",
        "<details><summary>a</summary></details>\n\n",
        "{==a==}",
        "<!-- a -->\n\n",
    ),
]
SIZE = 20_000
PERSONA = kinds.load({}, {})["persona"]


@pytest.mark.parametrize("use", USES)
def test_uses(use: str) -> None:
    for unit in UNITS:
        for end in ("", "!"):
            text = unit * (SIZE // len(unit)) + end
            begin = time.process_time()
            USES[use](text)
            taken = time.process_time() - begin
            # What grows with the square of the text takes a second and more: 20,000² steps.
            assert taken < 0.5, (unit, end, taken)


COMMENTS = {
    "above all": "#\n" * 300_000 + "kind: persona\n",
    "above items": "tags:\n" + "# c\n- a\n" * 15_000,
    "beside items": "tags: [\n" + "a, # c\n" * 15_000 + "]\n",
    "below items": "goals:\n  a:\n" + "    - b\n" * 15_000 + "   # c\n" * 15_000 + "tags:\n",
}


@pytest.mark.parametrize("where", COMMENTS)
def test_comments_find_their_fields(where: str) -> None:
    document = parse(COMMENTS[where].encode(), "a.yml")
    begin = time.process_time()
    formatting._Writer(document, grow(document)).write()
    assert time.process_time() - begin < 3


def test_changes_find_their_places() -> None:
    document = parse(b"related:\n" + b"  - persona: a\n" * 9_000, "a.yml")
    editing = Editing(document)
    begin = time.process_time()
    for number in range(9_000):
        editing.rename(("related", number, "persona"), "who")
        editing.replace(("related", number, "persona"), "b")
    assert time.process_time() - begin < 3


@pytest.mark.parametrize("size", [2_000, 30_000])
def test_markdown_is_laid_out_in_a_moment_or_refused(size: int) -> None:
    refused = 0
    for unit in [*UNITS, *WHOLE]:
        text = unit * (size // len(unit))
        begin = time.process_time()
        if excess(text):
            refused += 1
        else:
            body.to_html(text)
        taken = time.process_time() - begin
        assert taken < 1, (unit, taken)
    assert refused < len([*UNITS, *WHOLE]) * 0.8  # the others were laid out
    assert (refused == 0) == (size == 2_000)


NODES = 15_000
FAULTY = {
    "items": "goals: [" + "[], " * (NODES - 20) + "]",
    "items in items": "goals:\n" + "  - {text: a, sources: [[], []]}\n" * (NODES // 7),
    "empty texts": "tags: [" + "'', " * (NODES - 20) + "]",
    "fields": "\n".join(f"f{number}: a" for number in range(NODES // 2 - 10)),
    "misspelled fields": "\n".join(f"goal{number}: a" for number in range(NODES // 2 - 10)),
    "fields of items": "goals:\n" + "  - {texd: a, whi: b}\n" * (NODES // 6),
    "labels": "goals:\n" + "  - label: a\n" * (NODES // 4),
    "missing fields": "goals:\n" + "  - {why: a}\n" * (NODES // 4),
    "choices": "goals:\n" + "  - {text: a, severity: hypothetical}\n" * (NODES // 6),
    "references": "segments:\n" + "\n".join(f"  - nobody-{n}" for n in range(NODES - 20)),
    "numbers as names": "about:\n" + "\n".join(f"  0{n}: {{a: {{}}}}" for n in range(NODES // 5)),
}


@pytest.mark.parametrize("faulty", FAULTY)
def test_faulty_fields(tmp_path: Path, faulty: str) -> None:
    head = "---\nkind: persona\nstatus: draft\nname: A\n"
    (tmp_path / "a.md").write_text(f"{head}{FAULTY[faulty]}\n---\n")
    begin = time.process_time()
    findings = check(load(tmp_path, date(2026, 11, 22)))
    taken = time.process_time() - begin
    # Linear it is a second or two; NODES² steps take a minute.
    assert taken < 4, taken
    assert len(findings) > NODES // 8


def test_what_was_taken_out_is_found_by_its_place() -> None:
    document, left = Document("a.md"), list(range(40))
    for place in (7, 0, 30, 6, 6, 33, 0, 20):
        document.remove(("goals", place))
        del left[place]
        written = [document.as_written(("goals", now)) for now in range(len(left))]
        assert written == [("goals", was) for was in left]


def test_documents(tmp_path: Path) -> None:
    head = "---\nkind: persona\nstatus: draft\nname: A\n---\n"
    for number, unit in enumerate(UNITS):
        paragraph = unit * (95 // len(unit))
        (tmp_path / f"{number}.md").write_text(head + unit * (90_000 // len(unit)))
        (tmp_path / f"{number}-a.md").write_text(head + f"{paragraph}\n\n" * 900)
    begin = time.process_time()
    check(load(tmp_path, date(2026, 11, 22)))
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("deep", ["> " * 1900, "- " * 1900, "1. " * 1300, "> - " * 900])
def test_what_can_not_be_laid_out_leaves_others_alone(deep: str) -> None:
    text = "A text\n{: .note }"
    before = body.to_html(text)
    body.to_html(deep)
    assert body.to_html(text) == before
