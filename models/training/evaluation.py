"""Measure a sentence model: topics, translations, citizens' statements, speed and size.

Run as ``python -m models.training.evaluation DATA --civic FOLDER --model models/da-saetning``.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score
from transformers import BertConfig, BertModel

from models.training.corpus import OWN_DATA, Statement, is_development, read_statements, read_table
from pipeline.onnx_model import OnnxModel

Vectors = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Vectors]

SEEDS = 10
SIB_LANGUAGES = {
    "da": "dan_Latn",
    "en": "eng_Latn",
    "nb": "nob_Latn",
    "sv": "swe_Latn",
    "de": "deu_Latn",
}

PUBLISHED = (
    # model, parameters, SIB-200 da V, Tatoeba da-en F1, NTREX da-en F1: MTEB's public results.
    ("multilingual-e5-large-instruct", "560 M", "0.583", "0.959", "0.997"),
    ("Qwen3-Embedding-0.6B", "596 M", "0.497", "", ""),
    ("paraphrase-multilingual-mpnet-base-v2", "278 M", "0.455", "", ""),
    ("multilingual-e5-base", "278 M", "0.412", "0.912", "0.990"),
    ("embeddinggemma-300m", "300 M", "0.412", "0.809", "0.968"),
    ("paraphrase-multilingual-MiniLM-L12-v2", "118 M", "0.396", "0.948", "0.974"),
    ("bge-m3", "568 M", "0.357", "0.943", "0.995"),
    ("potion-multilingual-128M (static)", "128 M", "0.327", "0.602", "0.859"),
    ("LaBSE", "471 M", "0.285", "0.957", "0.997"),
    ("static-similarity-mrl-multilingual-v1", "108 M", "0.106", "0.887", "0.972"),
    ("all-MiniLM-L6-v2", "22 M", "0.080", "0.078", "0.273"),
)


def encoder(model: SentenceTransformer, batch_size: int = 64) -> Encoder:
    """Return a function that encodes texts to unit vectors, sorted by length on the way."""

    def encode(texts: Sequence[str]) -> Vectors:
        vectors = model.encode(
            list(texts), batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    return encode


def load(path: str) -> SentenceTransformer:
    """Load a folder in single precision, whatever precision its weights are kept in."""
    return SentenceTransformer(path, device="cpu", model_kwargs={"dtype": torch.float32})


def sib200(encode: Encoder, path: Path, language: str) -> float:
    """Return the V-measure of MTEB's SIB200ClusteringS2S, run by MTEB's own code on a local file.

    Parameters
    ----------
    encode
        The model.
    path
        Tab-separated file with columns ``text`` and ``label``; train, validation, test in turn.
    language
        MTEB's name of the language, such as ``dan_Latn``.

    Raises
    ------
    ModuleNotFoundError
        If the package mteb is not installed.
    """
    import mteb
    from datasets import Dataset, DatasetDict

    class Wrapped:
        """What MTEB asks of a model."""

        mteb_model_meta = None

        def encode(self, inputs: Iterable[dict[str, list[str]]], **_: object) -> Vectors:
            return encode([text for batch in inputs for text in batch["text"]])

        def similarity(self, first: Vectors, second: Vectors) -> Vectors:
            return np.asarray(first @ second.T, dtype=np.float32)

        def similarity_pairwise(self, first: Vectors, second: Vectors) -> Vectors:
            return np.asarray((first * second).sum(axis=1), dtype=np.float32)

    rows = list(read_table(path))
    table = Dataset.from_dict(
        {"labels": [row["label"] for row in rows], "sentences": [row["text"] for row in rows]}
    )
    task = mteb.get_task("SIB200ClusteringS2S", hf_subsets=[language])
    task.dataset = DatasetDict(
        {language: DatasetDict({"test": table.class_encode_column("labels")})}
    )
    task.data_loaded = True
    model: Any = Wrapped()
    scores = task.evaluate(
        model, split="test", subsets_to_run=[language], encode_kwargs={"batch_size": 64}
    )
    return float(scores[language]["v_measure"])


def retrieval(encode: Encoder, pairs: Sequence[tuple[str, str]]) -> float:
    """Return the share of Danish sentences whose nearest English sentence is their own translation.

    Sentences that stand in the list several times count as right whichever copy is found.
    """
    danish, english = encode([da for da, _ in pairs]), encode([en for _, en in pairs])
    nearest = (danish @ english.T).argmax(axis=1)
    return float(np.mean([pairs[found][1] == pairs[row][1] for row, found in enumerate(nearest)]))


def agreement(vectors: Vectors, labels: Sequence[str], seeds: int = SEEDS) -> float:
    """Return the adjusted mutual information of labels and k-means at their true number.

    Vinh, Epps & Bailey 2010, "Information theoretic measures for clusterings comparison", JMLR 11.
    Mean over seeds.
    """
    groups = len(set(labels))
    found = [
        adjusted_mutual_info_score(
            labels, KMeans(groups, n_init=1, random_state=seed).fit_predict(vectors)
        )
        for seed in range(seeds)
    ]
    return float(np.mean(found))


def civic_gold(encode: Encoder, folder: Path) -> float:
    """Return the agreement with the themes in ``gold.tsv`` (columns ``theme`` and ``text``)."""
    rows = list(read_table(folder / "gold.tsv"))
    return agreement(encode([row["text"] for row in rows]), [row["theme"] for row in rows])


def held_out(encode: Encoder, statements: Sequence[Statement]) -> dict[str, float]:
    """Return the agreement on statements kept out of training.

    Returns
    -------
    dict of str to float
        For each strategy kept out, and for the kept areas of ``fields``: agreement with the
        ``areas`` (chapters) and with the ``themes``.
    """
    scores = {}
    for strategy in sorted({statement.strategy for statement in statements}):
        own = [statement for statement in statements if statement.strategy == strategy]
        vectors = encode([statement.danish for statement in own])
        scores[f"{strategy} areas"] = agreement(vectors, [statement.area for statement in own], 5)
        scores[f"{strategy} themes"] = agreement(vectors, [statement.theme for statement in own], 5)
    return scores


def pace(encode: Encoder, texts: Sequence[str], repeats: int = 5) -> tuple[float, float]:
    """Return the texts encoded in a second, at the best of some repeats.

    Returns
    -------
    clock, processor
        By the clock on all cores, which other work on the machine slows down, and by the processor
        time of all threads, which is the pace of one core.
    """
    unique = list(dict.fromkeys(texts))
    encode(unique[:64])
    clock = processor = 0.0
    for _ in range(repeats):
        started, began = time.perf_counter(), time.process_time()
        encode(unique)
        clock = max(clock, len(unique) / (time.perf_counter() - started))
        processor = max(processor, len(unique) / (time.process_time() - began))
    return clock, processor


class Twelve:
    """The architecture of paraphrase-multilingual-MiniLM-L12-v2, random weights, for its speed."""

    PIECES = 250_037

    def __init__(self, tokenizer_like: SentenceTransformer) -> None:
        settings = BertConfig(
            vocab_size=self.PIECES,
            hidden_size=384,
            num_hidden_layers=12,
            num_attention_heads=12,
            intermediate_size=1536,
        )
        self.body = BertModel(settings, add_pooling_layer=False).train(False)
        self.reader = tokenizer_like.tokenizer

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Encode texts, sorted by length, in batches of 64."""
        ordered = sorted(texts, key=len)
        parts = []
        with torch.inference_mode():
            for start in range(0, len(ordered), 64):
                read = self.reader(
                    ordered[start : start + 64], padding=True, truncation=True, return_tensors="pt"
                )
                states = self.body(
                    input_ids=read["input_ids"], attention_mask=read["attention_mask"]
                )
                parts.append(states.last_hidden_state.mean(dim=1).numpy())
        return np.concatenate(parts)


def folder_size(folder: Path) -> float:
    """Return the size of a folder in millions of bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def measure(path: Path, data: Path, civic: Path | None, backend: str = "onnx") -> dict[str, float]:
    """Measure a model folder in every way that the files at hand allow.

    Parameters
    ----------
    path
        The model.
    data
        Folder with ``sib200_*.tsv``, ``tatoeba_da_en_test.tsv`` and ``ntrex_da_en_test.tsv``.
    civic
        Folder with ``gold.tsv``, or ``None``.
    backend
        ``torch`` for single precision, ``onnx`` for the 8-bit graph.
    """
    started = time.perf_counter()
    model = load(str(path))
    slow_load = time.perf_counter() - started
    started = time.perf_counter()
    encode = OnnxModel(path.name, path).encode if backend == "onnx" else encoder(model)
    scores = {"load seconds": time.perf_counter() - started if backend == "onnx" else slow_load}
    for short, name in SIB_LANGUAGES.items():
        if (data / f"sib200_{short}.tsv").exists():
            scores[f"SIB-200 {short}, V"] = sib200(encode, data / f"sib200_{short}.tsv", name)
    for name in ("tatoeba", "ntrex"):
        if (data / f"{name}_da_en_test.tsv").exists():
            pairs = [(row["da"], row["en"]) for row in read_table(data / f"{name}_da_en_test.tsv")]
            scores[f"{name} da-en, top 1"] = retrieval(encode, pairs)
    if civic is not None:
        scores["civic_gold, AMI"] = civic_gold(encode, civic)
    everything = read_statements(OWN_DATA / "civic_statements.tsv")
    statements = [row for row in everything if is_development(row)]
    for name, value in held_out(encode, statements).items():
        scores[f"held out: {name}, AMI"] = value
    bullets = [row.danish for row in statements]
    words = sum(len(bullet.split()) for bullet in bullets) / len(bullets)
    scores["words in a bullet, for the speed"] = words
    twelve = "MiniLM-L12 with 250k pieces"
    for name, run, some in (("", encode, bullets), (f", {twelve}", Twelve(model), bullets[:500])):
        clock, processor = pace(run, some)
        scores[f"bullets a second{name}"] = clock
        scores[f"bullets a second of a core{name}"] = processor
    scores["processor threads"] = torch.get_num_threads()
    scores["megabytes"] = folder_size(path)
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the model named on the command line; print its figures and the published ones."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.evaluation", description=__doc__
    )
    parser.add_argument("data", type=Path, help="folder with the test files")
    parser.add_argument("--model", type=Path, default=Path("models/da-saetning"))
    parser.add_argument("--civic", type=Path, help="folder with gold.tsv")
    parser.add_argument("--backend", choices=("onnx", "torch"), default="onnx")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    chosen = parser.parse_args(arguments)
    for folder in (chosen.data, chosen.model, chosen.civic):
        if folder is not None and not folder.is_dir():
            print(f"{folder}: no such folder", file=sys.stderr)
            return 2
    scores = measure(chosen.model, chosen.data, chosen.civic, chosen.backend)
    print(
        f"{chosen.model} on {platform.processor() or platform.machine()}, {os.cpu_count()} cores\n"
    )
    for name, value in scores.items():
        print(
            f"  {name:48} {value:10.3f}"
            if isinstance(value, float)
            else f"  {name:48} {value!s:>10}"
        )
    print("\nPublished (MTEB): model, parameters, SIB-200 da, Tatoeba da-en, NTREX da-en")
    for row in PUBLISHED:
        print(f"  {row[0]:42} {row[1]:>6} {row[2]:>7} {row[3]:>7} {row[4]:>7}")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
