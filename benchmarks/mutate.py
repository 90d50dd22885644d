"""Mutated documents: whatever an author, an editor or a merge does, a check says it kindly.

    python benchmarks/mutate.py [MUTATIONS] [SEED]

Takes the documents of `personas/` and of every kind's starter, damages a hundred, and puts these
beside the others: the playbook is read and checked, and the pages of its documents are made; in
every tenth round all pages are. No exception may escape, every finding must lie within its
document, and no page may take a second. Prints the seed, so that a failure can be repeated.
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
BATCH = 100
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
    *(flip, cut, lines, values, values, names, indent, signs),
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


def examine(folder: Path, with_all: bool) -> tuple[list[str], float]:
    """Check a playbook and make its pages; the rules of its findings, the slowest page's time."""
    playbook = catalog.load(folder, TODAY)
    findings = check(playbook)
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
    if with_all:
        made = iter(pages.make(playbook, Site(), findings))
    else:
        made = documents.make(Maker(playbook, Site()))
    slowest, began = 0.0, time.process_time()
    for page in made:
        assert page.markdown.startswith("---\n"), page.uri
        if not with_all:
            slowest = max(slowest, time.process_time() - began)
            began = time.process_time()
    return [finding.rule for finding in findings], slowest


def culprits(folder: Path, names: list[str]) -> list[bytes]:
    """Those of these documents that fail alone, beside the originals."""
    kept = {name: (folder / name).read_bytes() for name in names}
    for name in kept:
        (folder / name).unlink()
    failing = []
    for name, data in kept.items():
        (folder / name).write_bytes(data)
        try:
            examine(folder, with_all=True)
        except Exception:  # noqa: BLE001 - this is what we are here for
            traceback.print_exc()
            failing.append(data)
        (folder / name).unlink()
    return failing


def main() -> int:
    """Mutate, check, and count."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2026
    chance = random.Random(seed)  # noqa: S311 - no secret
    originals = valid_documents()
    names_ = sorted(originals)
    rules: Counter[str] = Counter()
    start, slowest_check, slowest_page = time.perf_counter(), 0.0, 0.0
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base)
        for name, text in originals.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "mutated").mkdir()
        for batch in range(-(-number // BATCH)):
            mutated = []
            for index in range(BATCH):
                original = chance.choice(names_)
                name = f"mutated/{index}{Path(original).suffix}"
                if original == NAME:  # there is only one
                    name = original
                (folder / name).write_bytes(mutate(originals[original], chance))
                mutated.append(name)
            began = time.process_time()
            try:
                found, slowest = examine(folder, with_all=batch % 10 == 0)
            except Exception:  # noqa: BLE001 - this is what we are here for
                traceback.print_exc()
                for data in culprits(folder, mutated):
                    Path("mutation").write_bytes(data)
                print(f"batch {batch} of seed {seed}; a file that fails is kept as ./mutation")
                return 1
            for name in mutated:
                (folder / name).unlink(missing_ok=True)
            (folder / NAME).write_text(originals[NAME], encoding="utf-8")
            rules.update(found)
            slowest_check = max(slowest_check, time.process_time() - began)
            slowest_page = max(slowest_page, slowest)
            if batch % 100 == 99:
                done = (batch + 1) * BATCH
                print(f"{done:,} after {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(f"{number:,} mutations of {len(originals)} documents, seed {seed}: no exception,")
    print(f"{rules.total():,} findings of {len(rules)} rules, each within its document,")
    print(
        f"{time.perf_counter() - start:.0f} s; the slowest {BATCH} with the others took "
        f"{slowest_check:.1f} s, the slowest page {slowest_page * 1000:.0f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
