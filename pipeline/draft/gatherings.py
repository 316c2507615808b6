"""Which tables and meetings the bullets come from, told apart as a reader would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.danish import format_date, sort_key
from pipeline.draft.content import DraftMeeting, Table
from pipeline.records import Bullet, Meeting, ParsedDocument

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Gatherings:
    """Meetings and tables, and the table of each bullet.

    Attributes
    ----------
    table_of
        Number of the table by bullet id.
    labels
        What a document is called in the draft, by its path: the path, or a number where the path
        names a table host and personal data are not asked for.
    """

    meetings: tuple[DraftMeeting, ...]
    tables: tuple[Table, ...]
    table_of: Mapping[str, int]
    labels: Mapping[str, str]

    def meeting_of(self, table: int) -> DraftMeeting | None:
        """Return the meeting of a table, if any is known."""
        number = self.tables[table - 1].meeting
        return None if number is None else self.meetings[number - 1]

    def tables_of(self, bullets: Iterable[str]) -> set[int]:
        """Return the tables that bullets are from."""
        return {self.table_of[bullet] for bullet in bullets}

    def meetings_of(self, bullets: Iterable[str]) -> set[int]:
        """Return the known meetings that bullets are from."""
        found = {self.tables[table - 1].meeting for table in self.tables_of(bullets)}
        return {number for number in found if number is not None}


def gather(
    documents: Sequence[ParsedDocument], bullets: Sequence[Bullet], with_hosts: bool
) -> Gatherings:
    """Find the tables and meetings of all bullets.

    A table is a summary with the place, date and table that it states, as `themes.json` counts
    them. Tables are of one meeting where the places agree ("Brændkær" and "Brændkær
    Forsamlingshus") and the dates do not disagree (one may lack its year); where a place had
    several meetings and a summary does not say which, its meeting is unknown.
    """
    keys = {bullet.id: _table(bullet) for bullet in bullets}
    facts: dict[tuple[str, str, str, str], Meeting] = {}
    sizes = Counter(keys.values())
    for bullet in bullets:
        facts.setdefault(keys[bullet.id], bullet.meeting)
    groups = _meetings(facts.values())
    labels = _labels(documents, bullets, with_hosts)

    lacks_year = any(group.date.startswith("--") for group in groups.values())

    def order(key: tuple[str, str, str, str]) -> tuple[object, ...]:
        group = groups.get((key[1], key[2]))
        # Where a year is not known, the day alone says which meeting came first.
        date = group.date[-5:] if group and lacks_year else group.date if group else ""
        when = (0, date, sort_key(group.place)) if group else (1, "", ((), ""))
        return (*when, sort_key(key[3]), sort_key(key[0]))

    ordered = sorted(facts, key=order)
    at = [groups.get((place, date)) for _, place, date, _ in ordered]
    found = list(dict.fromkeys(group for group in at if group is not None))
    tables = tuple(
        Table(
            number,
            f"bord {key[3]}" if key[3] else labels[key[0]],
            found.index(group) + 1 if group else None,
            sizes[key],
            facts[key].host if with_hosts else "",
        )
        for number, (key, group) in enumerate(zip(ordered, at, strict=True), 1)
    )
    meetings = tuple(
        replace(
            group,
            number=number,
            tables=sum(table.meeting == number for table in tables),
            bullets=sum(table.bullets for table in tables if table.meeting == number),
        )
        for number, group in enumerate(found, 1)
    )
    numbers = {key: number for number, key in enumerate(ordered, 1)}
    table_of = {bullet: numbers[key] for bullet, key in keys.items()}
    return Gatherings(meetings, tables, table_of, labels)


def host_names(documents: Iterable[ParsedDocument], bullets: Iterable[Bullet]) -> set[str]:
    """Return the full names of all table hosts that the summaries state."""
    meetings = [document.meeting for document in documents]
    meetings += [bullet.meeting for bullet in bullets]
    return {meeting.host for meeting in meetings if " " in meeting.host.strip()}


def _table(bullet: Bullet) -> tuple[str, str, str, str]:
    meeting = bullet.meeting
    return bullet.source.path, meeting.place, meeting.date, meeting.table


def _meetings(stated: Iterable[Meeting]) -> dict[tuple[str, str], DraftMeeting]:
    """Return for a place and date that a table states the meeting, put together from all tables."""
    events: dict[tuple[str, str], Counter[str]] = {}
    for meeting in stated:
        events.setdefault((meeting.place, meeting.date), Counter())[meeting.event] += 1
    events.pop(("", ""), None)
    groups: list[list[tuple[str, str]]] = []
    # Those that say most come first, so that the others find whom to join.
    for when in sorted(events, key=lambda when: (-len(when[1]), -len(when[0]), when)):
        fitting = [group for group in groups if all(_agree(when, other) for other in group)]
        if len(fitting) == 1:
            fitting[0].append(when)
        elif not fitting:
            groups.append([when])
    joined: dict[tuple[str, str], DraftMeeting] = {}
    for group in groups:
        named = sum((events[when] for when in group), Counter())
        named.pop("", None)
        event = min(named, key=lambda text: (-named[text], text), default="")
        place = max((place for place, _ in group), key=lambda text: (len(text), text))
        date = max((date for _, date in group), key=lambda text: (len(text), text))
        name = ", ".join(part for part in (place, format_date(date)) if part)
        joined |= dict.fromkeys(group, DraftMeeting(0, name, event, place, date, 0, 0))
    return joined


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    places = [set(re.findall(r"\w+", place.casefold())) for place, _ in (one, other)]
    if not (places[0] <= places[1] or places[1] <= places[0]):
        return False
    dates = [one[1], other[1]]
    if not all(dates) or dates[0] == dates[1]:
        return True
    return any(date.startswith("--") for date in dates) and dates[0][-5:] == dates[1][-5:]


def _labels(
    documents: Sequence[ParsedDocument], bullets: Sequence[Bullet], with_hosts: bool
) -> dict[str, str]:
    paths = sorted({document.path for document in documents} | {b.source.path for b in bullets})
    names = set() if with_hosts else host_names(documents, bullets)
    return {
        path: f"opsamling nr. {number}" if names_host(path, names) else path
        for number, path in enumerate(paths, 1)
    }


def names_host(text: str, names: Collection[str]) -> bool:
    """Whether a text or the name of a file holds a host's full name, however it is spelt there."""
    plain = _plain(text)
    return any(f" {_plain(name)} " in f" {plain} " for name in names)


def _plain(text: str) -> str:
    spelt = text.casefold().translate(_ASCII)
    return " ".join(re.findall(r"[^\W_]+", spelt))
