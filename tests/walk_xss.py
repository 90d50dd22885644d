"""Every page of the attacked site, opened and stirred: `pytest tests/walk_xss.py`.

It takes ten minutes or more, so it is no part of `make test`; run it when `clean.py`, `blocks.py`,
`escape.py` or a template changes.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from browser import served
from sites import Built
from test_xss import Watch, built

__all__ = ["built"]  # the fixture


def test_nothing_runs_on_any_page(built: Built, browser: Browser) -> None:
    troubles = []
    with served(built.root / "site") as address:
        context = browser.new_context()
        empty = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}}
        empty["docs"] = []
        context.route("**/search_index.json", lambda route: route.fulfill(json=empty))
        watch = Watch(context, address)
        own = watch.own(f"{address}404.html")
        for path in sorted(built.files("**/*.html")):
            watch.page.goto(address + path)
            watch.page.evaluate("XSS.stir('a, button, input, label, summary, [title]', 300)")
            troubles += [(path, *one) for one in watch.page.evaluate("own => XSS.look(own)", own)]
            troubles += [(path, "runs", one) for one in watch.ran]
            troubles += [(path, "asks", one) for one in watch.asked]
            watch.ran.clear()
            watch.asked.clear()
        context.close()
    assert not troubles, "\n".join(str(one)[:400] for one in troubles[:40])
