"""How much longer a check takes than bare YAML: load and check, against CSafeLoader alone.

    python benchmarks/check.py [DOCUMENTS]

Writes believable documents of several kinds into a temporary folder, the same ones each time, and
measures both in one process, in turns. The median of seven; the ratio may be 3 at most.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import yaml

from persona_playbook import catalog
from persona_playbook.check import check

ROUNDS = 7
MOST = 3.0
TODAY = date(2026, 11, 22)
WORDS = """
    delivery dates slip and nobody tells her before the day a rental fleet needs parts on time the
    train is late so the last two miles count more than price or color of the frame
"""


class Writer:
    """Documents from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret

    def sentence(self, least: int = 5, most: int = 14) -> str:
        """Some words."""
        words = self.random.choices(WORDS.split(), k=self.random.randint(least, most))
        return " ".join(words).capitalize()

    def sentences(self, number: int) -> str:
        """A list of statements, some of which say what they rest on."""
        lines = []
        for _ in range(number):
            if self.random.random() < 0.4:
                lines += [
                    f"  - text: {self.sentence()}",
                    f"    confidence: {self.random.choice(['assumption', 'qualitative'])}",
                    f"    sources: [{self.evidence()}]",
                ]
            else:
                lines.append(f"  - {self.sentence()}")
        return "\n".join(lines)

    def evidence(self) -> str:
        """The id of a piece of evidence."""
        return f"evidence-{self.random.randrange(20)}"

    def head(self, kind: str, field: str, title: str) -> str:
        """The fields that all kinds share."""
        return (
            f"---\nkind: {kind}\n{field}: {title}\nsummary: >-\n  {self.sentence(8, 12)}\n"
            f"  {self.sentence(8, 12)}.\nowner: research\nstatus: active\n"
            f"last_reviewed: 2026-{self.random.randint(6, 10):02}-01\ntags: [commuting, families]\n"
        )

    def body(self, link: str) -> str:
        """Markdown below the front matter."""
        parts = [self.sentence(20, 40) for _ in range(3)]
        return (
            f"---\n\n## Background\n\n{parts[0]}. See [more]({link}).\n\n{parts[1]}\n\n{parts[2]}\n"
        )

    def persona(self, number: int) -> str:
        """A persona."""
        return (
            self.head("persona", "name", f"Person {number}")
            + f"quote: {self.sentence()}\nabout:\n  Age: {self.random.randint(20, 70)}\n"
            + f"  Lives in: Utrecht\n  Works as: {self.sentence(2, 3)}\n"
            + f"goals:\n{self.sentences(4)}\npain_points:\n{self.sentences(4)}\n"
            + f"responsibilities:\n{self.sentences(3)}\nsources: [{self.evidence()}]\n"
            + self.body(f"journeys/journey-{number}.md")
        )

    def journey(self, number: int) -> str:
        """A journey of four stages."""
        stages = "".join(
            f"  - stage: {stage}\n    goal: {self.sentence()}\n"
            f"    emotion: {self.random.randint(-2, 2)}\n    steps:\n      - {self.sentence()}\n"
            f"      - action: {self.sentence()}\n        channel: website\n"
            f"        thinking: {self.sentence()}\n        pain_points: [{self.sentence()}]\n"
            for stage in ("aware", "consider", "buy", "use")
        )
        return (
            self.head("journey", "title", f"Journey {number}")
            + f"personas: [person-{number}]\nstages:\n{stages}"
            + self.body(f"../person-{number}.md")
        )

    def messaging(self, number: int) -> str:
        """What to say to a persona."""
        return (
            self.head("messaging", "title", f"Messages {number}")
            + f"personas: [person-{number}]\nvalue_proposition: {self.sentence()}\n"
            + f"differentiators:\n{self.sentences(3)}\nlisten_for:\n{self.sentences(4)}\n"
            + self.body(f"../person-{number}.md")
        )

    def service(self, number: int) -> str:
        """How to serve a persona."""
        return (
            self.head("service", "title", f"Service {number}")
            + f"personas: [person-{number}]\nprinciples:\n{self.sentences(4)}\n"
            + f"tie_break: {self.sentence()}\nexceptions:\n{self.sentences(2)}\n"
            + self.body(f"../person-{number}.md")
        )

    def segment(self, number: int) -> str:
        """A segment."""
        return (
            self.head("segment", "title", f"Segment {number}")
            + f"basis: market\nsize: about {number} thousand\ncriteria:\n{self.sentences(3)}\n"
            + self.body(f"../person-{number}.md")
        )


def write(folder: Path, documents: int) -> list[Path]:
    """Write a playbook of so many documents and return their files."""
    writer = Writer(2026)
    makers: list[tuple[str, Callable[[int], str]]] = [
        ("person", writer.persona),
        ("journeys/journey", writer.journey),
        ("messaging/messages", writer.messaging),
        ("service/service", writer.service),
        ("segments/segment", writer.segment),
    ]
    files = []
    for number in range(20):
        path = folder / "evidence" / f"evidence-{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(writer.head("evidence", "title", f"Evidence {number}") + "---\n")
        files.append(path)
    for index in range(documents - len(files)):
        number, maker = divmod(index, len(makers))
        name, make = makers[maker]
        path = folder / f"{name}-{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(make(number), encoding="utf-8")
        files.append(path)
    (folder / "playbook.yml").write_text(
        "title: Benchmark\nteams: [research]\nchannels: [website]\nrules: {orphan: off}\n"
    )
    return files


def bare(files: list[Path]) -> None:
    """Read the same files and load their front matter, and nothing else."""
    for path in files:
        text = path.read_text(encoding="utf-8")
        end = text.index("\n---\n", 3)
        yaml.load(text[4 : end + 1], Loader=yaml.CSafeLoader)


def measure(call: Callable[[], object]) -> float:
    """How long a call takes, in seconds."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, and fail if the check is too slow."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write(folder, documents)
        found = check(catalog.load(folder, TODAY))
        times = [
            (measure(lambda: bare(files)), measure(lambda: check(catalog.load(folder, TODAY))))
            for _ in range(ROUNDS)
        ]
    loading, checking = (median(column) for column in zip(*times, strict=True))
    print(
        f"{documents:,} documents, {sum(one.severity == 'error' for one in found)} errors, ", end=""
    )
    print(f"{sum(one.severity == 'warning' for one in found)} warnings")
    print(f"bare CSafeLoader  {loading * 1000:7.0f} ms")
    print(f"load and check    {checking * 1000:7.0f} ms")
    print(f"ratio             {checking / loading:7.2f}    (at most {MOST:.0f})")
    return int(checking / loading > MOST)


if __name__ == "__main__":
    sys.exit(main())
