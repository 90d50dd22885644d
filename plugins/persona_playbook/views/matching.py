"""Whether two texts of different authors speak of the same thing, as far as their words tell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

_WORD = re.compile(r"[^\W_]+")
_LONG = 4  # letters; shorter words are mostly grammar, in many languages
_ENOUGH = 2  # words that two texts have to share


class Texts:
    """Texts that can be asked whether one of them says the same as another text.

    It does if all longer words of one stand in the other, two of them at least, or if both are
    equal but for case and punctuation. What is meant is not understood: other words for the same
    thing are not found, and so nobody may conclude more than "not found by name".
    """

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._with: dict[str, list[int]] = defaultdict(list)
        self._exact: set[tuple[str, ...]] = set()

    def add(self, text: str) -> None:
        """Add a text."""
        words = _words(text)
        self._exact.add(words)
        long = _long(words)
        for word in long:
            self._with[word].append(len(self._lengths))
        self._lengths.append(len(long))

    def has(self, text: str) -> bool:
        """Whether one of the texts says the same."""
        words = _words(text)
        if words in self._exact:
            return True
        long = _long(words)
        shared = Counter(number for word in long for number in self._with.get(word, ()))
        return any(
            count >= _ENOUGH and count in (len(long), self._lengths[number])
            for number, count in shared.items()
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _long(words: tuple[str, ...]) -> set[str]:
    return {word for word in words if len(word) >= _LONG}
