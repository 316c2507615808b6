"""What changed in the theme set since a draft was made, in Danish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.danish import format_date
from pipeline.draft.phrases import HELD_BACK, one_line
from pipeline.draft.snapshot import ASIDE, Snapshot
from pipeline.draft.wording import number_of, tables
from pipeline.write.themes_md import escape


def to_changes(old: Snapshot, new: Snapshot, texts: Mapping[str, str]) -> str:
    """Return what changed between two snapshots as Markdown.

    Parameters
    ----------
    texts
        What bullets say, by id; one that is not in it is held back.
    """
    before, now = (format_date(snapshot.as_of[:10]) for snapshot in (old, new))
    parts = ["# Ændringer siden udkastet"]
    if before:
        parts.append(f"Udkastet viser temaerne, som de stod den {before}.")
    if before != now:
        parts[-1] += f" Her sammenlignes med temaerne, som de stod den {now}."
    changes = [
        *_gained(old, new),
        *_lost(old, new),
        *_retitled(old, new),
        *(line for id_ in _shared(old, new) for line in _theme(id_, old, new, texts)),
        *_aside(old, new, texts),
    ]
    if not changes:
        return "\n\n".join([*parts, "Temaerne er ikke ændret siden udkastet."]) + "\n"
    return "\n\n".join([*parts, *changes]) + "\n"


def _gained(old: Snapshot, new: Snapshot) -> Iterator[str]:
    ids = [id_ for id_ in new.themes if id_ not in old.themes]
    if ids:
        yield "## Nye temaer"
        yield "\n".join(f"- {_title(id_, new)}: {_numbers(id_, new)}" for id_ in ids)


def _lost(old: Snapshot, new: Snapshot) -> Iterator[str]:
    ids = [id_ for id_ in old.themes if id_ not in new.themes]
    if not ids:
        return
    yield "## Temaer, der ikke længere er med"
    lines = []
    for id_ in ids:
        went: dict[str, int] = {}
        for bullet, place in old.places.items():
            if place == id_:
                where = _where(new.places.get(bullet), new)
                went[where] = went.get(where, 0) + 1
        said = ", ".join(f"{number_of(n, 'udsagn')} {where}" for where, n in went.items())
        lines.append(f"- {_title(id_, old)}{f': {said}' if said else ''}")
    yield "\n".join(lines)


def _retitled(old: Snapshot, new: Snapshot) -> Iterator[str]:
    lines = []
    for id_ in _shared(old, new):
        before, now = old.themes[id_], new.themes[id_]
        if before.title != now.title:
            lines.append(f"- »{_said(before.title)}« hedder nu »{_said(now.title)}«")
        if before.parent != now.parent:
            under = f"står nu under »{_title_of(now.parent, new)}«" if now.parent else _ALONE
            lines.append(f"- »{_said(now.title)}« {under}")
        if before.is_proposed != now.is_proposed:
            status = "er nu et forslag igen" if now.is_proposed else "er nu godkendt"
            lines.append(f"- »{_said(now.title)}« {status}")
    if lines:
        yield "## Nye titler, pladser og godkendelser"
        yield "\n".join(lines)


_ALONE = "er nu et tema for sig"


def _theme(id_: str, old: Snapshot, new: Snapshot, texts: Mapping[str, str]) -> Iterator[str]:
    came = [b for b, place in new.places.items() if place == id_ and old.places.get(b) != id_]
    went = [b for b, place in old.places.items() if place == id_ and new.places.get(b) != id_]
    numbers = _numbers(id_, old), _numbers(id_, new)
    if not came and not went and numbers[0] == numbers[1]:
        return
    yield f"## {_title(id_, new)}"
    if numbers[0] == numbers[1]:
        yield f"{numbers[1]}, som før."
    else:
        yield f"Før {numbers[0]}; nu {numbers[1]}."
    lines = [f"- Ind: {_text(b, texts)} ({_from(old.places.get(b), old)})" for b in came]
    lines += [f"- Ud: {_text(b, texts)} ({_where(new.places.get(b), new)})" for b in went]
    if lines:
        yield "\n".join(lines)


def _aside(old: Snapshot, new: Snapshot, texts: Mapping[str, str]) -> Iterator[str]:
    out = [b for b, place in new.places.items() if place == ASIDE and old.places.get(b) != ASIDE]
    if out:
        yield "## Lagt til side siden udkastet"
        yield "\n".join(f"- {_text(b, texts)} ({_from(old.places.get(b), old)})" for b in out)


def _shared(old: Snapshot, new: Snapshot) -> Iterable[str]:
    return [id_ for id_ in new.themes if id_ in old.themes]


def _numbers(id_: str, snapshot: Snapshot) -> str:
    theme = snapshot.themes[id_]
    size = number_of(theme.bullets, "udsagn")
    where = tables(theme.tables, snapshot.unit)
    meetings = f" på {number_of(theme.meetings, 'møde')}" if theme.meetings else ""
    return f"{size} fra {where}{meetings}"


def _where(place: str | None, new: Snapshot) -> str:
    if place is None:
        return "ikke længere i udkastets temaer"
    return "lagt til side" if place == ASIDE else f"nu i »{_title_of(place, new)}«"


def _from(place: str | None, old: Snapshot) -> str:
    if place is None:
        return "stod ikke i udkastet"
    return "var lagt til side" if place == ASIDE else f"stod i »{_title_of(place, old)}«"


def _title(id_: str, snapshot: Snapshot) -> str:
    theme = snapshot.themes[id_]
    above = f"{_title_of(theme.parent, snapshot)} › " if theme.parent else ""
    return f"{above}{_said(theme.title)}"


def _title_of(id_: str, snapshot: Snapshot) -> str:
    theme = snapshot.themes.get(id_)
    return _said(theme.title) if theme else id_


def _text(bullet: str, texts: Mapping[str, str]) -> str:
    return f"»{_said(texts[bullet])}«" if bullet in texts else HELD_BACK.rstrip(".")


def _said(text: str) -> str:
    return escape(one_line(text))
