"""How long `playbook diff` takes: read a commit and the files, check and compare both.

    python benchmarks/diff.py [DOCUMENTS]

Commits believable documents in a temporary repository, edits every tenth of them, and measures one
comparison. 1,000 documents may take five seconds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from check import write

from persona_playbook import catalog, comparing, revision
from persona_playbook.telling.markdown import markdown

MOST = 5.0


def main() -> None:
    """Measure once."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "personas").mkdir()
        paths = write(root / "personas", documents)
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        for command in (["init", "--quiet"], ["add", "."], [*who, "commit", "-qm", "A"]):
            subprocess.run(["git", *command], cwd=root, check=True)  # noqa: S603, S607 - our own
        for path in paths[::10]:
            text = path.read_text("utf-8")
            path.write_text(
                text.replace("delivery", "parcel").replace("owner: research", "owner: x")
            )
        start = time.process_time()
        runner, wanted = revision.find(root / "personas", "HEAD")
        (root / "before").mkdir()
        revision.write(runner, wanted.before, root / "before")
        written = time.process_time()
        before, after = catalog.load(root / "before"), catalog.load(root / "personas")
        read = time.process_time()
        comparison = comparing.compare(before, after)
        compared = time.process_time()
        size = len(markdown(comparison).encode())
        end = time.process_time()
    print(f"{documents:,} documents, {len(comparison.documents):,} changed")
    print(f"from git {written - start:.2f} s, both read {read - written:.2f} s")
    print(
        f"checked and compared {compared - read:.2f} s, told {end - compared:.2f} s, {size:,} bytes"
    )
    print(f"in all {end - start:.2f} s; {MOST:g} s may be reached with 1,000")
    if documents <= 1000:
        assert end - start <= MOST


if __name__ == "__main__":
    main()
