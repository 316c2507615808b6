"""Search over bullets that knows Danish: inflection, compounds, spelling, and the meeting's facts.

The engine is SQLite's FTS5 in memory. It is given words that were analysed here, so that it need
know no Danish: a column of words as written, one of lemmas, one of compound parts, and one of what
is known of a bullet beside its text.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.danish import find_tokens, fold, lemma, split_compound
from pipeline.records import Bullet

# What a match in each column counts for: as written, by lemma, by compound part, beside the text.
_WEIGHTS = (1.0, 1.0, 0.5, 0.3)
_SCORE_DECIMALS = 6
# Stands between words whose parts, and between facts whose words, must not be read together.
_BOUNDARY = "·"
_TABLE = "bord"
# Two letters begin too many compound parts to say anything.
_SHORTEST_PART_BEGUN = 3
_QUOTES = re.compile(r"[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A bullet that was found.

    Attributes
    ----------
    bullet
        Its id.
    score
        How well it fits, higher is better; comparable within one answer only.
    spans
        Start and end of each matched word in the bullet's text, in order.
    facts
        What else of the bullet matched: "kind", "table", "event", "place", "date", "section",
        "path".
    """

    bullet: str
    score: float
    spans: tuple[tuple[int, int], ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found.

    Attributes
    ----------
    hits
        The part of all hits that was asked for, the best first.
    total
        Number of all hits.
    is_all_words
        False where no bullet holds all words of the query, so that the hits hold some of them.
    """

    hits: tuple[Hit, ...]
    total: int
    is_all_words: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in every form that it is found by."""

    form: str
    lemma: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    """What the query asks for: one word, or words in a row as they are written."""

    words: tuple[_Word, ...]
    is_phrase: bool = False
    is_begun: bool = False


class SearchIndex:
    """An index of bullets, built once and asked often; safe to ask from several threads.

    Words of a query match by lemma ("skolerne" finds "skole"), by compound part ("børnehave" and
    "plads" find "børnehavepladser"), in any case, with aa or å, with or without accents. The last
    word, if nothing follows it, also matches as the beginning of one. Words in quotation marks
    match in a row, as written. All words must match, in the text or in what is known beside it:
    kind, table ("bord 3"), meeting, section, file. Where no bullet holds all, those that hold some
    are found. Hits are ranked by Okapi BM25 (Robertson and Zaragoza 2009, "The Probabilistic
    Relevance Framework: BM25 and Beyond") as FTS5 computes it, with k1 = 1.2 and b = 0.75.

    Parameters
    ----------
    bullets
        What can be found; their texts are in Unicode NFC.
    """

    def __init__(self, bullets: Iterable[Bullet]) -> None:
        self._bullets = list(bullets)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(
            "CREATE VIRTUAL TABLE bullet USING fts5 (forms, lemmas, parts, facts, "
            # The ascii tokenizer takes every letter beyond ASCII as it is; folding was done here.
            "tokenize = \"ascii tokenchars '-.,'\", prefix = '1 2 3')"
        )
        self._db.executemany(
            "INSERT INTO bullet (rowid, forms, lemmas, parts, facts) VALUES (?, ?, ?, ?, ?)",
            (
                (row, *_columns(_words(bullet.text)), _fact_words(bullet))
                for row, bullet in enumerate(self._bullets)
            ),
        )

    def search(
        self,
        query: str,
        among: Collection[str] | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Answer:
        """Find bullets.

        Parameters
        ----------
        query
            What a person typed, or is typing.
        among
            Ids of the bullets to search in, for instance those of one theme; None for all.
        limit, offset
            Which part of the hits to return.
        """
        terms = _terms(query)
        if not terms:
            return Answer((), 0, True)
        rows, is_all = self._ask(" AND ".join(map(_to_fts, terms)), among), True
        if not rows and len(terms) > 1:
            rows, is_all = self._ask(" OR ".join(map(_to_fts, terms)), among), False
        hits = []
        for row, score in rows[offset : offset + limit]:
            bullet = self._bullets[row]
            hits.append(Hit(bullet.id, score, _spans(terms, bullet.text), _facts(terms, bullet)))
        return Answer(tuple(hits), len(rows), is_all)

    def spans(self, query: str, text: str) -> tuple[tuple[int, int], ...]:
        """Start and end of each word of a text (in NFC) that a query matches."""
        return _spans(_terms(query), text)

    def _ask(self, expression: str, among: Collection[str] | None) -> list[tuple[int, float]]:
        weights = ", ".join(map(str, _WEIGHTS))
        with self._lock:
            found = self._db.execute(
                f"SELECT rowid, -bm25(bullet, {weights}) FROM bullet WHERE bullet MATCH ?",
                (expression,),
            ).fetchall()
        rows = [
            (row, round(score, _SCORE_DECIMALS))
            for row, score in found
            if among is None or self._bullets[row].id in among
        ]
        return sorted(rows, key=lambda row: (-row[1], row[0]))


@lru_cache(maxsize=200_000)
def _word(token: str) -> _Word:
    form = fold(token)
    base = lemma(token)
    if base == token.lower() and form != base:
        # Dictionaries do not know "gaarden"; they know "gården".
        base = lemma(form)
    parts = split_compound(base)
    return _Word(form.replace("'", "’"), fold(base), tuple(fold(lemma(part)) for part in parts))


def _words(text: str) -> list[_Word]:
    return [_word(unicodedata.normalize("NFC", token)) for token, _ in find_tokens(text)]


def _columns(words: Sequence[_Word]) -> tuple[str, str, str]:
    return (
        " ".join(word.form for word in words),
        " ".join(word.lemma for word in words),
        f" {_BOUNDARY} ".join(" ".join(word.parts) for word in words),
    )


def _fact_texts(bullet: Bullet) -> dict[str, str]:
    """What is known of a bullet beside its text, names of hosts not among it."""
    meeting = bullet.meeting
    table = meeting.table
    return {
        "kind": bullet.kind,
        "table": f"{_TABLE} {table}" if table and _TABLE not in table.lower() else table,
        "event": meeting.event,
        "place": meeting.place,
        "date": meeting.date,
        "section": bullet.section,
        "path": bullet.source.path,
    }


def _fact_words(bullet: Bullet) -> str:
    texts = _fact_texts(bullet).values()
    return f" {_BOUNDARY} ".join(" ".join(word.form for word in _words(text)) for text in texts)


def _terms(query: str) -> list[_Term]:
    """Cut a query into terms; what stands between quotation marks is one."""
    terms: list[_Term] = []
    pieces = _QUOTES.split(unicodedata.normalize("NFC", query))
    for number, piece in enumerate(pieces):
        words = _words(piece)
        is_last = number == len(pieces) - 1 and bool(re.search(r"\w$", piece))
        if number % 2:
            if words:
                terms.append(_Term(tuple(words), is_phrase=True, is_begun=is_last))
            continue
        while words:
            # "bord 3" is one table, not a table and a three.
            count = 2 if words[0].form == _TABLE and words[1:] and _is_number(words[1]) else 1
            taken, words = words[:count], words[count:]
            is_begun = is_last and not words and not _is_number(taken[-1])
            terms.append(_Term(tuple(taken), count > 1, is_begun))
    return terms


def _is_number(word: _Word) -> bool:
    return word.form[0].isdigit()


def _to_fts(term: _Term) -> str:
    """Say a term in FTS5's language; all words in it were made here, so none is an operator."""
    begun = " *" if term.is_begun else ""
    forms = _quoted(word.form for word in term.words)
    asked = [f"forms : {forms}{begun}", f"facts : {forms}{begun}"]
    if not term.is_phrase:
        [word] = term.words
        asked += [f'lemmas : "{word.lemma}"', f'facts : "{word.lemma}"']
        asked.append(f"parts : {_quoted(word.parts)}")
        if term.is_begun and len(word.form) >= _SHORTEST_PART_BEGUN:
            asked.append(f'parts : "{word.form}" *')
    return f"({' OR '.join(asked)})"


def _quoted(words: Iterable[str]) -> str:
    return f'"{" ".join(words)}"'


def _spans(terms: Sequence[_Term], text: str) -> tuple[tuple[int, int], ...]:
    tokens = find_tokens(text)
    words = [_word(token) for token, _ in tokens]
    starts = [start for _, start in tokens]
    matched: set[int] = set()
    for term in terms:
        length = len(term.words)
        for first in range(len(words) - length + 1):
            if _matches(term, words[first : first + length]):
                matched.update(range(first, first + length))
    return tuple((starts[n], starts[n] + len(tokens[n][0])) for n in sorted(matched))


def _matches(term: _Term, words: Sequence[_Word]) -> bool:
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


def _facts(terms: Sequence[_Term], bullet: Bullet) -> tuple[str, ...]:
    found = []
    for name, text in _fact_texts(bullet).items():
        words = _words(text)
        if any(
            _matches_fact(term, words[first : first + len(term.words)])
            for term in terms
            for first in range(len(words) - len(term.words) + 1)
        ):
            found.append(name)
    return tuple(found)


def _matches_fact(term: _Term, words: Sequence[_Word]) -> bool:
    return _matches(_Term(term.words, True, term.is_begun), words) or (
        not term.is_phrase and words[0].form == term.words[0].lemma
    )
