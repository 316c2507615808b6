"""Bullets to proposed themes: embedded, clustered, labelled, and titled by whom the user asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.danish import has_content
from pipeline.embed import CachedEncoder
from pipeline.grammar import CachedTagger
from pipeline.records import (
    BY_MODEL,
    Bullet,
    Placement,
    Proposal,
    ProposedTheme,
    Remark,
    TitleReason,
)
from pipeline.review.ids import theme_id
from pipeline.settings import Settings
from pipeline.suggest import Evidence, LanguageModel, Suggestion, suggest_titles

if TYPE_CHECKING:
    from pipeline.cluster import Clustering, Labels, Vectors
    from pipeline.label import Label

Progress = Callable[[str, int, int], None]


def find_themes(
    bullets: Sequence[Bullet],
    encoder: CachedEncoder,
    tagger: CachedTagger,
    settings: Settings,
    tell: Progress,
) -> Proposal:
    """Embed, cluster and label bullets."""
    from pipeline.label import Theme, label, read_bullets, weights_of

    texts = [bullet.text for bullet in bullets]
    vectors = encoder.encode(texts, lambda done, total: tell("Reading the meaning", done, total))
    tell("Finding themes", 0, 1)
    groups = group_bullets(bullets, vectors, settings)
    tell("Finding themes", 1, 1)

    def encode_phrases(phrases: Sequence[str]) -> Any:
        return encoder.encode(
            phrases, lambda done, total: tell("Finding names for the themes", done, total)
        )

    tops = sorted(_members(groups.themes), key=lambda rows: (-len(rows), rows))
    subs = [_members(groups.subthemes[rows], rows) if len(rows) > 1 else [] for rows in tops]
    tagged = tagger.tag(texts, lambda done, total: tell("Reading the grammar", done, total))
    tables = [f"{bullet.source.path} {bullet.meeting}" for bullet in bullets]
    kinds = [bullet.kind for bullet in bullets]
    reading = read_bullets(tagged, vectors, encode_phrases)
    weights = weights_of(settings.title_weights)

    def name(themes: list[Theme], taken: Sequence[str]) -> list[Label]:
        return label(
            themes, texts, tagged, vectors, encode_phrases, tables, kinds, taken, weights, reading
        )

    top_labels = name([Theme(rows) for rows in tops], ())
    titles = [named.title for named in top_labels]
    below = [
        Theme(rows, title) for title, group in zip(titles, subs, strict=True) for rows in group
    ]
    sub_labels = iter(name(below, titles))

    return _to_proposal(bullets, groups, tops, subs, top_labels, sub_labels)


def _to_proposal(
    bullets: Sequence[Bullet],
    groups: Clustering,
    tops: Sequence[Sequence[int]],
    subs: Sequence[Sequence[Sequence[int]]],
    top_labels: Sequence[Label],
    sub_labels: Iterator[Label],
) -> Proposal:
    """Themes and places of groups of rows; `subs` are the parts of each of `tops`."""

    def theme(rows: Sequence[int], named: Label, parent: str | None) -> ProposedTheme:
        by_confidence = sorted(rows, key=lambda row: (-groups.confidence[row], row))
        ids = [bullets[row].id for row in by_confidence]
        exemplars = tuple(bullets[row].id for row in named.exemplars)
        return ProposedTheme(
            theme_id(ids, parent),
            named.title,
            parent,
            named.phrases,
            named.keywords,
            exemplars,
            tuple(ids),
            reasons=named.reasons,
        )

    found: list[ProposedTheme] = []
    homes: dict[int, tuple[str, str | None]] = {}
    for rows, parts, named in zip(tops, subs, top_labels, strict=True):
        top = theme(rows, named, None)
        children = [theme(part, next(sub_labels), top.id) for part in parts]
        found += [top, *children]
        subtheme_of = {member: child.id for child in children for member in child.members}
        homes |= {row: (top.id, subtheme_of.get(bullets[row].id)) for row in rows}
    id_of = {int(groups.themes[row]): top for row, (top, _) in homes.items()}
    placements: dict[str, Placement] = {}
    for row, (top_id, sub_id) in sorted(homes.items()):
        doubt = groups.doubts[row]
        second = id_of.get(int(groups.second[row])) if doubt == "between" else None
        confidence = float(groups.confidence[row])
        placements[bullets[row].id] = Placement(top_id, sub_id, confidence, doubt, second)
    return Proposal(tuple(found), placements)


def group_bullets(bullets: Sequence[Bullet], vectors: Vectors, settings: Settings) -> Clustering:
    """Cluster bullets by their vectors and by what stands around them in their documents."""
    import numpy as np

    from pipeline.cluster import cluster

    rows = {bullet.id: row for row, bullet in enumerate(bullets)}
    parents = [rows.get(bullet.parent, -1) if bullet.parent else -1 for bullet in bullets]
    speaks = [has_content(bullet.text) for bullet in bullets]
    return cluster(
        vectors,
        settings.themes,
        settings.granularity,
        settings.seed,
        np.array(parents, np.intp),
        # What stands under another statement has its content from there.
        np.array([own or parent >= 0 for own, parent in zip(speaks, parents, strict=True)], bool),
    )


def find_adviser(settings: Settings) -> LanguageModel | None:
    """Return the language model that was asked for; a refused address stops the run at once."""
    if not settings.titles_by:
        return None
    return LanguageModel(settings.titles_by, settings.titles_model, settings.allow_external)


def ask_for_titles(
    proposal: Proposal, some: Sequence[Bullet], adviser: LanguageModel, tell: Progress
) -> tuple[Proposal, list[Remark]]:
    """Let a language model title the themes; those for which it fails keep their own title.

    Returns
    -------
    proposal, notes
        The themes with their new titles, and a remark for each failure.
    """
    bullets = {bullet.id: bullet for bullet in some}
    evidence = [_evidence(theme, bullets) for theme in proposal.themes]
    tell("Asking the language model", 0, len(evidence))
    suggestions, notes = suggest_titles(adviser, evidence)
    tell("Asking the language model", len(evidence), len(evidence))
    titled = [
        _titled(theme, suggestion, bullets) if suggestion else theme
        for theme, suggestion in zip(proposal.themes, suggestions, strict=True)
    ]
    return replace(proposal, themes=tuple(titled)), notes


def _evidence(theme: ProposedTheme, bullets: Mapping[str, Bullet]) -> Evidence:
    terms = {why.phrase for why in theme.reasons if why.source == "fagord"}
    return Evidence(
        tuple(bullets[id_].text for id_ in theme.exemplars),
        tuple(phrase for phrase in theme.phrases if phrase not in terms),
        tuple(phrase for phrase in theme.phrases if phrase in terms),
        tuple(bullets[id_].text for id_ in theme.members if bullets[id_].flags),
    )


def _titled(
    theme: ProposedTheme, suggestion: Suggestion, bullets: Mapping[str, Bullet]
) -> ProposedTheme:
    """Give a theme the language model's title, which stays on offer when a person takes another."""
    shown = [bullets[id_] for id_ in theme.exemplars if not bullets[id_].flags]
    tables = {(bullet.source.path, bullet.meeting) for bullet in shown}
    why = TitleReason(suggestion.title, BY_MODEL, len(shown), len(tables), {})
    is_new = suggestion.title not in theme.phrases
    return replace(
        theme,
        title=suggestion.title,
        description=suggestion.description,
        titled_by=BY_MODEL,
        phrases=tuple(dict.fromkeys((suggestion.title, *theme.phrases))),
        reasons=(why, *theme.reasons) if is_new else theme.reasons,
    )


def _members(labels: Labels, rows: Sequence[int] | None = None) -> list[list[int]]:
    """Rows of each label from 0 up; rows that have none (-1) are in no list."""
    of = rows if rows is not None else range(len(labels))
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for row, group in zip(of, labels, strict=True):
        if group >= 0:
            groups[int(group)].append(row)
    return groups
