"""What themes are shown by, made for the bullets they hold now, by a run and on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.embed import CachedEncoder
from pipeline.grammar import CachedTagger
from pipeline.records import Bullet, Entry, TitleReason
from pipeline.review import MACHINE, Review, State
from pipeline.review.labels import make_relabel, stale_themes

if TYPE_CHECKING:
    from pipeline.label import Label

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Labeller:
    """What labelling needs.

    Attributes
    ----------
    encoder, tagger
        Those that remember.
    title_weights
        File with what makes a good title; "" for the program's own.
    tell
        Whom to tell of progress.
    """

    encoder: CachedEncoder
    tagger: CachedTagger
    title_weights: str = ""
    tell: Tell = lambda step, done, total: None

    def label(
        self,
        groups: Sequence[Sequence[str]],
        parents: Sequence[str],
        bullets: Mapping[str, Bullet],
        taken: Sequence[str],
    ) -> list[Label | None]:
        """Label groups of bullets that stand beside one another.

        Parameters
        ----------
        groups, parents
            Ids of the bullets of each group, and the title that it stands under or "".
        bullets
            Bullets that are there.
        taken
            Titles that none of them may have.

        Returns
        -------
        labels
            None for a group without a bullet that is there. Exemplars are rows of `bullets`.

        Raises
        ------
        SettingsError
            If the file with what makes a good title cannot be read.
        """
        from pipeline.label import Theme, label, weights_of

        texts = [bullet.text for bullet in bullets.values()]
        row_of = {id_: row for row, id_ in enumerate(bullets)}
        rows = [[row_of[bullet] for bullet in group if bullet in row_of] for group in groups]
        found = iter(
            label(
                [Theme(held, parent) for held, parent in zip(rows, parents, strict=True) if held],
                texts,
                self.tagger.tag(texts, self._telling("Reading the grammar")),
                self.encoder.encode(texts, self._telling("Reading the meaning")),
                lambda phrases: self.encoder.encode(
                    phrases, self._telling("Finding names for the themes")
                ),
                [f"{bullet.source.path} {bullet.meeting}" for bullet in bullets.values()],
                [bullet.kind for bullet in bullets.values()],
                taken,
                weights_of(self.title_weights),
            )
        )
        return [next(found) if held else None for held in rows]

    def _telling(self, step: str) -> Callable[[int, int], None]:
        return lambda done, total: self.tell(step, done, total)


def relabel(review: Review, labeller: Labeller) -> Entry | None:
    """Make anew what those themes are shown by whose bullets have changed.

    Returns
    -------
    entry
        The entry of the log, which is nobody's decision; None where nothing was to be done.

    Raises
    ------
    ModelError
        If a model is needed and not there.
    SettingsError
        If the file with what makes a good title cannot be read.
    """
    while True:
        revision, state = review.revision, review.state
        bullets = review.store.bullets()
        stale = stale_themes(state, bullets.keys())
        if not stale:
            return None
        step = make_relabel(state, stale, *_labels(state, stale, bullets, labeller))
        with review.changing():
            # Somebody may have decided while this was thinking: then think again.
            if review.revision == revision:
                return review.add(step, MACHINE)


def propose_titles(
    state: State,
    groups: Sequence[Sequence[str]],
    bullets: Mapping[str, Bullet],
    labeller: Labeller,
) -> list[str]:
    """Title groups of bullets that are to become themes at the top, as no other theme is titled.

    Parameters
    ----------
    state
        The theme set without them.
    groups
        Ids of the bullets of each new theme.
    bullets
        Bullets that are there.
    """
    inside = {bullet for group in groups for bullet in group}
    others = [[b for b in state.members(theme.id) if b not in inside] for theme in state.tops()]
    together = [*groups, *others]
    taken = [theme.title for theme in state.themes.values()]
    labels = labeller.label(together, [""] * len(together), bullets, taken)
    return [label.title if label else "" for label in labels[: len(groups)]]


def _labels(
    state: State, stale: Sequence[str], bullets: Mapping[str, Bullet], labeller: Labeller
) -> tuple[
    list[tuple[str, ...]],
    list[tuple[str, ...]],
    list[tuple[str, ...]],
    list[tuple[TitleReason, ...]],
]:
    """Return phrases, keywords, exemplars and reasons of stale themes.

    Each theme is seen beside all of its level.
    """
    taken = [theme.title for theme in state.themes.values() if theme.id not in stale]
    found: dict[str, Label] = {}
    for is_top in (True, False):
        level = [theme for theme in state.themes.values() if (theme.parent is None) is is_top]
        if not any(theme.id in stale for theme in level):
            continue
        groups = [state.members(theme.id) for theme in level]
        parents = [state.themes[theme.parent].title if theme.parent else "" for theme in level]
        labels = labeller.label(groups, parents, bullets, taken)
        found |= {t.id: label for t, label in zip(level, labels, strict=True) if label}
    ids = list(bullets)
    return (
        [found[theme].phrases for theme in stale],
        [found[theme].keywords for theme in stale],
        [tuple(ids[row] for row in found[theme].exemplars) for theme in stale],
        [found[theme].reasons for theme in stale],
    )
