"""Formatting, renaming and mending, on the example and on generated documents, and killed.

    python benchmarks/edits.py [DOCUMENTS] [SEED] [KILLS]

What must hold is in tests/trials.py: data equal but for the change, bodies byte-equal, no reference
left behind, nothing to do the second time; killed, no document half and the playbook valid. Prints
the figures; the first thing that does not hold ends it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE / "tests"))

import trials  # noqa: E402 - it lies with the tests
import written  # noqa: E402 - as above
from persona_playbook import fixes, moves, whole  # noqa: E402 - as above
from persona_playbook.catalog import load  # noqa: E402 - as above

AT_ONCE = 20  # documents of one playbook


def main(documents: int, seed: int, kills: int) -> None:
    """Try everything, and say how often."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(HERE / "personas", Path(name) / "example")
        entries = list(load(folder).by_key.values())
        count = Counter[str](renamed=len(entries))
        for entry in entries:
            found = trials.rename(folder, entry.kind.name, entry.id, f"{entry.id}-renamed")
            count["references"] += found["references"]
        print("example:", dict(count), dict(trials.format_all(folder)), flush=True)
        small = Path(name) / "small" / "personas"
        written.playbook(small, seed, 12)
        print("killed in rename:", dict(trials.kill(small, _rename, kills)), flush=True)
        trials.damage(small, written.playbook(small, seed, 12), seed)
        print("killed in fix:", dict(trials.kill(small, _fix, kills)), flush=True)
        total = Counter[str]()
        for part in range(documents // AT_ONCE):
            total += _generated(Path(name) / f"generated-{part}", seed + part)
        print(f"generated from {seed}:", dict(total))
    print(f"{time.monotonic() - begun:.0f} s")


def _generated(folder: Path, seed: int) -> Counter[str]:
    data = written.playbook(folder, seed, AT_ONCE)
    count = Counter[str](slips=trials.damage(folder, data, seed))
    count["mended"] = trials.mend(folder, data)["mended"]
    entries = list(load(folder).by_key.values())
    for number, entry in enumerate(entries):
        found = trials.rename(folder, entry.kind.name, entry.id, f"renamed-{number}")
        count["references"] += found["references"]
        count["renamed"] += 1
    return count + trials.format_all(folder)


def _rename(folder: Path) -> Callable[[], None]:
    catalog = load(folder, trials.TODAY)
    return partial(moves.carry_out, catalog, moves.renamed(catalog, "persona", "pers-0", "amelia"))


def _fix(folder: Path) -> Callable[[], None]:
    catalog = load(folder, trials.TODAY)
    changes, _ = fixes.mend(catalog, [document.path for document in catalog.documents])

    def write() -> None:
        for change in changes:
            whole.write(folder / change.path, change.new, change.was, folder)

    return write


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(1000, 1, 50)[len(given) :])
