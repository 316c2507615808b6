"""Train the Danish grammar model.

``python -m models.grammar_training.train FOLDER`` reads from FOLDER

- ``parole_upos_train.tsv``: form, lemma and universal part of speech of
  PAROLE-DK, which is part of the Copenhagen Dependency Treebank
  (https://github.com/mbkromann/copenhagen-dependency-treebank), without the
  sentences of the two files below;
- ``da_ddt-ud-dev.conllu``: the development sentences of UD Danish-DDT
  (https://github.com/UniversalDependencies/UD_Danish-DDT).

The test sentences are read by ``evaluate.py`` only. Same data, same versions
and one thread give the same model.
"""

import argparse
import hashlib
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.cli.train import train as spacy_train

from models.grammar_training.conventions import Conventions
from models.grammar_training.corpus import Sentence, fragments, read_conllu, read_parole, write
from pipeline.danish.grammar import lemma_table

PAROLE = "parole_upos_train.tsv"
DDT_DEV = "da_ddt-ud-dev.conllu"
DDT_TEST = "da_ddt-ud-test.conllu"
CONFIG = Path(__file__).with_name("config.cfg")
MODEL = Path(__file__).parents[1] / "da-grammar"
# DDT's sentences show its conventions as they are, PAROLE's as they were learnt.
DDT_WEIGHT = 4
# Of so many sentences one is learnt in pieces too.
FRAGMENTED = 4
# Of every three DDT sentences one is held out when settings are chosen.
FOLDS = 3

_META = {
    "name": "grammar",
    "version": "1.0.0",
    "description": "Universal parts of speech and lemmas of Danish, small, for CPU.",
    "author": "temaer",
    "license": "CC BY-SA 4.0",
}


def train(
    parole: list[Sentence],
    ddt: list[Sentence],
    output: Path,
    *,
    held_out: list[Sentence] | None = None,
    overrides: dict[str, int] | None = None,
) -> None:
    """Train on PAROLE, retagged, and DDT's development sentences.

    Parameters
    ----------
    parole, ddt : list of Sentence
        What to learn from.
    output : Path
        Folder of the finished model; what is in it is replaced.
    held_out : list of Sentence, optional
        Sentences whose accuracy is printed while training. Without any, the
        printed accuracies are those on `ddt`, which the model has seen.
    overrides : dict, optional
        Settings of ``config.cfg`` to replace, such as ``training.max_steps``.
    """
    retagged = Conventions(parole, ddt).retag(parole)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write(
            work / "train.spacy",
            retagged + fragments(retagged[::FRAGMENTED]) + ddt * DDT_WEIGHT + fragments(ddt),
        )
        write(work / "dev.spacy", held_out or ddt)
        spacy_train(
            CONFIG,
            work / "out",
            overrides={
                "paths.train": str(work / "train.spacy"),
                "paths.dev": str(work / "dev.spacy"),
                **(overrides or {}),
            },
        )
        # Not "model-best": the number of steps is fixed, and which step looks
        # best on sentences the model has seen means nothing.
        nlp = spacy.load(work / "out" / "model-last")
    # The scratch folder is no business of the model's.
    nlp.config["paths"].update(train=None, dev=None)
    nlp.meta.update(_META)
    nlp.meta["performance"] = {}
    nlp.vocab.lookups = lemma_table(most_common_lemmas(retagged + ddt * DDT_WEIGHT))
    nlp.to_disk(output)


def most_common_lemmas(sentences: Iterable[Sentence]) -> dict[tuple[str, str], str]:
    """Give each form, in lower case, with each of its parts of speech its commonest lemma."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for token in sentence:
            seen[token.form.lower(), token.upos][token.lemma] += 1
    return {
        word: max(lemmas, key=lambda lemma: (lemmas[lemma], lemma)) for word, lemmas in seen.items()
    }


def checksum(model: Path) -> str:
    """SHA-256 over the names and contents of a model's files, its card left out."""
    digest = hashlib.sha256()
    for path in sorted(model.rglob("*")):
        if path.is_file() and path.name != "README.md":
            digest.update(path.relative_to(model).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help=f"holds {PAROLE} and {DDT_DEV}")
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument(
        "--hold-out",
        action="store_true",
        help=f"train without every {FOLDS}rd DDT sentence and measure on those",
    )
    asked = parser.parse_args()
    for name in (PAROLE, DDT_DEV):
        if not (asked.folder / name).is_file():
            parser.error(
                f"{asked.folder / name} is missing. {__file__} says where its text can be had"
            )
    parole, ddt = read_parole(asked.folder / PAROLE), read_conllu(asked.folder / DDT_DEV)
    held_out = ddt[::FOLDS] if asked.hold_out else None
    if asked.hold_out:
        ddt = [sentence for place, sentence in enumerate(ddt) if place % FOLDS]
    train(parole, ddt, asked.output, held_out=held_out)
    print(f"{asked.output}: sha256 {checksum(asked.output)}")


if __name__ == "__main__":
    main()
