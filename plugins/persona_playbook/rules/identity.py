"""Rules about who is who: ids, and personas that are hard to tell apart or to remember."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..catalog import Catalog, Entry, in_use
from ..finding import Severity
from ..validate import shown
from .registry import Problem, rule

# Two personas are alike if they share this much of their statements, and at least so many.
_ALIKE = 0.8
_MIN_SHARED = 4
# How many personas with the same rare statement are compared with a further one. It bounds the
# work for playbooks in which everybody says the same.
_MAX_COMPARED = 20


@rule("duplicate-id", Severity.ERROR)
def duplicate_id(catalog: Catalog) -> Iterator[Problem]:
    """Two documents of a kind have the same id.

    Why: The id is the address of a page and the name in references. With two of them nobody
    knows which one is meant, and only one gets a page. Capital and small letters count as the
    same: on many computers they are the same file. An earlier id under `aliases` may not be that
    of another document either.

    Bad:

        # personas/amelia.md and personas/commuters/amelia.md
        kind: persona
        name: Amelia Hart

    Good:

        # personas/commuters/amelia.md
        kind: persona
        id: amelia-commuter
        name: Amelia Hart

    Mend: Rename one of the files, or give it an `id` of its own. If both are about the same,
    make one document of them.
    """
    first: dict[tuple[str, str], Entry] = {}
    for entry in catalog.entries:
        other = first.setdefault((entry.kind.name, entry.id.casefold()), entry)
        if other is not entry:
            message = f"the id '{entry.id}' is taken by '{other.path}'"
            help_ = "rename the file, or give it an `id` of its own"
            yield Problem(entry, ("id",) if "id" in entry.data else (), message, help_)
    aliases: dict[tuple[str, str], Entry] = {}
    for entry in catalog.entries:
        for where, alias in entry.items("aliases"):
            key = (entry.kind.name, alias.casefold())
            owner, earlier = first.get(key), aliases.setdefault(key, entry)
            if owner is entry:
                message = f"{shown(alias)} is the present id of this document; delete it here"
                yield Problem(entry, where, message)
            elif owner:
                message = f"the earlier id {shown(alias)} is the id of '{owner.path}'"
                yield Problem(entry, where, message, "delete it in one of the two")
            elif earlier is not entry:
                message = f"the earlier id {shown(alias)} is claimed by '{earlier.path}' too"
                yield Problem(entry, where, message, "delete it in one of the two")


@rule("similar-personas", Severity.WARNING)
def similar_personas(catalog: Catalog) -> Iterator[Problem]:
    """Two personas share four fifths of their statements or more.

    Why: A persona is there to tell customers apart. Two that want and fear the same are one
    persona with two names, or a copy that nobody has finished.

    Bad:

        # amelia.md and, copied from it, ben.md
        goals: [Be on time, Stay dry, Save money, Arrive rested]

    Good:

        # ben.md
        goals: [Ride with the children, Leave the car at home, Need no tools, Spend less]

    Mend: Write down what makes this persona different, or make one of the two and add the id of
    the other to its `aliases`.
    """
    statements = {
        entry: found
        for entry in catalog.entries
        if entry.kind.name == "persona" and in_use(entry) and catalog.has_page(entry)
        if len(found := _statements(entry)) >= _MIN_SHARED
    }
    count = Counter(text for found in statements.values() for text in found)
    holders: dict[str, list[Entry]] = defaultdict(list)
    for entry, mine in statements.items():
        # Two sets that share four fifths share one of their rarest elements, too: comparing
        # the holders of a few rare statements finds all pairs without trying each.
        rare = sorted(mine, key=lambda text: (count[text], text))[: len(mine) // 5 + 1]
        others = dict.fromkeys(other for text in rare for other in holders[text])
        for other in others:
            shared = len(mine & statements[other])
            if shared >= max(_MIN_SHARED, _ALIKE * max(len(mine), len(statements[other]))):
                message = f"shares {shared} of {len(mine)} statements with '{other.id}'"
                help_ = "say what makes this persona different, or make one of the two"
                yield Problem(entry, (entry.kind.title_field,), message, help_)
                break
        for text in rare:
            if len(holders[text]) < _MAX_COMPARED:
                holders[text].append(entry)


def _statements(entry: Entry) -> frozenset[str]:
    texts = (
        value["text"] if isinstance(value, dict) else value
        for _, shape, value in entry.statements
        if shape == "claim"
    )
    return frozenset(" ".join(str(text).casefold().split()).rstrip(".!?") for text in texts)


@rule("too-many-primary-personas", Severity.WARNING)
def too_many_primary_personas(catalog: Catalog) -> Iterator[Problem]:
    """More personas are primary than the team can hold in mind.

    Why: "Primary" decides when interests collide. If everybody is primary, nothing is decided,
    and nobody knows the personas by heart. Four are usual.

    Bad:

        # in five documents
        priority: primary

    Good:

        # in the fifth
        priority: secondary

    Mend: Make one of them `secondary`, or `served`. If your team can hold more in mind, say so in
    `playbook.yml`: `primary_personas: 6`.
    """
    most = catalog.settings.primary_personas
    primary = [
        entry
        for entry in catalog.entries
        if entry.kind.name == "persona" and in_use(entry)
        if str(entry.data.get("priority")) in ("primary", "1")
    ]
    for number, entry in enumerate(primary[most:], most + 1):
        message = f"primary persona number {number}; the team can hold {most} in mind"
        yield Problem(entry, ("priority",), message, "write `secondary` here or in another persona")
