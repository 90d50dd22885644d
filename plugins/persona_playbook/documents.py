"""Which files of a folder are documents, by their names: for whoever reads them, and for git."""

from __future__ import annotations

from .finding import Fault
from .folder import Listing
from .frontmatter import SUFFIXES
from .settings import NAME

_TXT = ".txt"  # Notepad adds it, and Windows hides it
_README = "readme.md"  # for people, not for us
# The same for git; a name that only looks like a document's is none there.
PATHSPECS = (
    *(f"*{suffix}" for suffix in SUFFIXES),
    f":(exclude,glob,icase)**/{_README}",
    ":(exclude,glob)**/.*",
    ":(exclude,glob)**/.*/**",
    f":(exclude,glob){NAME}",
)


def names(listing: Listing) -> list[str]:
    """The paths of all that has to be read, or is refused."""
    meant = {name for name in listing.files if _may_be_meant(name)}
    return sorted((meant | listing.refused.keys()) - {NAME})


def refusal(name: str, listing: Listing) -> Fault | None:
    """Why a document is not opened: for what lies there, or for its name."""
    return listing.refused.get(name) or _misnamed(name)


def _may_be_meant(name: str) -> bool:
    """Whether a file looks like a document."""
    lower = name.lower().removesuffix(_TXT)
    return lower.endswith((*SUFFIXES, ".markdown")) and lower.rpartition("/")[2] != _README


def _misnamed(name: str) -> Fault | None:
    """What is wrong with a file's name, if it looks like that of a document or of settings."""
    is_text = name.lower().endswith(_TXT)
    stem, _, suffix = name[: -len(_TXT) if is_text else None].rpartition(".")
    help_ = "Windows shows all of a name with View > Show > File name extensions" if is_text else ""
    if stem.lower() == "playbook" and suffix.lower() in ("yml", "yaml"):
        return Fault("misnamed-file", 0, f"the settings are called '{NAME}'; rename it", help_)
    if name.endswith(SUFFIXES) or not _may_be_meant(name):
        return None
    proposal = f"{stem}.{'md' if suffix.lower() in ('md', 'markdown') else suffix.lower()}"
    message = f"a document ends in .md or .yml; call it '{proposal}'"
    return Fault("misnamed-file", 0, message, help_)
