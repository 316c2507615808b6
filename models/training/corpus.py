"""Read the texts that the sentence model learns from, and keep every test text out of them.

The third-party files stand in one folder named by the user; ``models/training/README.md`` says
where each comes from. Two files are the project's own and lie beside this module in ``data/``.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

OWN_DATA = Path(__file__).parent / "data"

TEST_FILES = (
    "tatoeba_da_en_test.tsv",
    "ntrex_da_en_test.tsv",
    "sib200_da.tsv",
    "sib200_en.tsv",
)
"""Files whose sentences must not be trained on, whatever column they stand in."""

DEVELOPMENT_AREAS = (
    "demokrati, borgerinddragelse og nærdemokrati",
    "handicap og hjælpemidler",
    "klimatilpasning og oversvømmelse",
    "integration og flygtninge",
    "tandpleje, sundhedspleje, jordemoder og de første 1000 dage",
    "turisme og events",
    "cyklisme og gang",
    "lokalsamfund, naboskab og sammenhold",
)
"""Areas of the ``fields`` set that are kept for choosing settings."""

DEVELOPMENT_STRATEGIES = ("12", "17")
"""Municipalities whose whole strategy is kept for choosing settings."""

DOCUMENT_SOURCES = ("dawiki", "folketinget", "eco_net_web", "eco_net_pdf", "parole_dk")
"""Sources whose sentences stand in the order of the document they were taken from."""

SHORT_SENTENCE, LONGEST_SENTENCE = 14, 32
"""Words in a Danish sentence to learn from by its gloss: all short ones, a quarter of the others.

A long sentence costs as much as three short ones, teaches as one, and its gloss is a worse one."""

IT_SOURCES = ("ms_business_central", "gnome_user_docs")


@dataclass(frozen=True)
class Pair:
    """A Danish sentence and its English translation."""

    danish: str
    english: str
    source: str


@dataclass(frozen=True)
class Statement:
    """An invented citizen's statement with its translation and its place in a strategy."""

    strategy: str
    area: str
    theme: str
    danish: str
    english: str


@dataclass
class Corpus:
    """Everything the recipe reads, cleaned, with the development part set aside."""

    pairs: list[Pair] = field(default_factory=list)
    pairs_dev: list[Pair] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    neighbours: list[tuple[str, str]] = field(default_factory=list)
    neighbours_dev: list[tuple[str, str]] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    statements_dev: list[Statement] = field(default_factory=list)
    lexicon: dict[str, list[str]] = field(default_factory=dict)
    dictionary: list[tuple[str, str]] = field(default_factory=list)


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file with a header line, quotes taken literally.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def normalised(text: str) -> str:
    """Return the letters and digits of a text in lower case: equal texts compare equal."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def read_lexicon(path: Path) -> dict[str, list[str]]:
    """Read Danish words with their English glosses, the best gloss first."""
    return {
        row["da"].strip().lower(): [
            gloss.strip() for gloss in row["en"].split(",") if gloss.strip()
        ]
        for row in read_table(path)
        if row["da"] and row["en"]
    }


def read_statements(path: Path) -> list[Statement]:
    """Read ``civic_statements.tsv``; the number before the area names the strategy."""
    statements = []
    for row in read_table(path):
        strategy = "fields" if row["set"] == "fields" else row["area"].split(" ", 1)[0]
        statements.append(Statement(strategy, row["area"], row["theme"], row["da"], row["en"]))
    return statements


def is_development(statement: Statement) -> bool:
    """Tell whether a statement is kept for choosing settings."""
    return statement.strategy in DEVELOPMENT_STRATEGIES or statement.area in DEVELOPMENT_AREAS


def test_texts(data: Path) -> frozenset[str]:
    """Collect the normalised sentences of every test file that is there."""
    texts: set[str] = set()
    for name in TEST_FILES:
        if (data / name).exists():
            for row in read_table(data / name):
                texts.update(
                    normalised(row[column]) for column in ("da", "en", "text") if row.get(column)
                )
    return frozenset(texts)


def read_corpus(data: Path, own: Path = OWN_DATA, pairs_dev: int = 1000) -> Corpus:
    """Read all files, drop what the tests contain, and set the development part aside.

    Parameters
    ----------
    data
        Folder with ``mono_da.tsv``, ``parallel_da_en.tsv`` and, where there,
        ``freedict_da_en.tsv``; and the test files, which are read only to keep them out.
    own
        Folder with ``lexicon_da_en.tsv`` and ``civic_statements.tsv``.
    pairs_dev
        Number of sentence pairs to keep for choosing settings.

    Raises
    ------
    FileNotFoundError
        If ``mono_da.tsv``, ``parallel_da_en.tsv`` or one of our own files is missing.
    """
    forbidden = test_texts(data)
    corpus = Corpus(lexicon=read_lexicon(own / "lexicon_da_en.tsv"))
    for statement in read_statements(own / "civic_statements.tsv"):
        (corpus.statements_dev if is_development(statement) else corpus.statements).append(
            statement
        )

    pairs = [
        Pair(row["da"], row["en"], row["source"]) for row in read_table(data / "parallel_da_en.tsv")
    ]
    pairs = [
        pair
        for pair in pairs
        if not {normalised(pair.danish), normalised(pair.english)} & forbidden
    ]
    # Every n-th pair of running text, so that short and long sentences are both there.
    running = [pair for pair in pairs if pair.source not in IT_SOURCES]
    held_out = set(running[:: max(2, len(running) // pairs_dev)]) if pairs_dev else set()
    danish_dev = {normalised(pair.danish) for pair in held_out}
    english_dev = {normalised(pair.english) for pair in held_out}
    corpus.pairs_dev = sorted(held_out, key=lambda pair: pair.danish)
    corpus.pairs = [
        pair
        for pair in dict.fromkeys(pairs)
        if normalised(pair.danish) not in danish_dev and normalised(pair.english) not in english_dev
    ]

    known = forbidden | danish_dev | {normalised(pair.danish) for pair in corpus.pairs}
    rows = list(read_table(data / "mono_da.tsv"))
    corpus.sentences = list(
        dict.fromkeys(
            row["text"]
            for number, row in enumerate(rows)
            if len(row["text"].split()) <= (LONGEST_SENTENCE if number % 4 == 0 else SHORT_SENTENCE)
            and normalised(row["text"]) not in known
        )
    )
    neighbours = list(neighbouring(rows, forbidden | danish_dev))
    corpus.neighbours_dev = neighbours[::40]
    held = {text for pair in corpus.neighbours_dev for text in pair}
    corpus.neighbours = [pair for pair in neighbours if not held.intersection(pair)]

    if (data / "freedict_da_en.tsv").exists():
        entries = read_table(data / "freedict_da_en.tsv")
        corpus.dictionary = [(row["da"], row["en"]) for row in entries if row["da"] and row["en"]]
    return corpus


def neighbouring(
    rows: Iterable[dict[str, str]], forbidden: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield neighbouring sentences of one document, both of five words or more."""
    previous, source = "", ""
    for row in rows:
        text = row["text"]
        usable = len(text.split()) >= 5 and normalised(text) not in forbidden
        if usable and previous and row["source"] == source and source in DOCUMENT_SOURCES:
            yield previous, text
        previous, source = (text if usable else ""), row["source"]
