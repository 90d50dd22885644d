"""The address of an earlier id leads to the page, on any host; nothing else names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from persona_playbook import navigation, site
from persona_playbook.clean import net
from persona_playbook.places import Site
from sites import build, write

TREE = """
personas/amelia.md
    ---
    kind: persona
    name: Amelia & Hart
    status: draft
    aliases: [amy, bob, ../x, index]
    ---
personas/bob.md
    ---
    kind: persona
    name: Bob
    status: draft
    ---
"""


def test_an_alias_has_a_page_that_no_list_names(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    playbook = site.build(tmp_path / "personas", Site(reference=False), {})
    page = playbook.pages["personas/amy.md"]
    assert '<meta http-equiv="refresh" content="0; url=../amelia/">' in page.markdown
    assert "(amelia.md)" in page.markdown
    assert page.source is None
    assert 'http-equiv="refresh"' not in playbook.pages["personas/bob.md"].markdown
    assert not [uri for uri in playbook.pages if "/x.md" in uri or "//" in uri]
    assert 'http-equiv="refresh"' not in playbook.pages["personas/index.md"].markdown
    for nav in ([{"People": "personas/"}], navigation.make(playbook, [], 200)):
        named = set(navigation.uris(navigation.expand(nav, playbook, 200)))
        assert "personas/amelia.md" in named
        assert "personas/amy.md" not in named


@pytest.mark.parametrize(("urls", "way"), [("true", "../amelia/"), ("false", "amelia.html")])
def test_the_built_page_leads_on(tmp_path: Path, urls: str, way: str) -> None:
    write(tmp_path, TREE.replace(", bob, ../x, index", ""))
    with (tmp_path / "mkdocs.yml").open("a") as config:
        config.write(f"\nuse_directory_urls: {urls}\n")
    built = build(tmp_path)
    assert not built.failed
    file = "personas/amy/index.html" if urls == "true" else "personas/amy.html"
    assert f'<meta http-equiv="refresh" content="0; url={way}">' in built.html(file)
    assert f'href="{way}"' in built.html(file)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
        '<meta http-equiv="refresh" content="0; url=//evil.example/">',
        '<meta http-equiv="refresh" content="0; url=../..//evil.example/">',
        '<meta http-equiv="refresh" content="0; url=javascript:alert(1)">',
        '<meta http-equiv="refresh" content="0; url=/\\evil.example">',
        '<meta http-equiv="Set-Cookie" content="a=b">',
        '<meta http-equiv="refresh" content="0; url= https://evil.example/">',
    ],
)
def test_no_page_leads_off_the_site(meta: str) -> None:
    assert "evil" not in net(meta)
    assert "javascript" not in net(meta)
    assert "Cookie" not in net(meta)
