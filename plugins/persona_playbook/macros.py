"""Functions for handwritten pages: `persona('amelia')`, `personas(segment=…)`, `card(…)` …

They are data for templates. The playbook's own documents never become templates: their pages say
`render_macros: false`, and all that these functions give is escaped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes

from .catalog import Catalog, Entry, load
from .kinds import Kind
from .render import grid, is_filled, link, summary
from .schema import Finder
from .settings import listed
from .validate import one_of, shown, suggest
from .values import UNKNOWN, DocumentFields, Items, Unknown, View, entry_of

Function = Callable[..., Any]
SETTINGS = "persona_playbook"  # our part of `extra` in a generated mkdocs.yml


class Macros:
    """Our functions in the plugin mkdocs-macros, for one build.

    `plugin` is that plugin after its on_config; `log` gets each problem with its place.
    """

    def __init__(self, plugin: Any, catalog: Catalog, root: Path, log: Callable[[str], None]):
        self.plugin = plugin
        self.root = root
        self.log = log
        view = View(catalog, lambda: str(plugin.page.file.src_uri), self._report)
        mine = functions(view)
        # What a site registers itself stays as it is.
        self.taken = sorted(mine.keys() & {*plugin.macros, *plugin.variables})
        plugin.register_macros({n: mine[n] for n in mine.keys() - set(self.taken)})

    def check(self, page: Any) -> None:
        """Report the names on a page that nobody knows, before the page is rendered.

        They get a meaning, so that nothing but them is missing from the page.
        """
        if not (self._renders(page) and self.plugin.has_j2(page.markdown)):
            return
        variables = {*self.plugin.variables, *page.meta, "page", "navigation", "files"}
        names = self.plugin.env.globals
        for name in [name for name, value in names.items() if value is UNKNOWN]:
            del names[name]  # it was missing from an earlier page
        known = variables | names.keys()
        try:
            for name, line in unknown_names(self.plugin.env, page.markdown, known):
                self._log(page, line, f"no name '{name}' on this site{suggest(name, known)}")
                names[name] = UNKNOWN
        except jinja2.TemplateSyntaxError as error:
            self._log(page, error.lineno, str(error.message))

    def _renders(self, page: Any) -> bool:
        wanted = page.meta.get("render_macros")
        by_default = self.plugin.config["render_by_default"]
        forced = self.plugin.force_page_rendering(page.file.src_uri)
        return wanted is not False and bool(by_default or wanted or forced)

    def _report(self, message: str) -> None:
        file, line = place()
        if file is None:
            self._log(self.plugin.page, line, message)
        else:
            self.log(f"{os.path.relpath(file, self.root)}:{line}: {message}")

    def _log(self, page: Any, line: int, message: str) -> None:
        text = page.file.content_string
        # Without its front matter, a page ends as its file does.
        above = text[: len(text) - len(page.markdown)].count("\n")
        name = os.path.relpath(page.file.abs_src_path or page.file.src_uri, self.root)
        self.log(f"{Path(name).as_posix()}:{line + above}: {message}")


def define_env(env: Any) -> None:
    """Register the functions where they are loaded as a module: Zensical, or macros alone.

    `playbook generate` names this module in the configuration that it writes, and under `extra`
    the folder of the playbook.
    """
    folder = Path(env.project_dir, env.conf["extra"][SETTINGS]["folder"])

    def uri() -> str:
        file = getattr(env.page, "file", None)
        return str(file.src_uri if file else env.page.path)

    def report(message: str) -> None:
        _, line = place()
        raise jinja2.TemplateRuntimeError(f"{uri()}: line {line} below its head: {message}")

    for name, function in functions(View(_loaded(folder), uri, report)).items():
        if name not in env.variables:
            env.macro(function, name)


@cache
def _loaded(folder: Path) -> Catalog:
    # An engine may ask once a page.
    return load(folder)


def functions(view: View) -> dict[str, Function]:
    """All functions by name: two for each kind, and those that show documents."""
    found: dict[str, Function] = {}
    for kind in view.catalog.kinds.values():
        one, many = kind.name, kind.folder  # both are names in templates, too
        found[many] = _many(view, kind, many)
        found[one] = _either(view, kind, one) if one == many else _one(view, kind, one)
    return {**found, **_showing(view)}


def unknown_names(
    environment: jinja2.Environment, template: str, known: Iterable[str]
) -> Iterator[tuple[str, int]]:
    """Yield (name, line) of each name that a template uses and nobody gives it."""
    tree = environment.parse(template)
    names = meta.find_undeclared_variables(tree) - set(known)
    if names:
        # Who asks whether a name is defined, or says what holds if not, knows what they do.
        asks: list[Any] = [n for n in tree.find_all(nodes.Test) if n.name in _DEFINED]
        asks += [n for n in tree.find_all(nodes.Filter) if n.name in _DEFINED]
        names -= {ask.node.name for ask in asks if isinstance(ask.node, nodes.Name)}
    places = {(n.name, n.lineno) for n in tree.find_all(nodes.Name) if n.name in names}
    yield from sorted(places, key=lambda item: (item[1], item[0]))


_DEFINED = ("defined", "undefined", "default", "d")


def place() -> tuple[str | None, int]:
    """Where the template that runs now has come to: its file, None for a page, and its line."""
    frame = sys._getframe(1)  # noqa: SLF001 - there is no other way to a template's line
    while "__jinja_template__" not in frame.f_globals:
        if frame.f_back is None:
            return None, 1
        frame = frame.f_back
    template = frame.f_globals["__jinja_template__"]
    file = template.filename if template.name else None
    return file, template.get_corresponding_lineno(frame.f_lineno)


def _one(view: View, kind: Kind, name: str) -> Function:
    def one(id_: Any = None, *_rest: Any, **_filters: Any) -> Any:
        """A document by its id."""
        if not isinstance(id_, str) or _rest or _filters:
            view.report(f"{name}() takes the id of a document: {name}('…')")
            return UNKNOWN
        entry = _find(view, kind, id_)
        return view.document(entry) if entry else UNKNOWN

    return one


def _many(view: View, kind: Kind, name: str) -> Function:
    def many(*_rest: Any, **filters: Any) -> Any:
        """The documents of a kind; a filter leaves those whose field has this value."""
        if _rest:
            view.report(f"{name}() takes names with values: {name}(status='active')")
            return Items([], str, view.report)
        entries = view.catalog.of_kind(kind.name)
        for given, wanted in filters.items():
            test = _filter(view, kind, name, given, wanted)
            entries = [entry for entry in entries if test and test(entry)]
        return Items(
            map(view.document, entries),
            lambda: "\n".join(f"- {link(view.language, view.uri(), entry)}" for entry in entries),
            view.report,
        )

    return many


def _either(view: View, kind: Kind, name: str) -> Function:
    one, many = _one(view, kind, name), _many(view, kind, name)

    def either(*ids: Any, **filters: Any) -> Any:
        """A document by its id, or without one a list."""
        return one(*ids, **filters) if ids else many(**filters)

    return either


def _showing(view: View) -> dict[str, Function]:
    def link_(target: Any = None, text: str = "") -> str:
        """A link to a document's page: `link('persona/amelia')`."""
        entry = _target(view, "link", target)
        if entry is None:
            return text
        return link(view.language, view.uri(), entry, text)

    def cards(targets: Any = ()) -> str:
        """Cards that lead to documents: `cards(personas())`."""
        found = [_target(view, "cards", target) for target in listed(targets)]
        return grid(
            link(view.language, view.uri(), entry) + summary(entry) for entry in found if entry
        )

    def card(target: Any = None) -> str:
        """A card that leads to a document: `card('persona/amelia')`."""
        entry = _target(view, "card", target)
        return cards([view.document(entry)]) if entry else ""

    def field(target: Any = None, name: Any = None) -> str:
        """A field as it stands on its document's page: `field('persona/amelia', 'goals')`."""
        entry = _target(view, "field", target)
        return str(view.document(entry)[name]) if entry else ""

    return {"link": link_, "card": card, "cards": cards, "field": field}


def _target(view: View, function: str, target: Any) -> Entry | None:
    """The entry that is meant by `kind/id`, or by a document itself."""
    if isinstance(target, DocumentFields):
        return entry_of(target)
    if isinstance(target, Unknown):
        return None  # it has been reported
    catalog = view.catalog
    name, _, id_ = target.partition("/") if isinstance(target, str) else ("", "", "")
    if kind := catalog.kinds.get(name):
        return _find(view, kind, id_)
    meant = [kind for kind in catalog.kinds.values() if kind.folder == name] if id_ else []
    hints = [f"{kind.name}/{id_}" for kind in meant]
    if not id_:
        hints = [f"{kind}/{name}" for kind in catalog.kinds if catalog.get(kind, name)]
    hint = f"; did you mean '{hints[0]}'?" if hints else suggest(name, catalog.kinds)
    if id_:
        view.report(f"no kind named {shown(name)}{hint}")
    else:
        view.report(f"{function}() takes a kind and an id: {function}('persona/…'){hint}")
    return None


def _find(view: View, kind: Kind, id_: str) -> Entry | None:
    catalog = view.catalog
    if entry := catalog.get(kind.name, id_):
        return entry
    others = [kind.title.lower() for kind in catalog.kinds.values() if catalog.get(kind.name, id_)]
    hint = suggest(id_, [entry.id for entry in catalog.of_kind(kind.name)])
    if others:
        hint = f"; there is a {others[0]} of that name"
    view.report(f"no {kind.title.lower()} named {shown(id_)}{hint}")
    return None


def _filter(
    view: View, kind: Kind, function: str, given: str, wanted: Any
) -> Callable[[Entry], bool] | None:
    """What an entry must fulfil for `given=wanted`; None if that means nothing, and is reported."""
    name = _field(kind, given)
    if name is None:
        view.report(f"{function}() can't look for '{given}'{suggest(given, kind.fields)}")
        return None
    if isinstance(wanted, Unknown):
        return None
    catalog = view.catalog
    values = [str(entry_of(v).id if isinstance(v, DocumentFields) else v) for v in listed(wanted)]
    finder = kind.references.properties.get(name, Finder())
    kinds = sorted(_kinds(finder))
    targets = {entry.key for k in kinds for v in values if (entry := catalog.get(k, v))}
    for value in values:
        if problem := _impossible(catalog, kind, name, value):
            view.report(problem)
            return None
    folded = {value.casefold() for value in values}

    def test(entry: Entry) -> bool:
        data = {"id": entry.id, "status": entry.status, **entry.data}
        if not is_filled(data.get(name)):
            return entry.is_for_everyone(name)
        found = [catalog.get(mark[0], id_) for _, mark, id_ in finder.find(data[name])]
        if any(other.key in targets for other in found if other):
            return True
        return any(str(value).casefold() in folded for value in _scalars(data[name]))

    return test


def _impossible(catalog: Catalog, kind: Kind, name: str, value: str) -> str | None:
    """Why a field can't have a value; None if it can."""
    node = kind.fields[name]
    if "x-ref" in node:
        other = catalog.kinds[node["x-ref"]]
        if catalog.get(other.name, value):
            return None
        hint = suggest(value, [entry.id for entry in catalog.of_kind(other.name)])
        return f"no {other.title.lower()} named {shown(value)}{hint}"
    choices = _choices(catalog, kind, name)
    if not choices or value in choices:
        return None
    return f"'{name}' is never {shown(value)}{one_of(value, choices)}"


def _field(kind: Kind, given: str) -> str | None:
    """The field that a filter names: by its name, another word for it, or the kind it refers to."""
    if given in kind.fields:
        return given
    for name, node in kind.fields.items():
        if given in node.get("x-synonyms", ()) or given == node.get("x-ref"):
            return name
    return None


def _choices(catalog: Catalog, kind: Kind, name: str) -> list[str]:
    """The values that a field can have, if they are known."""
    schema, node = kind.schema, kind.fields[name]
    vocabulary = node.get("x-term")
    if vocabulary and vocabulary != "team":  # an owner may be anybody
        return list(catalog.settings.terms[vocabulary])
    return list(map(str, node.get("enum") or schema.items(node).get("enum") or ()))


def _kinds(finder: Finder) -> set[str]:
    """The kinds that the references of a field point to."""
    found = {finder.mark[0]} if finder.mark else set()
    for part in (finder.items, *finder.properties.values()):
        if part:
            found |= _kinds(part)
    return found


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif value is not None:
        yield value
