"""Which titles people chose over others that were offered, read from the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.records import Entry, TitleReason
from pipeline.review.apply import parts
from pipeline.review.decisions import Propose, Relabel, Rename, from_body


@dataclass(frozen=True, slots=True)
class Choice:
    """A title that a person gave a theme, and those offered beside it, with what was weighed."""

    title: str
    chosen: Mapping[str, float]
    others: tuple[Mapping[str, float], ...]


def find_choices(entries: Iterable[Entry]) -> list[Choice]:
    """Return each renaming to one of the phrases that the theme was offered, the last per theme.

    Parameters
    ----------
    entries
        Entries that count, in order; those taken back are nobody's choice.
    """
    offered: dict[str, tuple[TitleReason, ...]] = {}
    chosen: dict[str, Choice] = {}
    for whole in entries:
        for entry in parts(whole):
            if entry.kind in (Propose.kind, Relabel.kind):
                step = from_body(entry.kind, dict(entry.body))
                if isinstance(step, Propose):
                    offered |= {theme.id: theme.reasons for theme in step.themes}
                elif isinstance(step, Relabel):
                    offered |= {theme.theme: theme.reasons for theme in step.themes}
            elif entry.kind == Rename.kind:
                theme, title = entry.body["theme"], entry.body["title"]
                chosen.pop(theme, None)
                if choice := _choice(title, offered.get(theme, ())):
                    chosen[theme] = choice
    return list(chosen.values())


def _choice(title: str, offered: Iterable[TitleReason]) -> Choice | None:
    # What a language model suggested was not weighed, so there is nothing to learn from it.
    by_phrase = {why.phrase.casefold(): why.traits for why in offered if why.traits}
    traits = by_phrase.pop(title.strip().casefold(), None)
    return Choice(title, traits, tuple(by_phrase.values())) if traits and by_phrase else None
