"""A theme set that grows: what is new in the input finds its place, what people settled stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from pipeline.place import Labels, Vectors, calibrate, hangs_together, nearest, place
from pipeline.records import Bullet, ParsedDocument, Proposal
from pipeline.review import MACHINE, Review, State
from pipeline.review.apply import after
from pipeline.review.decisions import Arrive, Propose
from pipeline.review.growth import (
    SMALLEST_THEME,
    Arrivals,
    find_arrivals,
    is_reviewed,
    keep_themes,
    make_proposal,
    sort_out,
    standing,
)
from pipeline.write.changes_md import Changes

Encode = Callable[[Sequence[str]], Vectors]
FindThemes = Callable[[Sequence[Bullet]], Proposal]


def grow(
    review: Review,
    documents: Sequence[ParsedDocument],
    bullets: Sequence[Bullet],
    encode: Encode,
    find_themes: FindThemes,
) -> Changes | None:
    """Give every new bullet its place.

    Where nobody has decided anything yet, all themes are formed anew.

    Parameters
    ----------
    review
        The review to grow.
    documents, bullets
        The whole input, not only what is new in it.
    encode
        Turns texts into unit vectors, shape (texts, dimensions).
    find_themes
        Forms themes of bullets that fit nowhere.

    Returns
    -------
    changes
        What changed for people who have reviewed; None where nobody had decided anything.
    """
    while True:
        revision, before = review.revision, review.state
        known = review.store.bullets(only_present=False)
        arrivals = find_arrivals(before, known, bullets)
        arrival = Arrive(arrivals.new, arrivals.gone, arrivals.renewed)
        state = after(before, arrival)
        if is_reviewed(before):
            everything = {**known, **{bullet.id: bullet for bullet in bullets}}
            step = _extend(state, arrivals, everything, encode, find_themes)
        else:
            step = make_proposal(state, find_themes(bullets), dropped=tuple(state.themes))
        with review.changing():
            if review.revision != revision:
                # Somebody decided while this was thinking: think again.
                continue
            if not is_reviewed(before):
                named = {document.path for document in documents}
                stored = [document.path for document in review.store.documents()]
                review.store.drop_documents(path for path in stored if path not in named)
            review.store.put_documents(documents, bullets)
            review.add_if_new(arrival, MACHINE)
            review.add_if_new(step, MACHINE)
        return _changes(step, review.state, arrivals) if is_reviewed(before) else None


def _extend(
    state: State,
    arrivals: Arrivals,
    bullets: Mapping[str, Bullet],
    encode: Encode,
    find_themes: FindThemes,
) -> Propose:
    """Compare new bullets with the themes that stand, and form new themes of what fits nowhere."""
    themes, members, labels = standing(state, bullets.keys())
    if not arrivals.new or not themes:
        some = [bullets[bullet] for bullet in arrivals.new]
        return make_proposal(state, find_themes(some) if some else Proposal((), {}))
    new = encode([bullets[bullet].text for bullet in arrivals.new])
    reviewed, tops = encode([bullets[bullet].text for bullet in members]), np.array(labels)
    calibration = calibrate(reviewed, tops, _tables(bullets[bullet] for bullet in members))
    placing = place(new, reviewed, tops, calibration)
    homes = [themes[best] for best in placing.best[:, 0]]
    for number, theme in enumerate(themes):
        rows, inside = np.flatnonzero(placing.best[:, 0] == number), np.flatnonzero(tops == number)
        if len(rows) and state.children[theme]:
            # Within a theme it goes to the part that it is most like.
            held_by = [str(state.places[members[row]].theme) for row in inside]
            parts = sorted(set(held_by))
            of = np.array([parts.index(part) for part in held_by])
            for row, part in zip(rows, nearest(new[rows], reviewed[inside], of), strict=True):
                homes[row] = parts[part]
    placed, uncertain, left = sort_out(
        state,
        arrivals.new,
        homes,
        [tuple(themes[best] for best in row) for row in placing.best],
        placing.chance.tolist(),
        placing.is_sure.tolist(),
        placing.is_known.tolist(),
    )
    vector_of = dict(zip(arrivals.new, new, strict=True))
    proposal = Proposal((), {})
    if len(left) >= SMALLEST_THEME:
        found = find_themes([bullets[row.bullet] for row in left])
        good = {
            theme.id
            for theme in found.themes
            if theme.parent is None
            and len(theme.members) >= SMALLEST_THEME
            and hangs_together(
                np.stack([vector_of[member] for member in theme.members]), calibration
            )
        }
        proposal = keep_themes(found, good)
    # What is neither at home anywhere nor enough for a theme is for a person to look at.
    uncertain += [row for row in left if row.bullet not in proposal.placements]
    return make_proposal(state, proposal, placed, uncertain)


def _changes(step: Propose, state: State, arrivals: Arrivals) -> Changes:
    titles = {
        id_: f"{state.themes[theme.parent].title} › {theme.title}" if theme.parent else theme.title
        for id_, theme in state.themes.items()
    }
    return Changes(
        [(row.bullet, titles[row.theme], row.confidence) for row in step.placed],
        [
            (
                row.bullet,
                [
                    (titles[theme], chance)
                    for theme, chance in zip(row.candidates, row.confidences, strict=True)
                ],
            )
            for row in step.uncertain
        ],
        [
            (theme.title, state.members(theme.id))
            for theme in step.themes
            if theme.parent is None and theme.id in titles
        ],
        arrivals.gone,
        arrivals.renewed,
        arrivals.absent,
    )


def _tables(bullets: Iterable[Bullet]) -> Labels:
    """Number of each bullet's table: its document and the table that is named in it."""
    numbers: dict[tuple[str, str], int] = {}
    return np.array(
        [
            numbers.setdefault((bullet.source.path, bullet.meeting.table), len(numbers))
            for bullet in bullets
        ]
    )
