"""What tests of the forms share: a playbook in the browser's storage, and hands for its forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from browser import until
from persona_playbook import forms
from persona_playbook.catalog import Catalog, Entry
from persona_playbook.places import Site

# Where the backend `test-repo` keeps its files.
_STORE = """const root = await navigator.storage.getDirectory();
  const store = await root.getDirectoryHandle("sveltia-cms-test", { create: true });"""
_WRITE = f"""async (files) => {{
  {_STORE}
  for (const [path, text] of Object.entries(files)) {{
    const names = path.split("/");
    const name = names.pop();
    let folder = store;
    for (const one of names) folder = await folder.getDirectoryHandle(one, {{ create: true }});
    const file = await (await folder.getFileHandle(name, {{ create: true }})).createWritable();
    await file.write(text);
    await file.close();
  }}
}}"""
_READ = f"""async (path) => {{
  {_STORE}
  const names = path.split("/");
  const name = names.pop();
  let folder = store;
  for (const one of names) folder = await folder.getDirectoryHandle(one);
  return (await (await folder.getFileHandle(name)).getFile()).text();
}}"""
CONFIG = forms.Forms("test-repo")


def publish(catalog: Catalog, site: Path) -> None:
    """Write the forms of a playbook to a folder, as a build does."""
    for name, content in forms.files(catalog, CONFIG, Site()).items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())


def store(page: Page, catalog: Catalog) -> None:
    """Put the documents of a playbook where the forms find them."""
    texts = {f"personas/{one.path}": one.text for one in catalog.documents}
    page.evaluate(_WRITE, texts)


def saved(page: Page, path: str) -> str:
    """A document as the forms left it."""
    text: str = page.evaluate(_READ, f"personas/{path}")
    return text


def collections(catalog: Catalog) -> dict[str, Any]:
    """The collections of the forms by their names."""
    return {one["name"]: one for one in forms.configuration(catalog, CONFIG, Site())["collections"]}


def part(page: Page | Locator, path: str) -> Locator:
    """The part of a form for a field, by its name or the names that lead to it."""
    return page.locator(f'[data-key-path="{path}"]').first


def change(page: Page, field: Mapping[str, Any], path: str, deep: bool = True) -> bool:
    """Fill in a field as a person would; False for a picture, which a person would have to have."""
    here = part(page, path)
    widget = field["widget"]
    if widget == "string" or widget == "text":
        here.get_by_role("textbox").first.fill(_text(field))
    elif widget == "number":
        here.get_by_role("spinbutton").first.fill(str(field.get("min", 2)))
    elif widget == "datetime":
        here.locator("input").first.fill("2026-11-01")
    elif widget == "select":
        _choose(page, here)
    elif widget == "list":
        _add(page, here, field, path, deep)
    elif widget == "object":
        for box in here.locator("[role=checkbox][aria-checked=false]").all()[:1]:
            _click(box)
        _open(here)
        _fill_in(page, field["fields"], path, deep)
    else:
        return False
    return True


def _text(field: Mapping[str, Any]) -> str:
    if field["name"] in _TEXTS:
        return _TEXTS[field["name"]]
    is_lines = field.get("hint", "").endswith("`label: value`.")
    return "One: of a form\nTwo: [1, 2]" if is_lines else "Written in a form: yes, # really"


# What these fields take; any other text will do for the rest.
_TEXTS = {
    "excuses": "orphan: It is new",
    "first_response": "4 hours",
    "id": "an-id",
    "participants": "8",
    "priority": "primary",
    "review_every": "5 months",
    "url": "https://example.com/form",
    "visibility_of": "summary: restricted",
}


def _choose(page: Page, here: Locator) -> None:
    """Choose something that is not chosen yet."""
    if (radio := here.locator('[role=radio][aria-checked=false]:not([data-value=""])')).count():
        _click(radio.first)
        return
    box = here.get_by_role("combobox").first
    _click(box)
    found = f"#{box.get_attribute('id')}-listbox [role=option][aria-selected=false]"
    _click(page.locator(f'{found}:not([data-value=""])').last)  # the first may be itself


def _add(page: Page, here: Locator, field: Mapping[str, Any], path: str, deep: bool) -> None:
    """Add an item to a list and fill it in."""
    before = _items(page, path)
    _click(here.get_by_role("button", name=re.compile("^Add ")).last)
    until(page, f"{_COUNT}({json.dumps(path)}) > {before}")
    new = f"{path}.{before}"
    if "field" in field:
        part(page, new).get_by_role("textbox").first.fill(_text(field["field"]))
    else:
        _fill_in(page, field["fields"], new, deep)


# How many items of a list the form shows.
_COUNT = """(path => {
  const here = document.querySelector(`[data-key-path="${path}"]`);
  const buttons = [...here.querySelectorAll("button[aria-label=Remove]")];
  return buttons.filter((one) => one.closest("[data-key-path]") === here).length;
})"""


def _items(page: Page, path: str) -> int:
    found: int = page.evaluate(f"{_COUNT}({json.dumps(path)})")
    return found


def _open(here: Locator) -> None:
    for closed in here.locator('button[aria-label="Expand"][aria-expanded=false]').all()[:1]:
        _click(closed)


def _click(what: Locator) -> None:
    """Click without waiting for the page to come to rest, or for an open list to close."""
    what.evaluate("one => one.click()")


def _fill_in(page: Page, fields: list[dict[str, Any]], path: str, deep: bool) -> None:
    """Fill in what is required, and one field of each look; lists in lists only when `deep`."""
    looks: set[str] = set()
    for field in fields:
        is_list = field["widget"] in ("list", "object")
        if field["required"] or (look(field) not in looks and (deep or not is_list)):
            looks.add(look(field))
            change(page, field, f"{path}.{field['name']}", deep=False)


def look(field: Mapping[str, Any]) -> str:
    """What fields that are filled in alike have in common: their widgets."""
    inner = [look(one) for one in field.get("fields", ())]
    is_lines = _text(field).startswith("One:")
    return json.dumps([field["widget"], field.get("multiple"), "field" in field, is_lines, inner])


def open_form(page: Page, address: str, catalog: Catalog, entry: Entry) -> None:
    """Open the form of a document, signed in."""
    page.goto(address + forms.addresses(catalog)[entry.path])
    page.get_by_role("button", name=re.compile("Test Repository")).click()
    until(page, "!!document.querySelector('[data-key-path]')")
    page.wait_for_timeout(500)


def save(page: Page) -> None:
    """Save, and wait until it is done."""
    button = page.get_by_role("button", name="Save", exact=True)
    _click(button)
    until(page, "!document.querySelector('[data-key-path]')")
