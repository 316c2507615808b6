"""The whole program in the order it runs: the only file that wires the steps together."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.errors import DecisionError, PipelineError
from pipeline.evaluate import ParseScore, gold_themes, read_gold, score_parse
from pipeline.forming import Progress, ask_for_titles, find_adviser, find_themes, group_bullets
from pipeline.grammar import CachedTagger, GrammarModel
from pipeline.grow import grow
from pipeline.manifest import (
    earlier_run,
    newest_input,
    note_revision,
    read_results,
    run_key,
    write_manifest,
)
from pipeline.metrics import Agreement, Effort, agreement, effort
from pipeline.parse import parse
from pipeline.privacy import flag_personal
from pipeline.read import find_files, read_file, read_folder
from pipeline.records import Bullet, Document, ParsedDocument, Proposal, Remark, RunFacts
from pipeline.relabel import Labeller, relabel
from pipeline.remarks import in_english
from pipeline.review import Review
from pipeline.review.forget import forget_document
from pipeline.review.growth import is_reviewed
from pipeline.settings import Settings, review_database
from pipeline.write import changes_md, parse_report, themes_json, themes_md
from pipeline.write.files import prepare_folder, write_json, write_text

_SMALLEST_SPLIT = 4
_MOST_PARTS = 6
_RESULTS = ("themes.json", "themes.md")
_MADE_AGAIN = ("manifest.json", "parse_report.md", "changes.md", "gennemgang.xlsx")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run tells its caller.

    Attributes
    ----------
    themes
        The content of `themes.json`.
    problems
        One line for each file that could not be used.
    notes
        One line for each file that was passed over or read in another way than its name says.
    is_new
        False if the same input had been worked before and nothing was done.
    changes
        What changed in a review, in one line; empty where nobody has reviewed anything.
    """

    themes: dict[str, Any]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    is_new: bool
    changes: str = ""


def run(folder: Path, out: Path, settings: Settings, progress: Progress | None = None) -> Outcome:
    """Read every file in a folder, let the theme set grow by it, and write it.

    Writes `themes.json`, `themes.md`, `parse_report.md` and `manifest.json` into `out`, and
    `changes.md` where people have reviewed what was there before. Where they
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
    database = review_database(settings, out)
    # The review may lie beside results that lie in the folder that is read.
    files = [path for path in find_files(folder, out)[0] if not _is_of(database, path)]
    encoder = SentenceEncoder(settings.model)
    grammar = GrammarModel(settings.grammar)
    adviser = find_adviser(settings)

    def labeller() -> Labeller:
        tagger = CachedTagger(grammar, out / "cache")
        cached = CachedEncoder(encoder, out / "cache")
        return Labeller(cached, tagger, settings.title_weights, tell)

    key = run_key(files, folder, settings, encoder.fingerprint + grammar.fingerprint)
    if outcome := _earlier_outcome(out, key, database, labeller):
        return outcome

    documents, problems, notes = _read(folder, out, database, tell)
    bullets = flag_personal(
        (bullet for document in documents for bullet in document.bullets),
        (document.meeting.host for document in documents),
    )
    if not bullets:
        write_text(out / "parse_report.md", parse_report.to_markdown(documents, problems, notes))
        raise _nothing_to_group(folder, problems)
    prepare_folder(out)
    labels = labeller()
    cached, tagger = labels.encoder, labels.tagger
    failed: list[Remark] = []

    def form(some: Sequence[Bullet]) -> Proposal:
        proposal = find_themes(some, cached, tagger, settings, tell)
        if adviser:
            proposal, unanswered = ask_for_titles(proposal, some, adviser, tell)
            failed.extend(unanswered)
        return proposal

    facts = _facts(files, encoder, settings)
    with Review(database) as review:
        check_same_review(review, documents)
        changes = grow(
            review,
            documents,
            bullets,
            lambda texts: cached.encode(texts, lambda *count: tell("Reading the meaning", *count)),
            form,
        )
        relabel(review, labels)
        notes = [*notes, *failed]
        with review.changing():
            review.store.put_fact("run", asdict(facts))
        write_text(out / "parse_report.md", parse_report.to_markdown(documents, problems, notes))
        # Where the language model failed, the next run asks it again.
        kept = "" if failed else key
        seconds = time.perf_counter() - started
        told = tuple(map(in_english, problems)), tuple(map(in_english, notes))
        write_manifest(out, kept, facts, folder, seconds, *told)
        _write_changes(review, changes, out)
        data = write_results(review, out)
    said = changes_md.in_english(changes) if changes else ""
    return Outcome(data, *told, is_new=True, changes=said)


def _nothing_to_group(folder: Path, problems: Sequence[Remark]) -> PipelineError:
    told = [*map(in_english, problems), f"{folder}: no file in it holds a statement."]
    return PipelineError("\n".join(told) + " Nothing was changed.")


def _facts(files: Sequence[Path], encoder: SentenceEncoder, settings: Settings) -> RunFacts:
    # The model is known by its name and fingerprint: a path may name a person.
    hidden = ("model", "title_weights")
    others = {name: value for name, value in asdict(settings).items() if name not in hidden}
    return RunFacts(
        newest_input(files), __version__, encoder.folder.name, encoder.fingerprint, others
    )


def _earlier_outcome(
    out: Path, key: str, database: Path, labeller: Callable[[], Labeller]
) -> Outcome | None:
    """What an earlier run on the same input comes to, with what people have decided since."""
    earlier = earlier_run(out, key)
    if earlier is None or not database.is_file():
        return None
    with Review(database) as review:
        told = earlier.problems, earlier.notes
        data = read_results(out) if earlier.revision == review.revision else None
        if data is not None:
            return Outcome(data, *told, is_new=False)
        if review.revision:
            relabel(review, labeller())
            return Outcome(write_results(review, out), *told, is_new=True)
    return None


def _write_changes(review: Review, changes: changes_md.Changes | None, out: Path) -> None:
    """Write `changes.md`; where nothing was reviewed before, an old one would mislead."""
    if changes:
        known = review.store.bullets(only_present=False)
        write_text(out / "changes.md", changes_md.to_markdown(changes, known))
    else:
        (out / "changes.md").unlink(missing_ok=True)


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


def propose_split(review: Review, theme: str, out: Path, settings: Settings) -> Proposal:
    """Form themes of the bullets of one theme alone; nothing is decided by it.

    Raises
    ------
    DecisionError
        If there is no such theme, or it has fewer than four bullets.
    ModelError
        If a model is not there.
    """
    found = review.state.find_theme(theme)
    bullets = review.store.bullets(only_present=False)
    members = [bullets[id_] for id_ in review.state.members(found.id) if id_ in bullets]
    if len(members) < _SMALLEST_SPLIT:
        raise DecisionError(f"{found.title}: has {len(members)} bullets, too few to split.")
    number = min(max(2, round((len(members) / 4) ** 0.5)), _MOST_PARTS)
    encoder = CachedEncoder(SentenceEncoder(settings.model), out / "cache")
    tagger = CachedTagger(GrammarModel(settings.grammar), out / "cache")
    return find_themes(
        members, encoder, tagger, replace(settings, themes=number), lambda step, done, total: None
    )


def forget(review: Review, document: str, out: Path, by: str) -> list[str]:
    """Remove a document from the review and from all that this program wrote into `out`.

    Returns
    -------
    lines
        What was done and what the person must still do, in words.

    Raises
    ------
    DecisionError
        If there is no such document.
    """
    count = forget_document(review, document, by)
    # Vectors and reports are made again from what is left; they are not worth searching through.
    shutil.rmtree(out / "cache", ignore_errors=True)
    for name in _MADE_AGAIN:
        (out / name).unlink(missing_ok=True)
    if (out / "themes.json").is_file():
        write_results(review, out)
    others = sorted(path.name for path in out.glob("*") if path.name not in _RESULTS)
    lines = [
        f"{document}: withdrawn with {count} bullets.",
        f"The removal of {document} cannot be undone; `temaer undo` takes back what came before.",
        "Delete the file itself; while it lies in the folder of summaries it is passed over.",
    ]
    if others:
        lines.append(f"Make anew or delete what may still quote it in {out}: {', '.join(others)}.")
    return lines


def write_results(review: Review, out: Path) -> dict[str, Any]:
    """Write the theme set as it stands: `themes.json`, which is returned, and `themes.md`."""
    store = review.store
    themes = review.state.to_theme_set(store.documents(), store.bullets().values())
    data = themes_json.to_json(themes, RunFacts(**store.fact("run")))
    write_text(out / "themes.md", themes_md.to_markdown(themes))
    write_json(out / "themes.json", data)
    note_revision(out, review.revision)
    return data


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores on a folder whose right answer is known; `found` and `wanted` count themes."""

    parsing: ParseScore
    agreement: Agreement
    effort: Effort
    found: int
    wanted: int


def evaluate(folder: Path, settings: Settings, progress: Progress | None = None) -> Evaluation:
    """Parse and cluster `docs/` of a folder and compare with its `gold.tsv`.

    Raises
    ------
    PipelineError
        If the folder is not of that form or a document cannot be read.
    """
    tell = progress or (lambda step, done, total: None)
    gold = read_gold(folder)
    files, _ = find_files(folder / "docs")
    bullets = [b for path in files for b in parse(read_file(path, folder / "docs")).bullets]
    wanted = gold_themes(bullets, gold)
    vectors = SentenceEncoder(settings.model).encode(
        [bullet.text for bullet in bullets], lambda *count: tell("Reading the meaning", *count)
    )
    groups = group_bullets(bullets, vectors, settings)
    known = [row for row, theme in enumerate(wanted) if theme is not None]
    found = [int(groups.themes[row]) for row in known]
    right = [wanted[row] for row in known]
    return Evaluation(
        score_parse(bullets, gold),
        agreement(found, right),
        effort(found, right),
        len(set(found)),
        len(set(right)),
    )


def _read(
    folder: Path, out: Path, database: Path, tell: Progress
) -> tuple[list[ParsedDocument], list[Remark], list[Remark]]:
    """Parse every document; return them, what is wrong with files, and what else is to be said."""
    reading = read_folder(folder, out, lambda done, total: tell("Reading files", done, total))
    withdrawn = _withdrawn(reading.documents, database)
    documents = [parse(doc) for doc in reading.documents if doc.path not in withdrawn]
    problems = [
        failure.remark
        for failure in reading.failures
        if not _is_of(database, folder / failure.path)
    ]
    problems += [
        Remark("nothing said", path=document.path) for document in documents if not document.bullets
    ]
    notes = [*reading.notes, *(Remark("withdrawn", path=path) for path in withdrawn)]
    return documents, problems, notes


def _withdrawn(documents: Sequence[Document], database: Path) -> list[str]:
    if not database.is_file():
        return []
    with Review(database) as review:
        return [doc.path for doc in documents if review.store.is_forgotten(doc.sha256)]


def _is_of(database: Path, path: Path) -> bool:
    """Whether a file is the database or its journal."""
    same_folder = path.parent.resolve() == database.parent.resolve()
    return same_folder and path.name.startswith(database.name)
