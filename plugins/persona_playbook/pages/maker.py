"""What all pages are made with: what they show, and their templates.

Pages are Markdown. What Markdown can't say (maps, matrices, cards) is a part: a template of HTML,
put into the page as one block. In both, whatever is printed is escaped by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from markupsafe import Markup

from .. import escape
from ..catalog import Catalog
from ..language import own_label
from ..pictures.curve import face, key, star
from ..places import Site
from ..views.claims import Bare, bare
from ..views.coverage import Coverage
from ..views.people import People
from ..views.topics import Topics
from ..views.unanswered import Unanswered
from .here import Here
from .page import Page, finish
from .templates import environment

T = TypeVar("T")


class Maker:
    """Makes pages of a playbook from templates."""

    def __init__(self, catalog: Catalog, site: Site) -> None:
        self.catalog = catalog
        self.site = site
        self.people = People(catalog)
        self.coverage = Coverage(self.people)
        self.unanswered = Unanswered(self.coverage)
        self.topics = Topics(self.coverage, self.unanswered)
        self.language = catalog.settings.language
        self._made: dict[tuple[object, ...], Any] = {}
        self._markdown = environment(site.templates, escape.text)
        self._html = environment(site.templates, escape.part)
        self._html.globals |= {"face": face, "key": key, "star": star}
        for templates in (self._markdown, self._html):
            templates.globals["words"] = self.language.words
            templates.filters["label"] = self.language.label
            templates.filters["inside"] = self.language.inside
            templates.filters["colon"] = self.language.colon
            templates.filters["hint"] = lambda text: Markup(escape.hint(text))
            templates.filters["readable"] = own_label

    def once(self, name: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` returned when it was first asked for this name in this build."""
        if name not in self._made:
            self._made[name] = make()
        found: T = self._made[name]
        return found

    @cached_property
    def bare(self) -> list[Bare]:
        """The documents that name no evidence, and have statements that name none either."""
        return bare(self.catalog)

    def here(self, uri: str) -> Here:
        """The page at `uri`, as its templates see it."""
        return Here(self.people, self.site, self._html, uri)

    def page(
        self,
        uri: str,
        title: str,
        template: str,
        names: dict[str, Any],
        head: dict[str, Any] | None = None,
    ) -> Page:
        """A page from a template of Markdown; `head` is more for its front matter."""
        content = self.render(uri, [template], names)
        return Page(uri, title, finish({"title": title, **(head or {})}, content))

    def render(self, uri: str, templates: list[str], names: dict[str, Any]) -> str:
        """What the first of these templates that exists says on the page at `uri`."""
        return self._markdown.select_template(templates).render(here=self.here(uri), **names)
