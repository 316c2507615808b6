"""From a review to the strategy draft, and from an older draft to what changed since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.draft import Options, make_content
from pipeline.draft.diff import to_changes
from pipeline.draft.figures import draw_pictures, map_of
from pipeline.draft.files import NAME, write_draft
from pipeline.draft.report import NAME as REPORT
from pipeline.draft.report import write_report
from pipeline.draft.snapshot import take_snapshot
from pipeline.draft.stock import personal_data
from pipeline.draft.word import read_origin
from pipeline.embed import stored_vectors
from pipeline.records import RunFacts, ThemeSet
from pipeline.review import Review
from pipeline.write.files import write_text

CHANGES = f"{NAME}-aendringer.md"


def draft(
    review: Review, out: Path, options: Options, template: Path | None = None
) -> tuple[int, list[str]]:
    """Write the draft of a review into a folder.

    Returns
    -------
    chapters, notes
        Number of chapters, and a line for everything that a person should know.

    Raises
    ------
    DraftError
        If there is no theme to write of.
    InputError
        If the template cannot be used or the folder cannot be written to.
    """
    themes, facts = _themes(review)
    texts = [bullet.text for bullet in themes.bullets]
    vectors = stored_vectors(out / "cache", facts.model_fingerprint, texts)
    content = make_content(themes, facts, review.history, options, vectors)
    snapshot = take_snapshot(content, options.include_proposed)
    by_bullet = {b.id: vectors[b.text] for b in themes.bullets if b.text in vectors}
    bullet_map = map_of(content, by_bullet)
    pictures = draw_pictures(content, bullet_map)
    notes = write_draft(content, snapshot, out, pictures, template)
    write_report(content, pictures, out / REPORT, bullet_map)
    if bullet_map is None and len(content.appendix) > 1:
        notes.append(
            f"The map of the bullets is left out: {out / 'cache'} does not hold their vectors. "
            "`temaer clusters` makes them."
        )
    shown = {chapter.theme for chapter in content.chapters}
    titles = {chapter.title.casefold() for chapter in content.chapters}
    unused = [name for name in options.kle if name not in shown and name not in titles]
    notes += [f"KLE: the draft has no theme {name!r}." for name in unused]
    if held := content.held_back.bullets + content.held_back.set_aside:
        notes.append(f"{held} bullets are held back: they hold personal data.")
    return len(content.chapters), notes


def changes_since(review: Review, old: Path, out: Path, include_personal: bool = False) -> str:
    """Return in Danish what changed since a draft was made, and write it into a folder.

    The same sort of themes is compared: with proposed ones where the old draft had them.

    Raises
    ------
    DraftError
        If there is no theme to compare with.
    InputError
        If `old` is no draft, or the folder cannot be written to.
    """
    before = read_origin(old)
    themes, facts = _themes(review)
    options = Options(before.with_proposed, include_personal)
    content = make_content(themes, facts, review.history, options)
    known = review.store.bullets(only_present=False)
    everything = replace(themes, bullets=tuple(known.values()))
    held = {} if include_personal else personal_data(everything)
    texts = {id_: bullet.text for id_, bullet in known.items() if id_ not in held}
    said = to_changes(before, take_snapshot(content, before.with_proposed), texts)
    write_text(out / CHANGES, said)
    return said


def _themes(review: Review) -> tuple[ThemeSet, RunFacts]:
    store = review.store
    themes = review.state.to_theme_set(store.documents(), store.bullets().values())
    return themes, RunFacts(**store.fact("run"))
