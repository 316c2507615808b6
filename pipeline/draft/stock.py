"""All bullets of a theme set with what the draft needs to know of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.draft.choosing import is_whole
from pipeline.draft.content import Breadth, Note, Options
from pipeline.draft.gatherings import Gatherings, gather, host_names, names_host
from pipeline.draft.likeness import Vectors, unit_vectors
from pipeline.records import KINDS, UNCERTAIN_BELOW, Bullet, Place, ThemeSet

_PERSONAL = "personal data"
_NAME, _OTHER = "navn", "andet"


@dataclass(frozen=True, slots=True)
class Stock:
    """Bullets by id and by row.

    Attributes
    ----------
    bullets, tables, vectors
        Record, table number and unit vector of each row.
    row_of
        Row of each bullet, by its id.
    held
        Sorts of personal data of each bullet that is held back, by its id.
    cut
        Rows of bullets that are no whole statement alone: they lead to those under them.
    doubtful
        Rows of bullets whose place the program is in doubt about.
    everything
        Breadth of all bullets.
    unit
        What tables are called (see `Draft.unit`).
    """

    bullets: Sequence[Bullet]
    tables: Sequence[int]
    vectors: Vectors
    row_of: Mapping[str, int]
    held: Mapping[str, tuple[str, ...]]
    cut: frozenset[int]
    doubtful: frozenset[int]
    gatherings: Gatherings

    @property
    def everything(self) -> Breadth:
        """Breadth of all bullets."""
        return self.breadth(list(self.row_of))

    @property
    def unit(self) -> str:
        """What tables are called."""
        return "bord" if any(bullet.meeting.table for bullet in self.bullets) else "opsamling"

    def rows(self, bullets: Sequence[str]) -> list[int]:
        """Return the rows of bullets."""
        return [self.row_of[bullet] for bullet in bullets]

    def of(self, bullet: str) -> Bullet:
        """Return the record of a bullet."""
        return self.bullets[self.row_of[bullet]]

    def text(self, bullet: str) -> str:
        """Return what a bullet says; nothing where it is held back."""
        return "" if bullet in self.held else self.of(bullet).text

    def breadth(self, bullets: Sequence[str]) -> Breadth:
        """Return how broad some bullets are."""
        kinds = Counter(self.of(bullet).kind for bullet in bullets)
        return Breadth(
            len(bullets),
            len(self.gatherings.tables_of(bullets)),
            len(self.gatherings.meetings_of(bullets)),
            tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        )

    def note(self, bullet: str, number: int = 0) -> Note:
        """Return where a bullet stands; `number` as in `Note`."""
        source = self.of(bullet).source
        table = self.gatherings.tables[self.gatherings.table_of[bullet] - 1]
        meeting = self.gatherings.meeting_of(table.number)
        label = self.gatherings.labels[source.path]
        said = [meeting.name] if meeting else []
        said += [] if table.name == label else [table.name]
        said += [f"bordvært {table.host}"] if table.host else []
        said.append(f"{label}, side {source.page}" if source.page else label)
        said.append(f"linje {source.line}")
        return Note(number, ", ".join(said), table.number, label, source.page, source.line)


def take_stock(
    themes: ThemeSet, options: Options, vectors: Mapping[str, Vectors] | None = None
) -> Stock:
    """Look at all bullets; see `making.make_content` for the parameters."""
    held = {} if options.include_personal else personal_data(themes)
    gatherings = gather(themes.documents, themes.bullets, options.include_personal)
    leading = {bullet.parent for bullet in themes.bullets}
    return Stock(
        themes.bullets,
        [gatherings.table_of[bullet.id] for bullet in themes.bullets],
        unit_vectors([bullet.text for bullet in themes.bullets], vectors),
        {bullet.id: row for row, bullet in enumerate(themes.bullets)},
        held,
        frozenset(
            row
            for row, bullet in enumerate(themes.bullets)
            if bullet.id in leading or not is_whole(bullet.text)
        ),
        frozenset(
            row
            for row, bullet in enumerate(themes.bullets)
            if _is_doubtful(themes.places.get(bullet.id))
        ),
        gatherings,
    )


def personal_data(themes: ThemeSet) -> dict[str, tuple[str, ...]]:
    """Return the sorts of personal data of each bullet that has any, by its id.

    What was flagged when the summaries were read, the name of a table host of any summary, and
    what a person set aside for it.
    """
    hosts = host_names(themes.documents, themes.bullets)
    found = {}
    for bullet in themes.bullets:
        sorts = {*bullet.flags, *([_NAME] if names_host(bullet.text, hosts) else [])}
        place = themes.places.get(bullet.id)
        if place is not None and place.aside == _PERSONAL:
            sorts = sorts or {_OTHER}
        if sorts:
            found[bullet.id] = tuple(sorted(sorts))
    return found


def _is_doubtful(place: Place | None) -> bool:
    if place is None or place.by == "person":
        return place is None
    return bool(place.doubt) or place.confidence < UNCERTAIN_BELOW
