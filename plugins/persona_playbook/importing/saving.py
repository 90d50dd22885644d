"""Documents to be → files of a playbook: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .. import whole
from .documents import Draft


def save(root: Path, drafts: Iterable[Draft]) -> None:
    """Write documents; if one of them can't be written, what was there before is put back."""
    done: list[tuple[Path, bytes, bytes | None]] = []
    try:
        for draft in drafts:
            path = root / draft.path
            was = path.read_bytes() if path.is_file() and not path.is_symlink() else None
            done.append((path, draft.raw, was))
            whole.write(path, draft.raw, was, root.parent)
    except BaseException:
        for path, new, was in reversed(done):
            with suppress(OSError):
                if was is not None:
                    whole.write(path, was, new)
                elif path.read_bytes() == new:
                    path.unlink()
        raise
