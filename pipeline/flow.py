"""The whole program in the order it runs: the only file that wires the steps together."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.errors import InputError, PipelineError
from pipeline.manifest import earlier_run, newest_input, note_revision, run_key
from pipeline.parse import parse
from pipeline.privacy import flag_personal
from pipeline.read import find_files, read_file
from pipeline.records import (
    Bullet,
    Entry,
    ParsedDocument,
    Placement,
    Proposal,
    ProposedTheme,
    RunFacts,
)
from pipeline.review import MACHINE, Review, State
from pipeline.review.decisions import Propose
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
from pipeline.review.ids import theme_id
from pipeline.settings import Settings, review_database
from pipeline.write import parse_report, themes_json, themes_md
from pipeline.write.files import read_json, write_json, write_text

if TYPE_CHECKING:
    from pipeline.cluster import Labels
    from pipeline.label import Label

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run tells its caller.

    Attributes
    ----------
    themes
        The content of `themes.json`.
    problems
        One line for each file that could not be used.
    skipped
        Hidden and temporary files that were passed over.
    is_new
        False if the same input had been worked before and nothing was done.
    """

    themes: dict[str, Any]
    problems: tuple[str, ...]
    skipped: tuple[str, ...]
    is_new: bool


def run(folder: Path, out: Path, settings: Settings, progress: Progress | None = None) -> Outcome:
    """Read every file in a folder, let the theme set grow by it, and write it.

    Writes `themes.json`, `themes.md`, `parse_report.md` and `manifest.json` into `out`. Where they
    already answer for the same input, settings, model, program and review, nothing is done; where
    only people have decided something since, they are written from the review.

    Raises
    ------
    PipelineError
        If the folder or the model is not there, no file holds a statement, or the review is of
        other documents; what an earlier run wrote is then left as it is.
    """
    started = time.perf_counter()
    tell = progress or (lambda step, done, total: None)
    files, skipped_files = find_files(folder)
    skipped = tuple(path.relative_to(folder).as_posix() for path in skipped_files)
    encoder = SentenceEncoder(settings.model)
    key = run_key(files, folder, settings, encoder.fingerprint)
    database = review_database(settings, out)
    earlier = earlier_run(out, key)
    if earlier and database.is_file():
        with Review(database) as review:
            if earlier.revision == review.revision:
                data = read_json(out / "themes.json")
                return Outcome(data, earlier.problems, skipped, is_new=False)
            if review.revision:
                return Outcome(write_results(review, out), earlier.problems, skipped, is_new=True)

    documents, problems = _read(files, folder, tell)
    bullets = flag_personal(
        (bullet for document in documents for bullet in document.bullets),
        (document.meeting.host for document in documents),
    )
    if not bullets:
        write_text(out / "parse_report.md", parse_report.to_markdown(documents, problems))
        raise PipelineError(
            "\n".join(
                [*problems, f"{folder}: no file in it holds a statement. Nothing was changed."]
            )
        )
    facts = RunFacts(
        newest_input(files), __version__, encoder.folder.name, encoder.fingerprint, asdict(settings)
    )
    with Review(database) as review:
        check_same_review(review, documents)
        grow(review, documents, bullets, CachedEncoder(encoder, out / "cache"), settings, tell)
        with review.changing():
            review.store.put_fact("run", asdict(facts))
        write_text(out / "parse_report.md", parse_report.to_markdown(documents, problems))
        manifest = {
            "key": key,
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.perf_counter() - started, 2),
            "folder": folder.name,
            **asdict(facts),
            "problems": problems,
        }
        write_json(out / "manifest.json", manifest)
        data = write_results(review, out)
    return Outcome(data, tuple(problems), skipped, is_new=True)


def check_same_review(review: Review, documents: Sequence[ParsedDocument]) -> None:
    """Refuse to mix two sets of documents in one review.

    Raises
    ------
    PipelineError
        If people have reviewed other documents here and none of these is among them.
    """
    known = {document.path for document in review.store.documents()}
    if is_reviewed(review.state) and known.isdisjoint(document.path for document in documents):
        raise PipelineError(
            f"{review.store.path}: holds the review of {len(known)} other documents, such as "
            f"{min(known)}. Put the new ones into the same folder as those, or name another --out "
            "or --review to begin another review."
        )


def grow(
    review: Review,
    documents: Sequence[ParsedDocument],
    bullets: Sequence[Bullet],
    encoder: CachedEncoder,
    settings: Settings,
    tell: Progress,
) -> Entry | None:
    """Give every new bullet its place; what people settled stays.

    Where nobody has decided anything yet, all themes are formed anew.

    Returns
    -------
    entry
        What was added to the log, or None if nothing changed.
    """
    step, revision = None, None
    while step is None or revision != review.revision:
        # Somebody may decide while this thinks: then it thinks again.
        revision, state = review.revision, review.state
        known = review.store.bullets(only_present=False)
        arrivals = find_arrivals(state, known, bullets)
        if is_reviewed(state):
            everything = {**known, **{bullet.id: bullet for bullet in bullets}}
            step = _extend(state, arrivals, everything, encoder, settings, tell)
        else:
            proposal = find_themes(bullets, encoder, settings, tell)
            step = make_proposal(state, arrivals, proposal, dropped=tuple(state.themes))
    with review.changing():
        if not is_reviewed(review.state):
            named = {document.path for document in documents}
            gone = [document.path for document in review.store.documents()]
            review.store.drop_documents(path for path in gone if path not in named)
        review.store.put_documents(documents, bullets)
        return review.add_if_new(step, MACHINE)


def _extend(
    state: State,
    arrivals: Arrivals,
    bullets: dict[str, Bullet],
    encoder: CachedEncoder,
    settings: Settings,
    tell: Progress,
) -> Propose:
    """Compare new bullets with the themes that stand, and form new themes of what fits nowhere."""
    if not arrivals.new:
        return make_proposal(state, arrivals, Proposal((), {}))
    import numpy as np

    from pipeline.place import calibrate, hangs_together, nearest, place

    def encode(ids: Sequence[str]) -> Any:
        texts = [bullets[bullet].text for bullet in ids]
        return encoder.encode(texts, lambda done, total: tell("Reading the meaning", done, total))

    themes, members, labels = standing(state, bullets.keys())
    if not themes:
        proposal = find_themes([bullets[id_] for id_ in arrivals.new], encoder, settings, tell)
        return make_proposal(state, arrivals, proposal)
    new, reviewed, tops = encode(arrivals.new), encode(members), np.array(labels)
    tables = [(bullets[bullet].source.path, bullets[bullet].meeting.table) for bullet in members]
    order = {table: number for number, table in enumerate(dict.fromkeys(tables))}
    calibration = calibrate(reviewed, tops, np.array([order[table] for table in tables]))
    placing = place(new, reviewed, tops, calibration)

    homes = [themes[best] for best in placing.best[:, 0]]
    for number, theme in enumerate(themes):
        if state.children[theme]:
            # Within a theme it goes to the part that it is most like.
            inside, rows = tops == number, placing.best[:, 0] == number
            parts = [str(state.places[members[row]].theme) for row in np.flatnonzero(inside)]
            names = sorted(set(parts))
            of = np.array([names.index(part) for part in parts])
            for row, part in zip(
                np.flatnonzero(rows), nearest(new[rows], reviewed[inside], of), strict=True
            ):
                homes[row] = names[part]
    placed, uncertain, left = sort_out(
        state,
        arrivals.new,
        homes,
        [tuple(themes[best] for best in row) for row in placing.best],
        placing.chance.tolist(),
        placing.is_sure.tolist(),
        placing.is_known.tolist(),
    )
    proposal = Proposal((), {})
    if left:
        found = find_themes([bullets[row.bullet] for row in left], encoder, settings, tell)
        good = {
            theme.id
            for theme in found.themes
            if len(theme.members) >= SMALLEST_THEME
            and theme.parent is None
            and hangs_together(encode(theme.members), calibration)
        }
        proposal = keep_themes(found, good)
        uncertain += [row for row in left if row.bullet not in proposal.placements]
    return make_proposal(state, arrivals, proposal, placed, uncertain)


def write_results(review: Review, out: Path) -> dict[str, Any]:
    """Write the theme set as it stands: `themes.json`, which is returned, and `themes.md`."""
    store = review.store
    themes = review.state.to_theme_set(store.documents(), store.bullets().values())
    data = themes_json.to_json(themes, RunFacts(**store.fact("run")))
    write_text(out / "themes.md", themes_md.to_markdown(themes))
    write_json(out / "themes.json", data)
    note_revision(out, review.revision)
    return data


def find_themes(
    bullets: Sequence[Bullet],
    encoder: CachedEncoder,
    settings: Settings,
    tell: Progress,
) -> Proposal:
    """Embed, cluster and label bullets."""
    from pipeline.cluster import cluster
    from pipeline.label import label

    texts = [bullet.text for bullet in bullets]
    vectors = encoder.encode(texts, lambda done, total: tell("Reading the meaning", done, total))
    tell("Finding themes", 0, 1)
    groups = cluster(vectors, settings.themes, settings.granularity, settings.seed)
    tell("Finding themes", 1, 1)

    def encode_phrases(phrases: Sequence[str]) -> Any:
        return encoder.encode(
            phrases, lambda done, total: tell("Finding names for the themes", done, total)
        )

    tops = sorted(_members(groups.themes), key=lambda rows: (-len(rows), rows))
    subs = [_members(groups.subthemes[rows], rows) if len(rows) > 1 else [] for rows in tops]
    top_labels = label(tops, texts, vectors, encode_phrases)
    titles = [named.title for named in top_labels]
    sub_labels = iter(
        label([rows for parts in subs for rows in parts], texts, vectors, encode_phrases, titles)
    )

    def theme(rows: Sequence[int], named: Label, parent: str | None) -> ProposedTheme:
        by_confidence = sorted(rows, key=lambda row: (-groups.confidence[row], row))
        ids = [bullets[row].id for row in by_confidence]
        exemplars = tuple(bullets[row].id for row in named.exemplars)
        return ProposedTheme(
            theme_id(ids, parent, set()),
            named.title,
            parent,
            named.phrases,
            named.keywords,
            exemplars,
            tuple(ids),
        )

    found: list[ProposedTheme] = []
    placements: dict[str, Placement] = {}
    for rows, parts, named in zip(tops, subs, top_labels, strict=True):
        top = theme(rows, named, None)
        children = [theme(part, next(sub_labels), top.id) for part in parts]
        found += [top, *children]
        subtheme_of = {member: child.id for child in children for member in child.members}
        for row in rows:
            bullet = bullets[row].id
            confidence = float(groups.confidence[row])
            placements[bullet] = Placement(top.id, subtheme_of.get(bullet), confidence)
    return Proposal(tuple(found), placements)


def _members(labels: Labels, rows: Sequence[int] | None = None) -> list[list[int]]:
    """Rows of each label from 0 up; rows that have none (-1) are in no list."""
    of = rows if rows is not None else range(len(labels))
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for row, group in zip(of, labels, strict=True):
        if group >= 0:
            groups[int(group)].append(row)
    return groups


def _read(
    files: Sequence[Path], folder: Path, tell: Progress
) -> tuple[list[ParsedDocument], list[str]]:
    documents: list[ParsedDocument] = []
    problems: list[str] = []
    for number, path in enumerate(files, 1):
        try:
            document = parse(read_file(path, folder))
        except InputError as error:
            problems.append(str(error))
        else:
            if not document.bullets:
                problems.append(
                    f"{document.path}: no statement was found in it. "
                    "Check in parse_report.md how its lines were read."
                )
            documents.append(document)
        tell("Reading files", number, len(files))
    return documents, problems
