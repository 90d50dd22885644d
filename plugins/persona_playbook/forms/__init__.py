"""The schemas of a playbook → forms in the browser, for people without git.

Made for Sveltia CMS, whose script lies in `assets/forms/`; Decap takes the same configuration.
`assets/forms.js` starts it, and turns documents into what forms show and back.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import policy
from ..catalog import Catalog, Entry, slug
from ..escape import html
from ..places import Site
from .fields import Fields
from .options import Forms, read

__all__ = ["PAGE", "Forms", "addresses", "beside", "configuration", "files", "read", "shapes"]

FOLDER = "admin"  # where the forms lie on the site
BODY = "body"
PAGE = f"{FOLDER}/index.html"
_ASSETS = Path(__file__).parents[1] / "assets"
_SCRIPT = "forms.js"
_SCRIPTS = ("js-yaml.min.js", _SCRIPT, "sveltia-cms.js")
_Place = tuple[str, str, str]  # the kind of a collection, its folder in the playbook, its ending


def configuration(catalog: Catalog, forms: Forms, site: Site) -> dict[str, Any]:
    """The configuration of the form editor: a collection for each kind, folder and ending."""
    backend: dict[str, Any] = {"name": forms.backend, **forms.more}
    if forms.repo:
        backend |= {"repo": forms.repo, "branch": forms.branch}
    if forms.backend == "github" and "base_url" not in forms.more:
        backend["auth_methods"] = ["token"]  # what else there is would ask a host of others
    if forms.backend == "gitlab":
        backend |= {"auth_type": "pkce"} if "app_id" in forms.more else {"auth_methods": ["token"]}
    return {
        "backend": backend,
        "publish_mode": "editorial_workflow",
        "media_folder": forms.folder,
        "public_folder": "/personas",
        **({"site_url": site.url, "display_url": site.url} if site.url else {}),
        "app_title": site.title(catalog),
        "editor": {"preview": False},
        "show_preview_links": False,
        "slug": {"encoding": "unicode", "sanitize_replacement": "-"},
        "output": {"omit_empty_optional_fields": True},
        "collections": list(_collections(catalog, forms)),
    }


def shapes(catalog: Catalog) -> dict[str, Any]:
    """The shapes of all fields and the ending of files, by collection: what `forms.js` goes by."""
    by_kind = {
        name: {field: part.shape for field, part in Fields(catalog, kind).parts().items()}
        for name, kind in catalog.kinds.items()
    }
    return {
        name: {"ending": ending, "fields": by_kind[kind]}
        for (kind, _, ending), name in _names(catalog).items()
    }


def addresses(catalog: Catalog) -> dict[str, str]:
    """Where the form of each document is, by the path of the document."""
    names = _names(catalog)
    return {
        entry.path: f"{PAGE}#/collections/{names[_place(entry)]}/entries/{quote(_stem(entry))}"
        for entry in catalog.entries
    }


def beside(markdown: str, href: str, label: str) -> str:
    """A page with the way to its form, above all else on it."""
    # The style sheet draws the words: so no search finds every page by them.
    link = f'<a class="playbook-form" href="{html(href)}" aria-label="{html(label)}"></a>'
    head, end, rest = markdown.partition("\n---\n")
    return f"{head}{end}\n{link}\n{rest}"


def files(catalog: Catalog, forms: Forms, site: Site) -> dict[str, bytes | Path]:
    """The files of the forms, by their place on the site."""
    made = {
        "config.json": json.dumps(configuration(catalog, forms, site), ensure_ascii=False),
        "shapes.json": json.dumps(shapes(catalog), ensure_ascii=False),
        "index.html": _page(catalog, forms, site),
    }
    theirs = {path.name: path for path in sorted((_ASSETS / "forms").iterdir())}
    found: dict[str, bytes | Path] = {**theirs, _SCRIPT: _ASSETS / _SCRIPT}
    found |= {name: text.encode() for name, text in made.items()}
    return {f"{FOLDER}/{name}": content for name, content in found.items()}


def _collections(catalog: Catalog, forms: Forms) -> Iterator[dict[str, Any]]:
    label = catalog.settings.language.label
    words = catalog.settings.language.words
    fields = {
        name: [part.widget for part in Fields(catalog, kind).parts().values()]
        for name, kind in catalog.kinds.items()
    }
    for (name, folder, ending), collection in _names(catalog).items():
        kind = catalog.kinds[name]
        is_usual = (folder, ending) == (kind.home, "md")
        where = posixpath.join(folder, f"*.{ending}")
        body = {"name": BODY, "label": words["notes"], "widget": "text", "required": False}
        yield {
            "name": collection,
            "label": label(kind.plural) if is_usual else f"{label(kind.plural)} ({where})",
            "label_singular": label(kind.title),
            "description": label(kind.description),
            "folder": posixpath.join(forms.folder, folder).rstrip("/"),
            "format": f"playbook-{collection}",
            "filter": {"field": "kind", "value": name},
            "create": is_usual,
            "delete": False,  # what is no longer used is retired: its readers learn why
            "identifier_field": kind.title_field,
            "summary": f"{{{{{kind.title_field}}}}}",
            "slug": f"{{{{{kind.title_field}}}}}",
            "aliases_field": False,
            "media_folder": "",
            "public_folder": "",
            "fields": [*fields[name], *([body] if ending == "md" else [])],
        }


def _names(catalog: Catalog) -> dict[_Place, str]:
    """The name of each collection: the usual ones first, then what documents there are beside."""
    usual = [(name, kind.home, "md") for name, kind in catalog.kinds.items()]
    order = list(catalog.kinds)
    others = sorted({_place(entry) for entry in catalog.entries} - set(usual))
    found: dict[_Place, str] = {}
    for place in sorted([*usual, *others], key=lambda one: order.index(one[0])):
        found[place] = place[0] if place in usual else _name(place, found.values())
    return found


def _name(place: _Place, taken: Iterable[str]) -> str:
    """A name for a collection that no other has: `persona-md-customers`."""
    kind, folder, ending = place
    name = "-".join([kind, ending, *(slug(part) for part in folder.split("/") if part)])
    while name in taken:  # another folder that differs only in signs or case
        name += "-2"
    return name


def _place(entry: Entry) -> _Place:
    folder, name = posixpath.split(entry.path)
    return entry.kind.name, folder, name.rpartition(".")[2]


def _stem(entry: Entry) -> str:
    return posixpath.basename(entry.path).rpartition(".")[0]


def _page(catalog: Catalog, forms: Forms, site: Site) -> str:
    """The page of the forms; it may load what lies beside it, and ask the forge, and no more."""
    scripts = "".join(f'<script src="{name}" defer></script>\n' for name in _SCRIPTS)
    page = (
        f'<!doctype html>\n<html lang="{catalog.settings.language.code}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{html(site.title(catalog))}</title>\n{scripts}</head>\n<body></body>\n</html>\n"
    )
    return policy.in_page(page, policy.make((), forms.hosts()))
