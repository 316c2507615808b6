"""List glyphs and numbers: where a bullet begins in a line, and which marks are real."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GLYPH = re.compile(
    r"\s*(?:(?P<solid>[\uE000-\uF8FF•∙▪■□●◦⦁‣⁃➢➤✓✔])\s*|(?P<spaced>[o○→»·*–—―−-])(?:\s+|$))"
)
_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)]\s+(?=\S)")
_LETTER = re.compile(r"\s*\(?([a-zæøå])\)\s+(?=\S)")
_DASHES = frozenset("-–—―−")
_NESTED = frozenset("o○◦")
# What follows an ordinal that a wrapped line happens to begin with: "7. klasse", "2. del".
_ORDINAL_NOUN = re.compile(
    r"(?:kl(?:asse)?|årgang|del|sal|lektion|grundforløb|gang|halvår|kvartal|division|generation|"
    r"januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The glyph, number or letter that may open a bullet; `start` is where its text begins."""

    glyph: str
    number: int | None
    start: int

    @property
    def family(self) -> str:
        """One name for marks that mean the same in a list: all numbers, all dashes."""
        if self.number is not None:
            return "number"
        return "dash" if self.glyph in _DASHES else self.glyph

    @property
    def is_nested(self) -> bool:
        """Whether word processors use the glyph for the second level of a list."""
        return self.glyph in _NESTED


def find_mark(text: str) -> Mark | None:
    """Return the list mark that a line opens with, if any."""
    if match := _GLYPH.match(text):
        return Mark(match["solid"] or match["spaced"], None, match.end())
    if match := _NUMBER.match(text):
        is_ordinal = _ORDINAL_NOUN.match(text, match.end())
        return None if is_ordinal else Mark(match[1], int(match[1]), match.end())
    if match := _LETTER.match(text):
        return Mark(match[1], ord(match[1]) - ord("a") + 1, match.end())
    return None


class ListTracker:
    """Decides, line by line within one section, which marks open a bullet.

    A number counts only where a numbered list has begun at 1 and goes on by one, also after a list
    nested in it; a dash only where it is not the punctuation of a sentence wrapped in front of it.
    """

    def __init__(self) -> None:
        self.family: str | None = None
        self._open_lists: list[int] = []  # last number of each, the innermost list at the end

    def opens(self, mark: Mark, text: str, mid_sentence: bool) -> bool:
        """Whether `mark` opens a bullet; `mid_sentence` if the line above was cut by the edge."""
        if mark.number is not None:
            if self.family not in (None, "number") or not self._counts(mark.number):
                return False
        elif mark.family == "dash" and mid_sentence and self.family not in (None, "dash"):
            return not text[mark.start : mark.start + 1].islower()
        self.family = self.family or mark.family
        return True

    def _counts(self, number: int) -> bool:
        if number == 1:
            self._open_lists.append(1)
            return True
        for depth in range(len(self._open_lists), 0, -1):
            if number == self._open_lists[depth - 1] + 1:
                self._open_lists[depth - 1 :] = [number]
                return True
        return False
