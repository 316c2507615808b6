"""Verb phrases of tagged bullets that could stand as a title: "fastholde indsatser der virker"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.danish import STOP_WORDS
from pipeline.danish.lexicon import zipf
from pipeline.label.groups import ARTICLES, DEFINITE, Group, chunks, groups, token_text
from pipeline.label.phrases import (
    RELATIVE,
    Phrase,
    attached_group,
    content,
    joined_group,
    phrase_of,
)
from pipeline.label.vocabulary import NOT_NAMING, VAGUE
from pipeline.records import Token

# What these say lies in their object or in words behind it ("sætte unge i gang").
_EMPTY_VERBS = frozenset(
    {
        "bede",
        "bringe",
        "burde",
        "byde",
        "føre",
        "gide",
        "handle",
        "hedde",
        "holde",
        "høre",
        "kende",
        "koste",
        "lade",
        "ligge",
        "lyde",
        "lægge",
        "mangle",
        "melde",
        "mene",
        "måtte",
        "mærke",
        "nå",
        "prøve",
        "savne",
        "se",
        "sende",
        "sidde",
        "sige",
        "spørge",
        "stille",
        "stå",
        "sætte",
        "tro",
        "turde",
        "tænke",
        "undgå",
        "vide",
        "ville",
        "virke",
        "vise",
    }
)
# After these citizens say what they do not want, or what happens instead.
_NEGATIONS = frozenset(
    {"aldrig", "frem", "hverken", "ikke", "ingen", "intet", "stedet", "uden", "undgå"}
)
# Words that open a clause or another part of the sentence, so that what stands before is whole.
_OPENERS = ("CCONJ", "SCONJ")
_PART_OF = ("en", "del", "af")


def verb_phrases(tokens: Sequence[Token]) -> tuple[Phrase, ...]:
    """Return infinitives with their object, as a title would have them.

    An infinitive may stand with or without "at", and an imperative that begins a sentence is read
    as one ("Styrk samarbejdet"). The object takes the prepositional phrase behind it along, and a
    relative clause of two words that ends the sentence ("der virker").
    """
    return _verb_phrases(tuple(tokens))


@lru_cache(maxsize=200_000)
def _verb_phrases(tokens: tuple[Token, ...]) -> tuple[Phrase, ...]:
    return tuple(phrase for chunk in chunks(tokens) for phrase in _chunk_phrases(chunk))


def _chunk_phrases(chunk: Sequence[Token]) -> Iterator[Phrase]:
    by_start = {group.start: group for group in groups(chunk)}
    for place, token in enumerate(chunk):
        verb = _infinitive(token, is_first=not place)
        if not verb or any(word.text.lower() in _NEGATIONS for word in chunk[:place]):
            continue
        start = place + 1
        if _words(chunk, start, start + 3) == _PART_OF:
            start += 3
        elif verb in STOP_WORDS or verb in _EMPTY_VERBS:
            continue
        elif DEFINITE.union(ARTICLES).intersection(_words(chunk, start, start + 1)):
            start += 1
        found = by_start.get(start)
        end = _end_of_object(chunk, found, by_start) if found else None
        if found is None or end is None or not _names_something(chunk, found):
            continue
        words = [verb, *(token_text(word) for word in chunk[place + 1 : end])]
        if phrase := phrase_of(
            " ".join(words), (verb, *content(chunk[found.start : end])), "verbal"
        ):
            yield phrase


def _infinitive(token: Token, is_first: bool) -> str:
    """Return the infinitive of a verb in the infinitive or imperative; of others ""."""
    form = token.text.lower()
    if token.pos not in ("VERB", "AUX") or not token.lemma.endswith(("e", "å", "y", "o")):
        return ""
    is_imperative = is_first and token.lemma in (f"{form}e", f"{form}{form[-1:]}e")
    # What has no present tense is no verb: "fremmende" in "trivselsfremmende".
    is_verb = token.lemma in STOP_WORDS or zipf(f"{token.lemma}r") > 0
    return token.lemma if is_verb and (form == token.lemma or is_imperative) else ""


def _names_something(chunk: Sequence[Token], group: Group) -> bool:
    described = [chunk[place] for place in group.adjectives]
    judges = any(word.lemma in NOT_NAMING or word.text.lower() in NOT_NAMING for word in described)
    # "Rammer" say little, "trygge rammer" something.
    return not judges and (bool(described) or chunk[group.end - 1].lemma not in VAGUE)


def _end_of_object(chunk: Sequence[Token], group: Group, by_start: dict[int, Group]) -> int | None:
    """Return where a verb's object ends with all that belongs to it; None where it is not whole."""
    last = joined_group(chunk, group, by_start) or group
    end = last.end
    if end < len(chunk) and chunk[end].pos == "ADP":
        tail = attached_group(chunk, last, by_start)
        if tail is None:
            return None
        last = joined_group(chunk, tail[0], by_start) or tail[0]
        end = last.end
    if end == len(chunk) or chunk[end].pos in _OPENERS:
        return end
    if chunk[end].text.lower() not in RELATIVE:
        return None
    if end + 2 == len(chunk) and chunk[end + 1].pos == "VERB":
        return end + 2
    # "De indsatser" waits for a clause that is too long here; "indsatser" does not.
    return None if last.determiner in DEFINITE else end


def _words(chunk: Sequence[Token], start: int, end: int) -> tuple[str, ...]:
    return tuple(word.text.lower() for word in chunk[start:end])
