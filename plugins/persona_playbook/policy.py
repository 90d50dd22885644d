"""The pages of a built site → a Content Security Policy: what a browser may run and load on it.

Scripts that stand in a page are allowed by their hashes, one by one; all others by lying on the
site itself. All pages share one policy: a theme may put a page in the place of another one without
loading it, and then the first one's policy holds.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection
from hashlib import sha256

_SCRIPT = re.compile(
    r"""<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)</script\s*>""", re.IGNORECASE | re.DOTALL
)
# With an address what stands in it is not run; JSON is only read.
_NOT_RUN = re.compile(r"""\ssrc\s*=|\stype\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
# A browser knows the encoding only from the first kilobyte: that comes first.
_PLACE = re.compile(
    r"""<head\b[^>]*>(?:\s*<meta\s+charset=[^>]*>)?"""
    r"""(?P<ours>\n<meta http-equiv="Content-Security-Policy" content="[^"]*">)?""",
    re.IGNORECASE,
)
# Browsers heed this one in a header alone.
_HEADER_ONLY = "; frame-ancestors 'none'"


def scripts(page: str) -> set[str]:
    """The hashes of the scripts that stand in a page, as a policy names them."""
    found = _SCRIPT.findall(page.replace("\r\n", "\n"))  # as a browser reads it
    return {_hash(text) for attributes, text in found if not _NOT_RUN.search(attributes)}


def make(hashes: Collection[str], forge: Collection[str] | None = None) -> str:
    """The policy of a site on which scripts with these hashes may run where they stand.

    With forms it also allows what their page needs: to ask `forge`, the hosts that they save at,
    and to show files that lie nowhere yet.
    """
    asked = [] if forge is None else ["blob:", "data:", *forge]
    shown = [] if forge is None else ["blob:"]
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *sorted(hashes)]),
            # Maps and curves place their parts, and Mermaid dresses its diagrams, by styles in the
            # page. A style runs nothing, and with the rest of this policy it can send nothing away.
            "style-src 'self' 'unsafe-inline'",
            " ".join(["img-src 'self' data:", *shown]),  # icons of themes are such addresses
            "font-src 'self'",
            " ".join(["connect-src 'self'", *asked]),
            "worker-src 'self'",  # the search
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        ]
    )


def in_page(page: str, policy: str) -> str:
    """A page that carries its policy itself, for hosts that send no headers of ours."""
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    place = _PLACE.search(page)
    if not place:
        return page
    end = place.start("ours") if place["ours"] else place.end()
    return page[:end] + meta + page[place.end() :]


def headers(policy: str) -> str:
    """The file `_headers`, which Netlify and Cloudflare Pages heed."""
    lines = [f"  {name}: {value}\n" for name, value in _headers(policy)]
    return "".join(["/*\n", *lines])


def nginx(policy: str) -> str:
    """The same for nginx: lines for a `server` or `location` block."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in _headers(policy))


def _hash(text: str) -> str:
    # What was no UTF-8 is kept as it was: no page fails for a script that will not run.
    digest = sha256(text.encode(errors="surrogateescape")).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def _headers(policy: str) -> list[tuple[str, str]]:
    return [
        ("Content-Security-Policy", policy + _HEADER_ONLY),
        ("Referrer-Policy", "same-origin"),  # other sites don't learn the addresses of pages
        ("X-Content-Type-Options", "nosniff"),
    ]
