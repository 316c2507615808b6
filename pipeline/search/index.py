"""The index: SQLite's FTS5 in memory.

It is given words that were analysed before, so that it need know no Danish: a column of words as
written, one of lemmas and one of compound parts. What is known of bullets beside their texts is a
table of its own, since many share it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log1p

from pipeline.records import Bullet
from pipeline.search.query import (
    TABLE,
    Term,
    Word,
    find_spans,
    in_facts,
    in_text,
    to_terms,
    to_words,
)

# What a match in each column counts for: as written, by lemma, by compound part.
_WEIGHTS = (1.0, 1.0, 0.5)
_FACT_WEIGHT = 0.3
_SCORE_DECIMALS = 6
# Stands between words whose parts must not be read together.
_BOUNDARY = "·"


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


class SearchIndex:
    """An index of bullets, built once and asked often; safe to ask from several threads.

    Words of a query match by lemma ("skolerne" finds "skole"), by compound part ("børnehave" and
    "plads" find "børnehavepladser"), in any case, with aa or å, with or without accents. The last
    word, if nothing follows it, also matches as the beginning of one. Words in quotation marks
    match in a row, as written. All words must match, in the text or in what is known beside it:
    kind, table ("bord 3"), meeting, section, file; but stop words only where there are no others.
    Where no bullet holds all, those that hold most come first. Hits are ranked by Okapi BM25
    (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond") as FTS5
    computes it, with k1 = 1.2 and b = 0.75; a fact beside the text counts by its rarity.

    Parameters
    ----------
    bullets
        What can be found; their texts are in Unicode NFC.
    """

    def __init__(self, bullets: Iterable[Bullet]) -> None:
        self._bullets = list(bullets)
        self._facts: list[tuple[tuple[str, str], list[int]]] = []
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        for table, columns in (("bullet", "forms, lemmas, parts"), ("fact", "forms")):
            # The ascii tokenizer takes every letter beyond ASCII as it is; folding was done here.
            self._db.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5 "
                f"({columns}, tokenize = \"ascii tokenchars '-.,'\")"
            )
        self._db.executemany(
            "INSERT INTO bullet (rowid, forms, lemmas, parts) VALUES (?, ?, ?, ?)",
            ((row, *_columns(to_words(bullet.text))) for row, bullet in enumerate(self._bullets)),
        )
        rows: dict[tuple[str, str], list[int]] = {}
        for row, bullet in enumerate(self._bullets):
            for fact in _facts(bullet):
                rows.setdefault(fact, []).append(row)
        self._facts = list(rows.items())
        self._db.executemany(
            "INSERT INTO fact (rowid, forms) VALUES (?, ?)",
            (
                (number, " ".join(word.form for word in to_words(text)))
                for number, ((_, text), _) in enumerate(self._facts)
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
        terms = to_terms(query)
        scores = [self._scores(term) for term in terms]
        held = Counter(row for found in scores for row in found)
        if among is not None:
            held = Counter({row: n for row, n in held.items() if self._bullets[row].id in among})
        most = max(held.values(), default=0)
        is_all = most == len(terms)
        # Where some bullets hold all words, those that hold a few only are none.
        rows = [row for row, number in held.items() if number == most or not is_all]
        score = {
            row: round(sum(found.get(row, 0.0) for found in scores), _SCORE_DECIMALS)
            for row in rows
        }
        end = offset + limit
        best = nsmallest(end, rows, key=lambda row: (-held[row], -score[row], row))
        known = {self._facts[number][0] for term in terms for number in self._facts_of(term)}
        hits = tuple(
            Hit(
                self._bullets[row].id,
                score[row],
                find_spans(terms, self._bullets[row].text),
                tuple(fact[0] for fact in _facts(self._bullets[row]) if fact in known),
            )
            for row in best[offset:]
        )
        return Answer(hits, len(rows), is_all or not rows)

    def spans(self, query: str, text: str) -> tuple[tuple[int, int], ...]:
        """Start and end of each word of a text (in NFC) that a query matches."""
        return find_spans(to_terms(query), text)

    def _scores(self, term: Term) -> dict[int, float]:
        """Rows that hold a term in text or facts, with what it counts for."""
        with self._lock:
            scores = dict(
                self._db.execute(
                    f"SELECT rowid, -bm25(bullet, {', '.join(map(str, _WEIGHTS))}) "
                    "FROM bullet WHERE bullet MATCH ?",
                    (in_text(term),),
                ).fetchall()
            )
        for number in self._facts_of(term):
            rows = self._facts[number][1]
            rarity = _FACT_WEIGHT * log1p(len(self._bullets) / len(rows))
            for row in rows:
                scores[row] = scores.get(row, 0.0) + rarity
        return scores

    def _facts_of(self, term: Term) -> list[int]:
        with self._lock:
            found = self._db.execute(
                "SELECT rowid FROM fact WHERE fact MATCH ?", (in_facts(term),)
            ).fetchall()
        return [number for (number,) in found]


def _columns(words: Sequence[Word]) -> tuple[str, str, str]:
    return (
        " ".join([word.form for word in words]),
        " ".join([word.lemma for word in words]),
        f" {_BOUNDARY} ".join([word.joined for word in words]),
    )


def _facts(bullet: Bullet) -> list[tuple[str, str]]:
    """What is known of a bullet beside its text, names of hosts not among it."""
    meeting = bullet.meeting
    table = meeting.table
    return [
        ("kind", bullet.kind),
        ("table", f"{TABLE} {table}" if table and TABLE not in table.lower() else table),
        ("event", meeting.event),
        ("place", meeting.place),
        ("date", meeting.date),
        ("section", bullet.section),
        ("path", bullet.source.path),
    ]
