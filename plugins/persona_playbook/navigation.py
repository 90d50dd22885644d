"""The navigation of a site: made where there is none, folders of kinds expanded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .places import COMPUTED, HOME, OVERVIEW, RULE_PAGES
from .reference import FIELDS
from .site import Playbook

NAV_LIMIT = 200  # more documents than this make the navigation, and with it every page, too long


def make(playbook: Playbook, handwritten: Iterable[str], limit: int) -> list[Any]:
    """The navigation of a site that has none: pages by hand, a section a kind, overview, reference.

    Every page repeats the navigation, so past `limit` documents it has only the lists of the kinds.
    """
    kinds = [k for k in playbook.catalog.kinds.values() if playbook.catalog.of_kind(k.name)]
    language = playbook.catalog.settings.language
    titles = {kind.folder: language.label(kind.plural) for kind in kinds}
    titles |= {folder: language.words[f"topic_{folder}"] for folder in COMPUTED}
    indexes = [f"{folder}/index.md" for folder in (*titles, FIELDS, RULE_PAGES)]
    made = [HOME]
    for uri in indexes:
        # The overview has no list of its own: its pages stand where that would.
        made += _inside(playbook, f"{OVERVIEW}/") if uri == f"{OVERVIEW}/index.md" else [uri]
    made = [uri for uri in made if uri in playbook.pages]
    if not _crowded(playbook, limit):
        made += [uri for uri, page in playbook.pages.items() if page.source is not None]
    nav: list[Any] = []
    # Handwritten pages come first, but not before the home page; nor do folders that we share.
    uris = sorted([*handwritten, *made], key=lambda uri: uri != HOME)
    for uri in sorted(uris, key=lambda uri: uri.partition("/")[0] in (*titles, "reference")):
        branch = nav
        parts = uri.split("/")[:-1]
        for depth, name in enumerate(parts, 1):
            branch = _section(branch, titles.get("/".join(parts[:depth])) or _title(name))
        # The list of a kind opens its section.
        branch.insert(0 if uri in indexes else len(branch), uri)
    return [_plain(item) for item in nav]


def expand(nav: Any, playbook: Playbook, limit: int) -> Any:
    """Replace a kind's folder in a navigation (`- Personas: personas/`) by its pages."""
    if isinstance(nav, list):
        # A folder without a title of its own gives its pages to the list that it stands in.
        expanded = [expand(item, playbook, limit) for item in nav]
        return [one for item in expanded for one in (item if isinstance(item, list) else [item])]
    if isinstance(nav, dict):
        return {title: expand(item, playbook, limit) for title, item in nav.items()}
    if isinstance(nav, str) and nav.endswith("/"):
        index = f"{nav}index.md"
        crowded = _crowded(playbook, limit)
        inside = [] if crowded else [uri for uri in _inside(playbook, nav) if uri != index]
        return [*([index] if index in playbook.pages else []), *inside] or nav
    return nav


def uris(nav: Any) -> Iterator[str]:
    """Yield every page that a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from uris(item)


def _inside(playbook: Playbook, folder: str) -> list[str]:
    """The pages in a folder; those that belong to another page are reached from there."""
    return [
        uri
        for uri, page in playbook.pages.items()
        if uri.startswith(folder) and page.is_listed
        if f"{uri.rpartition('/')[0]}.md" not in playbook.pages
    ]


def _crowded(playbook: Playbook, limit: int) -> bool:
    return sum(page.source is not None for page in playbook.pages.values()) > limit


def _section(branch: list[Any], title: str) -> list[Any]:
    for item in branch:
        if isinstance(item, dict) and title in item:
            found: list[Any] = item[title]
            return found
    section: list[Any] = []
    branch.append({title: section})
    return section


def _title(folder: str) -> str:
    words = folder.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.islower() else words


def _plain(item: Any) -> Any:
    """A section with nothing but its list of contents is a link to that."""
    if not isinstance(item, dict):
        return item
    [(title, parts)] = item.items()
    alone = len(parts) == 1 and isinstance(parts[0], str) and parts[0].endswith("/index.md")
    return {title: parts[0] if alone else [_plain(part) for part in parts]}
