"""What a person typed: cut into terms, said in FTS5's language, and found again in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.danish import STOP_WORDS, find_tokens, fold, lemma, split_compound

TABLE = "bord"
# Fewer letters begin too many words, or parts of compounds, to say anything.
_SHORTEST_BEGUN, _SHORTEST_PART_BEGUN = 2, 3
_STOP_WORDS = frozenset(map(fold, STOP_WORDS))
_QUOTES = re.compile(r"[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in every form that it is found by: folded, as lemma, and in parts (also joined)."""

    form: str
    lemma: str
    parts: tuple[str, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class Term:
    """What the query asks for: one word, or words in a row as they are written."""

    words: tuple[Word, ...]
    is_phrase: bool = False
    is_begun: bool = False


def to_terms(query: str) -> list[Term]:
    """Cut a query into terms; what stands between quotation marks is one."""
    terms: list[Term] = []
    pieces = _QUOTES.split(unicodedata.normalize("NFC", query))
    for number, piece in enumerate(pieces):
        words = to_words(piece)
        is_last = number == len(pieces) - 1 and bool(re.search(r"\w$", piece))
        if number % 2:
            if words:
                is_begun = is_last and _can_be_begun(words[-1])
                terms.append(Term(tuple(words), is_phrase=True, is_begun=is_begun))
            continue
        while words:
            # "bord 3" is one table, not a table and a three.
            count = 2 if words[0].form == TABLE and words[1:] and _is_number(words[1]) else 1
            taken, words = words[:count], words[count:]
            is_begun = is_last and not words and _can_be_begun(taken[-1])
            terms.append(Term(tuple(taken), count > 1, is_begun))
    telling = [term for term in terms if not _is_stop_word(term)]
    return telling or terms


def in_text(term: Term) -> str:
    """Say a term in FTS5's language; all words in it were made here, so none is an operator."""
    asked = [f"forms : {_in_a_row(term)}"]
    if not term.is_phrase:
        [word] = term.words
        asked += [f'lemmas : "{word.lemma}"', f'parts : "{word.joined}"']
        if term.is_begun and len(word.form) >= _SHORTEST_PART_BEGUN:
            asked.append(f'parts : "{word.form}" *')
    return " OR ".join(asked)


def in_facts(term: Term) -> str:
    """Say the same of what is known beside the texts."""
    lemma_too = "" if term.is_phrase else f' OR "{term.words[0].lemma}"'
    return f"{_in_a_row(term)}{lemma_too}"


def find_spans(terms: Sequence[Term], text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each word of a text (in NFC) that one of the terms matches, in order."""
    tokens = find_tokens(text)
    words = [to_word(token) for token, _ in tokens]
    starts = [start for _, start in tokens]
    matched: set[int] = set()
    for term in terms:
        length = len(term.words)
        for first in range(len(words) - length + 1):
            if _matches(term, words[first : first + length]):
                matched.update(range(first, first + length))
    return tuple((starts[n], starts[n] + len(tokens[n][0])) for n in sorted(matched))


def to_words(text: str) -> list[Word]:
    """Cut a text into words, in any Unicode form."""
    return [to_word(token) for token, _ in find_tokens(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=200_000)
def to_word(token: str) -> Word:
    """Analyse one word; remembered, since a corpus says the same few thousand."""
    form = fold(token)
    base = lemma(token)
    if base == token.lower() and form != base:
        # Dictionaries do not know "gaarden"; they know "gården".
        base = lemma(form)
    parts = tuple(fold(lemma(part)) for part in split_compound(base))
    return Word(form.replace("'", "’"), fold(base), parts, " ".join(parts))


def _can_be_begun(word: Word) -> bool:
    return len(word.form) >= _SHORTEST_BEGUN and not _is_number(word)


def _is_stop_word(term: Term) -> bool:
    return not (term.is_phrase or term.is_begun) and term.words[0].form in _STOP_WORDS


def _is_number(word: Word) -> bool:
    return word.form[0].isdigit()


def _in_a_row(term: Term) -> str:
    return f'"{" ".join(word.form for word in term.words)}"{" *" if term.is_begun else ""}'


def _matches(term: Term, words: Sequence[Word]) -> bool:
    *front, last = term.words
    forms = [word.form for word in words]
    if forms[:-1] == [word.form for word in front] and (
        forms[-1] == last.form or (term.is_begun and forms[-1].startswith(last.form))
    ):
        return True
    if term.is_phrase:
        return False
    [word] = words
    size = len(last.parts)
    return (
        word.lemma == last.lemma
        or any(word.parts[n : n + size] == last.parts for n in range(len(word.parts)))
        or (
            term.is_begun
            and len(last.form) >= _SHORTEST_PART_BEGUN
            and any(part.startswith(last.form) for part in word.parts)
        )
    )
