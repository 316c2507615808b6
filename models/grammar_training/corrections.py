"""List the lemmas that simplemma's dictionary takes from the wrong headword.

``python -m models.grammar_training.corrections FOLDER`` reads
``parole_upos_train.tsv`` from FOLDER (``train.py`` says what that is) and
writes ``pipeline/danish/lemmas.tsv``: the forms that PAROLE's annotators mostly
gave another lemma than the dictionary gives. "dyr" is an animal, not the
imperative of a verb nobody uses.
"""

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import simplemma

from models.grammar_training.corpus import Sentence, read_parole
from models.grammar_training.train import PAROLE
from pipeline.danish import STOP_WORDS

OUTPUT = Path(__file__).parents[2] / "pipeline" / "danish" / "lemmas.tsv"
# Fewer sightings, or a smaller share of them, say too little about a word seen alone.
LEAST_SEEN = 3
LEAST_SHARE = 0.6
_NAME = ""
_IGNORED = frozenset({"X", "PUNCT", "SYM", "NUM"})


def corrections(sentences: list[Sentence]) -> dict[str, str]:
    """Give the lemma of each form in lower case that the dictionary knows by another."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for token in sentence:
            if token.upos not in _IGNORED and token.form.isalpha():
                lemma = _NAME if token.upos == "PROPN" else token.lemma.lower()
                seen[token.form.lower()][lemma] += 1
    found = {}
    for form, lemmas in sorted(seen.items()):
        lemma, count = max(lemmas.items(), key=lambda row: (row[1], row[0]))
        if (
            lemma != _NAME
            and form not in STOP_WORDS
            and lemmas.total() >= LEAST_SEEN
            and count >= LEAST_SHARE * lemmas.total()
            and simplemma.is_known(form, lang="da")
            and simplemma.lemmatize(form, lang="da").lower() != lemma
        ):
            found[form] = lemma
    return found


def main() -> None:
    """Read the command line and write the list."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help=f"holds {PAROLE}")
    asked = parser.parse_args()
    if not (asked.folder / PAROLE).is_file():
        parser.error(f"{asked.folder / PAROLE} is missing")
    found = corrections(read_parole(asked.folder / PAROLE))
    rows = (f"{form}\t{lemma}\n" for form, lemma in found.items())
    OUTPUT.write_text("form\tlemma\n" + "".join(rows), encoding="utf-8")
    print(f"{OUTPUT}: {len(found)} forms")


if __name__ == "__main__":
    main()
