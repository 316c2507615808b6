"""Measure the Danish grammar model.

``python -m models.grammar_training.evaluate FOLDER`` reads
``da_ddt-ud-test.conllu`` of UD Danish-DDT from FOLDER and prints the accuracy
of parts of speech and lemmas on gold tokens, the same for other ways of
finding lemmas, the splitting of the compounds in ``tests/data/compounds.tsv``,
and speed and size.
"""

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import simplemma
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from models.grammar_training.corpus import Sentence, Token, read_conllu
from models.grammar_training.train import DDT_TEST, MODEL
from pipeline.danish import lemma, split_compound
from pipeline.danish.grammar import load_grammar
from pipeline.danish.lexicon import dictionary_lemma

COMPOUNDS = Path(__file__).parents[2] / "tests" / "data" / "compounds.tsv"
_SHOWN = 12


def tag(nlp: Language, sentences: list[Sentence]) -> list[Token]:
    """Tag sentences whose tokens are given."""
    docs = (Doc(nlp.vocab, words=[token.form for token in sentence]) for sentence in sentences)
    return [Token(token.text, token.lemma_, token.pos_) for doc in nlp.pipe(docs) for token in doc]


def share(right: int, of: int) -> str:
    """Write an accuracy with what it was counted from."""
    return f"{right / of:.4f}  ({right} of {of})"


def lemma_methods() -> dict[str, Callable[[str], str]]:
    """Ways of finding a lemma that look at the word alone."""
    methods: dict[str, Callable[[str], str]] = {
        "the form itself": str,
        "simplemma": lambda form: str(simplemma.lemmatize(form, lang="da")),
        "pipeline.danish.lemma": lemma,
    }
    try:
        packed = resources.files("spacy_lookups_data") / "data" / "da_lemma_lookup.json.gz"
    except ModuleNotFoundError:
        print("spacy-lookups-data is not installed; its lookup table is not measured")
        return methods
    table: dict[str, str] = json.loads(gzip.decompress(packed.read_bytes()))
    methods["spaCy lookup table"] = lambda form: table.get(form, table.get(form.lower(), form))
    return methods


def compare_lemmas(gold: list[Token], found: dict[str, list[str]]) -> None:
    """Print each method's accuracy, minding case and not."""
    for name, lemmas in found.items():
        pairs = list(zip(gold, lemmas, strict=True))
        exact = sum(token.lemma == lemma_ for token, lemma_ in pairs)
        folded = sum(token.lemma.lower() == lemma_.lower() for token, lemma_ in pairs)
        print(f"  {name:<42} {exact / len(gold):.4f}   {folded / len(gold):.4f}")


def compounds(path: Path) -> dict[str, tuple[str, ...]]:
    """Read the hand-made list of words and their parts."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {word: tuple(parts.split("|")) for word, parts in rows}


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help=f"holds {DDT_TEST}")
    parser.add_argument("--model", default=str(MODEL), help="folder, or name of an installed one")
    asked = parser.parse_args()
    test = asked.folder / DDT_TEST
    if not test.is_file():
        parser.error(
            f"{test} is missing: it is in https://github.com/UniversalDependencies/UD_Danish-DDT"
        )
    sentences = read_conllu(test)
    gold = [token for sentence in sentences for token in sentence]
    nlp = load_grammar(asked.model)
    with nlp.select_pipes(disable="danish_lemmas"):
        tag(nlp, sentences[:50])
        start = time.process_time()
        by_trees = tag(nlp, sentences)
        seconds = time.process_time() - start
    found = tag(nlp, sentences)
    nlp.vocab.lookups = Lookups()
    without_table = tag(nlp, sentences)

    pairs = list(zip(gold, found, strict=True))
    right = sum(one.upos == other.upos for one, other in pairs)
    print(f"{asked.model} on {test.name}, {len(sentences)} sentences, gold tokens")
    print(f"UPOS   {share(right, len(gold))}")
    print(f"lemma  {share(sum(a.lemma == b.lemma for a, b in pairs), len(gold))}")
    print("lemma by method                              exact   any case")
    methods = {
        name: [method(token.form) for token in gold] for name, method in lemma_methods().items()
    }
    compare_lemmas(
        gold,
        methods
        | {
            "edit trees": [token.lemma for token in by_trees],
            "dictionary, last part, trees": [token.lemma for token in without_table],
            "table, dictionary, last part, trees": [token.lemma for token in found],
        },
    )
    unlisted = [
        place
        for place, token in enumerate(found)
        if token.upos == "NOUN" and dictionary_lemma(token.form.lower()) is None
    ]
    print(f"of these {len(unlisted)} found to be nouns that the dictionary lacks:")
    compare_lemmas(
        [gold[place] for place in unlisted],
        {
            "edit trees": [by_trees[place].lemma for place in unlisted],
            "table, dictionary, last part, trees": [found[place].lemma for place in unlisted],
        },
    )
    wrong = Counter((a.upos, b.upos) for a, b in pairs if a.upos != b.upos)
    print("most frequent UPOS errors (gold, found):")
    for (one, other), count in sorted(wrong.items(), key=lambda row: (-row[1], row[0]))[:_SHOWN]:
        print(f"  {one:<6}{other:<6}{count}")

    listed = compounds(COMPOUNDS)
    for name, single in (("compounds", False), ("simple words", True)):
        words = [word for word, parts in listed.items() if (len(parts) == 1) == single]
        split = sum(split_compound(word) == listed[word] for word in words)
        print(f"{name} split as in {COMPOUNDS.name}: {share(split, len(words))}")

    print(f"{len(gold) / seconds:,.0f} tokens per second of processor time, edit trees only")
    if Path(asked.model).is_dir():
        size = sum(path.stat().st_size for path in Path(asked.model).rglob("*") if path.is_file())
        print(f"{size / 1e6:.1f} MB on disk")


if __name__ == "__main__":
    main()
