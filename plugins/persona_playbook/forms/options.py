"""The option `forms` of a site: where what people fill in is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..validate import shown, suggest

# Where the forges that Sveltia CMS can open pull requests at answer, unless the site says else.
# `test-repo` is for trying the forms: it saves in the browser, and nowhere else.
_FORGES = {"github": "https://api.github.com", "gitlab": "https://gitlab.com", "test-repo": ""}
# What the backend is told as it is written: a forge of your own, and how people sign in.
_MORE = ("api_root", "app_id", "base_url")
_NAMES = ("backend", "branch", "repo", *_MORE)


@dataclass(frozen=True, slots=True)
class Forms:
    """Where the forms save: a forge, a repository, a branch, and the playbook's folder in it."""

    backend: str
    repo: str = ""
    branch: str = "main"
    folder: str = "personas"
    more: Mapping[str, str] = field(default_factory=dict)

    def hosts(self) -> list[str]:
        """The only hosts that the forms may ask for anything: those of the forge."""
        own = [self.more[name] for name in ("api_root", "base_url") if name in self.more]
        asked = own if "api_root" in self.more else [_FORGES[self.backend], *own]
        return list(dict.fromkeys(_origin(url) for url in asked if url))


def read(options: Any, folder: Path, root: Path) -> Forms | None:
    """The forms of a site, by its option; ValueError says what is wrong with it.

    `folder` is the playbook's, `root` that of mkdocs.yml.
    """
    if options is None:
        return None
    if not isinstance(options, dict):
        raise ValueError("`forms` is a mapping: `backend`, `repo` and `branch`")
    for name, value in options.items():
        if name not in _NAMES:
            raise ValueError(f"`forms` has no option {shown(name)}{suggest(str(name), _NAMES)}")
        if not isinstance(value, str):
            raise ValueError(f"`{name}` of `forms` is a text")
    backend = options.get("backend")
    if backend not in _FORGES:
        raise ValueError(f"`backend` of `forms` is one of {', '.join(_FORGES)}")
    if "repo" not in options and _FORGES[backend]:
        raise ValueError("`forms` needs the `repo` that it saves to, such as `owner/name`")
    for name in ("api_root", "base_url"):
        if name in options and not _origin(options[name]):
            raise ValueError(f"`{name}` of `forms` is an address that begins with https://")
    return Forms(
        backend,
        options.get("repo", ""),
        options.get("branch", "main"),
        _in_repository(folder.resolve(), root.resolve()),
        {name: options[name] for name in _MORE if name in options},
    )


def _origin(url: str) -> str:
    """The scheme and host of an address, fit for a policy; empty if it is none."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = parts.hostname or ""
    is_plain = host.isascii() and host.replace("-", "").replace(".", "").isalnum()
    return f"https://{host}{port}" if parts.scheme == "https" and is_plain else ""


def _in_repository(folder: Path, root: Path) -> str:
    """The path of the playbook in its repository; outside of one, from the folder of mkdocs.yml."""
    above = next((path for path in folder.parents if (path / ".git").exists()), root)
    return folder.relative_to(above).as_posix() if folder.is_relative_to(above) else folder.name
