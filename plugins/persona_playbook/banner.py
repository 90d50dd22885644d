"""Findings → a notice at the top of a previewed page, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from .escape import html
from .finding import Finding, Severity

MOST = 10


def make(findings: Sequence[Finding], source: str | None) -> str:
    """The notice of a page made from `source`; on a computed page, that of the whole playbook."""
    concerned = [f for f in findings if source is None or f.path == source]
    errors = [f for f in concerned if f.severity is Severity.ERROR]
    shown = concerned if source is not None else errors
    if not shown:
        return ""
    title = "To mend in this document" if source is not None else "To mend in the playbook"
    items = "".join(f"<li>{_item(finding)}</li>" for finding in shown[:MOST])
    more = len(shown) - MOST
    rest = f"<p>… and {more} more, see the terminal.</p>" if more > 0 else ""
    class_ = "playbook-banner playbook-banner-error" if errors else "playbook-banner"
    return (
        f'<div class="{class_}" role="region" aria-label="{title}">'
        f"<p><strong>{title}</strong></p><ul>{items}</ul>{rest}</div>\n"
    )


def _item(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    help_ = f"<br>{html(finding.help)}" if finding.help else ""
    return (
        f"<code>{html(place)}</code> {html(finding.severity)}: {html(finding.message)} "
        f"<small>[{html(finding.rule)}]</small>{help_}"
    )
