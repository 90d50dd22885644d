"""Rules about references: what a document names must be there, and in use."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator
from posixpath import basename, dirname, join, normpath

from ..catalog import Catalog, Entry, Key, Reference, in_use
from ..finding import DataPath, Fix, Severity
from ..validate import among, as_list, shown, suggest, sure
from ..views.value import Value
from .registry import Problem, rule
from .scope import checked_terms, hidden_ids, meant_stage, tells, told

# A suggestion compares a word with every id. Past this many different words it is left out, so
# that the time does not grow with the square of the playbook.
_MAX_SUGGESTIONS = 100


@rule("unknown-reference", Severity.ERROR)
def unknown_reference(catalog: Catalog) -> Iterator[Problem]:
    """A document names another document, a stage or a channel that does not exist.

    Why: The link leads nowhere, and the other page does not show that it is meant. Most often
    it is a slip of the pen, or the other document has been deleted or renamed.

    Bad:

        personas: [amelai]

    Good:

        personas: [amelia]

    Mend: Write the id of a document: the name of its file without the ending, or its `id`. If it
    was renamed on purpose, add the old id to the `aliases` of the renamed document. If it is
    in a pull request that is still open, merge that first, and run this check again. Stages,
    channels and visibility levels are listed in `playbook.yml`; a new one is added there. A
    journey may have a stage that is not: write `title: …` in place of `stage: …`.
    """
    hints = _Hints()
    hidden = hidden_ids(catalog)
    kinds_by_id: dict[str, list[str]] = defaultdict(list)
    for kind, id_ in (*catalog.by_key, *catalog.aliases):
        kinds_by_id[id_].append(kind)
    ids: dict[str, list[str]] = defaultdict(list)
    titles: dict[tuple[str, str], str] = {}
    for (kind, id_), entry in catalog.by_key.items():
        ids[kind].append(id_)
        titles[kind, entry.title.casefold()] = id_
    for reference in catalog.references:
        if catalog.get(*reference.key) or reference.id in hidden:
            continue
        noun = catalog.kinds[reference.kind].title.lower()
        fix = None
        if elsewhere := kinds_by_id.get(reference.id):
            other = _with_article(catalog.kinds[elsewhere[0]].title.lower())
            hint = f"; it exists as {other}"
        elif by_title := titles.get((reference.kind, reference.id.casefold())):
            hint, fix = f"; did you mean '{by_title}'?", Fix(by_title)
        elif not (hint := _as_list(reference.source, reference.where, reference.id)):
            hint, fix = hints.get(reference.kind, reference.id, ids[reference.kind])
        message = f"no {noun} named {shown(reference.id)}{hint}"
        folder = catalog.kinds[reference.kind].folder
        help_ = (
            f"write the id of a document in {folder}/; if it is in a pull request that is still "
            "open, merge that first"
        )
        yield Problem(reference.source, reference.where, message, "" if hint else help_, fix=fix)
    settings = catalog.settings
    for entry in catalog.entries:
        for where, vocabulary, value in checked_terms(catalog, entry):
            terms = settings.terms[vocabulary]
            # A word that a faulty playbook.yml mentions may well be a term.
            if value not in terms and not (
                told(settings.document, settings) and value in settings.document.text
            ):
                titled = [t.id for t in terms.values() if t.title.casefold() == value.casefold()]
                if titled:
                    hint, fix = f"; did you mean '{titled[0]}'?", Fix(titled[0])
                elif several := _as_list(entry, where, value):
                    hint, fix = several, None
                else:
                    hint, fix = hints.get(vocabulary, value, terms)
                message = f"no {_NOUNS[vocabulary]} named {shown(value)}"
                message += hint or among(terms)
                # Who may read something is for a person to say.
                fix = None if vocabulary == "visibility" else fix
                can_be_own = entry.kind.name == "journey" and vocabulary == "stage"
                help_ = "or `title: …` for a stage of your own" if can_be_own else ""
                yield Problem(entry, where, message, help_, fix=fix)


_NOUNS = {"stage": "stage", "channel": "channel", "visibility": "visibility level"}


def _as_list(entry: Entry, where: DataPath, value: str) -> str:
    """How to write a text that names several, where a list may stand."""
    schema = entry.kind.schema
    return as_list(value) if schema.items(schema.node(where, entry.data)) else ""


class _Hints:
    """Suggestions, each word looked up once."""

    def __init__(self) -> None:
        self._known: dict[Key, tuple[str, Fix | None]] = {}

    def get(self, group: str, value: str, choices: Collection[str]) -> tuple[str, Fix | None]:
        key = (group, value)
        if key not in self._known:
            full = len(self._known) >= _MAX_SUGGESTIONS
            hint = "" if full else suggest(value[:100], choices)
            self._known[key] = hint, sure(value, choices) if hint else None
        return self._known[key]


@rule("unlinked-name", Severity.WARNING, alone=True)
def unlinked_name(catalog: Catalog) -> Iterator[Problem]:
    """A text is a name of `playbook.yml`, or almost one, and is not linked to it.

    Why: An owner may be any text, and a stage of a journey may have a title of its own. So a team
    that is misspelt is not asked to review, and a stage that goes by its title only is missing
    where stages are compared.

    Bad:

        # playbook.yml says `teams: [support]`
        owner: suport

    Good:

        owner: support

    Mend: Write the id that the message names. If another person or another stage is meant, say
    so in a reason: `excuses: {unlinked-name: Sal Port is a person}`.
    """
    if told(catalog.settings.document, catalog.settings):
        return  # what it was to name is not known
    hints = _Hints()
    teams = catalog.settings.terms["team"]
    ids = {team.title.casefold(): team.id for team in teams.values()}
    for entry in catalog.entries:
        for where, vocabulary, value in entry.terms:
            # An address is a person's, and a question mark says that it is not settled yet.
            if vocabulary != "team" or value in teams or "@" in value or value.endswith("?"):
                continue
            fix = hints.get("team", value, teams)[1]
            if meant := ids.get(value.casefold()) or (fix and fix.value):
                message = f"no team named {shown(value)}; did you mean '{meant}'?"
                yield Problem(entry, where, message)
        if entry.kind.name != "journey":
            continue
        for stage in Value(entry)["stages"]:
            if meant := meant_stage(stage, catalog.settings):
                message = f"{shown(stage['title'].text)} is a stage of playbook.yml"
                help_ = f"write `stage: {meant}`"
                yield Problem(entry, (*stage.where, "title"), message, help_)


@rule("repeated-reference", Severity.WARNING)
def repeated_reference(catalog: Catalog) -> Iterator[Problem]:
    """A list names the same document, stage or channel twice.

    Why: It is shown once and means no more. Most often another one was to stand there.

    Bad:

        personas: [amelia, amelia]

    Good:

        personas: [amelia, mia]

    Mend: Write the other one, or delete the second.
    """
    for entry in catalog.entries:
        named = [(one.where, one.kind, one.id) for one in entry.references]
        seen: Counter[tuple[Hashable, ...]] = Counter()
        for where, what, id_ in (*named, *entry.terms):
            if isinstance(where[-1], int):
                seen[where[:-1], what, id_] += 1
                if seen[where[:-1], what, id_] == 2 and not _is_told(catalog, entry, where):
                    message = f"{shown(id_)} stands here twice; delete one, or name another"
                    yield Problem(entry, where, message)


def _is_told(catalog: Catalog, entry: Entry, where: DataPath) -> bool:
    """Whether the reference at a place names nothing, which has a finding already."""
    is_unknown = any(one.where == where and not catalog.get(*one.key) for one in entry.references)
    return is_unknown and tells("unknown-reference", entry, catalog.settings)


def _with_article(noun: str) -> str:
    if noun in ("evidence", "messaging"):
        return noun
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


@rule("renamed-reference", Severity.WARNING)
def renamed_reference(catalog: Catalog) -> Iterator[Problem]:
    """A document names another one by an id that it had before, or links to its earlier file.

    Why: The link still works, because the other document lists its old id under `aliases`. But
    two names for one thing confuse readers, and the old one will be gone some day.

    Bad:

        personas: [amy]        # amelia.md says `aliases: [amy]`

    Good:

        personas: [amelia]

    Mend: Write the new id, which the message names; `playbook check --fix` does it in fields.
    """
    for reference in catalog.references:
        if reference.key not in catalog.by_key and (target := catalog.aliases.get(reference.key)):
            message = f"{shown(reference.id)} is now called '{target.id}'"
            help_ = f"write `{target.id}`"
            yield Problem(reference.source, reference.where, message, help_, fix=Fix(target.id))
    paths = {document.path for document in catalog.documents}
    for entry in catalog.entries:
        for link in entry.links:
            path = normpath(join(dirname(entry.path), link.path)) if link.is_relative else ""
            if path not in paths and (target := catalog.by_old_path.get(path)):
                message = f"{shown(link.path)} is now called '{basename(target.path)}'"
                yield Problem(entry, entry.document.body_start + link.start, message)


@rule("retired-reference", Severity.WARNING)
def retired_reference(catalog: Catalog) -> Iterator[Problem]:
    """A document that is in use names one that is retired or replaced.

    Why: Whoever follows the link works with something that the team has put aside.

    Bad:

        personas: [mia]        # mia.md says `status: retired`

    Good:

        personas: [amelia]     # mia.md says `superseded_by: amelia`

    Mend: Name the successor, or take the reference out. If the document is needed after all, set
    its `status` to `active`.
    """
    for reference in catalog.references:
        target = catalog.get(*reference.key)
        if (
            target is None
            or in_use(target)
            or target is reference.source
            or reference.where[0] == "superseded_by"
            or not in_use(reference.source)
        ):
            continue
        successor = target.data.get("superseded_by")
        if successor is not None:
            message = f"{shown(reference.id)} is superseded by '{successor}'"
            yield Problem(reference.source, reference.where, message, f"write `{successor}`")
        elif target.is_retired:
            message = f"{shown(reference.id)} is retired"
            help_ = "name another document, or take the reference out"
            yield Problem(reference.source, reference.where, message, help_)


@rule("reference-loop", Severity.ERROR)
def reference_loop(catalog: Catalog) -> Iterator[Problem]:
    """A document refers to itself, or documents replace each other in a circle.

    Why: A reader who follows the links comes back to where they began, and nobody can tell which
    of the documents holds.

    Bad:

        # mia.md
        superseded_by: amelia
        # amelia.md
        superseded_by: mia

    Good:

        # mia.md
        superseded_by: amelia

    Mend: Delete the reference that is wrong; the message shows the whole circle.
    """
    acyclic = {
        kind.name: {name for name, node in kind.fields.items() if node.get("x-acyclic")}
        for kind in catalog.kinds.values()
    }
    onward: dict[Key, list[Reference]] = defaultdict(list)
    for reference in catalog.references:
        source = reference.source
        if reference.kind != source.kind.name:
            continue
        target = catalog.get(*reference.key)
        if target is source:
            yield Problem(source, reference.where, f"'{source.id}' refers to itself; delete it")
        elif target and reference.where[0] in acyclic[source.kind.name]:
            onward[source.key].append(reference)
    yield from _circles(catalog, onward)


def _circles(catalog: Catalog, onward: dict[Key, list[Reference]]) -> Iterator[Problem]:
    """Walk along references, each once; one that leads back into the walk closes a circle."""
    done: set[Key] = set()
    for start in sorted(onward):
        if start in done:
            continue
        walk = [(start, iter(onward[start]))]
        place = {start: 0}
        while walk:
            key, references = walk[-1]
            reference = next(references, None)
            target = catalog.get(*reference.key) if reference else None
            if reference is None or target is None:
                done.add(key)
                del place[key]
                walk.pop()
            elif target.key in place:
                circle = [key for key, _ in walk[place[target.key] :]]
                names = " → ".join(id_ for _, id_ in (*circle, target.key))
                yield Problem(reference.source, reference.where, f"a circle: {names}")
            elif target.key not in done:
                place[target.key] = len(walk)
                walk.append((target.key, iter(onward.get(target.key, ()))))
