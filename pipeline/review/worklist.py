"""The work list: where a reviewer's time is worth most, and how far the review has come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from pipeline.danish import content_lemmas
from pipeline.records import Bullet, Theme
from pipeline.review.state import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

ItemKind = Literal["personal", "uncertain", "alike", "loose", "large", "one_table", "duplicate"]

# Two themes are alike when bullets of both are nearly as like as bullets of the looser one are.
_ALIKE = 0.8
_MOST_PAIRS = 12
_BRIDGES = 3
# A theme hangs together badly when it lies this many robust deviations below the middle one.
_LOOSE = 1.5
_SMALLEST_LOOSE = 4
_MAD_TO_DEVIATION = 1.4826
# A theme is too large when it holds this many times the bullets of the middle one.
_LARGE = 2.5
_SMALLEST_LARGE = 20
# Share of content words that two bullets must have in common to be taken for one.
_SAME_WORDS = 0.8
_FEWEST_WORDS = 3
# Bullets of personal data come first among what is worth one look.
_PERSONAL = 2.0
_ONE_TABLE = 0.5
_SCORE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    Attributes
    ----------
    kind
        "uncertain", "personal" and "duplicate" are about bullets; "alike" (merge?), "loose" (hangs
        together badly), "large" (split?) and "one_table" (one table or one bullet) about themes.
    themes, bullets
        Ids of what it is about; of "alike" the theme to merge into first, of "uncertain" the
        candidates, of "duplicate" the themes of the two bullets.
    score
        How many bullets an answer is expected to put right.
    is_touched
        Whether a person has decided something about one of the themes.
    reason
        Figures and ids that say why, for the page to put in words (see the functions below).
    """

    kind: ItemKind
    themes: tuple[str, ...]
    bullets: tuple[str, ...]
    score: float
    is_touched: bool
    reason: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review has come.

    Attributes
    ----------
    themes, approved
        Themes at the top that hold bullets, and those of them that are approved.
    bullets, settled
        All bullets, and those that are in approved themes or where a person put them.
    """

    themes: int
    approved: int
    bullets: int
    settled: int


def progress(state: State, bullets: Mapping[str, Bullet]) -> Progress:
    """Count what is approved and settled among the bullets that are there."""
    tops = [theme for theme in state.tops() if any(b in bullets for b in state.members(theme.id))]
    settled = 0
    for bullet, place in state.places.items():
        is_approved = place.theme is not None and state.themes[place.theme].status == "approved"
        settled += bullet in bullets and (is_approved or place.by == "person")
    approved = sum(theme.status == "approved" for theme in tops)
    return Progress(len(tops), approved, len(bullets), settled)


def work_list(
    state: State,
    bullets: Mapping[str, Bullet],
    rows: Mapping[str, int],
    vectors: Vectors,
    duplicates: Sequence[tuple[str, str, float]] = (),
) -> list[Item]:
    """List what is worth a look, untouched themes first, then by how many bullets are at stake.

    What a person has dealt with is not in it: approved and locked themes, themes and bullets with
    a note, bullets that a person placed or set aside.

    Parameters
    ----------
    state
        The theme set.
    bullets
        Bullets that are there.
    rows, vectors
        Row of each bullet in unit vectors of shape (bullets, dimensions).
    duplicates
        What `find_duplicates` finds among the bullets.
    """
    items = [
        *_uncertain(state, bullets),
        *_personal(state, bullets),
        *_duplicates(state, bullets, duplicates),
        *_themes(state, bullets, rows, vectors),
    ]
    return sorted(items, key=lambda item: (item.is_touched, -item.score))


def find_duplicates(bullets: Iterable[Bullet]) -> list[tuple[str, str, float]]:
    """Find pairs of bullets that say the same in nearly the same words.

    Pairs whose sets of content lemmas have a Jaccard similarity of at least 0.8; only pairs that
    share one of their rarest words are compared (prefix filter: Bayardo, Ma and Srikant 2007,
    "Scaling up all pairs similarity search").

    Returns
    -------
    pairs
        Ids of two bullets, the earlier first, and their similarity, the likest first.
    """
    sets = {bullet.id: frozenset(content_lemmas(bullet.text)) for bullet in bullets}
    count = Counter(word for words in sets.values() for word in words)
    position = {id_: number for number, id_ in enumerate(sets)}
    begun: dict[str, list[str]] = defaultdict(list)
    found = []
    for id_, words in sets.items():
        if len(words) < _FEWEST_WORDS:
            continue
        rarest = sorted(words, key=lambda word: (count[word], word))
        prefix = rarest[: len(words) - ceil(round(_SAME_WORDS * len(words), 6)) + 1]
        others = {other for word in prefix for other in begun[word]}
        for other in sorted(others, key=position.__getitem__):
            union = len(words | sets[other])
            likeness = len(words & sets[other]) / union
            if likeness >= _SAME_WORDS:
                found.append((other, id_, round(likeness, 3)))
        for word in prefix:
            begun[word].append(id_)
    return sorted(found, key=lambda pair: -pair[2])


def _item(
    state: State,
    kind: ItemKind,
    themes: Iterable[str],
    bullets: Iterable[str],
    score: float,
    **reason: Any,
) -> Item:
    ids = tuple(themes)
    touched = any(state.themes[id_].is_touched for id_ in ids)
    return Item(kind, ids, tuple(bullets), round(score, _SCORE_DECIMALS), touched, reason)


def _is_open(theme: Theme) -> bool:
    """Whether nobody has dealt with a theme."""
    return not (theme.is_locked or theme.notes or theme.status == "approved")


def _uncertain(state: State, bullets: Mapping[str, Bullet]) -> Iterable[Item]:
    """Bullets without a place; reason: `likeness`, how sure the machine is of each candidate."""
    for id_ in state.uncertain():
        place = state.places[id_]
        if id_ in bullets and not place.notes:
            # Whatever is answered, this bullet gets its place; the nearer a candidate, the quicker.
            score = 1 + max(place.likeness, default=0.0) / 2
            item = _item(
                state, "uncertain", place.candidates, [id_], score, likeness=place.likeness
            )
            # The candidates' own state says nothing of the bullet.
            yield Item(item.kind, item.themes, item.bullets, item.score, False, item.reason)


def _personal(state: State, bullets: Mapping[str, Bullet]) -> Iterable[Item]:
    """Bullets flagged as personal data; reason: `flags`."""
    for id_, bullet in bullets.items():
        place = state.places.get(id_)
        if not bullet.flags or place is None or place.by == "person" or place.notes:
            continue
        themes = [place.theme] if place.theme else []
        if all(_is_open(state.themes[theme]) for theme in themes):
            yield _item(state, "personal", themes, [id_], _PERSONAL, flags=bullet.flags)


def _duplicates(
    state: State, bullets: Mapping[str, Bullet], pairs: Sequence[tuple[str, str, float]]
) -> Iterable[Item]:
    """Pairs in nearly the same words; reason: `likeness`, and `is_same_table`."""
    for first, second, likeness in pairs:
        places = [state.places.get(id_) for id_ in (first, second)]
        if first not in bullets or second not in bullets:
            continue
        if any(place is None or place.by == "person" or place.notes for place in places):
            continue
        themes = dict.fromkeys(place.theme for place in places if place and place.theme)
        if any(not _is_open(state.themes[theme]) for theme in themes):
            continue
        is_same = _table(bullets[first]) == _table(bullets[second])
        # What two tables say is said twice; what one table says twice was written twice.
        score = likeness if is_same else likeness / 2
        yield _item(
            state,
            "duplicate",
            themes,
            [first, second],
            score,
            likeness=likeness,
            is_same_table=is_same,
        )


def _themes(
    state: State, bullets: Mapping[str, Bullet], rows: Mapping[str, int], vectors: Vectors
) -> Iterable[Item]:
    import numpy as np

    tops = state.tops()
    members = [[b for b in state.members(theme.id) if b in bullets and b in rows] for theme in tops]
    kept = [number for number, held in enumerate(members) if held]
    tops, members = [tops[n] for n in kept], [members[n] for n in kept]
    if not tops:
        return
    at = [np.array([rows[bullet] for bullet in held]) for held in members]
    sizes = np.array([len(held) for held in members])
    sums = np.stack([vectors[row].sum(axis=0, dtype=np.float64) for row in at])
    # Mean cosine of two different bullets of one theme, and of a bullet of each of two themes.
    inside = (np.einsum("ij,ij->i", sums, sums) - sizes) / np.maximum(sizes * (sizes - 1), 1)
    between = sums @ sums.T / np.outer(sizes, sizes)
    yield from _loose(state, tops, members, at, sums, sizes, vectors)
    yield from _alike(state, tops, members, at, inside, between, sizes, vectors)
    yield from _large(state, tops, sizes)
    for theme, held in zip(tops, members, strict=True):
        tables = {_table(bullets[bullet]) for bullet in held}
        if len(tables) == 1 and _is_open(theme):
            yield _item(
                state,
                "one_table",
                [theme.id],
                held[:1] if len(held) == 1 else (),
                _ONE_TABLE * len(held) ** 0.5,
                size=len(held),
                tables=len(tables),
            )


def _loose(
    state: State,
    tops: Sequence[Theme],
    members: Sequence[Sequence[str]],
    at: Sequence[NDArray[np.intp]],
    sums: NDArray[np.float64],
    sizes: NDArray[np.intp],
    vectors: Vectors,
) -> Iterable[Item]:
    """Themes whose bullets are unlike their centroid compared with the other themes' bullets.

    Reason: `cohesion`, mean cosine of a bullet to the centroid of the others in its theme;
    `middle`, the median of the themes; `strays`, bullets that are nearer to another theme, each
    with the theme, the clearest first. `bullets` are the strays.
    """
    import numpy as np

    centroids = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    cohesion, strays = [], []
    for number, row in enumerate(at):
        own = vectors[row]
        likeness = own @ centroids.T.astype(np.float32)
        rest = sums[number] - own
        without = np.einsum("ij,ij->i", own, rest) / np.maximum(np.linalg.norm(rest, axis=1), 1e-12)
        likeness[:, number] = without
        best = likeness.argmax(axis=1)
        gap = likeness[np.arange(len(row)), best] - without
        order = sorted(
            np.flatnonzero(best != number).tolist(), key=lambda i: (-round(float(gap[i]), 6), i)
        )
        strays.append([(members[number][i], tops[int(best[i])].id) for i in order])
        cohesion.append(float(without.mean()))
    counted = [value for value, size in zip(cohesion, sizes, strict=True) if size > 1]
    if not counted:
        return
    middle = median(counted)
    deviation = _MAD_TO_DEVIATION * median(abs(value - middle) for value in counted)
    for number, theme in enumerate(tops):
        is_loose = cohesion[number] < middle - _LOOSE * deviation
        if is_loose and sizes[number] >= _SMALLEST_LOOSE and _is_open(theme):
            yield _item(
                state,
                "loose",
                [theme.id],
                [bullet for bullet, _ in strays[number]],
                max(1, len(strays[number])),
                cohesion=round(cohesion[number], 3),
                middle=round(middle, 3),
                strays=tuple(strays[number]),
            )


def _alike(
    state: State,
    tops: Sequence[Theme],
    members: Sequence[Sequence[str]],
    at: Sequence[NDArray[np.intp]],
    inside: NDArray[np.float64],
    between: NDArray[np.float64],
    sizes: NDArray[np.intp],
    vectors: Vectors,
) -> Iterable[Item]:
    """Pairs of themes that may be one.

    Reason: `likeness`, mean cosine between bullets of the two over that within the looser of them
    (1: nothing sets them apart); `keywords` that both have; `bridges`, the likest pairs of bullets.
    """
    found = []
    for one, other in combinations(range(len(tops)), 2):
        themes = (tops[one], tops[other])
        if any(theme.is_locked or theme.notes for theme in themes):
            continue
        if all(theme.status == "approved" for theme in themes):
            continue
        within = [inside[n] for n in (one, other) if sizes[n] > 1]
        if not within:
            continue
        likeness = float(between[one, other] / max(min(within), 1e-6))
        if likeness >= _ALIKE:
            found.append((round(likeness, 3), one, other))
    for likeness, one, other in sorted(found, key=lambda pair: (-pair[0], *pair[1:]))[:_MOST_PAIRS]:
        # Into the one that people have worked on, else into the larger.
        order = sorted((one, other), key=lambda n: (not tops[n].is_touched, -sizes[n], n))
        into, merged = (tops[n] for n in order)
        pairs = _bridges(members[one], members[other], vectors[at[one]], vectors[at[other]])
        yield _item(
            state,
            "alike",
            [into.id, merged.id],
            dict.fromkeys(bullet for pair in pairs for bullet in pair),
            min(likeness, 1.0) * min(sizes[one], sizes[other]),
            likeness=likeness,
            keywords=tuple(word for word in into.keywords if word in merged.keywords),
            bridges=tuple(pairs),
        )


def _bridges(
    ones: Sequence[str], others: Sequence[str], one: Vectors, other: Vectors
) -> list[tuple[str, str]]:
    """Return the likest bullets across two themes, each bullet once."""
    import numpy as np

    likeness = (one @ other.T).astype(np.float64).round(6)
    pairs = []
    for _ in range(min(_BRIDGES, len(ones), len(others))):
        row, column = np.unravel_index(likeness.argmax(), likeness.shape)
        pairs.append((ones[int(row)], others[int(column)]))
        likeness[row, :], likeness[:, column] = -np.inf, -np.inf
    return pairs


def _large(state: State, tops: Sequence[Theme], sizes: NDArray[np.intp]) -> Iterable[Item]:
    """Themes that hold much more than the others; reason: `size`, `middle` (median), `parts`."""
    middle = float(median(int(size) for size in sizes))
    for theme, size in zip(tops, sizes, strict=True):
        if size >= max(_SMALLEST_LARGE, _LARGE * middle) and _is_open(theme):
            yield _item(
                state,
                "large",
                [theme.id],
                (),
                float(size - middle) / 2,
                size=int(size),
                middle=middle,
                parts=state.children[theme.id],
            )


def _table(bullet: Bullet) -> tuple[str, str]:
    return bullet.source.path, bullet.meeting.table
