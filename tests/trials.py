"""What must hold for every change that our tools make to a playbook; tests and benchmarks try it.

Each trial changes a folder, and returns how many documents it looked at. What does not hold fails
by an assertion.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from persona_playbook import fixes, formatting, moves, whole
from persona_playbook.catalog import load
from persona_playbook.check import check
from persona_playbook.edits import apply
from persona_playbook.frontmatter import Document, parse
from persona_playbook.tree import CanNotEdit
from written import Author

TODAY = date(2026, 11, 22)
Change = Callable[[Path], Callable[[], None]]  # reads a playbook, and returns what writes it


def documents(folder: Path) -> dict[str, Document]:
    """All documents as they are in their files, nothing validated."""
    paths = [path for path in folder.rglob("*") if path.suffix in (".md", ".yml")]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: parse(path.read_bytes(), name)
        for name, path in sorted(names.items())
        if path.name not in ("README.md", "playbook.yml")
    }


def body(folder: Path, name: str) -> bytes:
    """The bytes below the fields."""
    raw = (folder / name).read_bytes()
    return raw.split(b"\n---", 1)[-1] if name.endswith(".md") else b""


def format_all(folder: Path) -> Counter[str]:
    """Format every document: same data, same text below it, and nothing to do the second time."""
    catalog, count = load(folder, TODAY), Counter[str]()
    for entry in catalog.entries:
        before, raw = (
            parse((folder / entry.path).read_bytes(), entry.path),
            body(folder, entry.path),
        )
        try:
            edits = formatting.formatted(before)
        except CanNotEdit:
            count["left"] += 1
            continue
        was = (folder / entry.path).read_bytes()
        whole.write(folder / entry.path, apply(was, before, edits), was, folder)
        after = parse((folder / entry.path).read_bytes(), entry.path)
        assert json.dumps(after.data, sort_keys=True) == json.dumps(before.data, sort_keys=True)
        assert body(folder, entry.path) == raw
        assert formatting.formatted(after) == []
        count["formatted" if edits else "as it was"] += 1
    return count


def rename(folder: Path, kind: str, old: str, new: str) -> Counter[str]:
    """Rename a document: its id is new in all references, and nothing else is another."""
    before, catalog = documents(folder), load(folder, TODAY)
    entry = catalog.by_key[kind, old]
    aliases = [alias for _, alias in entry.items("aliases")]
    names = {old, *aliases}
    bodies = {name: body(folder, name) for name in before}
    plan = moves.renamed(catalog, kind, old, new)
    moves.carry_out(catalog, plan)
    after, count = documents(folder), Counter[str]()
    moved = {plan.move[0]: plan.move[1]} if plan.move else {}
    renamed = load(folder, TODAY)
    for name, document in before.items():
        now = moved.get(name, name)
        data = json.loads(json.dumps(document.data))
        for where, (target, _), value in renamed.by_path[now].kind.references.find(data):
            if target == kind and str(value) in names:
                _put(data, where, new)
                count["references"] += 1
        if name == entry.path:
            data["aliases"] = [alias for alias in aliases if alias != new] + [old]
            data |= {} if moved else {"id": new}
            was = after[now].data.get("aliases", [])
            after[now].data["aliases"] = was if isinstance(was, list) else [was]
        assert after[now].data == data, name
        old_link, new_link = Path(entry.path).name, Path(moved.get(entry.path, entry.path)).name
        expected = bodies[name].replace(f"({old_link}".encode(), f"({new_link}".encode())
        expected = expected.replace(f"/{old_link}".encode(), f"/{new_link}".encode())
        assert body(folder, now) == expected, name
        count["documents"] += 1
    assert len(after) == len(before)
    assert not [one for one in renamed.references if one.key == (kind, old)]
    return count


def _put(data: Any, where: tuple[str | int, ...], value: Any) -> None:
    for step in where[:-1]:
        data = data[step]
    data[where[-1]] = value


KEYS = {"goals": "goal", "related": "Related", "title": "name", "summary": "description"}
KEYS |= {"tags": "keywords", "sources": "Evidence", "about": "abuot"}


def damage(folder: Path, data: dict[str, dict[str, Any]], seed: int) -> int:
    """Write documents with slips in them that can only mean one thing; returns how many."""
    author, slips = Author(seed), 0
    for name, right in data.items():
        wrong: dict[str, Any] = {}
        for key, value in right.items():
            slip = _slip(author, key, value) if author.random.random() < 0.4 else None
            slips += slip is not None
            wrong |= dict([slip or (key, value)])
        text = (folder / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        below = text.split("\n---\n", 1)[1]
        (folder / name).write_bytes(author.file(author.front(wrong), below))
    return slips


def _slip(author: Author, key: str, value: Any) -> tuple[str, Any] | None:
    """A field as somebody may write it who knows it by heart."""
    if key == "last_reviewed":
        return key, author.random.choice(["1 May 2026", "2026/05/01", "May 1, 2026", "20260501"])
    if key in ("status", "kind", "type"):
        return key, value.capitalize()
    if key == "personas":
        is_list = isinstance(value, list)
        return key, [one.upper() for one in value] if is_list else value.upper()
    return (KEYS[key], value) if key in KEYS else None


def mend(folder: Path, data: dict[str, dict[str, Any]]) -> Counter[str]:
    """Mend slips: the data is what was meant, and nothing is to be done the second time."""
    bodies = {name: body(folder, name) for name in data}
    catalog, count = load(folder, TODAY), Counter[str]()
    for change in fixes.mend(catalog, data)[0]:
        whole.write(folder / change.path, change.new, change.was, folder)
        count["mended"] += len(change.mended)
    for name, document in documents(folder).items():
        assert document.data == data[name], name
        assert body(folder, name) == bodies[name]
        count["documents"] += 1
    assert fixes.mend(load(folder, TODAY), data) == ([], [])
    return count


def kill(folder: Path, change: Change, times: int) -> Counter[str]:
    """Kill a change at random moments: documents are whole, the playbook valid, and it goes on."""
    chance, count = random.Random(times), Counter[str]()  # noqa: S311 - the same moments each time
    clean = folder.with_name("clean")
    shutil.copytree(folder, clean)
    seconds = _forked(clean, change, None)
    good = {path.read_bytes() for tree in (folder, clean) for path in tree.rglob("*.md")}
    faults = {finding.rule for finding in check(load(folder, TODAY)) if finding.severity == "error"}
    for _ in range(times):
        tried = folder.with_name("tried")
        shutil.copytree(folder, tried)
        _forked(tried, change, chance.uniform(0, seconds))
        files = [path for path in tried.rglob("*.md") if not path.name.startswith(".")]
        half = [path for path in files if path.read_bytes() not in good]
        # The document itself has its id in between.
        count["half"] += sum(not parse(path.read_bytes(), path.name).readable for path in half)
        count["between"] += _raw(tried) not in (_raw(folder), _raw(clean))
        now = {finding.rule for finding in check(load(tried, TODAY)) if finding.severity == "error"}
        count["invalid"] += bool(now - faults)
        _forked(tried, change, None)
        count["not finished"] += _tree(tried) != _tree(clean)
        shutil.rmtree(tried)
        count["kills"] += 1
    shutil.rmtree(clean)
    return count


def _tree(folder: Path) -> dict[str, object]:
    """The data and text of all documents: what has its id on another line is the same."""
    return {name: (one.data, one.body) for name, one in documents(folder).items()}


def _raw(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.md")}


def _forked(folder: Path, prepare: Change, wait: float | None) -> float:
    """Change in a process of its own; with `wait`, kill it so long after it began to write."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write = prepare(folder)
            os.write(go, b"!")
            write()
        finally:
            os._exit(0)
    os.close(go)
    os.read(ready, 1)
    os.close(ready)
    begun = time.monotonic()
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - begun
