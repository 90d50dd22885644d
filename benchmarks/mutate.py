"""Mutated documents: whatever an author, an editor or a merge does, a check says it kindly.

    python benchmarks/mutate.py [MUTATIONS] [SEED]

Takes the documents of `personas/` and of every kind's starter, leaves out some fields of each,
and damages them all: the playbook is read and checked, and the pages of its documents are made;
in every hundredth round all pages are. No exception may escape, every finding must lie within its
document, and neither a page nor the check of a document may take a second. Prints the seed, so
that a failure can be repeated.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from persona_playbook import catalog, kinds, pages, report
from persona_playbook.check import check
from persona_playbook.links import rewrite
from persona_playbook.pages import documents
from persona_playbook.pages.maker import Maker
from persona_playbook.places import Site
from persona_playbook.settings import NAME

HERE = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)
ALL_PAGES = 100  # rounds
SETTINGS = 10  # rounds: with playbook.yml damaged there is often no page to make
LIMIT = 1.0  # seconds for a document
VALUES = (
    *(
        "",
        "~",
        "true",
        "no",
        "7",
        "-1",
        "1.10",
        "9" * 400,
        ".nan",
        "2024-02-30",
        "12:30",
        "[]",
        "{}",
    ),
    *(
        "[x, [y]]",
        "{a: {b: c}}",
        "[",
        "{a: b",
        '"',
        "'",
        "&a x",
        "*a",
        "!!python/name:os.system",
        "|",
    ),
    *("'#'", "text: more", "- x", "[null]", "{text: 1}", '"\\0"', "? x", "\u202e", "x" * 3000),
)
STRANGE = "\x00\x1b\x85\xa0\u2028\u202e\ufeff\ufffd\U0001f6b2\u0301\t\r\n`[](){}<>&*!|%@#'\":-?,\\"
SCALAR = re.compile(r"(?<=: )[^\n]+|(?<=- )[^\n]+")


def flip(text: str, chance: random.Random) -> bytes:
    """Change some bytes."""
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def cut(text: str, chance: random.Random) -> bytes:
    """End the file early, or begin it late."""
    data = text.encode()
    place = chance.randrange(len(data))
    return data[:place] if chance.random() < 0.7 else data[place:]


def lines(text: str, chance: random.Random) -> bytes:
    """Delete, repeat, swap or move lines."""
    parts = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 4)):
        one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        action = chance.randrange(3)
        if action == 0 and len(parts) > 1:
            del parts[one]
        elif action == 1:
            parts.insert(other, parts[one])
        else:
            parts[one], parts[other] = parts[other], parts[one]
    return "".join(parts).encode()


def values(text: str, chance: random.Random) -> bytes:
    """Put values of other types in the place of some."""
    for _ in range(chance.randint(1, 3)):
        if found := list(SCALAR.finditer(text)):
            place = chance.choice(found)
            text = text[: place.start()] + chance.choice(VALUES) + text[place.end() :]
    return text.encode()


def names(text: str, chance: random.Random) -> bytes:
    """Misspell or exchange the names of some fields."""
    found = list(re.finditer(r"^ *(?:- )?([\w ]+)(?=:)", text, re.MULTILINE))
    for match in sorted(chance.sample(found, min(2, len(found))), key=lambda match: -match.start()):
        new = chance.choice([match[1][1:], match[1] + "s", chance.choice(found)[1], "x-new", "<<"])
        text = text[: match.start(1)] + new + text[match.end(1) :]
    return text.encode()


def indent(text: str, chance: random.Random) -> bytes:
    """Break the indentation of some lines."""
    parts = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 5)):
        one = chance.randrange(len(parts))
        parts[one] = chance.choice([" ", "  ", "\t", "    - ", "- "]) + parts[one]
        if chance.random() < 0.5:
            parts[one] = parts[one].lstrip()
    return "".join(parts).encode()


def signs(text: str, chance: random.Random) -> bytes:
    """Put strange signs anywhere."""
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(STRANGE) * chance.choice([1, 1, 3]) + text[place:]
    return text.encode(chance.choice(["utf-8"] * 8 + ["utf-16", "utf-8-sig"]))


MUTATIONS: tuple[Callable[[str, random.Random], bytes], ...] = (
    # Most documents stay YAML: those that do not have no page to make.
    *(flip, cut, lines, values, values, values, values, values, names, names, indent, signs),
)


def mutate(text: str, chance: random.Random) -> bytes:
    """Damage a document once or twice."""
    data = text.encode()
    for _ in range(chance.choice([1, 1, 1, 2])):
        if text:
            data = chance.choice(MUTATIONS)(text, chance)
            text = data.decode("utf-8", "replace")
    return data


def valid_documents() -> dict[str, str]:
    """Valid documents: the example's, and a starter of each kind."""
    found = {
        path.relative_to(HERE / "personas").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((HERE / "personas").rglob("*"))
        if path.suffix in (".md", ".yml")
    }
    for path in sorted(kinds.DATA.glob("*/starter.md")):
        found[f"starters/{path.parent.name}.md"] = path.read_text(encoding="utf-8")
    return found


def some(text: str, chance: random.Random) -> str:
    """A document with a part of its fields, its title among them, and the start of its text."""
    head, mark, body = text.partition("\n---\n")
    fields = re.split(r"\n(?=\w)", head)
    kept = [
        field
        for field in fields
        if field.startswith(("---", "id:", "kind:", "title:", "name:", "version:"))
        or chance.random() < 0.4
    ]
    return "\n".join(kept) + mark + body[: chance.choice([0, 200, 1_000])]


def examine(folder: Path, *, with_all: bool) -> tuple[list[str], int, float, float]:
    """Check a playbook and make its pages: rules, pages, seconds of the check, of a page."""
    began = time.process_time()
    playbook = catalog.load(folder, TODAY)
    findings = check(playbook)
    checking = time.process_time() - began
    found = {document.path: document for document in playbook.documents}
    found[playbook.settings.document.path] = playbook.settings.document
    for finding in findings:
        document = found[finding.path]
        last = document.text.count("\n") + 1
        assert 1 <= finding.line <= finding.end_line <= last, finding
        assert 1 <= finding.column <= len(document.line(finding.line)) + 1, finding
        assert 1 <= finding.end_column <= len(document.line(finding.end_line)) + 1, finding
    report.text(findings, found)
    for document in found.values():
        assert rewrite(document.body, lambda link: link.target) == document.body
    number, slowest, began = 0, 0.0, time.process_time()
    for page in documents.make(Maker(playbook, Site())):
        assert page.markdown.startswith("---\n"), page.uri
        number += 1
        slowest = max(slowest, time.process_time() - began)
        began = time.process_time()
    if with_all:
        for page in pages.make(playbook, Site(), findings):
            assert page.markdown.startswith("---\n"), page.uri
    return [finding.rule for finding in findings], number, checking, slowest


def write(folder: Path, texts: dict[str, bytes]) -> None:
    """A playbook of these documents."""
    for name, data in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def failing(originals: dict[str, str], mutated: dict[str, bytes]) -> list[str]:
    """Those of these documents that fail, or take too long, beside the originals of the others."""
    whole = {name: text.encode() for name, text in originals.items()}
    found = []
    for name, data in mutated.items():
        with tempfile.TemporaryDirectory() as base:
            write(Path(base), {name: data})
            alone = time_of(Path(base))
            write(Path(base), whole | {name: data})
            if alone > LIMIT or time_of(Path(base)) == float("inf"):
                found.append(name)
    return found


def time_of(folder: Path) -> float:
    """Seconds that a playbook takes; without end where it fails."""
    try:
        _, _, checking, page = examine(folder, with_all=True)
    except Exception:  # noqa: BLE001 - this is what we are here for
        traceback.print_exc()
        return float("inf")
    return max(checking, page)


def main() -> int:
    """Mutate, check, and count."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2026
    chance = random.Random(seed)  # noqa: S311 - no secret
    originals = valid_documents()
    rules: Counter[str] = Counter()
    start, done, made, round_ = time.perf_counter(), 0, 0, 0
    slowest_check, slowest_page = 0.0, 0.0
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        while done < number:
            mutated = {
                name: mutate(some(text, chance), chance)
                for name, text in originals.items()
                if name != NAME or round_ % SETTINGS == 0
            }
            write(folder, {NAME: originals[NAME].encode()} | mutated)
            try:
                found, pages_, checking, page = examine(folder, with_all=round_ % ALL_PAGES == 0)
            except Exception:  # noqa: BLE001 - this is what we are here for
                traceback.print_exc()
                checking = float("inf")
            if max(checking, page) > LIMIT and (slow := failing(originals, mutated)):
                for name in slow:
                    Path("mutation").with_suffix(Path(name).suffix).write_bytes(mutated[name])
                print(f"round {round_} of seed {seed}: {slow}; the last is kept as ./mutation.*")
                return 1
            rules.update(found)
            done, made, round_ = done + len(mutated), made + pages_, round_ + 1
            slowest_check, slowest_page = max(slowest_check, checking), max(slowest_page, page)
            if round_ % 100 == 0:
                print(f"{done:,} after {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(f"{done:,} mutations of {len(originals)} documents, seed {seed}: no exception,")
    print(f"{rules.total():,} findings of {len(rules)} rules, each within its document,")
    print(f"{made:,} pages of documents, {time.perf_counter() - start:.0f} s;")
    print(
        f"the slowest check of {len(originals)} documents took {slowest_check * 1000:.0f} ms, "
        f"the slowest page {slowest_page * 1000:.0f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
