"""Diagrams of Mermaid are drawn with the site's own script, and only where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import open_page, served
from persona_playbook.generate import generate
from sites import AMELIA, build, write

SITE = """
mkdocs.yml
    site_name: A site
    theme: {name: material, font: false}
    plugins: [persona-playbook: {reference: false}]
    use_directory_urls: %s
    markdown_extensions:
      - pymdownx.superfences:
          custom_fences:
            - name: mermaid
              class: mermaid
              format: !!python/name:pymdownx.superfences.fence_code_format
"""
DIAGRAMS = """
personas/journeys/first-order.md
    ---
    kind: journey
    title: First order
    status: draft
    personas: [amelia]
    ---
    ```mermaid
    flowchart LR
      Order --> Delivery
    ```

    ```mermaid
    sequenceDiagram
      Support->>Workshop: Case note
    ```

    ```mermaid
    pie title Contacts
      "Chat": 40
      "Phone": 60
    ```
docs/by-hand.md
    # By hand

    ```mermaid
    gantt
      section Repair
      Diagnosis: 2026-01-01, 2d
    ```
"""
SCRIPT = "assets/persona-playbook/mermaid.min.js"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("urls", ["true", "false"])
def test_diagrams_are_drawn_with_the_sites_own_script(
    tmp_path: Path, browser: Browser, urls: str, scheme: str
) -> None:
    built = build(write(tmp_path, SITE % urls + AMELIA + DIAGRAMS))
    assert not built.errors
    context = browser.new_context(color_scheme=scheme)
    troubles: list[str] = []
    ending = "/" if urls == "true" else ".html"
    with served(built.root / "site") as address:
        page = open_page(context, address, troubles)
        for name, count in (("journeys/first-order", 3), ("by-hand", 1)):
            page.goto(f"{address}{name}{ending}")
            drawn = page.locator("div.mermaid")
            drawn.nth(count - 1).wait_for()
            assert drawn.count() == count
            assert all(drawn.nth(i).bounding_box()["height"] > 20 for i in range(count))
            assert page.locator("pre.mermaid").count() == 0
        context.close()
    assert not troubles


def test_the_script_is_where_a_diagram_is_and_nowhere_else(tmp_path: Path) -> None:
    built = build(write(tmp_path, SITE % "true" + AMELIA + DIAGRAMS))
    loads = f'<script defer src="../../{SCRIPT}"></script>'
    assert built.html("journeys/first-order/index.html").count(loads) == 1
    assert built.html("by-hand/index.html").count(f'src="../{SCRIPT}"') == 1
    assert "<h1" in built.html("by-hand/index.html")
    assert "mermaid" not in built.html("personas/amelia/index.html")
    assert built.files("**/mermaid*") == {SCRIPT, "assets/persona-playbook/mermaid.LICENSE"}


def test_a_site_without_diagrams_has_no_mermaid(tmp_path: Path) -> None:
    built = build(write(tmp_path, SITE % "true" + AMELIA))
    assert not built.files("**/mermaid*")


def test_other_engines_get_the_script_where_there_is_a_diagram(tmp_path: Path) -> None:
    config = write(tmp_path / "with", SITE % "true" + AMELIA + DIAGRAMS) / "mkdocs.yml"
    made = generate(config, tmp_path / "made")
    assert f"docs/{SCRIPT}" in made.files
    assert f"- {SCRIPT}\n" in (tmp_path / "made" / "mkdocs.yml").read_text("utf-8")
    config = write(tmp_path / "without", SITE % "true" + AMELIA) / "mkdocs.yml"
    assert f"docs/{SCRIPT}" not in generate(config, tmp_path / "made").files
