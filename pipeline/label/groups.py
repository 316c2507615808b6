"""Nouns of a tagged bullet with the adjectives and the article before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.danish import STOP_WORDS, lemma
from pipeline.danish.lexicon import dictionary_lemma
from pipeline.label.forms import is_verb_form, noun_lemma
from pipeline.label.vocabulary import PEOPLE
from pipeline.records import Token

DEFINITE = frozenset({"den", "det", "de", "denne", "dette", "disse"})
_OWNERS = frozenset({"vores", "min", "mit", "mine", "din", "dit", "sin", "sit", "sine", "deres"})
ARTICLES = frozenset({"en", "et"})
_ADJECTIVE_END = re.compile(
    r"(?:ig|isk|lig|bar|løs|fuld|som|sk|al|el|ær|iv)(?:t|e)?$|(?:ende|ede|et|te)$"
)
# The tagger takes such adjectives for nouns where they stand alone.
_NO_NOUN = re.compile(r"(?:fuld[te]?|løs[te]?|som(?:t|me)?)$")


@dataclass(frozen=True, slots=True)
class Group:
    """A noun with what stands before it; positions in its chunk, end exclusive."""

    start: int
    end: int
    adjectives: tuple[int, ...]
    determiner: str


def nouns(tokens: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    """Return each noun of a bullet with its lemma and its form in lower case."""
    return _nouns(tuple(tokens))


# Each bullet is asked for its nouns some eight times while themes and sub-themes are labelled.
@lru_cache(maxsize=200_000)
def _nouns(tokens: tuple[Token, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (token_lemma(token), token.text.lower())
        for chunk in chunks(tokens)
        for place, token in enumerate(chunk)
        if _is_noun(chunk, place) and not token.text.endswith("-")
    )


def chunks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut a bullet at its punctuation, and mend what the tagger gets wrong at a chunk's start."""
    chunk: list[Token] = []
    for token in tokens:
        if token.pos in ("PUNCT", "SYM") or re.search(r"[/\\@”“\"»«…]|\.$", token.text):
            if chunk:
                yield chunk
            chunk = []
        else:
            chunk.append(_mended(token, is_first=not chunk))
    if chunk:
        yield chunk


def _mended(token: Token, is_first: bool) -> Token:
    form = token.text.lower()
    if form in PEOPLE:
        return Token(token.text, "ADJ", form)
    if not is_first and token.pos in ("NOUN", "ADJ") and is_name(token.text):
        return Token(token.text, "PROPN", form)
    if token.pos in ("PROPN", "X") and (is_first or token.text == form):
        known = dictionary_lemma(form)
        if known or lemma(form) != form:
            return Token(token.text, "NOUN", known or lemma(form))
    return token


def is_name(text: str) -> bool:
    """Whether a word that begins no sentence is written as names are; abbreviations are not."""
    return text[:1].isupper() and text[1:].islower()


def groups(chunk: Sequence[Token]) -> Iterator[Group]:
    """Yield each noun of a chunk, from left to right."""
    for end in range(1, len(chunk) + 1):
        if not _is_noun(chunk, end - 1):
            continue
        start = end - 1
        while start and _is_adjective(chunk, start - 1):
            start -= 1
        adjectives = tuple(range(start, end - 1))
        yield Group(start, end, adjectives, _determiner(chunk, start))


def _is_noun(chunk: Sequence[Token], place: int) -> bool:
    token = chunk[place]
    form = token.text.lower()
    if not form[0].isalpha() or form in STOP_WORDS or len(form) < 2:
        return False
    following = chunk[place + 1] if place + 1 < len(chunk) else None
    if form in PEOPLE:
        return following is None or following.pos not in ("NOUN", "ADJ", "PROPN")
    if token.pos != "NOUN" or is_verb_form(form, token_lemma(token)) or _NO_NOUN.search(form):
        return False
    # "kommunens rammer": a genitive is the start of the next noun's phrase.
    return not _is_genitive(token, following)


def _is_genitive(token: Token, following: Token | None) -> bool:
    form = token.text.lower()
    return (
        following is not None
        and following.pos in ("NOUN", "ADJ")
        and form.endswith("s")
        and token.pos in ("NOUN", "PROPN")
        and token_lemma(token) != form
    )


def _is_adjective(chunk: Sequence[Token], place: int) -> bool:
    token = chunk[place]
    form = token.text.lower()
    if form in STOP_WORDS or not form[0].isalpha():
        return False
    if token.pos == "ADJ":
        # What no dictionary knows must at least end as adjectives do.
        return dictionary_lemma(form) is not None or bool(_ADJECTIVE_END.search(form))
    # A participle reads as an adjective where an article or adjective stands before it.
    before = chunk[place - 1] if place else None
    return (
        token.pos == "VERB"
        and bool(re.search(r"(?:ede|te|ende|ne)$", form))
        and (before is None or before.pos in ("DET", "ADJ"))
    )


def _determiner(chunk: Sequence[Token], start: int) -> str:
    if not start:
        return ""
    before = chunk[start - 1]
    form = before.text.lower()
    if form in DEFINITE:
        return {"denne": "den", "dette": "det", "disse": "de"}.get(form, form)
    if form in _OWNERS or (form.endswith("s") and before.pos == "PROPN"):
        return "vores"
    if _is_genitive(before, chunk[start]):
        return "genitive"
    return "et" if form in ARTICLES else ""


def token_lemma(token: Token) -> str:
    """Lemma of a token; words for people ("ældre", "udsatte") stay as they are."""
    form = token.text.lower()
    if form in PEOPLE:
        return form
    return noun_lemma(form, token.lemma) if token.pos == "NOUN" else token.lemma


def token_text(token: Token) -> str:
    """Token in lower case, but for abbreviations."""
    return token.text if re.search(r"[A-ZÆØÅ0-9].*[A-ZÆØÅ0-9]", token.text) else token.text.lower()
