"""The MkDocs plugin: each hook hands over to a function that knows no MkDocs."""

from __future__ import annotations

import logging
import os
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urljoin

import jinja2
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from . import banner, escape, forms, mermaid, navigation, pages, policy, search, site
from .clean import net
from .finding import Finding
from .frontmatter import Document
from .macros import Macros
from .places import Site
from .report import count
from .settings import FOLDER
from .site import Playbook

log = logging.getLogger("mkdocs.plugins.persona-playbook")


def shown(words: object) -> str:
    """A line of the log, of which the terminal or the forge that shows it obeys nothing."""
    return escape.inert(escape.printable(str(words)))


def _show(record: logging.LogRecord) -> bool:
    record.msg, record.args = shown(record.getMessage()), ()
    return True


log.addFilter(_show)


class PersonaPlaybookConfig(Config):
    """The options of the plugin."""

    folder = option.Type(str, default=FOLDER)
    """The folder of the playbook, beside mkdocs.yml."""
    templates = option.Optional(option.Dir(exists=True))
    """A folder of your own page templates."""
    reference = option.Type(bool, default=True)
    """Whether the site explains all fields and rules, for those who write."""
    audience = option.Optional(option.Type(str))
    """For whom the site is: one of the visibility levels; without it, the usual one."""
    nav_limit = option.Type(int, default=navigation.NAV_LIMIT)
    """Up to how many documents the navigation names each; past that, only the list of each kind."""
    forms = option.Optional(option.Type(dict))
    """Forms for people without git: the forge and the repository that they save to."""
    content_security_policy = option.Type(bool, default=False)
    """Whether browsers are told to run and load only what the built site itself brings."""


class PersonaPlaybookPlugin(BasePlugin[PersonaPlaybookConfig]):
    """Turns a folder of personas and care playbooks into pages."""

    def __init__(self) -> None:
        self.serving = False
        self.last_good: dict[str, Document] = {}
        self.refused: set[str] = set()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        # Having this hook also keeps the plugin, and so the last good pages, between rebuilds.
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.folder = root_of(config) / self.config.folder
        if not self.folder.is_dir():
            raise ConfigurationError(
                f"persona-playbook: no folder '{self.config.folder}' beside mkdocs.yml; "
                "make one with a first persona in it, or name yours with `folder:`"
            )
        if self.folder.resolve().is_relative_to(Path(config.docs_dir).resolve()):
            raise ConfigurationError(
                f"persona-playbook: '{self.config.folder}' lies in the docs folder, where each "
                "document would get a second page; move it beside that folder"
            )
        try:
            self.forms = forms.read(self.config.forms, self.folder, root_of(config))
            self.playbook = site.build(
                self.folder,
                site_of(config, self.config),
                handwritten(config),
                self.last_good,
                self.forms,
            )
        except jinja2.TemplateError as error:
            raise PluginError(f"persona-playbook: {shown(pages.explain(error))}") from error
        except ValueError as error:
            raise ConfigurationError(f"persona-playbook: {shown(error)}") from error
        self.last_good = self.playbook.readable() if self.serving else {}
        prepare(config, self.folder, self.config.templates)
        self._report(config)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        # All plugins are configured now: whether macros comes before or after us does not matter.
        self.macros = macros(config, self.playbook)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        limit = self.config.nav_limit
        if config.nav is None:
            config.nav = navigation.make(self.playbook, in_nav(files), limit)
        else:
            config.nav = navigation.expand(config.nav, self.playbook, limit)
        for file in self._files(config):
            files.append(file)
        return files

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        settle(files, self.playbook)

    # Before macros renders the page.
    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        if self.macros:
            self.macros.check(page)

    def on_page_content(
        self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        made = self.playbook.pages.get(page.file.src_uri)
        if made:
            html = net(html)
        html = search.apart(html)
        if mermaid.is_in(html):
            html += add_mermaid(files, page, config)
        if not self.serving:
            return html
        source = made.source if made else None
        return banner.make(self.playbook.findings, source) + html

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        made = self.playbook.pages.get(page.file.src_uri)
        if made:
            page.edit_url = edit_url(config, self.folder, made.source)
        return page

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> None:
        if page.file.src_uri in self.playbook.pages:
            # No script in the text of a document is ever allowed, had it come through to here.
            self.refused |= policy.scripts(page.content or "")

    # After all that change pages. A preview has a script of its own, which follows what is edited.
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if self.config.content_security_policy and not self.serving:
            forge = self.forms.hosts() if self.forms else None
            secure(Path(config.site_dir), Path(config.docs_dir), self.refused, forge)

    def _files(self, config: MkDocsConfig) -> list[File]:
        in_nav = set(navigation.uris(config.nav))
        files = []
        for page in self.playbook.pages.values():
            level = InclusionLevel.INCLUDED if page.uri in in_nav else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, page.uri, content=page.markdown, inclusion=level)
            # Plugins that ask git for dates look at the source; for a file that says it is
            # generated, git-revision-date-localized takes the time of the build. What no single
            # document stands behind changed with the last of them.
            file.abs_src_path = str((self.folder / (page.source or "")).resolve())
            file.generated_by = None
            files.append(file)
        for uri, asset in site.assets(self.playbook).items():
            if isinstance(asset, Path):
                files.append(File.generated(config, uri, abs_src_path=str(asset)))
            else:
                files.append(File.generated(config, uri, content=asset))
        return files

    def _report(self, config: MkDocsConfig) -> None:
        for finding in self.playbook.findings:
            # Warnings are shown but do not fail `--strict`; a server goes on whatever it finds.
            fails = finding.severity == "error" and not self.serving
            log.log(logging.ERROR if fails else logging.INFO, self._line(finding))
        errors = self.playbook.errors
        # What is wrong may be a mark that says who may read it: nothing is published on a guess.
        is_strict = config.strict or self.config.audience
        if errors and is_strict and not self.serving:
            withheld = self.playbook.withheld_errors
            where = f"{withheld} of them in what this audience may not read" if withheld else ""
            raise PluginError(
                f"persona-playbook: {count(errors, 'error')} in the playbook, "
                f"{where or 'listed above'}; `playbook check` lists all"
            )

    def _line(self, finding: Finding) -> str:
        path = posixpath.normpath(posixpath.join(self.config.folder, finding.path))
        help_ = f" ({finding.help})" if finding.help else ""
        return f"{replace(finding, path=path)}{help_}"


def site_of(config: MkDocsConfig, options: PersonaPlaybookConfig) -> Site:
    """What pages need to know of a MkDocs site."""
    return Site(
        name=config.site_name,
        directory_urls=config.use_directory_urls,
        docs=Path(config.docs_dir),
        templates=Path(options.templates) if options.templates else None,
        reference=options.reference,
        audience=options.audience,
        url=config.site_url or "",
    )


def handwritten(config: MkDocsConfig) -> dict[str, str]:
    """The files of the docs folder: address on the site → path in the folder."""
    return {file.dest_uri: file.src_uri for file in get_files(config)}


def in_nav(files: Files) -> list[str]:
    """The handwritten pages that MkDocs would list in a navigation, in its order."""
    return [file.src_uri for file in files.documentation_pages(inclusion=InclusionLevel.is_in_nav)]


def macros(config: MkDocsConfig, playbook: Playbook) -> Macros | None:
    """Give the plugin mkdocs-macros our functions; None on a site without it."""
    plugin = config.plugins.get("macros")
    if plugin is None:
        return None
    registered = Macros(plugin, playbook.catalog, root_of(config), log.error)
    for name in registered.taken:
        log.info("the site has a '%s' for macros itself; the playbook's is left out", name)
    return registered


def prepare(config: MkDocsConfig, folder: Path, templates: str | None) -> None:
    """Give a site what generated pages need: extensions, the style sheet, live reload."""
    config.markdown_extensions += site.missing_extensions(config.markdown_extensions)
    if (style := site.ASSETS + site.STYLE) not in config.extra_css:
        config.extra_css.append(style)
    for script in (site.ASSETS + name for name in site.SCRIPTS):
        if script not in config.extra_javascript:
            config.extra_javascript.append(script)
    for watched in (str(folder), templates):
        if watched and watched not in config.watch:
            config.watch.append(watched)


def settle(files: Files, playbook: Playbook) -> None:
    """Give a page that no navigation names the section of the document, or list, it belongs to."""
    # A document before the pages beside it, which belong to it.
    for uri in sorted(playbook.pages, key=lambda uri: uri.count("/")):
        file = files.get_file_from_path(uri)
        if file is None or file.page is None or file.inclusion.is_in_nav():
            continue
        folder = posixpath.dirname(uri)
        owners = map(files.get_file_from_path, (f"{folder}.md", f"{folder}/index.md"))
        found = next((owner.page for owner in owners if owner and owner.page), None)
        file.page.parent = found.parent if found else None


def add_mermaid(files: Files, page: Page, config: MkDocsConfig) -> str:
    """Add Mermaid to the site, once, and return what loads it in a page."""
    for name in mermaid.FILES:
        uri = site.ASSETS + name
        if files.get_file_from_path(uri) is None:
            path = str(mermaid.FOLDER / name)
            files.append(File.generated(config, uri, abs_src_path=path))
    return mermaid.tag(get_relative_url(site.ASSETS + mermaid.SCRIPT, page.url))


def secure(folder: Path, docs: Path, refused: set[str], forge: list[str] | None) -> None:
    """Give a built site its Content Security Policy: in each page, and for its host to send.

    The page of the forms has its own already. Its host sends one for all, which has to let the
    forms ask their forge; all other pages go on saying that they need not.
    """
    found = sorted(set(folder.rglob("*.html")) - {folder / forms.PAGE})
    hashes = set[str]().union(*(policy.scripts(_read(path)) for path in found))
    made = policy.make(hashes - refused)
    for path in found:
        page = policy.in_page(_read(path), made)
        path.write_bytes(page.encode(errors="surrogateescape"))
    sent = policy.make(hashes - refused, forge)
    for name, text in (("_headers", policy.headers(sent)), ("_headers.nginx", policy.nginx(sent))):
        if (docs / name).exists():
            log.info("the site has a '%s' of its own; the policy is not in it", name)
        else:
            (folder / name).write_text(text, "utf-8")


def _read(path: Path) -> str:
    return path.read_bytes().decode(errors="surrogateescape")


def root_of(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def edit_url(config: MkDocsConfig, folder: Path, source: str | None) -> str | None:
    """Where a document is edited; `edit_uri` leads to the docs folder, documents lie beside it."""
    if source is None or not (config.edit_uri or config.edit_uri_template):
        return None
    docs = Path(config.docs_dir).resolve()
    path = quote(os.path.relpath(folder.resolve() / source, docs).replace(os.sep, "/"))
    if config.edit_uri_template:
        noext = posixpath.splitext(path)[0]
        target = str(config.edit_uri_template.format(path=path, path_noext=noext))
    else:
        target = (config.edit_uri or "") + path
    repo: str = config.repo_url or ""
    if repo and not repo.endswith("/") and not target.startswith(("?", "#")):
        repo += "/"
    return without_dots(urljoin(repo, target))


def without_dots(url: str) -> str:
    """Resolve `docs/../personas` anywhere in an address, a query included."""
    step = re.compile(r"(?<=[/=?&#:])(?<!//)(?!\.\.)[^/=?&#]+(?:/|%2F)\.\.(?:/|%2F)")
    while step.search(url):
        url = step.sub("", url, count=1)
    return url
