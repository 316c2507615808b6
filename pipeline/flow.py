"""The whole program in the order it runs: the only file that wires the steps together."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.embed import CachedEncoder, SentenceEncoder
from pipeline.errors import PipelineError
from pipeline.evaluate import ParseScore, gold_themes, read_gold, score_parse
from pipeline.grammar import CachedTagger, GrammarModel
from pipeline.metrics import Agreement, Effort, agreement, effort
from pipeline.parse import parse
from pipeline.privacy import flag_personal
from pipeline.read import find_files, read_file, read_folder
from pipeline.records import Bullet, ParsedDocument, Placement, ProposedTheme, RunFacts, ThemeSet
from pipeline.settings import Settings
from pipeline.suggest import Evidence, LanguageModel, suggest_titles
from pipeline.write import parse_report, themes_json, themes_md
from pipeline.write.files import prepare_folder, write_json, write_text

if TYPE_CHECKING:
    from pipeline.cluster import Labels
    from pipeline.label import Label

Progress = Callable[[str, int, int], None]

_ID_BYTES = 6
_WRITTEN = ("themes.json", "themes.md", "parse_report.md")


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
    """

    themes: dict[str, Any]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    is_new: bool


def run(folder: Path, out: Path, settings: Settings, progress: Progress | None = None) -> Outcome:
    """Read every file in a folder and write its themes.

    Writes `themes.json`, `themes.md`, `parse_report.md` and `manifest.json` into `out`. Where they
    already answer for the same input, settings, model and program, nothing is done.

    Raises
    ------
    PipelineError
        If the folder or the model is not there, or no file holds a statement; what an earlier run
        wrote is then left as it is.
    """
    started = time.perf_counter()
    tell = progress or (lambda step, done, total: None)
    files, _ = find_files(folder, out)
    encoder = SentenceEncoder(settings.model)
    grammar = GrammarModel(settings.grammar)
    adviser = _adviser(settings)
    key = _run_key(files, folder, settings, encoder.fingerprint + grammar.fingerprint)
    if earlier := _earlier(out, key):
        return Outcome(*earlier, is_new=False)

    documents, problems, notes = _read(folder, out, tell)
    bullets = flag_personal(
        (bullet for document in documents for bullet in document.bullets),
        (document.meeting.host for document in documents),
    )
    if not bullets:
        write_text(out / "parse_report.md", parse_report.to_markdown(documents, problems, notes))
        raise PipelineError(
            "\n".join(
                [*problems, f"{folder}: no file in it holds a statement. Nothing was changed."]
            )
        )
    prepare_folder(out)
    cached = CachedEncoder(encoder, out / "cache")
    tagger = CachedTagger(grammar, out / "cache")
    themes = find_themes(documents, bullets, cached, tagger, settings, tell)
    failed: list[str] = []
    if adviser:
        themes, failed = _ask_for_titles(themes, adviser, tell)
        notes += failed
    # The model is known by its name and fingerprint: its path may name a person.
    others = {name: value for name, value in asdict(settings).items() if name != "model"}
    facts = RunFacts(_created(files), __version__, encoder.folder.name, encoder.fingerprint, others)
    data = themes_json.to_json(themes, facts)
    write_text(out / "themes.md", themes_md.to_markdown(themes))
    write_text(out / "parse_report.md", parse_report.to_markdown(documents, problems, notes))
    write_json(out / "themes.json", data)
    manifest = {
        # Where the language model failed, the next run asks it again.
        "key": "" if failed else key,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - started, 2),
        "folder": folder.name,
        **asdict(facts),
        "problems": problems,
        "notes": notes,
    }
    write_json(out / "manifest.json", manifest)
    return Outcome(data, tuple(problems), tuple(notes), is_new=True)


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
    from pipeline.cluster import cluster

    tell = progress or (lambda step, done, total: None)
    gold = read_gold(folder)
    files, _ = find_files(folder / "docs")
    bullets = [b for path in files for b in parse(read_file(path, folder / "docs")).bullets]
    wanted = gold_themes(bullets, gold)
    vectors = SentenceEncoder(settings.model).encode(
        [bullet.text for bullet in bullets], lambda *count: tell("Reading the meaning", *count)
    )
    groups = cluster(vectors, settings.themes, settings.granularity, settings.seed)
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


def find_themes(
    documents: Sequence[ParsedDocument],
    bullets: Sequence[Bullet],
    encoder: CachedEncoder,
    tagger: CachedTagger,
    settings: Settings,
    tell: Progress,
) -> ThemeSet:
    """Embed, cluster and label bullets."""
    from pipeline.cluster import cluster
    from pipeline.label import Theme, label

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
    tagged = tagger.tag(texts, lambda done, total: tell("Reading the grammar", done, total))
    tables = [f"{bullet.source.path} {bullet.meeting}" for bullet in bullets]
    kinds = [bullet.kind for bullet in bullets]

    def name(themes: list[Theme], taken: Sequence[str]) -> list[Label]:
        return label(themes, texts, tagged, vectors, encode_phrases, tables, kinds, taken)

    top_labels = name([Theme(rows) for rows in tops], ())
    titles = [named.title for named in top_labels]
    below = [
        Theme(rows, title) for title, group in zip(titles, subs, strict=True) for rows in group
    ]
    sub_labels = iter(name(below, titles))

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
    return ThemeSet(tuple(documents), tuple(bullets), tuple(found), placements)


def _adviser(settings: Settings) -> LanguageModel | None:
    """Return the language model that was asked for; a refused address stops the run at once."""
    if not settings.titles_by:
        return None
    return LanguageModel(settings.titles_by, settings.titles_model, settings.allow_external)


def _ask_for_titles(
    themes: ThemeSet, adviser: LanguageModel, tell: Progress
) -> tuple[ThemeSet, list[str]]:
    """Let a language model title the themes; those for which it fails keep their own title."""
    bullets = {bullet.id: bullet for bullet in themes.bullets}
    evidence = []
    for theme in themes.themes:
        members = [bullets[member] for member in theme.members]
        evidence.append(
            Evidence(
                tuple(bullets[row].text for row in theme.exemplars),
                theme.phrases,
                tuple(bullet.text for bullet in members if bullet.flags),
            )
        )
    tell("Asking the language model", 0, len(evidence))
    suggestions, notes = suggest_titles(adviser, evidence)
    tell("Asking the language model", len(evidence), len(evidence))
    titled = [
        replace(
            theme,
            title=suggestion.title,
            description=suggestion.description,
            titled_by="sprogmodel",
        )
        if suggestion
        else theme
        for theme, suggestion in zip(themes.themes, suggestions, strict=True)
    ]
    return replace(themes, themes=tuple(titled)), notes


def theme_id(members: Sequence[str], parent: str | None) -> str:
    """Id of a proposed theme: known by its bullets and its place in the tree."""
    words = "\0".join([parent or "", *sorted(members)])
    return f"t{hashlib.blake2b(words.encode(), digest_size=_ID_BYTES).hexdigest()}"


def _members(labels: Labels, rows: Sequence[int] | None = None) -> list[list[int]]:
    """Rows of each label from 0 up; rows that have none (-1) are in no list."""
    of = rows if rows is not None else range(len(labels))
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for row, group in zip(of, labels, strict=True):
        if group >= 0:
            groups[int(group)].append(row)
    return groups


def _read(
    folder: Path, out: Path, tell: Progress
) -> tuple[list[ParsedDocument], list[str], list[str]]:
    """Parse every document; return them, what is wrong with files, and what else is to be said."""
    reading = read_folder(folder, out, lambda done, total: tell("Reading files", done, total))
    documents = [parse(document) for document in reading.documents]
    problems = [str(failure) for failure in reading.failures]
    problems += [
        f"{document.path}: no statement was found in it. "
        "Check in parse_report.md how its lines were read."
        for document in documents
        if not document.bullets
    ]
    return documents, problems, list(reading.notes)


def _run_key(files: Sequence[Path], folder: Path, settings: Settings, fingerprint: str) -> str:
    """Hash of all that the result depends on: input, settings, model, and the program itself."""
    digest = hashlib.blake2b(f"{__version__}\0{fingerprint}\0{settings}".encode())
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    for path, root in [
        *((path, folder) for path in files),
        *((path, Path(__file__).parent) for path in sources),
    ]:
        digest.update(path.relative_to(root).as_posix().encode())
        try:
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
        except OSError:
            # Unreadable now: reading it later reports why.
            digest.update(b"unreadable")
    return digest.hexdigest()


def _earlier(out: Path, key: str) -> tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]] | None:
    """Themes, problems and notes of an earlier run with the same key, if its files are there."""
    try:
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        if manifest["key"] != key or not all((out / name).is_file() for name in _WRITTEN):
            return None
        themes = json.loads((out / "themes.json").read_text(encoding="utf-8"))
        return themes, tuple(manifest["problems"]), tuple(manifest["notes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _created(files: Sequence[Path]) -> str:
    """Time of the newest input in UTC, or SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(stated) if stated.isdigit() else max(int(path.stat().st_mtime) for path in files)
    return datetime.fromtimestamp(seconds, UTC).isoformat()
