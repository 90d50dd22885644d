"""Pages as Markdown. `GOLDEN=1 pytest tests/test_pages.py` rewrites the golden files."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml

from persona_playbook.catalog import load
from persona_playbook.kinds import BUILT_IN, Kind
from persona_playbook.kinds import load as load_kinds
from persona_playbook.pages import Page, images, make
from persona_playbook.places import Site, page_url
from persona_playbook.site import build
from sites import write
from trees import png

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 22)

LINKED = """
personas/playbook.yml
    title: Our *people*
    stages: [{id: buy, title: Buying}]
    teams: [{id: research, title: Research, contact: "#research"}]
    kinds:
      region:
        title: Region
        plural: Regions
        folder: regions
        description: Where they live.
        fields: {rainy_days: {title: Rainy days, shape: number}}
personas/amelia.md
    ---
    kind: persona
    name: Amelia Hart
    tagline: Rides <b>to work</b>
    summary: Commutes by train & bicycle
    image: amelia.png
    image_alt: A woman [with] a bicycle
    owner: research
    segments: commuters
    x-shoe-size: 39
    goals:
      - Arrive dry
      - {text: Be on time, why: 'Meetings at *nine*', severity: high, sources: [talks]}
    about: {Lives in: Utrecht, Week: {Train: 1, Bike: 3}}
    ---
    # Amelia Hart

    See [her order](journeys/first-order.md#map), ![](amelia.png) and <img src="amelia.png">.

    ```
    [not a link](amelia.md)
personas/zoe.md
    ---
    kind: persona
    name: Zoë
    status: retired
    ---
personas/segments/commuters.yml
    kind: segment
    title: Commuters
personas/evidence/talks.yml
    kind: evidence
    title: Talks
personas/regions/north.yml
    kind: region
    title: North
    rainy_days: 200
personas/journeys/first-order.md
    ---
    kind: journey
    title: First order
    personas: [amelia]
    stages:
      - {stage: buy, goal: A date that holds, steps: [Looks for a date]}
    ---
"""


def golden(name: str, markdown_: str) -> None:
    """Compare a page with its golden file."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(markdown_, "utf-8")
    assert path.read_text("utf-8") == markdown_


def linked(root: Path, **site: Any) -> dict[str, Page]:
    """The pages of the playbook above, by their place."""
    folder = write(root, LINKED) / "personas"
    for name in ("amelia.png", "other.png"):
        (folder / name).write_bytes(png())
    return {page.uri: page for page in make(load(folder, TODAY), Site(**site))}


def full(kind: Kind) -> dict[str, Any]:
    """A document with every field of a kind, filled in with the schema's own examples."""
    data = {name: node["examples"][0] for name, node in kind.fields.items()}
    return {**data, "kind": kind.name, "id": "full"}


def full_page(kind: Kind, folder: Path) -> Page:
    """The page of such a document."""
    text = yaml.safe_dump(full(kind), allow_unicode=True, sort_keys=False)
    (folder / "full.yml").write_text(text, "utf-8")
    catalog = load(folder, TODAY)
    assert catalog.documents[0].faults == []
    return next(page for page in make(catalog, Site()) if page.source)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_page_with_every_field(tmp_path: Path, name: str) -> None:
    page = full_page(load_kinds({}, {})[name], tmp_path).markdown
    golden(f"{name}.md", page)
    anchors = re.findall(r"\{#([^}]*)\}", page)
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    "uri", ["index.md", "personas/index.md", "personas/amelia.md", "personas/zoe.md",
            "journeys/first-order.md", "regions/north.md", "segments/index.md"]
)  # fmt: skip
def test_linked_pages(tmp_path: Path, uri: str) -> None:
    golden(f"linked/{uri}", linked(tmp_path)[uri].markdown)


def test_every_page_of_the_playbook(tmp_path: Path) -> None:
    pages = linked(tmp_path)
    kinds = ["personas", "profiles", "segments", "journeys", "messaging", "service", "evidence"]
    assert [uri for uri in pages if uri.endswith("index.md")] == [
        "index.md",
        *(f"{folder}/index.md" for folder in (*kinds, "regions", "stages", "channels", "teams")),
    ]
    assert pages["personas/amelia.md"].source == "amelia.md"
    assert pages["personas/index.md"].source is None
    assert all("render_macros: false\n" in page.markdown for page in pages.values())


def test_a_home_page_by_hand(tmp_path: Path) -> None:
    playbook = build(write(tmp_path, LINKED) / "personas", Site(), {"index.html": "index.md"})
    assert "index.md" not in playbook.pages
    assert not [finding for finding in playbook.findings if finding.rule == "place-taken"]


def test_raw_html_gets_the_address_on_the_site(tmp_path: Path) -> None:
    with_folders = linked(tmp_path)["personas/amelia.md"].markdown
    without = linked(tmp_path, directory_urls=False)["personas/amelia.md"].markdown
    assert '<img src="../amelia.png"' in with_folders
    assert '<img src="amelia.png"' in without


def test_pictures(tmp_path: Path) -> None:
    linked(tmp_path)
    folder = tmp_path / "personas"
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    (folder / "link.png").symlink_to(secret)
    body = "![](link.png) ![](../secret.png) ![](gone.png) ![](amelia.md) [x](https://e.com/a.png)"
    (folder / "zoe.md").write_text(f"---\nkind: persona\nname: Zoë\n---\n{body}\n")
    assert images(load(folder, TODAY)) == {"personas/amelia.png": folder / "amelia.png"}


def test_a_heading_that_repeats_the_title_is_left_out(tmp_path: Path) -> None:
    page = linked(tmp_path)["personas/amelia.md"].markdown
    assert page.count("<h1>Amelia Hart</h1>") == 1
    assert "# Amelia Hart" not in page


def test_a_code_block_without_end_ends_with_the_text(tmp_path: Path) -> None:
    page = linked(tmp_path)["personas/amelia.md"].markdown
    html = markdown.markdown(page.partition("---\n\n")[2], extensions=["fenced_code"])
    assert "<h2" in html.partition("</code>")[2]


@pytest.mark.parametrize(
    ("uri", "with_folders", "without"),
    [
        ("index.md", "", "index.html"),
        ("personas/index.md", "personas/", "personas/index.html"),
        ("personas/amelia.md", "personas/amelia/", "personas/amelia.html"),
        ("personas/myindex.md", "personas/myindex/", "personas/myindex.html"),
    ],
)
def test_addresses(uri: str, with_folders: str, without: str) -> None:
    assert page_url(uri, directory_urls=True) == with_folders
    assert page_url(uri, directory_urls=False) == without


def test_raw_html_may_lead_to_handwritten_indexes(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        """
        docs/index.md
            # Home
        docs/guide/README.md
            # Guide
        personas/amelia.md
            ---
            kind: persona
            name: Amelia
            ---
            <a href="../docs/index.md">a</a> <a href="../docs/guide/README.md">b</a>
        """,
    )
    site = Site(docs=folder / "docs")
    page = next(p for p in make(load(folder / "personas", TODAY), site) if p.source)
    assert '<a href="../../">a</a> <a href="../../guide/">b</a>' in page.markdown


def test_a_picture_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "photo#1 a%20b.png").write_bytes(png())
    (tmp_path / "a.yml").write_text('{kind: persona, name: A, image: "photo#1 a%20b.png"}')
    page = next(p for p in make(load(tmp_path, TODAY), Site()) if p.source)
    assert 'src="../photo%231%20a%2520b.png"' in page.markdown
