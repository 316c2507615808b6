"""List glyphs and numbers: where a bullet begins in a line, and which marks are real."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GLYPH = re.compile(
    r"\s*(?:(?P<solid>[\uE000-\uF8FF•∙▪■□●◦⦁‣⁃➢➤✓✔❖☐☑☒])\s*"
    r"|(?P<spaced>[-=]>|[o○→»·*+>§–—―−-])(?:\s+|$)"
    # Hosts forget the space; before a small letter the sign may belong to the word.
    r"|(?P<tight>[*–—-])(?=[A-ZÆØÅ]))"
)
_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)](?:\s+(?=\S)|(?=[A-ZÆØÅ]))")
_LETTER = re.compile(r"\s*\(?([a-zæøå])[.)]\s+(?=\S)")
_COUNTED = ("number", "letter")
_DASHES = frozenset("-–—―−")
_SIGNS = frozenset(("+", ">", "§", "->", "=>"))
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
        """One name for marks that mean the same in a list: all numbers, all letters, all dashes."""
        if self.number is not None:
            return "number" if self.glyph.isdigit() else "letter"
        return "dash" if self.glyph in _DASHES else self.glyph

    @property
    def is_punctuation(self) -> bool:
        """Whether the sign may as well stand within a sentence."""
        return self.glyph in _DASHES or self.glyph in _SIGNS

    @property
    def is_nested(self) -> bool:
        """Whether word processors use the glyph for the second level of a list."""
        return self.glyph in _NESTED


def find_mark(text: str) -> Mark | None:
    """Return the list mark that a line opens with, if any."""
    if match := _GLYPH.match(text):
        return Mark(match["solid"] or match["spaced"] or match["tight"], None, match.end())
    if match := _NUMBER.match(text):
        is_ordinal = _ORDINAL_NOUN.match(text, match.end())
        return None if is_ordinal else Mark(match[1], int(match[1]), match.end())
    if match := _LETTER.match(text):
        return Mark(match[1], ord(match[1]) - ord("a") + 1, match.end())
    return None


class ListTracker:
    """Decides, line by line within one section, which marks open a bullet.

    A number or letter counts only where a list has begun at 1 or a and goes on by one, and below
    other marks only where a colon or a blank line makes room for it; a dash only where it is not
    the punctuation of a sentence that was wrapped in front of it.
    """

    def __init__(self) -> None:
        self.family: str | None = None
        # The numbers that open lists have come to, the innermost last.
        self._reached: dict[str, list[int]] = {}

    def opens(self, mark: Mark, text: str, mid_sentence: bool, has_room: bool = False) -> bool:
        """Whether `mark` opens a bullet.

        Parameters
        ----------
        mark, text
            The mark and the line that it stands in.
        mid_sentence
            Whether the line above was cut by the edge of the page.
        has_room
            Whether a colon or a blank line stands above.
        """
        if mark.number is not None:
            reached = self._reached.get(mark.family, [])
            begins = mark.number == 1 and (
                self.family in (None, *_COUNTED) or (has_room and not mid_sentence)
            )
            if not begins and mark.number - 1 not in reached:
                return False
            while not begins and reached.pop() != mark.number - 1:
                pass
            if self.family in (None, mark.family):
                self._reached.clear()
            self._reached[mark.family] = [*reached, mark.number]
        elif mark.is_punctuation and mid_sentence and self.family not in (None, mark.family):
            return not text[mark.start : mark.start + 1].islower()
        elif mark.family == self.family:
            self._reached.clear()
        self.family = self.family or mark.family
        return True
