"""Noun phrases of tagged bullets that could stand as a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.danish import STOP_WORDS
from pipeline.label.forms import is_definite, is_plural, strong_adjective
from pipeline.label.groups import ARTICLES, DEFINITE, Group, chunks, groups, token_lemma, token_text
from pipeline.label.vocabulary import NOT_NAMING, PEOPLE
from pipeline.records import Token

MAX_WORDS = 6
_MAX_CHARACTERS = 48

# After these a prepositional phrase belongs to the noun before it, whatever verb is near.
_BINDING = frozenset({"af", "mellem", "blandt", "uden", "udenfor", "omkring"})
_LINKING = _BINDING | frozenset(
    {"for", "i", "på", "til", "med", "om", "ved", "fra", "hos", "under"}
)
_DEVERBAL = re.compile(
    r"(?:else|ning|ing|tion|hed|sion|skab|arbejde|dialog|adgang|hjælp|støtte|kontakt|ansvar|"
    r"tilsyn|kamp|overgang|kendskab|tillid|lyst|krav|respekt|viden|råd|tilbud|pres|mangel)$"
)

RELATIVE = frozenset({"der", "som"})
_IDIOMS = re.compile(r"\b(?:stedet?|forhold|hensyn|stand|gang) (?:for|til)\b|\bi stedet\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase as a title would have it, lower-cased but for abbreviations.

    Attributes
    ----------
    text
        Surface form, without article or trailing words.
    lemmas
        Dictionary forms of its words of content, in reading order.
    shape
        "noun", "adjective" (adjectives and a noun), "genitive", "pair" (two joined by "og") or
        "attached" (with a prepositional phrase); "verbal" for a verb with its object.
    """

    text: str
    lemmas: tuple[str, ...]
    shape: str


def noun_phrases(tokens: Sequence[Token]) -> tuple[Phrase, ...]:
    """Return the phrases of one bullet; the same phrase comes as often as it is there."""
    return _noun_phrases(tuple(tokens))


# A bullet is read for its theme and again for its sub-theme.
@lru_cache(maxsize=200_000)
def _noun_phrases(tokens: tuple[Token, ...]) -> tuple[Phrase, ...]:
    return tuple(phrase for chunk in chunks(tokens) for phrase in _chunk_phrases(chunk))


def _chunk_phrases(chunk: Sequence[Token]) -> Iterator[Phrase]:
    by_start = {group.start: group for group in groups(chunk)}
    for group in by_start.values():
        heads = list(_single(chunk, group))
        yield from heads
        second = joined_group(chunk, group, by_start)
        if second:
            yield from _pair(chunk, group, second)
        last = second or group
        attached = attached_group(chunk, last, by_start)
        if not attached or (second and not _same_kind(chunk, group, second)):
            continue
        tail_group, preposition = attached
        tail_pair = joined_group(chunk, tail_group, by_start)
        if preposition == "mellem" and not tail_pair and not _plural_like(chunk, tail_group):
            continue
        end = (tail_pair or tail_group).end
        if _waits_for_clause(chunk, tail_group, end):
            continue
        if not _belongs(chunk, group, preposition):
            continue
        tail = " ".join(token_text(token) for token in chunk[last.end : end])
        tail_lemmas = content(chunk[last.end : end])
        starts = [phrase for phrase in heads if phrase.shape in ("noun", "adjective")]
        if second:
            starts = list(_pair(chunk, group, second))
        for start in starts:
            phrase = phrase_of(f"{start.text} {tail}", (*start.lemmas, *tail_lemmas), "attached")
            if phrase:
                yield phrase


def _single(chunk: Sequence[Token], group: Group) -> Iterator[Phrase]:
    """Yield the noun alone, then with one adjective more at a time from the right."""
    noun = chunk[group.end - 1]
    base = token_lemma(noun)
    if phrase := phrase_of(token_text(noun), (base,), "noun"):
        yield phrase
    before = ""
    lemmas: tuple[str, ...] = (base,)
    has_owner = group.determiner == "genitive"
    for place in reversed(group.adjectives):
        token = chunk[place]
        if token.pos == "CCONJ":
            break
        if token_lemma(token) in NOT_NAMING or token_text(token) in NOT_NAMING:
            break
        form = strong_adjective(
            token_text(token), token_lemma(token), noun.text.lower(), group.determiner
        )
        if form is None or (is_definite(noun.text.lower(), base) and not has_owner):
            break
        if is_plural(noun.text.lower()) and form[-1] not in "eaåso":
            # The bullet itself lacks the agreement ("ny udstykket grunde").
            break
        before = f"{form} {before}"
        lemmas = (token_lemma(token), *lemmas)
        if phrase := phrase_of(f"{before}{token_text(noun)}", lemmas, "adjective"):
            yield phrase
    if has_owner and group.start:
        owner = chunk[group.start - 1]
        between = [chunk[place] for place in group.adjectives]
        text = " ".join(map(token_text, [owner, *between, noun]))
        names_a_sort = not any(token_lemma(token) in NOT_NAMING for token in between)
        phrase = phrase_of(text, tuple(map(token_lemma, [owner, *between, noun])), "genitive")
        if owner.pos == "NOUN" and names_a_sort and phrase:
            yield phrase


def _pair(chunk: Sequence[Token], first: Group, second: Group) -> Iterator[Phrase]:
    """Yield "børn og unge", "udsatte børn og unge"; both sides must have the same definiteness."""
    if not _same_kind(chunk, first, second):
        return
    left, right = chunk[first.end - 1], chunk[second.end - 1]
    tail = chunk[second.start : second.end]
    if second.determiner and second.adjectives:
        return
    if any(token_lemma(token) in NOT_NAMING for token in tail):
        return
    for start in _single(chunk, first):
        if start.shape in ("noun", "adjective"):
            text = " ".join([start.text, "og", *map(token_text, tail)])
            if phrase := phrase_of(text, (*start.lemmas, *content(tail)), "pair"):
                yield phrase
    if left.text.endswith("-"):
        text = f"{token_text(left)} og {token_text(right)}"
        if phrase := phrase_of(text, (left.text.lower(), token_lemma(right)), "pair"):
            yield phrase


def joined_group(chunk: Sequence[Token], group: Group, by_start: dict[int, Group]) -> Group | None:
    """Return the group that "og" joins to this one."""
    if group.end + 1 >= len(chunk) or chunk[group.end].text.lower() != "og":
        return None
    return by_start.get(group.end + 1)


def attached_group(
    chunk: Sequence[Token], group: Group, by_start: dict[int, Group]
) -> tuple[Group, str] | None:
    """Return the noun group of the prepositional phrase right behind this one."""
    place = group.end
    if place >= len(chunk):
        return None
    first = chunk[place].text.lower()
    if first == "på" and [token.text.lower() for token in chunk[place : place + 3]] == [
        "på",
        "tværs",
        "af",
    ]:
        place += 2
    elif first == "uden" and place + 1 < len(chunk) and chunk[place + 1].text.lower() == "for":
        place += 1
    elif chunk[place].pos != "ADP" or first not in _LINKING:
        return None
    place += 1
    if place < len(chunk) and chunk[place].text.lower() in DEFINITE | ARTICLES:
        place += 1
    found = by_start.get(place)
    return (found, first) if found else None


def _belongs(chunk: Sequence[Token], group: Group, preposition: str) -> bool:
    """Whether a prepositional phrase hangs on the noun and not on a verb before it."""
    noun = token_lemma(chunk[group.end - 1])
    if preposition in _BINDING or _DEVERBAL.search(noun):
        return True
    return all(token.pos not in ("VERB", "AUX") for token in chunk[: group.start])


def _waits_for_clause(chunk: Sequence[Token], group: Group, end: int) -> bool:
    """Whether the phrase is half without what follows: "i de indsatser" of "... der virker"."""
    return (
        group.determiner in ("den", "det", "de")
        and end < len(chunk)
        and chunk[end].text.lower() in RELATIVE
    )


def _same_kind(chunk: Sequence[Token], first: Group, second: Group) -> bool:
    left, right = chunk[first.end - 1], chunk[second.end - 1]
    if left.text.endswith("-"):
        return True
    return is_definite(left.text.lower(), token_lemma(left)) == is_definite(
        right.text.lower(), token_lemma(right)
    )


def _plural_like(chunk: Sequence[Token], group: Group) -> bool:
    noun = chunk[group.end - 1]
    form = noun.text.lower()
    return form in PEOPLE or (
        form != token_lemma(noun) and bool(re.search(r"(?:r|e|rne|ne)$", form))
    )


def phrase_of(text: str, lemmas: tuple[str, ...], shape: str) -> Phrase | None:
    """Return a phrase where the words could stand as a title: short, whole, each word once."""
    words = text.split()
    if len(words) > MAX_WORDS or len(text) > _MAX_CHARACTERS or any(c.isdigit() for c in words[0]):
        return None
    # Of verbs only "være en del af" begins with a stop word, and it cannot do without.
    edges = {words[-1].lower()} if shape == "verbal" else {words[0].lower(), words[-1].lower()}
    if not STOP_WORDS.isdisjoint(edges):
        return None
    if len(set(lemmas)) < len(lemmas) or _IDIOMS.search(text):
        return None
    return Phrase(text, lemmas, shape)


def content(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the lemmas of the words of content, in reading order."""
    return tuple(
        token_lemma(token)
        for token in tokens
        if token.text.lower() not in STOP_WORDS and token.pos in ("NOUN", "ADJ", "VERB", "PROPN")
    )
