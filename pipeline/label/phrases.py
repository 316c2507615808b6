"""Noun phrases of tagged bullets that could stand as a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.danish import STOP_WORDS, lemma
from pipeline.danish.lexicon import dictionary_lemma
from pipeline.label.forms import is_definite, is_plural, is_verb_form, noun_lemma, strong_adjective
from pipeline.records import Token

MAX_WORDS = 6
_MAX_CHARACTERS = 48

_words = re.compile(r"\S+").findall

# Adjectives and participles that stand for people when no noun follows.
PEOPLE = frozenset(
    _words(
        """
        ansatte arbejdsløse bekymrede demente døve enlige erhvervsdrivende faglærte fattige
        flygtninge forældre fremmede frivillige gravide handicappede hjemløse hjemvendte
        kræftsyge kriminelle langtidsledige ledige nyuddannede pårørende selvstændige studerende
        sygemeldte syge sårbare tosprogede udsatte ufaglærte unge voksne ældre
        """
    )
)
# Adjectives that judge, count or point instead of naming a sort of thing.
NOT_NAMING = frozenset(
    _words(
        """
        al anden bedre bedst dårlig dårligere egen eneste enkelt ens fin flere flest flot forkert
        forrig forskellig første færre få gældende god halv hel ingen klar lav lille lang længere
        manglende mange massiv meget mere mest mindre mindst mulig nem næste nødvendig næsten
        ordentlig rigtig samme samtlig sidst sidste sikker simpel skidt slem smuk små stor større
        størst svær synlig sådan tilstrækkelig tilsvarende tydelig tæt tættere vigtig vigtigst
        visse øget øvrig
        """
    )
)
# Nouns that say little alone: measures, times, and words that wait for another.
VAGUE = frozenset(
    _words(
        """
        aften andel antal april august behov betydning bord borger brug by dag daglig december del
        døgn effekt eftermiddag eksempel ende fald februar fokus folk forhold form formiddag
        fredag fremtid gang grad grund hensyn hånd ide idé indhold januar juli juni kommune krav
        kvarter lejlighed liv lov lørdag løsning maj mand mandag mangel marts masse mening
        menneske meter middel million minut morgen mulighed måde mål måned møde nat niveau
        november oktober område onsdag ord orden par person plads problem procent ramme ressource
        rest ret retning sag samme september side situation slags spørgsmål stand start sted
        stedet syn søndag tal tid tilfælde time ting tirsdag torsdag tur type udfordring udtryk
        uge vilje værd weekend år årsag øje
        """
    )
)

# After these a prepositional phrase belongs to the noun before it, whatever verb is near.
_BINDING = frozenset({"af", "mellem", "blandt", "uden", "udenfor", "omkring"})
_LINKING = _BINDING | frozenset(
    {"for", "i", "på", "til", "med", "om", "ved", "fra", "hos", "under"}
)
_DEFINITE = frozenset({"den", "det", "de", "denne", "dette", "disse"})
_OWNERS = frozenset({"vores", "min", "mit", "mine", "din", "dit", "sin", "sit", "sine", "deres"})
_ARTICLES = frozenset({"en", "et"})
_DEVERBAL = re.compile(
    r"(?:else|ning|ing|tion|hed|sion|skab|arbejde|dialog|adgang|hjælp|støtte|kontakt|ansvar|"
    r"tilsyn|kamp|overgang|kendskab|tillid|lyst|krav|respekt|viden|råd|tilbud|pres|mangel)$"
)

_ADJECTIVE_END = re.compile(
    r"(?:ig|isk|lig|bar|løs|fuld|som|sk|al|el|ær|iv)(?:t|e)?$|(?:ende|ede|et|te)$"
)
# The tagger takes such adjectives for nouns where they stand alone.
_NO_NOUN = re.compile(r"(?:fuld[te]?|løs[te]?|som(?:t|me)?)$")
_RELATIVE = frozenset({"der", "som"})
_IDIOMS = re.compile(r"\b(?:stedet?|forhold|hensyn|stand|gang) (?:for|til)\b|\bi stedet\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One noun phrase as a title would have it, lower-cased but for abbreviations.

    Attributes
    ----------
    text
        Surface form, without article or trailing words.
    lemmas
        Dictionary forms of its words of content, in reading order.
    shape
        "noun", "adjective" (adjectives and a noun), "genitive", "pair" (two joined by "og") or
        "attached" (with a prepositional phrase).
    """

    text: str
    lemmas: tuple[str, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class _Group:
    """A noun with what stands before it; positions in its chunk, end exclusive."""

    start: int
    end: int
    adjectives: tuple[int, ...]
    determiner: str


def noun_phrases(tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Yield the phrases of one bullet; the same phrase comes as often as it is there."""
    for chunk in _chunks(tokens):
        yield from _chunk_phrases(chunk)


def nouns(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield each noun of a bullet with its lemma and its form in lower case."""
    for chunk in _chunks(tokens):
        for place, token in enumerate(chunk):
            if _is_noun(chunk, place) and not token.text.endswith("-"):
                yield _lemma(token), token.text.lower()


def is_name(text: str) -> bool:
    """Whether a word that begins no sentence is written as names are; abbreviations are not."""
    return text[:1].isupper() and text[1:].islower()


def _chunks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
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


def _chunk_phrases(chunk: Sequence[Token]) -> Iterator[Phrase]:
    groups = {group.start: group for group in _groups(chunk)}
    for group in groups.values():
        heads = list(_single(chunk, group))
        yield from heads
        joined = _joined(chunk, group, groups)
        if joined:
            yield from _pair(chunk, group, joined)
        last = joined or group
        attached = _attached(chunk, last, groups)
        if not attached or (joined and not _same_kind(chunk, group, joined)):
            continue
        tail_group, preposition = attached
        tail_pair = _joined(chunk, tail_group, groups)
        if preposition == "mellem" and not tail_pair and not _plural_like(chunk, tail_group):
            continue
        end = (tail_pair or tail_group).end
        if _waits_for_clause(chunk, tail_group, end):
            continue
        if not _belongs(chunk, group, preposition):
            continue
        tail = " ".join(_text(token) for token in chunk[last.end : end])
        tail_lemmas = _content(chunk[last.end : end])
        starts = [phrase for phrase in heads if phrase.shape in ("noun", "adjective")]
        if joined:
            starts = list(_pair(chunk, group, joined))
        for start in starts:
            phrase = _phrase(f"{start.text} {tail}", (*start.lemmas, *tail_lemmas), "attached")
            if phrase:
                yield phrase


def _single(chunk: Sequence[Token], group: _Group) -> Iterator[Phrase]:
    """Yield the noun alone, then with one adjective more at a time from the right."""
    noun = chunk[group.end - 1]
    base = _lemma(noun)
    if phrase := _phrase(_text(noun), (base,), "noun"):
        yield phrase
    before = ""
    lemmas: tuple[str, ...] = (base,)
    has_owner = group.determiner == "genitive"
    for place in reversed(group.adjectives):
        token = chunk[place]
        if token.pos == "CCONJ":
            break
        if _lemma(token) in NOT_NAMING or _text(token) in NOT_NAMING:
            break
        form = strong_adjective(_text(token), _lemma(token), noun.text.lower(), group.determiner)
        if form is None or (is_definite(noun.text.lower(), base) and not has_owner):
            break
        if is_plural(noun.text.lower()) and form[-1] not in "eaåso":
            # The bullet itself lacks the agreement ("ny udstykket grunde").
            break
        before = f"{form} {before}"
        lemmas = (_lemma(token), *lemmas)
        if phrase := _phrase(f"{before}{_text(noun)}", lemmas, "adjective"):
            yield phrase
    if has_owner and group.start:
        owner = chunk[group.start - 1]
        between = [chunk[place] for place in group.adjectives]
        text = " ".join(map(_text, [owner, *between, noun]))
        names_a_sort = not any(_lemma(token) in NOT_NAMING for token in between)
        phrase = _phrase(text, tuple(map(_lemma, [owner, *between, noun])), "genitive")
        if owner.pos == "NOUN" and names_a_sort and phrase:
            yield phrase


def _pair(chunk: Sequence[Token], first: _Group, second: _Group) -> Iterator[Phrase]:
    """Yield "børn og unge", "udsatte børn og unge"; both sides must have the same definiteness."""
    if not _same_kind(chunk, first, second):
        return
    left, right = chunk[first.end - 1], chunk[second.end - 1]
    tail = chunk[second.start : second.end]
    if second.determiner and second.adjectives:
        return
    if any(_lemma(token) in NOT_NAMING for token in tail):
        return
    for start in _single(chunk, first):
        if start.shape in ("noun", "adjective"):
            text = " ".join([start.text, "og", *map(_text, tail)])
            if phrase := _phrase(text, (*start.lemmas, *_content(tail)), "pair"):
                yield phrase
    if left.text.endswith("-"):
        text = f"{_text(left)} og {_text(right)}"
        if phrase := _phrase(text, (left.text.lower(), _lemma(right)), "pair"):
            yield phrase


def _groups(chunk: Sequence[Token]) -> Iterator[_Group]:
    for end in range(1, len(chunk) + 1):
        if not _is_noun(chunk, end - 1):
            continue
        start = end - 1
        while start and _is_adjective(chunk, start - 1):
            start -= 1
        adjectives = tuple(range(start, end - 1))
        yield _Group(start, end, adjectives, _determiner(chunk, start))


def _is_noun(chunk: Sequence[Token], place: int) -> bool:
    token = chunk[place]
    form = token.text.lower()
    if not form[0].isalpha() or form in STOP_WORDS or len(form) < 2:
        return False
    following = chunk[place + 1] if place + 1 < len(chunk) else None
    if form in PEOPLE:
        return following is None or following.pos not in ("NOUN", "ADJ", "PROPN")
    if token.pos != "NOUN" or is_verb_form(form, _lemma(token)) or _NO_NOUN.search(form):
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
        and _lemma(token) != form
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
    if form in _DEFINITE:
        return {"denne": "den", "dette": "det", "disse": "de"}.get(form, form)
    if form in _OWNERS or (form.endswith("s") and before.pos == "PROPN"):
        return "vores"
    if _is_genitive(before, chunk[start]):
        return "genitive"
    return "et" if form in _ARTICLES else ""


def _joined(chunk: Sequence[Token], group: _Group, groups: dict[int, _Group]) -> _Group | None:
    """Return the group that "og" joins to this one."""
    if group.end + 1 >= len(chunk) or chunk[group.end].text.lower() != "og":
        return None
    return groups.get(group.end + 1)


def _attached(
    chunk: Sequence[Token], group: _Group, groups: dict[int, _Group]
) -> tuple[_Group, str] | None:
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
    if place < len(chunk) and chunk[place].text.lower() in _DEFINITE | _ARTICLES:
        place += 1
    found = groups.get(place)
    return (found, first) if found else None


def _belongs(chunk: Sequence[Token], group: _Group, preposition: str) -> bool:
    """Whether a prepositional phrase hangs on the noun and not on a verb before it."""
    noun = _lemma(chunk[group.end - 1])
    if preposition in _BINDING or _DEVERBAL.search(noun):
        return True
    return all(token.pos not in ("VERB", "AUX") for token in chunk[: group.start])


def _waits_for_clause(chunk: Sequence[Token], group: _Group, end: int) -> bool:
    """Whether the phrase is half without what follows: "i de indsatser" of "... der virker"."""
    return (
        group.determiner in ("den", "det", "de")
        and end < len(chunk)
        and chunk[end].text.lower() in _RELATIVE
    )


def _same_kind(chunk: Sequence[Token], first: _Group, second: _Group) -> bool:
    left, right = chunk[first.end - 1], chunk[second.end - 1]
    if left.text.endswith("-"):
        return True
    return is_definite(left.text.lower(), _lemma(left)) == is_definite(
        right.text.lower(), _lemma(right)
    )


def _plural_like(chunk: Sequence[Token], group: _Group) -> bool:
    noun = chunk[group.end - 1]
    form = noun.text.lower()
    return form in PEOPLE or (form != _lemma(noun) and bool(re.search(r"(?:r|e|rne|ne)$", form)))


def _phrase(text: str, lemmas: tuple[str, ...], shape: str) -> Phrase | None:
    words = text.split()
    if len(words) > MAX_WORDS or len(text) > _MAX_CHARACTERS or any(c.isdigit() for c in words[0]):
        return None
    if words[0].lower() in STOP_WORDS or words[-1].lower() in STOP_WORDS:
        return None
    if len(set(lemmas)) < len(lemmas) or _IDIOMS.search(text):
        return None
    return Phrase(text, lemmas, shape)


def _content(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(
        _lemma(token)
        for token in tokens
        if token.text.lower() not in STOP_WORDS and token.pos in ("NOUN", "ADJ", "VERB", "PROPN")
    )


def _lemma(token: Token) -> str:
    form = token.text.lower()
    if form in PEOPLE:
        return form
    return noun_lemma(form, token.lemma) if token.pos == "NOUN" else token.lemma


def _text(token: Token) -> str:
    return token.text if re.search(r"[A-ZÆØÅ0-9].*[A-ZÆØÅ0-9]", token.text) else token.text.lower()
