"""Rules about gaps: personas, stages and documents that the rest of the playbook leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..catalog import Catalog, in_use
from ..finding import Severity
from ..views.coverage import Coverage
from ..views.people import People
from .registry import Problem, rule
from .scope import Doubts, meant_stage, tells, told


@rule("missing-journey", Severity.WARNING)
def missing_journey(catalog: Catalog) -> Iterator[Problem]:
    """A persona has no journey.

    Why: A persona says who the customer is; the journey says what the customer goes through with
    you. Without it nobody sees where it hurts, and who should act.

    Bad:

        # no journey names amelia
        kind: persona
        name: Amelia Hart

    Good:

        # journeys/first-order.md
        kind: journey
        title: First order
        personas: [amelia]

    Mend: Write a journey, or add the persona to one that exists. Personas that are drafts,
    retired or negative need none.
    """
    return _without(catalog, "journey", "no journey names this persona")


@rule("missing-messaging", Severity.WARNING)
def missing_messaging(catalog: Catalog) -> Iterator[Problem]:
    """A persona has no messaging.

    Why: Without messaging everybody who writes or sells to this customer begins anew, and each
    says something else.

    Bad:

        # no messaging names amelia
        kind: persona
        name: Amelia Hart

    Good:

        # messaging/commuters.md
        kind: messaging
        title: Messages for commuters
        personas: [amelia]

    Mend: Write messaging, or add the persona to one that fits. Personas that are drafts, retired
    or negative need none.
    """
    return _without(catalog, "messaging", "no messaging names this persona")


@rule("missing-service", Severity.WARNING)
def missing_service(catalog: Catalog) -> Iterator[Problem]:
    """A persona has no service guideline.

    Why: What marketing promises, service has to keep. Without a guideline the people who care for
    this customer do not know what was promised. A guideline without `personas` is for everyone.

    Bad:

        # no guideline names amelia, and none is for everyone
        kind: persona
        name: Amelia Hart

    Good:

        # service/delivery.md
        kind: service
        title: Deliveries
        personas: [amelia]

    Mend: Write a service guideline, or add the persona to one that fits. Personas that are
    drafts, retired or negative need none.
    """
    return _without(catalog, "service", "no service guideline is meant for this persona")


@lru_cache(maxsize=1)
def _coverage(catalog: Catalog) -> Coverage:
    """The coverage of the playbook that is checked now, computed once for all rules."""
    return Coverage(People(catalog))


@lru_cache(maxsize=1)
def _doubts(catalog: Catalog) -> Doubts:
    return Doubts(catalog)


def _without(catalog: Catalog, kind: str, message: str) -> Iterator[Problem]:
    """Yield the personas that no document of a kind is for."""
    doubts = _doubts(catalog)
    folder = catalog.kinds[kind].folder
    for entry in _coverage(catalog).without(kind):
        if not doubts.about(entry.id, entry):
            help_ = f"write one in {folder}/, or add `personas: [{entry.id}]` to one that exists"
            yield Problem(entry, (), message, help_)


@rule("uncovered-stage", Severity.WARNING)
def uncovered_stage(catalog: Catalog) -> Iterator[Problem]:
    """A stage of a journey has neither a message nor a service guideline.

    Why: Here the customer is left alone: nobody has decided what to say, or how to care.

    Bad:

        # journeys/first-order.md; no message or guideline is for `onboard`
        stages:
          - stage: onboard

    Good:

        # service/delivery.md
        kind: service
        title: Deliveries
        stages: [onboard]

    Mend: Name messaging or a guideline at the stage itself (`messaging: [commuters]`,
    `service: [delivery]`), or say in a message or guideline that it is for this stage. It has to
    be for a persona of the journey, or for everyone.
    """
    doubts, settings = _doubts(catalog), catalog.settings
    for stage in _coverage(catalog).uncovered:
        id_ = stage["stage"].raw
        if id_ and doubts.about(id_, stage.entry):
            continue
        if meant_stage(stage, settings) and tells("unlinked-name", stage.entry, settings):
            continue  # once it has its id, more may be known of it
        where = (*stage.where, "stage") if id_ else stage.where
        name = id_ or stage["title"].raw or int(stage.where[-1]) + 1
        message = f"no message and no service guideline covers the stage '{name}'"
        help_ = "name them here (`messaging:`, `service:`), or name the stage in one of them"
        yield Problem(stage.entry, where, message, help_)


@rule("orphan", Severity.WARNING)
def orphan(catalog: Catalog) -> Iterator[Problem]:
    """Nothing refers to a document, and it is for no persona.

    Why: Nobody will find it. A journey or messaging without a persona helps no customer; evidence
    that nobody cites supports nothing.

    Bad:

        kind: journey
        title: First order

    Good:

        kind: journey
        title: First order
        personas: [amelia]

    Mend: Name the persona that it is for. Name evidence under `sources`, in the document or at
    the statement that rests on it. What is not needed any more gets `status: retired`.
    """
    doubts = _doubts(catalog)
    connected = {
        target.key
        for reference in catalog.references
        if (target := catalog.get(*reference.key)) and target is not reference.source
    }
    connected |= {ref.source.key for ref in catalog.references if ref.kind == "persona"}
    connected |= set(_linked(catalog))
    for entry in catalog.entries:
        if (
            not entry.kind.stands_alone
            and in_use(entry)
            and entry.key not in connected
            and not told(entry.document, catalog.settings)  # one may be about what it refers to
            and not doubts.about(entry.id, entry)
        ):
            if "personas" in entry.kind.fields:
                message = f"no persona, and nothing refers to this {entry.kind.title.lower()}"
                help_ = "add for example `personas: [amelia]`"
            else:
                message = f"nothing refers to this {entry.kind.title.lower()}"
                help_ = f"name it where it belongs, for example `sources: [{entry.id}]`"
            yield Problem(entry, (), message, help_)


def _linked(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the keys of the documents that the text of another one links to."""
    for entry in catalog.entries:
        for _, path, _ in entry.targets:
            target = catalog.linked(path)
            if target and target is not entry:
                yield target.key
