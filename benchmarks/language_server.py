"""How long an editor waits for the language server, in a playbook of many documents.

    python benchmarks/language_server.py [DOCUMENTS]

Starts `playbook lsp` as an editor does and types into a persona: the time from a change to its
findings, and from a request to its answer while the check of that change is running; then into
`playbook.yml`, under which all documents are checked again. Medians, and the slowest of all. The
medians may be 100 ms for findings, 50 ms for completion and 400 ms for the settings.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from check import write

from editor import Editor
from persona_playbook.settings import NAME

ROUNDS = 30
MOST = {"findings": 100, "completion": 50, "settings": 400}
PATH = "person-7.md"


def measure(call: Callable[[], object]) -> float:
    """How long a call takes, in milliseconds."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Measure, print, and fail if an editor waits too long."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    os.environ["SOURCE_DATE_EPOCH"] = "1795305600"
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, documents)
        text = (folder / PATH).read_text("utf-8")
        head = text.partition("goals:")[0]
        editor = Editor(folder, patience=600)
        try:
            editor.open(PATH)
            print(f"{documents:,} documents; first findings after ", end="")
            print(f"{measure(lambda: editor.wait(PATH)):.0f} ms")
            for number in range(ROUNDS):
                wrong = text.replace("status: active", f"status: act{number}")

                def findings(changed: str = wrong) -> None:
                    editor.change(PATH, changed)
                    while "7:8 unknown-value" not in editor.wait(PATH):
                        pass

                def ask(method: str, typed: str) -> Callable[[], object]:
                    half = f"{head}{typed}"
                    line, character = half.count("\n"), len(half) - half.rindex("\n") - 1
                    editor.change(PATH, half)
                    return lambda: editor.at(method, PATH, line, character)

                times.setdefault("findings", []).append(measure(findings))
                for method, typed in (
                    ("completion", "journeys: x\npain"),
                    ("completion", "related:\n  - persona: per"),
                    ("hover", "related:\n  - persona: person-9"),
                    ("definition", "related:\n  - persona: person-9"),
                ):
                    times.setdefault(method, []).append(measure(ask(method, typed)))
            editor.change(PATH, text)
            settings = (folder / NAME).read_text("utf-8")
            place = f"{settings.count(chr(10))}:10 unknown-value"
            editor.open(NAME)
            for number in range(ROUNDS):
                wrong = f"{settings}language: x{number}\n"

                def shown(changed: str = wrong) -> None:
                    editor.change(NAME, changed)
                    while place not in editor.wait(NAME):
                        pass

                times.setdefault("settings", []).append(measure(shown))
                editor.change(NAME, settings)
                while place in editor.wait(NAME):
                    pass
        finally:
            editor.kill()
    for what, found in times.items():
        limit = f"    (at most {MOST[what]})" if what in MOST else ""
        print(f"{what:11} {median(found):6.1f} ms, slowest {max(found):6.1f} ms{limit}")
    return int(any(median(times[what]) > most for what, most in MOST.items()))


if __name__ == "__main__":
    sys.exit(main())
