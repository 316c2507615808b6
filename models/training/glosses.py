"""Turn a Danish sentence into a word-by-word English gloss that an English teacher can read.

A gloss is no translation, but it names the same things in nearly the same order, which is what a
sentence vector is made of. Words outside the lexicon are tried as lemma, then as compound of two
known parts; what is left (mostly names) stays as it is.
"""

import re
from functools import lru_cache

import simplemma

TOKEN = re.compile(r"\w+(?:[-']\w+)*|[^\w\s]")
SHORTEST_PART = 3
LINKS = ("", "s", "e", "er", "-")
"""What Danish puts between the parts of a compound."""


class Glosser:
    """Gloss Danish words and sentences in English.

    Parameters
    ----------
    lexicon
        Lower-case Danish words with their English glosses, the best first.
    """

    def __init__(self, lexicon: dict[str, list[str]]) -> None:
        self.lexicon = lexicon
        self._cached_word = lru_cache(maxsize=None)(self._word)

    def word(self, word: str) -> str | None:
        """Return the English gloss of one Danish word, or ``None`` if nothing is known about it."""
        return self._cached_word(word.lower())

    def sentence(self, text: str) -> str:
        """Return the gloss of a sentence; unknown words and punctuation stay as they are."""
        return " ".join(self.word(token) or token for token in TOKEN.findall(text))

    def _word(self, word: str) -> str | None:
        known = self._simple(word)
        if known is not None or not word.replace("-", "").isalpha():
            return known
        return self._compound(word)

    def _simple(self, word: str) -> str | None:
        if word in self.lexicon:
            return self.lexicon[word][0]
        lemma = simplemma.lemmatize(word, lang="da").lower()
        if lemma in self.lexicon:
            return self.lexicon[lemma][0]
        # A genitive: the lemmatiser leaves most of them as they are.
        if word.endswith("s") and len(word) > SHORTEST_PART + 1 and word[:-1] != lemma:
            return self._simple(word[:-1])
        return None

    def _compound(self, word: str) -> str | None:
        parts = self.split(word)
        if parts is None:
            return None
        head, tail = parts
        return f"{self.lexicon[head][0]} {self._simple(tail)}"

    def split(self, word: str) -> tuple[str, str] | None:
        """Split a compound in two known parts, where the shorter part is longest.

        Returns
        -------
        tuple of str or None
            Head (without its linking letter) and tail, or ``None`` if no split is known.
        """
        best: tuple[int, str, str] | None = None
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = word[cut:]
            if self._simple(tail) is None:
                continue
            for link in LINKS:
                head = word[: cut - len(link)]
                if (
                    not word[:cut].endswith(link)
                    or len(head) < SHORTEST_PART
                    or head not in self.lexicon
                ):
                    continue
                if best is None or min(len(head), len(tail)) > best[0]:
                    best = min(len(head), len(tail)), head, tail
        return best[1:] if best else None
