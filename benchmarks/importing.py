"""Where every labelled section of other people's personas goes, counted apart from the importer.

    python benchmarks/importing.py FILE[:LEVEL[,LEVEL]]...

Files in one folder are one source; the levels are those of headings that are a document each.
Labels are counted here by the look of their lines alone: headings, bold words before a colon,
fields of front matter. Of each the importer has to say where it went, and every word below it has
to stand in the document that it went to. What is said to be left out, around the documents of a
file with several, is counted apart. Ends with 1 if a label or a word is missing, or if a document
would not pass the check.
"""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from pathlib import Path

from persona_playbook import importing
from persona_playbook.finding import Severity
from persona_playbook.importing.placing import PARTS

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.+)")
_BOLD = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\*\*([^*\n]+?)(?::\*\*|\*\*:)(.*)")
_FIELD = re.compile(r"([\w-]+):[ \t]*(.*)")
_DEFINITION = re.compile(
    r"\[[^\[\]]+\]:[ \t]*(\S+)"
)  # of a link, which is written where it is used
_TARGET = re.compile(r"\]\((?!https?:)[^()\s]*\)")  # it changes: its document has moved


def main(arguments: list[str]) -> int:
    """Import the sources one by one, and count."""
    sources: dict[Path, list[str]] = defaultdict(list)
    for argument in arguments:
        sources[Path(argument.partition(":")[0]).resolve().parent].append(argument)
    totals: Counter[str] = Counter()
    for folder, own in sources.items():
        counts = count(own)
        totals += counts
        totals["sources"] += 1
        print(f"{folder.parent.name}/{folder.name}: {said(counts)}")
    print(f"all: {totals['sources']} sources, {said(totals)}")
    return int(bool(totals["unaccounted"] or totals["words missing"] or totals["errors"]))


def count(arguments: list[str]) -> Counter[str]:
    """Import the files of one source, and follow each label and word."""
    playbook = importing.empty(Path("personas").resolve())
    counts: Counter[str] = Counter()
    files = {Path(one.partition(":")[0]): one.partition(":")[2] for one in arguments}
    levels = {int(level) for some in files.values() for level in some.split(",") if level}
    sources = [(str(path), path.read_bytes()) for path in files]
    found = importing.plan(sources, playbook, playbook.kinds["persona"], (), sorted(levels))
    counts["documents"] = len(found.drafts)
    for finding in found.findings:
        counts["errors" if finding.severity is Severity.ERROR else "warnings"] += 1
        if finding.severity is Severity.ERROR:
            print(finding)
    for path, data in sources:
        follow(path, data.decode("utf-8-sig").splitlines(), found, counts)
    return counts


def follow(path: str, lines: list[str], found: importing.Import, counts: Counter[str]) -> None:
    """Add to the counts where the labels and words of one file went."""
    places: dict[int, tuple[str, importing.Draft | None]] = {}
    for source, place, _ in found.left_out:
        if source == path:
            places[line_of(place)] = "left out", None
    for draft in found.drafts:
        for one in draft.placements if draft.source == path else ():
            places[line_of(one.place)] = one.field or "text", draft
    alone = [draft for draft in found.drafts if draft.source == path]
    known = sorted(places)
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    in_code = in_front = False
    for number, line in enumerate(lines, 1):
        if number == 1 and line == "---":
            in_front = True
            continue
        if in_front and line == "---":
            in_front = False
            continue
        in_code ^= line.lstrip().startswith(("```", "~~~"))
        label = None if in_code else (_FIELD if in_front else _HEADING).match(line)
        label = label or (None if in_code or in_front else _BOLD.match(line))
        index = bisect_right(known, number)
        around = places[known[index - 1]] if index else ("text", alone[0] if alone else None)
        field, draft = places.get(number, around)
        if label:
            counts["labelled sections"] += 1
            if number not in places and (draft is None or not words(label[1]) <= held(draft)):
                counts["unaccounted" if field != "left out" else "left out"] += 1
            else:
                known_as = "in the text" if field in ("text", PARTS) else "in fields"
                counts["left out" if field == "left out" else known_as] += 1
        if draft and not ((moved := _DEFINITION.match(line)) and moved[1] in draft.raw.decode()):
            own = _own_words(label) if number in places else line
            wanted[draft.path] += words(own)
    for draft in alone:
        missing = wanted[draft.path] - held(draft)
        counts["words"] += wanted[draft.path].total()
        counts["words missing"] += missing.total()
        if missing:
            print(f"{draft.path}: {', '.join(missing)}")


def _own_words(label: re.Match[str] | None) -> str:
    """What a line says beside its label, which a field's name stands for."""
    return "" if label is None or label.re is _HEADING else label[2]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", html.unescape(_TARGET.sub("]", text)).casefold()))


def held(draft: importing.Draft) -> Counter[str]:
    return words(draft.raw.decode())


def line_of(place: str) -> int:
    return int(place.removeprefix("line "))


def said(counts: Counter[str]) -> str:
    names = ["documents", "labelled sections", "in fields", "in the text", "left out"]
    names += ["unaccounted", "words", "words missing", "errors", "warnings"]
    return ", ".join(f"{counts[name]:,} {name}" for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
