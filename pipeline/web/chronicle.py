"""The log in plain Danish: who did what, with the titles that the themes had then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.records import Bullet, Entry
from pipeline.review import MACHINE
from pipeline.review.apply import parts
from pipeline.review.decisions import (
    AddNote,
    Approve,
    Arrive,
    Begin,
    Describe,
    Forget,
    Gather,
    Lock,
    Merge,
    Move,
    Nest,
    Propose,
    Redo,
    Relabel,
    Rename,
    Reopen,
    SetAside,
    Several,
    Split,
    Undo,
    Unlock,
    from_body,
)
from pipeline.review.titles import Titles
from pipeline.web.words import REASONS, count, joined, short

_MOST_SAID = 4


class Chronicle:
    """A log that can say each of its entries in words.

    Parameters
    ----------
    entries
        The whole log.
    bullets
        Bullets that may be quoted, by id.
    """

    def __init__(self, entries: Sequence[Entry], bullets: Mapping[str, Bullet]) -> None:
        self._bullets = bullets
        self._entries = {entry.id: entry for entry in entries}
        self._titles = Titles(entries)

    def person(self, entry: Entry) -> str:
        """Who made an entry."""
        return "Programmet" if entry.by == MACHINE else entry.by

    def sentence(self, entry: Entry) -> str:
        """What an entry does, without who did it: "omdøbte »Busser« til »Natbusser«"."""
        return self._say(entry, entry)

    def _say(self, entry: Entry, whole: Entry) -> str:
        """Say an entry, or a part of a whole one."""

        def named(theme: str) -> str:
            return f"»{self._title(theme, whole)}«"

        match from_body(entry.kind, entry.body):
            case Several(decisions):
                said = [self._say(part, whole) for part in parts(entry)[:_MOST_SAID]]
                more = len(decisions) - len(said)
                return "; ".join([*said, *([f"og {more} ændringer til"] if more else [])])
            case Rename(theme, title):
                return f"omdøbte {named(theme)} til {_quoted(title)}"
            case Describe(theme, text):
                return f"{'beskrev' if text else 'fjernede beskrivelsen af'} {named(theme)}"
            case Approve(theme):
                return f"godkendte {named(theme)}"
            case Reopen(theme):
                return f"genåbnede {named(theme)}"
            case Lock(theme):
                return f"låste {named(theme)}"
            case Unlock(theme):
                return f"låste {named(theme)} op"
            case Merge(themes, into, leave_out):
                left = f" og lod {count(len(leave_out), 'udsagn', 'udsagn')} blive"
                merged = joined(named(theme) for theme in themes)
                return f"lagde {merged} ind i {named(into)}{left if leave_out else ''}"
            case Split(theme, bullets, title):
                some = count(len(bullets), "udsagn", "udsagn")
                return f"lavede temaet {_quoted(title)} af {some} fra {named(theme)}"
            case Gather(bullets, title):
                return f"lavede temaet {_quoted(title)} af {self._some(bullets)}"
            case Move(bullets, to):
                return f"flyttede {self._some(bullets)} til {named(to)}"
            case Nest(theme, under):
                if under is None:
                    return f"gjorde {named(theme)} til et selvstændigt tema"
                return f"lagde {named(theme)} ind under {named(under)}"
            case SetAside(set_aside, reason):
                return f"satte {self._some(set_aside)} til side: {REASONS[reason].lower()}"
            case AddNote(on, text):
                about = named(on) if on in self._titles else f"udsagnet {self._some([on])}"
                return f"skrev en note om {about}: {_quoted(text)}"
            case Undo(target) | Redo(target) as step:
                done = self._entries[target]
                verb = "fortrød" if isinstance(step, Undo) else "gentog"
                return f"{verb}: {self.person(done)} {self.sentence(done)}"
            case Propose(_, themes, placed, uncertain):
                below = sum(theme.parent is not None for theme in themes)
                return _proposed(len(themes) - below, below, len(placed), len(uncertain))
            case Relabel(themes):
                of = count(len(themes), "tema", "temaer")
                return f"fandt nye forslag til titler til {of}"
            case Arrive(bullets, gone, renewed):
                return _arrived(len(bullets), len(gone), len(renewed))
            case Begin():
                return "begyndte forfra med en log fra en anden maskine"
            case Forget(number):
                with_bullets = count(number, "udsagn", "udsagn")
                return f"trak en opsamling med {with_bullets} tilbage"

    def _title(self, theme: str, whole: Entry) -> str:
        title = self._titles.before(whole, theme)
        return "(ukendt tema)" if title is None else title or "(trukket tilbage)"

    def _some(self, bullets: Sequence[str]) -> str:
        if len(bullets) == 1:
            bullet = self._bullets.get(bullets[0])
            return f"»{short(bullet.text)}«" if bullet else "et udsagn, der ikke findes længere"
        return count(len(bullets), "udsagn", "udsagn")


def _quoted(text: str) -> str:
    return f"»{short(text, 120)}«" if text else "(teksten er trukket tilbage)"


def _proposed(themes: int, below: int, placed: int, uncertain: int) -> str:
    new = [
        *([count(themes, "tema", "temaer")] if themes else []),
        *([count(below, "undertema", "undertemaer")] if below else []),
    ]
    done = [
        *([f"foreslog {joined(new)}"] if new else []),
        *([f"placerede {count(placed, 'udsagn', 'udsagn')}"] if placed else []),
        *([f"var i tvivl om {count(uncertain, 'udsagn', 'udsagn')}"] if uncertain else []),
    ]
    return joined(done) or "fandt intet nyt"


def _arrived(new: int, gone: int, renewed: int) -> str:
    found: Iterable[str] = [
        *([count(new, "nyt udsagn", "nye udsagn")] if new else []),
        *([f"{count(gone, 'udsagn', 'udsagn')}, der er udgået"] if gone else []),
        *([f"{count(renewed, 'udsagn', 'udsagn')}, der er rettet"] if renewed else []),
    ]
    return f"læste opsamlingerne: {joined(found) or 'intet nyt'}"
