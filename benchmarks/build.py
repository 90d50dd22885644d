"""What a build costs: with the plugin, against stock MkDocs and Material for the same pages.

    python benchmarks/build.py [DOCUMENTS …]

The stock site has the very pages that the plugin makes, written to its docs folder and kept out of
the navigation. Both are built as processes of their own, in turns. Prints medians; the ratio may
be 1.2 at most, and a document may not cost more when there are more of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from check import write

from persona_playbook import site
from persona_playbook.places import Site

ROUNDS = 5
MOST = 1.2
CONFIG = """\
site_name: Benchmark
theme: {{name: material, font: false}}
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables,
  {{toc: {{permalink: true}}}}, pymdownx.details, pymdownx.superfences]
extra_css: [{style}]
plugins: [search{plugin}]
"""


def prepare(folder: Path, documents: int) -> tuple[Path, Path]:
    """Write a playbook and the two sites; return their configurations."""
    ours, stock = folder / "ours", folder / "stock"
    (ours / "personas").mkdir(parents=True)
    (ours / "docs").mkdir()
    write(ours / "personas", documents)
    made = site.build(ours / "personas", Site(), {})
    for uri, page in made.pages.items():
        path = stock / "docs" / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.markdown, encoding="utf-8")
    for uri, asset in site.assets(made).items():
        path = stock / "docs" / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asset if isinstance(asset, bytes) else asset.read_bytes())
    style = site.ASSETS + site.STYLE
    (ours / "mkdocs.yml").write_text(CONFIG.format(style=style, plugin=", persona-playbook"))
    hidden = "\n".join(f"  /{uri}" for uri in made.pages if not uri.endswith("index.md"))
    config = CONFIG.format(style=style, plugin="") + f"not_in_nav: |\n{hidden}\n"
    (stock / "mkdocs.yml").write_text(config)
    return ours / "mkdocs.yml", stock / "mkdocs.yml"


def build(config: Path) -> float:
    """Build a site and return the seconds that it took."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    start = time.perf_counter()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own command
    return time.perf_counter() - start


def pages(config: Path) -> int:
    """How many pages a built site has."""
    return sum(1 for _ in (config.parent / "site").rglob("*.html"))


def main() -> int:
    """Measure, print, and fail if the plugin costs too much."""
    sizes = [int(size) for size in sys.argv[1:]] or [250, 1000]
    worst = 0.0
    print("documents   pages   stock s   ours s   ratio   ours, ms a page")
    for documents in sizes:
        with tempfile.TemporaryDirectory() as name:
            ours, stock = prepare(Path(name), documents)
            times = [(build(stock), build(ours)) for _ in range(ROUNDS)]
            assert pages(ours) == pages(stock)
            plain, made = (median(column) for column in zip(*times, strict=True))
            ratio = made / plain
            worst = max(worst, ratio)
            each = made / pages(ours) * 1000
            print(f"{documents:9,} {pages(ours):7,} {plain:9.1f} {made:8.1f} {ratio:7.2f} ", end="")
            print(f"{each:16.1f}")
    print(f"The ratio may be {MOST} at most.")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
