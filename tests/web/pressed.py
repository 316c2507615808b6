"""The web door: each decision made by pressing what the page shows, as a browser sends it."""

from __future__ import annotations

import random
from urllib.parse import urlencode

from desk import Page, Person

from pipeline.errors import ConflictError
from pipeline.review import (
    AddNote,
    Approve,
    Decision,
    Describe,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Rename,
    Reopen,
    Review,
    SetAside,
    Split,
    Unlock,
)
from pipeline.review.seen import check_seen

# How often a page that was left open is used again, and "Flyt" pressed with nothing chosen.
_OLD_PAGE, _CARELESS = 0.5, 0.1


class Pressed:
    """A person at the page of a review that is open elsewhere, too.

    Pages that were opened earlier stay open: what is decided on one of them is refused where what
    it rests on has changed since, and then decided on the page as it is now.

    Attributes
    ----------
    refused
        How many presses were refused, as each had to be.
    """

    def __init__(self, review: Review, name: str) -> None:
        self.review, self.refused = review, 0
        self.person = Person(review.store.path.parent.parent)
        self.person.review.store._db.execute("PRAGMA synchronous = OFF")
        self.person.client.cookies.delete("temaer-navn")
        self._page = self._send(*self.person.sees("/").filled("Fortsæt", name=name))
        self._open: dict[str, Page] = {}
        self._chance = random.Random(5)

    def close(self) -> None:
        self.person.desk.work_list.close()
        self.person.review.close()

    def undo(self) -> None:
        self._page = self._send(*self._page.filled("Fortryd"))

    def redo(self) -> None:
        self._page = self._send(*self._page.filled("Gentag"))

    def regroup(self, steps: int) -> None:
        shown = self._send(*self._sees("/finhed").filled("Vis, hvordan det bliver", trin=steps))
        self._page = self._send(*shown.filled("Gør det sådan"))

    def decide(self, decision: Decision) -> None:
        match decision:
            case Rename(theme, title):
                offer, page = f"Brug titlen {title}", self._sees(f"/tema/{theme}")
                if offer in page.buttons():
                    self._press(f"/tema/{theme}", offer, decision)
                else:
                    self._press(f"/tema/{theme}", "Gem titlen", decision, title=title)
            case Describe(theme, text):
                self._press(f"/tema/{theme}", "Gem beskrivelsen", decision, text=text)
            case Approve(theme):
                self._press(f"/tema/{theme}", "Godkend temaet", decision)
            case Reopen(theme):
                self._press(f"/tema/{theme}", "Genåbn temaet", decision)
            case Lock(theme):
                self._press(f"/tema/{theme}", "Lås temaet", decision)
            case Unlock(theme):
                self._press(f"/tema/{theme}", "Lås temaet op", decision)
            case Nest(theme, None):
                self._press(f"/tema/{theme}", "Gør det til et selvstændigt tema", decision)
            case Nest(theme, under):
                self._press(f"/tema/{theme}", "Læg ind under", decision, under=under)
            case Merge():
                self._merge(decision)
            case Split(theme, bullets, title):
                path = self._list_of(bullets, theme)
                self._press(path, "Lav tema", decision, bullet=bullets, title=title)
            case Gather(bullets, title):
                self._press(
                    self._list_with(bullets), "Lav tema", decision, bullet=bullets, title=title
                )
            case Move():
                self._move(decision)
            case SetAside():
                self._set_aside(decision)
            case AddNote(on, text):
                is_theme = on in self.person.state.themes
                path = f"/tema/{on}" if is_theme else f"/udsagn/{on}"
                self._press(path, "Gem noten", decision, text=text)
            case _:
                raise AssertionError(f"{decision.kind} is no single button")

    def _merge(self, merge: Merge) -> None:
        """Choose themes in the overview where they stand in that order, else one by one."""
        themes = (*merge.themes, merge.into)
        overview, look = self._sees("/"), "Læg de valgte temaer sammen …"
        try:
            _, _, fields = overview.filled(look, themes=themes)
        except AssertionError:
            fields = {}
        if [id_ for id_ in fields.get("themes", ()) if id_ != merge.into] == [*merge.themes]:
            page = self._send(*overview.filled(look, themes=themes))
        else:
            page = self._sees(f"/tema/{themes[0]}")
            page = self._send(*page.filled("Se, hvordan det bliver", themes=themes[:2]))
            for number in range(3, len(themes) + 1):
                page = self._send(*page.filled("Tag det med", themes=themes[:number]))
        form = page.filled("Læg dem sammen", into=merge.into, leave_out=merge.leave_out)
        self._page = self._send(*form)

    def _move(self, move: Move) -> None:
        [first, *more] = move.bullets
        place = self.person.state.places[first]
        if not more and move.to in place.candidates:
            offered = self._sees("/usikre")
            if button := _home(offered, first, move.to):
                self._press("/usikre", button, move, first)
                return
        path = self._where(move.bullets, move.to)
        if not path.startswith("/udsagn/") and self._chance.random() < _CARELESS:
            self._refused(self._sees(path).filled("Flyt", to=move.to), 422)
        chosen = {} if path.startswith("/udsagn/") else {"bullet": move.bullets}
        self._press(path, "Flyt", move, to=move.to, **chosen)

    def _set_aside(self, aside: SetAside) -> None:
        path = self._where(aside.bullets)
        chosen = {} if path.startswith("/udsagn/") else {"bullet": aside.bullets}
        form = {"reason": aside.reason, **chosen}
        act = "Ret grund" if path == "/sat-til-side" else "Sæt til side"
        if aside.duplicate_of is None:
            self._press(path, act, aside, **form)
            return
        asked = self._send(*self._sees(path).filled(act, **form))
        said, button = self._text(aside.duplicate_of), "Sæt til side som gentagelse"
        if f'name="of" value="{aside.duplicate_of}"' not in asked.html:
            asked = self._send(*asked.filled("Søg i alle udsagn efter det", q=f'"{said}"'))
        self._page = self._send(*asked.filled(button, of=aside.duplicate_of))

    def _where(self, bullets: tuple[str, ...], to: str = "") -> str:
        """Address of a page where a person finds all these bullets at once."""
        if len(bullets) == 1 and self._chance.random() < 0.5:
            return f"/udsagn/{bullets[0]}"
        return self._list_with(bullets, to)

    def _list_with(self, bullets: tuple[str, ...], to: str = "") -> str:
        """Address of a page that lists all these bullets, with ticks."""
        state = self.person.state
        homes = {state.places[bullet].theme for bullet in bullets}
        tops = {home and (state.themes[home].parent or home) for home in homes}
        for candidates in (homes, tops):
            [home, *others] = candidates
            is_open = home and home != to and not state.themes[home].is_locked
            if is_open and not others and (path := self._list_of(bullets, home)):
                return path
        for path in ("/uden-tema", "/sat-til-side"):
            if homes == {None} and _holds(self._sees(path), bullets):
                return path
        phrases = " ".join(f'"{self._text(bullet)}"' for bullet in bullets)
        return f"/soeg?{urlencode({'q': phrases})}"

    def _list_of(self, bullets: tuple[str, ...], theme: str) -> str:
        """Address of the page of a theme's bullets that holds all of these; empty if none does."""
        page, number = self._sees(f"/tema/{theme}"), 1
        while not _holds(page, bullets):
            number += 1
            if not any(f"side={number}" in link for link in page.links):
                return ""
            page = self._sees(f"/tema/{theme}?side={number}")
        return f"/tema/{theme}" + (f"?side={number}" if number > 1 else "")

    def _text(self, bullet: str) -> str:
        return self.person.desk.view().texts.bullets[bullet].text

    def _sees(self, path: str) -> Page:
        """Open a page, or go back to where it was left open."""
        self._page = self.person.sees(path)
        return self._page

    def _press(
        self, path: str, button: str, decision: Decision, about: str = "", **filled: object
    ) -> None:
        old = self._open.get(path)
        if old is not None and self._chance.random() < _OLD_PAGE:
            try:
                form = old.filled(button, about, **filled)
            except AssertionError:
                # The page was opened before it offered this.
                form = None
            if form and self._is_changed(decision, form[2]["revision"][0]):
                told = self._refused(form, 409)
                assert "Intet er overskrevet" in told.text
            elif form:
                self._page = self._send(*form)
                return
        page = self._open[path] = self._sees(path)
        self._page = self._send(*page.filled(button, about, **filled))

    def _is_changed(self, decision: Decision, revision: str) -> bool:
        try:
            check_seen(decision, self.review.state_at(revision), self.review.state)
        except ConflictError:
            return True
        return False

    def _refused(self, form: tuple[str, str, dict[str, list[str]]], status: int) -> Page:
        before = self.review.revision, self.review.state.to_json()
        told = self._send(*form, status)
        assert (self.review.revision, self.review.state.to_json()) == before
        self.refused += 1
        return told

    def _send(
        self, action: str, method: str, fields: dict[str, list[str]], status: int = 303
    ) -> Page:
        return self.person.sends(action, method, fields, status)


def _holds(page: Page, bullets: tuple[str, ...]) -> bool:
    ticks = {id_ for form in page.forms for id_ in form.offers.get("bullet", [])}
    return {*bullets} <= ticks


def _home(page: Page, bullet: str, theme: str) -> str:
    """Name of the button that moves a bullet to a theme; empty where there is none."""
    return next(
        (
            name
            for form in page.forms
            if bullet in form.fields.get("bullet", [])
            for name, _, pair in form.buttons
            if pair == ("to", theme)
        ),
        "",
    )
