"""Follows every link of a built site, as a reader would, and says which lead nowhere.

python tests/crawl.py site /playbook/
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a browser fetches on its own when it shows a page; a link is followed by people only.
_FETCHED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
_NAMES = {"href", "src", "poster", "data", "action"}


@dataclass
class Crawl:
    """What was found on a site."""

    pages: set[str] = field(default_factory=set)
    links: int = 0
    broken: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)  # ids that a page has twice
    external: list[str] = field(default_factory=list)  # resources of other hosts


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = {"", "top"}
        self.twice: set[str] = set()
        self.links: list[tuple[str, bool]] = []  # the target; whether a browser fetches it
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if (id_ := values.get("id")) is not None:
            self.twice |= {id_} & self.ids
            self.ids.add(id_)
        if tag == "a" and "name" in values:
            self.ids.add(values["name"])
        rel = set(values.get("rel", "").split())
        fetched = tag not in ("a", "area", "form") and (tag != "link" or bool(rel & _FETCHED))
        targets = [value for name, value in values.items() if name in _NAMES and value]
        if tag == "meta":
            targets = []
        targets += [part.split()[0] for part in values.get("srcset", "").split(",") if part.strip()]
        self.links += [(target, fetched) for target in targets]


def crawl(site: Path, prefix: str = "/") -> Crawl:
    """Check a site that is built in a folder; `prefix` is where its `site_url` puts it."""
    found = Crawl()

    @cache
    def page(path: str) -> _Page:
        return _Page((site / path).read_text("utf-8"))

    for path in sorted(_html(site)):
        found.pages.add(path)
        found.duplicates += [f"{path}: {id_}" for id_ in sorted(page(path).twice)]
        for target, fetched in page(path).links:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                if fetched and parts.scheme != "data":
                    found.external.append(f"{path}: {target}")
                continue
            found.links += 1
            where = _file(site, path, parts.path, prefix)
            if where is None:
                found.broken.append(f"{path}: {target}")
            elif where.endswith(".html") and unquote(parts.fragment) not in page(where).ids:
                found.broken.append(f"{path}: {target} (no such anchor)")
    return found


def _html(site: Path) -> Iterator[str]:
    for path in site.rglob("*.html"):
        yield path.relative_to(site).as_posix()


def _file(site: Path, page: str, target: str, prefix: str) -> str | None:
    """The file behind a link, or None if there is none."""
    if not target:
        return page
    if target.startswith("/"):
        if not target.startswith(prefix):
            return None
        path = unquote(target.removeprefix(prefix))
    else:
        path = posixpath.join(posixpath.dirname(page), unquote(target))
    name = posixpath.normpath(path or ".")
    if name.startswith("../"):
        return None
    if (site / name).is_dir():
        name = posixpath.normpath(posixpath.join(name, "index.html"))
    return name if (site / name).is_file() else None


if __name__ == "__main__":
    result = crawl(Path(sys.argv[1]), *sys.argv[2:3])
    print(f"{len(result.pages)} pages, {result.links} links, {len(result.broken)} broken")  # noqa: T201
    sys.exit("\n".join([*result.broken, *result.duplicates, *result.external]))
