"""Catalog → findings: faults of reading, of shape, and of the rules, placed and weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from .catalog import Catalog, Entry
from .finding import DataPath, Fault, Finding, Severity, Where
from .frontmatter import Document, Span
from .rules import RULES, Rule, weight
from .rules.registry import Problem
from .rules.scope import meant_id, told
from .settings import Settings
from .validate import suggest, sure

_ABOUT = 1_000  # characters of a value that tell it from others


class Seen(NamedTuple):
    """A fault of a document, weighed; `written` if its path is one of what the author wrote."""

    document: Document
    fault: Fault
    severity: Severity
    written: bool = False

    @property
    def where(self) -> Where:
        """Its place as the author wrote it, nothing taken out."""
        where = self.fault.where
        return where if self.written or isinstance(where, int) else self.document.as_written(where)


@dataclass
class Memory:
    """What the last check of a playbook found in single documents, for the next one.

    It holds for an entry as long as that is the same object, and what the settings say, what is
    wrong with them and the day are the same: its `basis`.
    """

    basis: tuple[dict[str, Any], list[Fault], date] | None = None
    problems: dict[tuple[str, Entry], list[Problem]] = field(default_factory=dict)


def check(catalog: Catalog) -> list[Finding]:
    """Everything that is wrong with a playbook, sorted by place.

    Paths are relative to the playbook's folder. Severities are the team's; a document's own
    excuses hold for the rules of the whole playbook.
    """
    return final(place(seen, catalog.settings) for seen in faults(catalog))


def faults(catalog: Catalog) -> list[Seen]:
    """Everything that is wrong with a playbook, as it was found."""
    return [seen for some in in_steps(catalog) for seen in some]


def in_steps(catalog: Catalog, memory: Memory | None = None) -> Iterator[list[Seen]]:
    """Everything that is wrong, in steps between which something else can be done.

    With a memory, documents that it knows are not looked at again by rules that look at each alone.
    """
    settings = catalog.settings
    lost = _own_words_are_lost(settings)
    found = [
        Seen(document, _with_meant_id(catalog, document, fault), severity, written=True)
        for document in (settings.document, *catalog.documents)
        for fault in document.faults
        if (severity := weight(fault.rule, settings))
        and not (lost and document is not settings.document and _follows(fault, settings))
    ]
    found += [Seen(settings.document, fault, Severity.ERROR) for fault in _unknown_rules(settings)]
    yield found
    if settings.document.readable:
        # Without the team's own words, everything that uses them would look wrong.
        yield from _apply_rules(catalog, memory or Memory())


def final(placed: Iterable[Finding]) -> list[Finding]:
    """All findings of a playbook, each once, sorted by place, with its final fingerprint.

    That is made of what it is about, and of its number among its equals.
    """
    found, seen = [], Counter[str]()
    for finding in sorted(dict.fromkeys(placed), key=lambda finding: finding.order):
        about = f"{finding.rule}\0{finding.path}\0{finding.fingerprint}"
        marked = f"{about}\0{seen[about]}".encode(errors="backslashreplace")
        found.append(replace(finding, fingerprint=sha256(marked).hexdigest()[:32]))
        seen[about] += 1
    return found


def field_at(document: Document, finding: Finding, names: Iterable[str]) -> str | None:
    """The field with the value that a finding is about, for who sees no line of the document."""
    for name in names:
        if name in document.data:
            start = document.span((name,), at_key=True).start
            first, last = (
                document.line_and_column(offset)[0]
                for offset in (start, max(start, document.span((name,)).end - 1))
            )
            if first <= finding.line <= last:
                return name
    return None


def _own_words_are_lost(settings: Settings) -> bool:
    """Whether a fault in `playbook.yml` took a field or kind of the team's with it."""
    document = settings.document
    places = [fault.where for fault in told(document, settings)]
    return not document.readable or any(
        not isinstance(where, int) and where[:1] in (("fields",), ("kinds",)) for where in places
    )


def _follows(fault: Fault, settings: Settings) -> bool:
    """Whether a document's fault is about a word that a faulty `playbook.yml` may have declared."""
    if fault.rule == "unknown-field" and not isinstance(fault.where, int):
        return str(fault.where[-1]) in settings.document.text
    return fault.rule == "unknown-kind"


def _apply_rules(catalog: Catalog, memory: Memory) -> Iterator[list[Seen]]:
    current = set(map(id, catalog.documents))
    used: set[tuple[int, str]] = set()
    for rule, problems in _problems(catalog, memory):
        severity = weight(rule.name, catalog.settings)
        found = []
        for entry, where, message, help_, at_key, fix in problems:
            document = entry.document
            fault = Fault(rule.name, where, message, help_, at_key, fix)
            if rule.name in entry.data.get("excuses", {}):
                used.add((id(entry), rule.name))
            elif severity and id(document) in current:
                found.append(Seen(document, fault, severity))
        yield found
    yield [
        Seen(entry.document, fault, severity)
        for entry in catalog.entries
        if id(entry.document) in current
        for fault in _excuses(entry, used, catalog.settings)
        if (severity := weight(fault.rule, catalog.settings))
    ]


def _problems(catalog: Catalog, memory: Memory) -> Iterator[tuple[Rule, list[Problem]]]:
    """What each rule that is on finds; what is known of single documents is not looked for."""
    document = catalog.settings.document
    basis = document.data, document.faults, catalog.today
    known = memory.problems if memory.basis == basis else {}
    now: dict[tuple[str, Entry], list[Problem]] = {}
    for rule in RULES.values():
        if rule.check is None or weight(rule.name, catalog.settings) is None:
            continue
        if not rule.alone:
            yield rule, list(rule.check(catalog))
            continue
        unknown = [entry for entry in catalog.entries if (rule.name, entry) not in known]
        found: dict[Entry, list[Problem]] = {entry: [] for entry in unknown}
        for problem in rule.check(replace(catalog, entries=unknown)):
            found[problem.entry].append(problem)
        here = {
            (rule.name, entry): found[entry] if entry in found else known[rule.name, entry]
            for entry in catalog.entries
        }
        now |= here
        yield rule, [problem for problems in here.values() for problem in problems]
    # Only now: a check that is given up in the middle has forgotten nothing.
    memory.basis, memory.problems = basis, now


def _excuses(entry: Entry, used: set[tuple[int, str]], settings: Settings) -> Iterator[Fault]:
    for name in entry.data.get("excuses", {}):
        where = ("excuses", name)
        rule = RULES.get(name)
        if rule is None:
            yield _unknown_rule(name, where)
        elif rule.check is None:
            message = f"'{name}' can't be excused; mend it where it is reported"
            yield Fault("unknown-rule", where, message, at_key=True)
        elif (id(entry), name) not in used and weight(name, settings):
            message = f"nothing here breaks '{name}'; delete the excuse"
            yield Fault("unused-excuse", where, message, at_key=True)


def _unknown_rules(settings: Settings) -> Iterator[Fault]:
    for name, severity in settings.severities.items():
        where = ("rules", name)
        if name not in RULES:
            yield _unknown_rule(name, where)
        elif RULES[name].essential and severity != "error":
            yield Fault("unknown-rule", where, f"'{name}' is always an error", at_key=True)


def _unknown_rule(name: str, where: DataPath) -> Fault:
    message = f"no rule named '{name}'{suggest(name, RULES)}"
    return Fault("unknown-rule", where, message, at_key=True, fix=sure(name, RULES, is_name=True))


def _with_meant_id(catalog: Catalog, document: Document, fault: Fault) -> Fault:
    """A fault whose help names the id that others use: only the whole playbook shows it."""
    entry = catalog.by_path.get(document.path) if fault.rule == "invalid-id" else None
    if entry and entry.document is document and (id_ := meant_id(catalog, entry)):
        return fault._replace(help=f"add `id: {id_}`, by which other documents mean it")
    return fault


def place(seen: Seen, settings: Settings) -> Finding:
    """A fault as people see it, without the personal data that its words quote: they end in logs.

    Its fingerprint is not `final`: it does not tell equals apart.
    """
    document, fault, severity, written = seen
    span = document.span(fault.where, fault.at_key, written)
    line, column = document.line_and_column(span.start)
    end_line, end_column = document.line_and_column(max(span.start, span.end))
    message, help_, about = map(
        settings.discreet, (fault.message, fault.help, _about(document, fault, span))
    )
    return Finding(
        document.path,
        line,
        column,
        end_line,
        end_column,
        severity,
        fault.rule,
        message,
        help_,
        about,
    )


def _about(document: Document, fault: Fault, span: Span) -> str:
    """What tells a finding from others of its rule in its document, wherever that stands."""
    if fault.rule == "personal-data":
        return fault.message  # it has the ends of the value only
    words = document.text[span.start : span.end].partition("\n")[0][:_ABOUT]
    if isinstance(fault.where, int):
        return words if fault.where else ""  # at 0 it is about the file
    names = [name for name in fault.where if isinstance(name, str)]
    if words.strip("\"'") in names or span == document.span(()):
        words = ""  # about the whole document: shown on whatever field comes first
    return "\0".join([*names, words])
