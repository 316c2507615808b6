"""Growing numbers of bullets: what a run may change, and what people have settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.records import Bullet, Proposal, ProposedTheme
from pipeline.review.decisions import Doubted, NewTheme, Placed, Propose, Uncertain
from pipeline.review.ids import theme_id
from pipeline.review.state import State

# Fewer bullets that fit nowhere are no theme, but work for a person.
SMALLEST_THEME = 3
_FROM_BULLETS = "udsagn"
_SAME_THEME = 0.5
_SAME_STATEMENT = 0.8


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What the input holds that the theme set does not, and the other way round.

    Attributes
    ----------
    new
        Bullets that are in no theme, set aside by nobody, and not moved by anybody.
    gone
        Bullets whose document is there but no longer holds them.
    renewed
        Pairs of a bullet that is gone and one that stands in its stead.
    absent
        Documents that are not in the input any more; their bullets stay where they are.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    renewed: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]


def is_reviewed(state: State) -> bool:
    """Whether anybody has decided anything that stands."""
    return any(theme.is_touched for theme in state.themes.values()) or any(
        place.by == "person" or place.notes for place in state.places.values()
    )


def find_arrivals(state: State, known: Mapping[str, Bullet], present: Sequence[Bullet]) -> Arrivals:
    """Compare the bullets of the input with those that have a place.

    Parameters
    ----------
    state
        The theme set.
    known
        All bullets that the review ever knew.
    present
        Bullets of the input.
    """
    by_id = {bullet.id: bullet for bullet in present}
    documents = {bullet.source.path for bullet in present}
    unplaced = [
        bullet.id
        for bullet in present
        if bullet.id not in state.places
        or (state.places[bullet.id].theme is None and not state.places[bullet.id].aside)
    ]
    missing = [known[bullet] for bullet in state.places if bullet not in by_id and bullet in known]
    absent = {bullet.source.path for bullet in missing} - documents
    if not is_reviewed(state):
        # Nobody has worked on it: the themes are those of the input as it is now.
        return Arrivals(tuple(unplaced), tuple(bullet.id for bullet in missing), (), ())
    changed = [bullet for bullet in missing if bullet.source.path not in absent]
    candidates = [by_id[bullet] for bullet in unplaced if bullet not in state.places]
    renewed = _pair(changed, candidates)
    taken, left = {new for _, new in renewed}, {old for old, _ in renewed}
    return Arrivals(
        tuple(bullet for bullet in unplaced if bullet not in taken),
        tuple(bullet.id for bullet in changed if bullet.id not in left),
        tuple(renewed),
        tuple(sorted(absent)),
    )


def standing(state: State, known: AbstractSet[str]) -> tuple[list[str], list[str], list[int]]:
    """Themes at the top with the bullets that show what belongs in them.

    Parameters
    ----------
    state
        The theme set.
    known
        Bullets that have a vector.

    Returns
    -------
    themes, bullets, labels
        Themes that hold a bullet, all bullets in them, and the position of each one's theme.
    """
    themes: list[str] = []
    bullets: list[str] = []
    labels: list[int] = []
    for theme in state.tops():
        members = [bullet for bullet in state.members(theme.id) if bullet in known]
        if members:
            labels += [len(themes)] * len(members)
            themes.append(theme.id)
            bullets += members
    return themes, bullets, labels


def sort_out(
    state: State,
    bullets: Sequence[str],
    homes: Sequence[str],
    candidates: Sequence[tuple[str, ...]],
    chances: Sequence[tuple[float, ...]],
    is_sure: Sequence[bool],
    is_known: Sequence[bool],
) -> tuple[list[Placed], list[Uncertain], list[Uncertain]]:
    """Sort compared bullets into those that have a place, those for a person, and the rest.

    Nothing is put into a locked theme: that is left to a person.

    Parameters
    ----------
    state
        The theme set.
    bullets, homes, candidates, chances, is_sure, is_known
        For each bullet the theme it would be put into, the likest themes at the top with the
        chance of each, and whether the first is sure and any fits at all.
    """
    placed, uncertain, left = [], [], []
    for row, bullet in enumerate(bullets):
        doubt = Uncertain(
            bullet,
            tuple(dict.fromkeys(candidates[row])),
            tuple(round(chance, 3) for chance in chances[row][: len(set(candidates[row]))]),
        )
        home = state.themes[homes[row]]
        is_open = not home.is_locked and not state.themes[candidates[row][0]].is_locked
        if is_sure[row] and is_open:
            placed.append(Placed(bullet, home.id, round(chances[row][0], 3)))
        elif is_sure[row] or is_known[row]:
            uncertain.append(doubt)
        else:
            left.append(doubt)
    return placed, uncertain, left


def keep_themes(proposal: Proposal, tops: AbstractSet[str]) -> Proposal:
    """Return a proposal's themes that are in `tops` or under one of them, with their bullets."""
    return Proposal(
        tuple(t for t in proposal.themes if t.id in tops or t.parent in tops),
        {id_: place for id_, place in proposal.placements.items() if place.theme in tops},
    )


def make_proposal(
    state: State,
    proposal: Proposal,
    placed: Iterable[Placed] = (),
    uncertain: Iterable[Uncertain] = (),
    dropped: Sequence[str] = (),
) -> Propose:
    """Put together what a run changes; proposed themes that are mostly old ones keep their ids.

    Parameters
    ----------
    state
        The theme set before the run.
    proposal
        Themes formed of bullets that have no place, and of those of the themes in `dropped`.
    placed, uncertain
        Bullets that were compared with the themes that stand.
    dropped
        Proposed themes that are formed anew.
    """
    old = {theme: frozenset(state.members(theme)) for theme in dropped}
    taken = set(state.themes) - set(dropped)
    renamed: dict[str, str] = {}
    for is_top in (True, False):
        level = [theme for theme in proposal.themes if (theme.parent is None) is is_top]
        before = {
            theme: members
            for theme, members in old.items()
            if (state.themes[theme].parent is None) is is_top
        }
        kept = match_themes(before, [frozenset(theme.members) for theme in level])
        # An id that another theme keeps is taken, also for one that comes before it in the list.
        taken |= {theme for theme in kept if theme is not None}
        for theme, keep in zip(level, kept, strict=True):
            parent = renamed[theme.parent] if theme.parent is not None else None
            renamed[theme.id] = keep or theme_id(theme.members, parent, taken)
            taken.add(renamed[theme.id])
    return Propose(
        tuple(dropped),
        tuple(_new_theme(theme, proposal, renamed) for theme in proposal.themes),
        tuple(placed),
        tuple(uncertain),
        tuple(_doubts(proposal, renamed)),
    )


def match_themes(
    old: Mapping[str, AbstractSet[str]], new: Sequence[AbstractSet[str]]
) -> list[str | None]:
    """Find for each new theme the old one that is mostly the same bullets, or None.

    The assignment is the one of greatest total overlap (Kuhn 1955, "The Hungarian method for the
    assignment problem"), with overlap measured as Jaccard; pairs below one half do not count.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    names = sorted(old)
    overlap = np.array(
        [
            [len(old[name] & members) / max(1, len(old[name] | members)) for name in names]
            for members in new
        ]
    ).reshape(len(new), len(names))
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    kept: list[str | None] = [None] * len(new)
    for row, column in zip(rows, columns, strict=True):
        if overlap[row, column] >= _SAME_THEME:
            kept[row] = names[column]
    return kept


def _new_theme(theme: ProposedTheme, proposal: Proposal, renamed: Mapping[str, str]) -> NewTheme:
    own = [
        bullet
        for bullet in theme.members
        if theme.id == (proposal.placements[bullet].subtheme or proposal.placements[bullet].theme)
    ]
    return NewTheme(
        renamed[theme.id],
        theme.title,
        renamed[theme.parent] if theme.parent is not None else None,
        theme.phrases,
        theme.keywords,
        theme.exemplars,
        tuple(own),
        tuple(round(proposal.placements[bullet].confidence, 3) for bullet in own),
        theme.titled_by if theme.titled_by != _FROM_BULLETS else "",
        theme.description,
        theme.reasons,
    )


def _doubts(proposal: Proposal, renamed: Mapping[str, str]) -> Iterator[Doubted]:
    """Bullets whose place is in doubt; a second theme that is not proposed is not named."""
    for bullet, place in proposal.placements.items():
        if place.doubt:
            yield Doubted(bullet, place.doubt, renamed.get(place.second or ""))


def _pair(old: Sequence[Bullet], new: Sequence[Bullet]) -> list[tuple[str, str]]:
    """Pair statements of the same document that differ by a few letters, the likest first."""
    likeness = [
        (SequenceMatcher(None, before.text, after.text, autojunk=False).ratio(), i, j)
        for i, before in enumerate(old)
        for j, after in enumerate(new)
        if before.source.path == after.source.path
    ]
    pairs: list[tuple[str, str]] = []
    used: set[str] = set()
    for ratio, i, j in sorted(likeness, key=lambda row: (-row[0], row[1], row[2])):
        if ratio >= _SAME_STATEMENT and not {old[i].id, new[j].id} & used:
            pairs.append((old[i].id, new[j].id))
            used |= {old[i].id, new[j].id}
    return pairs
