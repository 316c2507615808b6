"""A seeded reviewer who decides at random but never nonsense, and remembers what must hold."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from pipeline.records import Bullet, Entry, Meeting, ParsedDocument, Source
from pipeline.review import (
    REASONS,
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
    Several,
    Split,
    State,
    Unlock,
)
from pipeline.review.apply import apply
from pipeline.review.decisions import NewTheme, Placed, Propose, Uncertain, to_body
from pipeline.review.ids import split_id

WORDS = [
    *("bus", "cykelsti", "bolig", "skole", "forening", "skov", "teater", "ældre", "unge"),
    *("torv", "fællesspisning", "å"),
]


def document(number: int, bullets: int) -> ParsedDocument:
    path = f"bord{number:02}.txt"
    meeting = Meeting(place="Nærum Kro", date="2025-05-03", table=str(number))
    return ParsedDocument(
        path,
        f"{number:064x}",
        meeting,
        tuple(
            Bullet(
                f"b{number:02}x{row:03}",
                f"{WORDS[row % len(WORDS)]} og {WORDS[(row * 5 + number) % len(WORDS)]} {row}",
                "idé",
                "Idéer",
                None,
                meeting,
                Source(path, None, row + 1),
            )
            for row in range(bullets)
        ),
        (),
        (),
    )


def first_proposal(documents: list[ParsedDocument], themes: int) -> Propose:
    """Deal all bullets to themes in turn; every fourth theme stands under the one before it."""
    bullets = [bullet.id for document in documents for bullet in document.bullets]
    ids = [f"t{number:02}" for number in range(themes)]
    return Propose(
        themes=tuple(
            NewTheme(
                id_,
                f"Tema {number}",
                ids[number - 1] if number % 4 == 3 else None,
                (f"Tema {number}", WORDS[number % len(WORDS)]),
                (WORDS[number % len(WORDS)],),
                tuple(bullets[number::themes][:2]),
                tuple(bullets[number::themes]),
                (0.5,) * len(bullets[number::themes]),
            )
            for number, id_ in enumerate(ids)
        )
    )


def growth(state: State, arriving: ParsedDocument, chance: random.Random) -> Propose:
    """What a run might do with a new document: place, leave to a person, and propose a theme."""
    open_ = [theme.id for theme in state.themes.values() if not theme.is_locked]
    placed, uncertain, left = [], [], []
    for bullet in arriving.bullets:
        luck = chance.random()
        if luck < 0.5 and open_:
            placed.append(Placed(bullet.id, chance.choice(open_), 0.8))
        elif luck < 0.75 and len(open_) > 1:
            uncertain.append(Uncertain(bullet.id, tuple(chance.sample(open_, 2)), (0.4, 0.3)))
        else:
            left.append(bullet.id)
    dropped = [
        theme.id
        for theme in state.themes.values()
        if not theme.is_touched and theme.parent is None and not state.children[theme.id]
    ]
    dropped = [id_ for id_ in dropped if not any(row.theme == id_ for row in placed)][:1]
    dropped = [id_ for id_ in dropped if not any(id_ in row.candidates for row in uncertain)]
    dropped = [
        id_
        for id_ in dropped
        if not any(id_ in place.candidates for place in state.places.values())
    ]
    members = [*left, *(bullet for id_ in dropped for bullet in state.members(id_))]
    new = NewTheme(
        dropped[0] if dropped else f"n{arriving.path[4:6]}",
        f"Nyt fra {arriving.path}",
        None,
        (),
        (),
        (),
        tuple(members),
        (0.3,) * len(members),
    )
    return Propose(tuple(dropped), (new,) if members else (), tuple(placed), tuple(uncertain))


@dataclass
class Expected:
    """What earlier decisions came to: every one of it must hold until a later one changes it."""

    titles: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    locked: dict[str, bool] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def take(self, decision: Decision, before: State, entry: str) -> None:
        match decision:
            case Rename(theme, title):
                self.titles[theme] = title
            case Describe(theme, text):
                self.descriptions[theme] = text
            case Approve(theme) | Reopen(theme):
                status = "approved" if isinstance(decision, Approve) else "proposed"
                for part in (theme, *before.children[theme]):
                    self.status[part] = status
            case Lock(theme) | Unlock(theme):
                self.locked[theme] = isinstance(decision, Lock)
            case Nest(theme, under):
                self.parents[theme] = under
                if under:
                    self.parents |= dict.fromkeys(before.children[theme], under)
            case Move(bullets, to):
                for bullet in bullets:
                    self.themes[bullet] = to
                    self.aside.pop(bullet, None)
            case Split(_, bullets, title) | Gather(bullets, title):
                self.titles[split_id(entry)] = title
                for bullet in bullets:
                    self.themes[bullet] = split_id(entry)
                    self.aside.pop(bullet, None)
            case Several(decisions):
                for number, part in enumerate(decisions, 1):
                    self.take(part, before, f"{entry}.{number}")
                    logged = Entry(f"{entry}.{number}", "", "", part.kind, to_body(part))
                    before = apply(before, logged)
            case SetAside(bullets, reason):
                for bullet in bullets:
                    self.themes.pop(bullet, None)
                    self.aside[bullet] = reason
            case AddNote(on, text):
                self.notes.setdefault(on, []).append(text)
            case Merge(themes, into, leave_out):
                for theme in themes:
                    for bullet in before.members(theme):
                        if bullet not in leave_out and before.places[bullet].theme != into:
                            self.themes[bullet] = into
                    self.notes.setdefault(into, []).extend(self.notes.get(theme, []))

    def check(self, state: State) -> None:
        themes = state.themes
        assert all(themes[t].title == title for t, title in self.titles.items() if t in themes)
        for theme, text in self.descriptions.items():
            assert theme not in themes or themes[theme].description == text
        for theme, status in self.status.items():
            assert theme not in themes or themes[theme].status == status
        for theme, parent in self.parents.items():
            assert theme not in themes or themes[theme].parent == parent
        for theme, locked in self.locked.items():
            assert theme not in themes or themes[theme].is_locked == locked
        for bullet, theme in self.themes.items():
            assert state.places[bullet].theme == theme
        for bullet, reason in self.aside.items():
            assert (state.places[bullet].theme, state.places[bullet].aside) == (None, reason)
        for on, texts in self.notes.items():
            if on in themes or on in state.places:
                kept = [note.text for note in (themes.get(on) or state.places[on]).notes]
                assert all(text in kept for text in texts)


def check_whole(state: State, bullets: set[str]) -> None:
    """Nothing is lost: every bullet is in one theme that is there, uncertain, or set aside."""
    assert set(state.places) == bullets
    for place in state.places.values():
        assert place.theme is None or place.theme in state.themes
        assert not (place.theme and place.aside)
        assert all(theme in state.themes for theme in place.candidates)
    for theme in state.themes.values():
        assert theme.parent is None or state.themes[theme.parent].parent is None


def decide_something(state: State, chance: random.Random) -> Decision:
    """A decision that makes sense on the state, of a kind drawn at random."""
    while True:
        maker = chance.choice(_MAKERS)
        decision = maker(state, chance)
        if decision is not None:
            return decision


def _open(state: State) -> list[str]:
    return [theme.id for theme in state.themes.values() if not theme.is_locked]


def _movable(state: State) -> list[str]:
    return [
        bullet
        for bullet, place in state.places.items()
        if place.theme is None or not state.themes[place.theme].is_locked
    ]


def _some(of: list[str], chance: random.Random, most: int = 4) -> tuple[str, ...]:
    return tuple(chance.sample(of, min(len(of), chance.randint(1, most))))


def _text(chance: random.Random) -> str:
    return f"{' '.join(chance.sample(WORDS, 3)).capitalize()} {chance.randrange(10**6)}"


def _rename(state: State, chance: random.Random) -> Decision | None:
    if not _open(state):
        return None
    theme = state.themes[chance.choice(_open(state))]
    offered = [phrase for phrase in theme.phrases if phrase != theme.title]
    is_taken = bool(offered) and chance.random() < 0.3
    return Rename(theme.id, chance.choice(offered) if is_taken else _text(chance))


def _describe(state: State, chance: random.Random) -> Decision | None:
    return Describe(chance.choice(_open(state)), _text(chance)) if _open(state) else None


def _approve(state: State, chance: random.Random) -> Decision | None:
    theme = chance.choice(list(state.themes.values()))
    family = [theme, *(state.themes[child] for child in state.children[theme.id])]
    if any(part.is_locked for part in family):
        return None
    done = theme.status == "approved"
    return Reopen(theme.id) if done else Approve(theme.id)


def _lock(state: State, chance: random.Random) -> Decision | None:
    theme = chance.choice(list(state.themes.values()))
    if theme.is_locked:
        return Unlock(theme.id)
    few = sum(other.is_locked for other in state.themes.values()) < len(state.themes) / 4
    return Lock(theme.id) if few else None


def _nest(state: State, chance: random.Random) -> Decision | None:
    theme = state.themes[chance.choice(list(state.themes))]
    parts = [theme, *(state.themes[child] for child in state.children[theme.id])]
    if any(part.is_locked for part in parts):
        return None
    if theme.parent is not None:
        return Nest(theme.id, None)
    tops = [top.id for top in state.tops() if top.id != theme.id and not top.is_locked]
    return Nest(theme.id, chance.choice(tops)) if len(tops) > 4 else None


def _move(state: State, chance: random.Random) -> Decision | None:
    open_ = _open(state)
    if not open_:
        return None
    to = chance.choice(open_)
    bullets = [bullet for bullet in _movable(state) if state.places[bullet].theme != to]
    return Move(_some(bullets, chance), to) if bullets else None


def _split(state: State, chance: random.Random) -> Decision | None:
    if len(state.themes) > 30:
        return None
    theme = chance.choice(list(state.themes))
    bullets = list(state.own[theme])
    if state.themes[theme].is_locked or len(bullets) < 2:
        return None
    return Split(theme, _some(bullets, chance), _text(chance))


def _gather(state: State, chance: random.Random) -> Decision | None:
    homeless = [bullet for bullet, place in state.places.items() if place.theme is None]
    if len(state.themes) > 30 or not homeless:
        return None
    return Gather(_some(homeless, chance), _text(chance))


def _merge(state: State, chance: random.Random) -> Decision | None:
    ok = [
        theme
        for theme in _open(state)
        if not any(state.themes[child].is_locked for child in state.children[theme])
    ]
    if len(ok) < 8:
        return None
    into, *themes = chance.sample(ok, chance.randint(2, 3))
    family = {into, state.themes[into].parent, *state.children[into]}
    if family & set(themes) or any(state.themes[theme].parent in themes for theme in themes):
        return None
    inside = [bullet for theme in themes for bullet in state.members(theme)]
    left_out = _some(inside, chance, 2) if len(inside) > 2 and chance.random() < 0.5 else ()
    return Merge(tuple(themes), into, left_out)


def _aside(state: State, chance: random.Random) -> Decision | None:
    bullets = [bullet for bullet in _movable(state) if not state.places[bullet].aside]
    if len(bullets) < len(state.places) / 2:
        return None
    chosen = _some(bullets, chance, 2)
    reason = chance.choice(REASONS)
    if reason != "duplicate":
        return SetAside(chosen, reason)
    return SetAside(chosen, reason, chance.choice([b for b in state.places if b not in chosen]))


def _note(state: State, chance: random.Random) -> Decision | None:
    return AddNote(chance.choice([*state.themes, *state.places]), _text(chance))


_MAKERS = (
    *(_rename, _describe, _approve, _lock, _nest, _move, _move, _split, _merge, _aside, _note),
    _gather,
)


def begin(review: Review, documents: list[ParsedDocument], themes: int) -> None:
    with review.changing():
        bullets = [bullet for document in documents for bullet in document.bullets]
        review.store.put_documents(documents, bullets)
        review.add(first_proposal(documents, themes), "temaer")
