"""A comparison → JSON for programs."""

from __future__ import annotations

import json as json_
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..catalog import Entry
from ..comparing import Affected, Comparison
from ..difference.values import Change
from ..settings import Settings
from ..views.coverage import Gap

VERSION = 1


def json(comparison: Comparison) -> str:
    """Everything, as it is described in the guide on reviewing."""
    settings, shared = comparison.after.settings, comparison.shared
    told = {
        "version": VERSION,
        "documents": [_document(one) for one in comparison.documents],
        "playbook": shared.fate
        and {
            "fate": shared.fate,
            "fault": shared.fault,
            "changes": [_change(change) for change in shared.changes],
            "affects": _entries(shared.entries),
        },
        "rewritten": _entries(comparison.rewritten),
        "coverage": {
            "opened": [_gap(gap) for gap in comparison.opened],
            "closed": [_gap(gap) for gap in comparison.closed],
            "remaining": [_gap(gap) for gap in comparison.remaining],
        },
        "findings": {
            "new": [asdict(finding) for finding in comparison.new],
            "mended": [asdict(finding) for finding in comparison.mended],
        },
        "owners": [
            {
                "id": owner.id,
                "title": owner.title,
                "contact": owner.term.contact if owner.term else "",
                "changed": [one.path for one in owner.changed],
                "affected": [entry.path for entry in owner.affected],
            }
            for owner in comparison.owners
        ],
    }
    return json_.dumps(_discreet(settings, told), indent=2) + "\n"


def _document(document: Affected) -> dict[str, Any]:
    difference = document.difference
    return {
        "fate": difference.fate,
        "kind": difference.kind.name if difference.kind else None,
        "title": difference.title,
        "path": difference.path,
        "before": _entry(difference.before),
        "after": _entry(difference.after),
        "fault": difference.fault,
        "changes": [_change(change) for change in difference.changes],
        "text": [asdict(part) for part in difference.parts],
        "pictures": list(difference.pictures),
        "affects": _entries(document.entries),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "place": [step.words for step in change.place],
        "where": list(change.where),
        "before": change.before and change.before.raw,
        "after": change.after and change.after.raw,
        "faulty": change.is_faulty,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "persona": gap.persona.id,
        "kind": gap.kind.name if gap.kind else None,
        "stage": gap.stage.id if gap.stage else None,
    }


def _entries(entries: Iterable[Entry]) -> list[dict[str, str] | None]:
    return [_entry(entry) for entry in entries]


def _entry(entry: Entry | None) -> dict[str, str] | None:
    if entry is None:
        return None
    return {
        "kind": entry.kind.name,
        "id": entry.id,
        "title": entry.title,
        "path": entry.path,
        "owner": str(entry.data.get("owner", "")),
    }


def _discreet(settings: Settings, value: Any) -> Any:
    """Data without personal data: it ends in logs."""
    if isinstance(value, dict):
        return {_discreet(settings, key): _discreet(settings, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_discreet(settings, item) for item in value]
    if isinstance(value, str):
        return settings.discreet(value)
    return value
