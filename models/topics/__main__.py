"""Make the vocabulary of topics that titles are taken from: ``python -m models.topics``.

``names.tsv`` beside this file gives each field of municipal work, and each topic of a field, its
names; ``groups.tsv`` groups fields as the names of municipal committees do. The words that speak
of a field or topic are taken from the statements of ``civic_statements.tsv`` that were invented
for these fields (its set ``fields``; the set ``strategies`` is left for measuring).
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log
from pathlib import Path

from models.training.corpus import OWN_DATA, read_statements
from pipeline.danish import content_lemmas
from pipeline.grammar import GrammarModel
from pipeline.label.candidates import read_lexis
from pipeline.label.topics import VOCABULARY
from pipeline.label.vocabulary import VAGUE

NAMES = Path(__file__).parent / "names.tsv"
GROUPS = Path(__file__).parent / "groups.tsv"
# Taken off what a topic holds of a word, and added to what all hold, so that a word that stands
# twice weighs less than one that stands often.
_DISCOUNT, _BACKGROUND = 1, 3
_FEWEST = 2
_FIELD_WORDS, _TOPIC_WORDS = 100, 30
_LEAST = 1.0
# What a word of a topic's own name weighs at least, unless many names hold it.
_NAMED = 2.5
_IN_MANY = 6

Key = tuple[str, str]


def read_names(path: Path = NAMES) -> dict[Key, str]:
    """Return the names of each field (whose topic is "") and topic."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["area"], row["theme"]): row["names"] for row in rows}


def read_groups(path: Path = GROUPS) -> list[tuple[str, list[str]]]:
    """Return the names of each group of fields, and its fields."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["names"], row["areas"].split("; ")) for row in rows]


def words_of(
    families: Mapping[Key, Iterable[frozenset[str]]],
) -> dict[Key, dict[str, float]]:
    """Weigh the words of each topic by how much they speak for it.

    log(p(word | topic) / p(word)): what a word adds to the log odds of a naive Bayes classifier
    (Manning, Raghavan & Schütze 2008, section 13.2), with the counts of rare words held back.

    Returns
    -------
    dict
        The weight of each topic's words that at least two of its statements hold.
    """
    counts = {key: Counter(w for f in held for w in f) for key, held in families.items()}
    total = sum(counts.values(), Counter[str]())
    size = total.total()
    weights = {}
    for key, count in counts.items():
        found = {
            word: log((times - _DISCOUNT) / count.total() * size / (total[word] + _BACKGROUND))
            for word, times in count.items()
            if times >= _FEWEST
        }
        weights[key] = {word: weight for word, weight in found.items() if weight > _LEAST}
    return weights


def main() -> None:
    """Write the vocabulary."""
    statements = read_statements(OWN_DATA / "civic_statements.tsv")
    statements = [s for s in statements if s.strategy == "fields"]
    tagged = GrammarModel("da-grammar").tag([s.danish for s in statements])
    names = read_names()
    held: dict[Key, list[frozenset[str]]] = defaultdict(list)
    for statement, family in zip(statements, read_lexis(tagged).families, strict=True):
        held[statement.area, ""].append(family)
        held[statement.area, statement.theme].append(family)
    lines = ["level\tnames\twords"]
    for level in ("field", "topic"):
        keys = [key for key in names if (key[1] == "") == (level == "field")]
        limit = _FIELD_WORDS if level == "field" else _TOPIC_WORDS
        weights = words_of({key: held[key] for key in keys})
        named = {key: set(content_lemmas(names[key])) - VAGUE for key in keys}
        often = Counter(word for words in named.values() for word in words)
        for key in keys:
            for word in named[key]:
                if often[word] < _IN_MANY:
                    weights[key][word] = max(weights[key].get(word, 0.0), _NAMED)
            order = sorted(weights[key].items(), key=lambda item: (-round(item[1], 1), item[0]))
            words = " ".join(f"{word}={weight:.1f}" for word, weight in order[:limit])
            lines.append(f"{level}\t{names[key]}\t{words}")
    first = {key[0]: named.split("; ")[0] for key, named in names.items() if not key[1]}
    for group, areas in read_groups():
        lines.append(f"group\t{group}\t{'; '.join(first[area] for area in areas)}")
    VOCABULARY.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(names)} topics written to {VOCABULARY}")


if __name__ == "__main__":
    main()
