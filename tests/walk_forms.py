"""The form of a document of every kind, filled in and saved: `pytest tests/walk_forms.py`.

One field of each look, lists in lists included, and a reference. It takes some minutes, so it is
no part of `make test`; run it when Sveltia CMS, `forms.js` or the shapes of fields change.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import form_editor
from browser import ROOT, open_page, served
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.finding import Severity

KINDS = ["persona", "profile", "segment", "journey", "messaging", "service", "evidence", "region"]
# Others name the document by these; and a picture, one would have to have.
BY_HAND = {"id", "aliases", "superseded_by", "kind"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_changes_what_was_filled_in(browser: Browser, tmp_path: Path, kind: str) -> None:
    shutil.copytree(ROOT / "personas", folder := tmp_path / "personas")
    catalog = load(folder)
    entry = next(one for one in catalog.of_kind(kind) if one.path.endswith(".md"))
    path = folder / entry.path
    with path.open("a", encoding="utf-8") as file:
        file.write("\n!!! note\n    As it is: `<b>` *[x]* {{ y }}\n")
    text = path.read_text("utf-8").replace("\n", "\nx-kept: {a: 1.10, b: [no, ~]} # as it is\n", 1)
    path.write_text(text, "utf-8")
    catalog = load(folder)
    entry = catalog.by_path[entry.path]
    site = tmp_path / "site"
    form_editor.publish(catalog, site)
    name = next(one for one in form_editor.collections(catalog) if one == kind)
    fields = form_editor.collections(catalog)[name]["fields"]
    with served(site) as address:
        # So high that all fields are there: they come into being when they are scrolled to.
        context = browser.new_context(viewport={"width": 1280, "height": 24_000})
        page = open_page(context, address, [])
        page.goto(f"{address}admin/config.json")
        form_editor.store(page, catalog)
        form_editor.open_form(page, address, catalog, entry)
        changed = set()
        looks: set[str] = set()
        for field in fields:
            # The last one of all is the text.
            if (
                field["name"] in BY_HAND
                or form_editor.look(field) in looks
                or field["name"] == "body"
            ):
                continue
            looks.add(form_editor.look(field))
            if form_editor.change(page, field, field["name"]):
                changed.add(field["name"])
        form_editor.save(page)
        left = form_editor.saved(page, entry.path)
        context.close()
    path.write_text(left, "utf-8")
    after = load(folder)
    errors = [one for one in check(after) if one.severity is Severity.ERROR]
    assert not errors, "\n".join(map(str, errors))
    data: dict[str, Any] = after.by_path[entry.path].data
    assert {key for key in data | entry.data if data.get(key) != entry.data.get(key)} == changed
    assert after.by_path[entry.path].document.body.rstrip() == entry.document.body.rstrip()
    assert "x-kept: {a: 1.10, b: [no, ~]} # as it is\n" in left
