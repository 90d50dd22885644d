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

from persona_playbook import body, escape, links, mermaid
from persona_playbook.blocks import Blocks
from persona_playbook.catalog import load, slug
from persona_playbook.check import check
from persona_playbook.clean import clean
from persona_playbook.frontmatter import parse
from persona_playbook.views.matching import Texts

UNITS = [
    *(" ", "\t", "\n", " \n", "\u2028", "#", "# ", "# a\n", "#\n", "`", "``` ", "```\n", "~~~\n"),
    *("[", "![", "](", "](<", "[a]: ", "[a", "]", "(", "<", "<!--", "<a href=", 'href="', "</a>"),
    *("{", "{#", "}", "{#a", "\\", "_", "*", "**a", "|", ":", "'", '"', "- ", "-a\n", "a: ", "> "),
    *("X", "XXX ", "TODO ", "[insert ", "[Aa ", "lorem ", "...", "=\n", "a\n=", "1. ", "1/", "--"),
    *("http://", "[a](https://", "www.", "@", "a@b.", "+1 ", "00 ", "é", "a #b ", ": -a", "%", "&"),
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
    "quotes": lambda text: parse(f'a: "{text}"'.encode(), "a.yml"),
}
SIZE = 20_000


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


def test_documents(tmp_path: Path) -> None:
    head = "---\nkind: persona\nstatus: draft\nname: A\n---\n"
    for number, unit in enumerate(UNITS):
        text = head + unit * (90_000 // len(unit))
        (tmp_path / f"{number}.md").write_text(text)
    begin = time.process_time()
    check(load(tmp_path, date(2026, 11, 22)))
    assert time.process_time() - begin < 20
