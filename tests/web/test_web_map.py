"""The map of the review: every bullet a link, kept while it holds, and nobody waits for it."""

from __future__ import annotations

import re
import threading
import time

import pytest
from desk import Page, Person

from pipeline.review.decisions import Move, Rename, SetAside
from pipeline.web import mapping


def the_map(person: Person) -> Page:
    """The page with its map, asked for until it is there."""
    for _ in range(300):
        page = person.sees("/kort")
        if "Kortet bliver lavet" not in page.text:
            return page
        time.sleep(0.1)
    raise AssertionError("no map within half a minute")


def dots(page: Page) -> list[str]:
    return re.findall(r'<a href="/udsagn/([^"]+)" aria-label="[^"]+"', page.html)


def test_every_bullet_is_a_link_to_its_page(person: Person) -> None:
    page = the_map(person)
    assert sorted(dots(page)) == sorted(person.state.places)
    assert person.state.places.keys() <= {link.removeprefix("/udsagn/") for link in page.links}
    person.sees(f"/udsagn/{dots(page)[0]}")
    assert "/kort" in page.links


def test_a_table_says_the_same_in_words(person: Person) -> None:
    page = the_map(person)
    tops = person.state.tops()
    assert {f"/tema/{top.id}" for top in tops} <= set(page.links)
    for top in tops:
        assert f"{top.title} {len(person.state.members(top.id))}" in page.text


def test_nothing_on_it_stands_inline(person: Person) -> None:
    html = the_map(person).html
    assert "style=" not in html and "<style" not in html and "onclick" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    for name, kind in (("kort.js", "text/javascript"), ("kort.css", "text/css")):
        answer = person.client.get(f"/static/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)


def test_it_is_made_anew_only_where_something_on_it_changed(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = mapping.make_map
    monkeypatch.setattr(mapping, "make_map", lambda *of: made.append(1) or real(*of))
    first = the_map(person)
    the_map(person)
    assert len(made) == 1

    theme = person.state.tops()[0]
    person.review.decide(Rename(theme.id, "Havnen om natten"), "Åse")
    renamed = the_map(person)
    assert len(made) == 1
    assert "Havnen om natten" in renamed.html
    places = re.compile(r'transform="translate[^"]+"')
    assert places.findall(renamed.html) == places.findall(first.html)

    above = next(top for top in person.state.tops() if person.state.children[top.id])
    [below] = person.state.children[above.id]
    person.review.decide(Move((person.state.own[above.id][0],), below), "Åse")
    the_map(person)
    assert len(made) == 1

    bullet, other = person.state.members(theme.id)[0], person.state.tops()[1]
    person.review.decide(Move((bullet,), other.id), "Åse")
    the_map(person)
    assert len(made) == 2


def test_a_page_does_not_wait_for_a_long_map(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "_PATIENCE_SECONDS", 0.0)
    page = person.sees("/kort")
    assert "Kortet bliver lavet" in page.text
    assert "/static/vent.js" in page.html
    assert f"/tema/{person.state.tops()[0].id}" in page.links
    assert dots(the_map(person))


def test_while_a_map_is_made_bullets_stand_where_they_did_in_their_new_themes(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = re.compile(r'transform="(translate[^"]+)"')
    before = the_map(person)
    stood = dict(zip(dots(before), places.findall(before.html), strict=True))
    theme, other = person.state.tops()[:2]
    bullet, aside = person.state.members(theme.id)[:2]
    may_go_on = threading.Event()
    real = mapping.make_map
    monkeypatch.setattr(mapping, "make_map", lambda *of: may_go_on.wait(60) and real(*of))
    monkeypatch.setattr(mapping, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(mapping, "_DRAWING_SECONDS", 60.0)
    person.review.decide(Move((bullet,), other.id), "Åse")
    person.review.decide(SetAside((aside,), "other"), "Åse")
    try:
        page = person.sees("/kort")
        assert "Kortet bliver lavet igen" in page.text
        assert "/static/vent.js" not in page.html
        assert dict(zip(dots(page), places.findall(page.html), strict=True)) == {
            known: at for known, at in stood.items() if known != aside
        }
        groups = re.split(r'data-theme="([^"]+)"', page.html)
        held = dict(zip(groups[1::2], groups[2::2], strict=True))
        assert f"/udsagn/{bullet}" in held[other.title]
        assert f"/udsagn/{bullet}" not in held[theme.title]
    finally:
        may_go_on.set()
    assert bullet in dots(the_map(person))


def test_a_map_of_many_draws_some_of_each_theme_and_says_so(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "MOST_DRAWN", 6)
    page = the_map(person)
    number = len(dots(page))
    assert 6 <= number <= 6 + len(person.state.tops())
    assert f"Kortet viser {number} af 12 udsagn" in page.text
    themes = {person.state.places[bullet].theme for bullet in dots(page)}
    assert {top.id for top in person.state.tops()} <= {
        person.state.themes[theme].parent or theme for theme in themes if theme
    }
