"""E-mail addresses, and profiles of people on well-known sites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .spans import Span

# E-mail addresses

_ADDRESS = re.compile(
    r"""
    (?<![\w.+%'-]) (?P<name>[\w.+%'-]{1,64}+)
    @ (?P<domain>(?:[^\W_][\w-]{0,62}+\.){1,8} (?P<top>[^\W\d_]{2,24}) ) (?![^\W_]|-)
    """,
    re.VERBOSE,
)
_EXAMPLE_DOMAIN = re.compile(
    r"(?:.*\.)?(?:example\.(?:com|org|net|edu)|example|test|invalid|localhost)", re.IGNORECASE
)
_MACHINES = {"git", "noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon"}
# `logo@2x.png` and `react@18.2.js` are files.
_FILES = re.compile(
    r"png|jpe?g|gif|svg|webp|avif|css|m?js|json|html?|xml|ya?ml|csv|txt", re.IGNORECASE
)


def addresses(text: str) -> Iterator[Span]:
    """Find e-mail addresses; those of machines are nobody's."""
    if "@" not in text:
        return
    for match in _ADDRESS.finditer(text):
        name = match["name"].lstrip("_.-+%'")
        if name and not _FILES.fullmatch(match["top"]):
            reserved = _EXAMPLE_DOMAIN.fullmatch(match["domain"]) or name.lower() in _MACHINES
            yield Span(match.end("name") - len(name), match.end(), bool(reserved))


# Profiles

_PROFILES = re.compile(
    r"""
    (?<![\w.@-]) (?:https?://)? (?:(?:www|m|mobile|[a-z]{2})\.)?
    (?: (?:linkedin\.com/(?:in|pub)|facebook\.com/people|(?:xing\.com|bsky\.app)/profile|wa\.me)/
      | (?:facebook|instagram|twitter|x)\.com/ (?!people/) | (?:tiktok|threads)\.(?:com|net)/@
      | (?P<alone>github\.com/)
    )
    (?P<name>[\w.%+-]{1,100}+ (?:\?id=[0-9]{1,20}+)?) (?(alone)(?!/[\w.-]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Looked for first: the pattern is slow, and few documents name any of these.
_SITES = (
    *("linkedin.com/", "facebook.com/", "xing.com/", "bsky.app/", "wa.me/", "instagram.com/"),
    *("twitter.com/", "x.com/", "tiktok.com/", "threads.com/", "threads.net/", "github.com/"),
)
# Parts of these sites, and names that stand for one.
_NO_PERSON = re.compile(
    r"""
    about|accounts|ads|apps|business|collections|developer|dialog|direct|download|enterprise|events
    |explore|features|gaming|groups|hashtag|help|home|i|intent|jobs|legal|login|marketplace
    |messages|notifications|orgs|p|pages|permalink\.php|pg|photo\.php|plugins|policies|pricing
    |privacy|profile\.php|reels?|search|security|settings|share|sharer|sharer\.php|signup|sponsors
    |stories|story\.php|terms|topics|tos|tr|trending|tv|watch
    |example|name|user|user-?name|your[_-]?name|your[_-]?profile
    """,
    re.VERBOSE | re.IGNORECASE,
)


def profiles(text: str) -> Iterator[Span]:
    """Find the addresses of profiles; a company's can't be told from a person's."""
    folded = text.lower()
    if not any(site in folded for site in _SITES):
        return
    for match in _PROFILES.finditer(text):
        name = match["name"].rstrip(".")
        if name:
            end = match.start("name") + len(name)
            yield Span(match.start(), end, _NO_PERSON.fullmatch(name) is not None)
