"""A playbook and its site → a folder of Markdown for engines that know no plugins.

The pages are those of the MkDocs plugin, from the same function.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from yaml import SequenceNode

from . import forms, macros, mermaid, navigation, nodes, site, whole
from .pages import explain
from .places import Site, page_file
from .settings import FOLDER
from .site import Playbook

MANIFEST = ".persona-playbook"
PLUGIN = "persona-playbook"
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_PENCILS = ("content.action.edit", "content.action.view")
_INDEXES = ("index.md", "README.md")


class CanNotGenerate(Exception):
    """Why nothing was written, in words for people."""


@dataclass(frozen=True)
class Generated:
    """What was read and, if it has no errors, written."""

    playbook: Playbook
    files: list[str] = field(default_factory=list)


def generate(config: Path, target: Path) -> Generated:
    """Write the site of a mkdocs.yml to a folder; nothing if the playbook has errors."""
    target = target.resolve()
    try:
        source = _Source(config.resolve())
        for folder in (source.docs, source.folder):
            if target.is_relative_to(folder) or folder.is_relative_to(target):
                raise CanNotGenerate(f"'{target}' and '{folder}' can't lie in one another")
        whole.restore(target)
        known = _made_before(target)
        playbook = site.build(source.folder, source.site, source.addresses(), forms=source.forms)
    except jinja2.TemplateError as error:
        raise CanNotGenerate(explain(error)) from None
    except ValueError as error:
        raise CanNotGenerate(str(error)) from None
    if playbook.errors:
        return Generated(playbook)
    files: dict[str, bytes | Path] = {f"docs/{uri}": path for uri, path in source.files.items()}
    files |= {f"docs/{uri}": page.markdown.encode() for uri, page in playbook.pages.items()}
    files |= {f"docs/{uri}": asset for uri, asset in site.assets(playbook).items()}
    if any(mermaid.is_drawn(_bytes(files[name])) for name in files if name.endswith(_MARKDOWN)):
        files |= {f"docs/{site.ASSETS}{name}": mermaid.FOLDER / name for name in mermaid.FILES}
        nodes.add(source.tree, "extra_javascript", site.ASSETS + mermaid.SCRIPT)
    files["mkdocs.yml"] = source.adapted(playbook).encode()
    _write(target, source.beside | files, known)
    return Generated(playbook, sorted(files))


class _Source:
    """A mkdocs.yml and what it leads to."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.root = config.parent
        self.tree = nodes.read(config)
        settings = nodes.plain(self.tree)
        options = nodes.plain(nodes.options(nodes.get(self.tree, "plugins")).get(PLUGIN)) or {}
        self.folder = (self.root / options.get("folder", FOLDER)).resolve()
        if not self.folder.is_dir():
            raise CanNotGenerate(f"no folder '{self.folder}'")
        self.nav_limit = options.get("nav_limit", navigation.NAV_LIMIT)
        self.docs = (self.root / settings.get("docs_dir", "docs")).resolve()
        templates = options.get("templates")
        self.site = Site(
            name=str(settings.get("site_name", "")),
            directory_urls=settings.get("use_directory_urls", True),
            docs=self.docs,
            templates=self.root / templates if templates else None,
            reference=options.get("reference", True),
            audience=options.get("audience"),
            rewrites_html=True,  # Zensical does
            # One that an environment variable gives is not known here.
            url=f"{url.rstrip('/')}/" if isinstance(url := settings.get("site_url"), str) else "",
        )
        self.forms = forms.read(options.get("forms"), self.folder, self.root)
        self.files = dict(_files(self.docs, "", frozenset()))
        self.beside: dict[str, bytes | Path] = {}  # what else the configuration names

    def addresses(self) -> dict[str, str]:
        """The handwritten files: address on the site → path in the docs folder."""
        return {self._address(uri): uri for uri in self.files}

    def adapted(self, playbook: Playbook) -> str:
        """The configuration of the site that is written."""
        tree = self.tree
        # Folders are the usual ones there; hooks are for MkDocs alone.
        for key in ("docs_dir", "site_dir", "watch", "hooks"):
            nodes.remove(tree, key)
        nav = nodes.get(tree, "nav")
        if isinstance(nav, SequenceNode):
            nodes.expand(nav, lambda item: navigation.expand(item, playbook, self.nav_limit))
        else:
            written = [uri for uri in self.files if uri.endswith(_MARKDOWN)]
            nodes.put(tree, "nav", navigation.make(playbook, written, self.nav_limit))
        nodes.add(tree, "extra_css", site.ASSETS + site.STYLE)
        for script in site.SCRIPTS:
            nodes.add(tree, "extra_javascript", site.ASSETS + script)
        extensions = nodes.options(nodes.get(tree, "markdown_extensions"))
        for name in site.missing_extensions(extensions):
            nodes.add(tree, "markdown_extensions", name)
        nodes.put_plugin(tree, PLUGIN, None)
        self._adapt_theme()
        self._adapt_macros(playbook)
        head = f"# Made by `playbook generate` from {self.config.name}; changes here are lost.\n"
        return head + nodes.write(tree)

    def _adapt_theme(self) -> None:
        theme = nodes.get(self.tree, "theme")
        self._bring(nodes.plain(nodes.get(theme, "custom_dir")))
        features = nodes.get(theme, "features")
        if isinstance(features, SequenceNode):
            # The pencil would lead to files that nobody edits.
            features.value = [item for item in features.value if item.value not in _PENCILS]

    def _adapt_macros(self, playbook: Playbook) -> None:
        """Let pages use our functions, and all that they used before."""
        plugins = nodes.options(nodes.get(self.tree, "plugins"))
        if "macros" not in plugins:
            return
        options = nodes.plain(plugins["macros"]) or {}
        module = options.get("module_name", "main")
        self._bring(f"{module}.py")
        self._bring(module)
        self._bring(options.get("include_dir"))
        for item in options.get("include_yaml", ()):
            for path in item.values() if isinstance(item, dict) else [item]:
                self._bring(path)
        options["modules"] = [macros.__name__, *options.get("modules", ())]
        # Otherwise a page with a fault would be published as its own error message.
        options.setdefault("on_error_fail", True)
        nodes.put_plugin(self.tree, "macros", nodes.node(options))
        # The functions read the documents themselves.
        name = self.folder.name
        catalog = playbook.catalog
        for document in (catalog.settings.document, *catalog.documents):
            self.beside[f"{name}/{document.path}"] = document.text.encode()
        nodes.put(nodes.mapping(self.tree, "extra"), macros.SETTINGS, {"folder": name})

    def _bring(self, name: str | None) -> None:
        """Copy a file or folder beside the configuration, so that it is found as before."""
        if not name:
            return
        path = Path(os.path.normpath(self.root / name))
        if not path.is_relative_to(self.root):
            raise CanNotGenerate(f"'{name}' in {self.config.name} lies outside of '{self.root}'")
        name = path.relative_to(self.root).as_posix()
        if path.is_file():
            self.beside[name] = path
        elif path.is_dir() and path != self.docs:
            self.beside |= _files(path, f"{name}/", frozenset())

    def _address(self, uri: str) -> str:
        path = PurePosixPath(uri)
        if path.suffix not in _MARKDOWN:
            return uri
        stem = "index" if path.name in _INDEXES else path.stem
        return page_file(str(path.with_name(f"{stem}.md")), self.site.directory_urls)


def _files(folder: Path, prefix: str, above: frozenset[str]) -> Iterator[tuple[str, Path]]:
    """Yield the files of the docs folder in MkDocs' order: indexes first, folders last."""
    above |= {os.path.realpath(folder)}
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        items = sorted(found, key=lambda item: (item.name not in _INDEXES, item.name))
        for item in items:
            if item.is_file():
                yield prefix + item.name, Path(item.path)
        for item in items:
            # A link may lead back to a folder above it.
            if item.is_dir() and os.path.realpath(item.path) not in above:
                yield from _files(Path(item.path), f"{prefix}{item.name}/", above)


def _made_before(target: Path) -> set[str]:
    """What was written here last time; a folder with anything else in it is left alone."""
    manifest = target / MANIFEST
    if manifest.is_file() and not manifest.is_symlink():
        lines = manifest.read_text("utf-8").splitlines()
        return {line for line in lines if line and not line.startswith("#") and _is_inside(line)}
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CanNotGenerate(f"'{target}' is not empty, and not made by `playbook generate`")
    return set()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _write(target: Path, files: Mapping[str, bytes | Path], known: set[str]) -> None:
    for name in files:
        _refuse_foreign(target, name, known)
    with whole.replaced(target) as new:
        _keep_foreign(target, new, known)
        for name, content in files.items():
            path, old = new / name, target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = _bytes(content)
            if old.is_file() and old.read_bytes() == data:
                shutil.copy2(old, path)  # engines see by its time that it did not change
            else:
                path.write_bytes(data)
        (new / MANIFEST).write_bytes(_manifest(files))


def _keep_foreign(target: Path, new: Path, known: set[str]) -> None:
    """Copy what others put into the folder, such as a built site: links as links."""
    ours = {MANIFEST, *known}
    for folder, folders, names in os.walk(target):
        for path in (Path(folder, name) for name in [*folders, *names]):
            name = path.relative_to(target).as_posix()
            if path.is_symlink() or (path.is_file() and name not in ours):
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, new / name, follow_symlinks=False)


def _bytes(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _refuse_foreign(target: Path, name: str, known: set[str]) -> None:
    """Write through no link, and over no file that is not ours."""
    path = target / name
    if link := _link(target, path):
        raise CanNotGenerate(f"'{link}' is a link; delete it")
    if path.exists() and name not in known:
        raise CanNotGenerate(f"'{path}' is in the way, and not made by `playbook generate`")


def _link(target: Path, path: Path) -> Path | None:
    """The part of a path below `target` that is a link, if any."""
    parts = (path, *path.parents)
    return next((p for p in parts[: parts.index(target)] if p.is_symlink()), None)


def _manifest(names: Iterable[Any]) -> bytes:
    lines = ["# What `playbook generate` wrote here, and deletes once it is no longer made."]
    return "\n".join([*lines, *sorted(names), ""]).encode()
