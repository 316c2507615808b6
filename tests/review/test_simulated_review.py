"""A reviewer makes a thousand random decisions while documents arrive: nothing is ever lost."""

from __future__ import annotations

import json
import random
from itertools import count
from pathlib import Path

import pytest
from reviewer import Expected, begin, check_whole, decide_something, document, growth

from pipeline.review import Review
from pipeline.review.history import replay, to_history


@pytest.fixture
def review(tmp_path: Path) -> Review:
    seconds = count()
    review = Review(tmp_path / "temaer.db", now=lambda: f"2025-05-03T12:00:{next(seconds):06}Z")
    # Three thousand waits for the disk teach nothing here; test_durability is about those.
    review.store._db.execute("PRAGMA synchronous = OFF")
    return review


def test_every_earlier_decision_holds_and_undoing_all_gives_the_first_state_back(
    review: Review, tmp_path: Path
) -> None:
    chance = random.Random(7)
    documents = [document(number, 12) for number in range(10)]
    begin(review, documents, 14)
    first = review.state.to_json()
    expected = Expected()
    states = [first]
    for number in range(1_000):
        if number % 100 == 50:
            arriving = document(len(documents), 12)
            documents.append(arriving)
            before = human_part(review)
            with review.changing():
                review.store.put_documents([arriving], arriving.bullets)
                review.add(growth(review.state, arriving, chance), "temaer")
            assert human_part(review) == before
            states.append(review.state.to_json())
        state = review.state
        decision = decide_something(state, chance)
        entry = review.decide(decision, f"person {number % 3}", revision=review.revision)
        expected.take(decision, state, entry.id)
        expected.check(review.state)
        states.append(review.state.to_json())
    check_whole(review.state, {bullet.id for doc in documents for bullet in doc.bullets})

    entries = review.history.entries
    assert replay(to_history(entries)).to_json() == states[-1]
    with Review(review.store.path) as again:
        assert again.state.to_json() == states[-1]

    for state_then in reversed(states[:-1]):
        review.undo("person 0")
        assert review.state.to_json() == state_then
    assert review.state.to_json() == first
    for state_then in states[1:]:
        review.redo("person 1")
        assert review.state.to_json() == state_then
    assert review.history.entries[: len(entries)] == entries


def human_part(review: Review) -> str:
    """All that people settled: their themes in order, and where they put bullets."""
    state = review.state
    themes = [repr(theme) for theme in state.themes.values() if theme.is_touched]
    places = {b: repr(place) for b, place in state.places.items() if place.by == "person"}
    inside = {
        bullet: place.theme
        for bullet, place in state.places.items()
        if place.theme and state.themes[place.theme].is_touched and bullet < "b10"
    }
    return json.dumps([themes, places, inside], sort_keys=True)
