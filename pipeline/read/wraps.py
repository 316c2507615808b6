"""What the end of a printed line says in Danish: whether a word or a sentence goes on after it."""

from __future__ import annotations

import re
from collections.abc import Collection

# Words that no statement ends with.
_OPEN_ENDED = frozenset(
    (
        *("på", "i", "til", "af", "for", "fra", "med", "om", "og", "eller", "en", "et", "den"),
        *("at", "som", "ved", "under", "over", "efter", "hos", "mellem", "&", "–"),
    )
)
_STOPS = frozenset(".!?:;,")
_SUSPENDED = ("og", "eller", "samt", "til", "og/eller", "men", "/", "&")
_PUNCTUATION = '.,;:!?()"”“»«'
_CLOSING = '"”’») '
_HYPHENS = "-\u2010\u00ad"
_LABEL = re.compile(r"[^\W\d_][^:.]{2,30}:(?:\s|$)")


def begins_anew(above: str, line: str) -> bool:
    """Whether a line under one that happens to be full is a paragraph of its own.

    A label ("Bordvært:") is. A capital on a common word begins a sentence; where the line above
    could end a statement but has no full stop, the new one stands by itself.
    """
    word = line.split(maxsplit=1)[0]
    is_open = above.split()[-1].casefold() in _OPEN_ENDED
    if not word[0].isupper() or is_open or above.rstrip(_CLOSING)[-1:] in _STOPS:
        return False
    if _LABEL.match(line):
        return True
    return word[1:] == word[1:].lower() and _is_known(word.partition("-")[0].casefold())


def join_lines(text: str, following: str, vocabulary: Collection[str]) -> str:
    """Two lines of a paragraph as one; the hyphen of a divided word goes, that of Danish stays.

    Parameters
    ----------
    text, following
        The paragraph so far, and the line after it; neither is blank.
    vocabulary
        Words of the document in lower case: how it writes a word elsewhere decides first.
    """
    last = text.rsplit(maxsplit=1)[-1]
    first = following.split(maxsplit=1)[0]
    if len(last) < 2 or last[-1] not in _HYPHENS or not last[-2].isalnum():
        return f"{text} {following}"
    if bare(first) in _SUSPENDED:
        return f"{text} {following}"
    whole, hyphenated = last[:-1] + first, last + first
    seen = [bare(word) in vocabulary for word in (whole, hyphenated)]
    # A capital, digit or abbreviation marks a written hyphen: "IT-hjælper", "15-årig",
    # "cpr-nummer", and within a sentence "Facebook-gruppen".
    is_name = last[0].isupper() and re.search(r"[\w,;)]\s+\S+$", text) is not None
    is_abbreviation = last[:-1] == "it" or not re.search(r"[aeiouyæøå]", last, re.I)
    is_written = not first[0].islower() or not last[-2].islower() or is_name or is_abbreviation
    keeps = seen[1] if seen[0] != seen[1] else is_written or _are_words(whole, last[:-1], first)
    return (text if keeps else text[:-1]) + following


def bare(word: str) -> str:
    """Return a word in lower case without the punctuation around it."""
    return word.casefold().strip(_PUNCTUATION)


def _are_words(whole: str, left: str, right: str) -> bool:
    """Whether two parts are Danish words each and their union is not: "ude-sovepladser"."""
    return not _is_known(whole) and _is_known(left) and _is_known(right)


def _is_known(word: str) -> bool:
    from pipeline.danish.lexicon import dictionary_lemma  # loads a dictionary, seldom needed

    return dictionary_lemma(word.strip(_PUNCTUATION)) is not None
