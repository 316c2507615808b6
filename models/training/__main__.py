"""Train the Danish sentence model from text files to the saved folder.

Run as ``python -m models.training DATA --out models/da-saetning``. A run that was cut short goes on
where it stopped when the same command is given again with the same ``--work`` folder.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from models.training.batches import Reader
from models.training.calibration import calibration_texts
from models.training.corpus import OWN_DATA, read_corpus
from models.training.glosses import Glosser
from models.training.graph import write_graph
from models.training.material import build_material
from models.training.stages import FirstStage, SecondStage
from models.training.student import new_student, read_student, save_student, seed_everything
from models.training.targets import Teachers, minilm_folder, mpnet_folder
from models.training.training import FIRST, SECOND, Log, Schedule, mixed, run_stage

SHARE_OF_FIRST = 0.2
"""Share of the first stage's weights in the model that is saved; chosen on the development part."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the whole recipe."""
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    parser.add_argument(
        "data", type=Path, help="folder with mono_da.tsv, parallel_da_en.tsv and the test files"
    )
    parser.add_argument("--out", type=Path, default=Path("models/da-saetning"))
    parser.add_argument("--work", type=Path, default=Path("models/checkpoints/da-saetning"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--threads", type=int, default=0, help="processor threads; 0: as many as there are cores"
    )
    parser.add_argument(
        "--own", type=Path, default=OWN_DATA, help="folder with the lexicon and the statements"
    )
    parser.add_argument("--teacher", type=Path, help="folder of another model to start from")
    parser.add_argument("--second-teacher", type=Path, help="folder of another second teacher")
    parser.add_argument("--steps", type=int, help="steps of each stage, fewer for a trial")
    chosen = parser.parse_args(arguments)
    for name in ("mono_da.tsv", "parallel_da_en.tsv"):
        if not (chosen.data / name).exists():
            print(
                f"{chosen.data / name}: no such file; see models/training/README.md",
                file=sys.stderr,
            )
            return 2
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    seed_everything(chosen.seed)
    log = Log(chosen.work / "log.jsonl")

    teachers = Teachers(
        chosen.teacher or minilm_folder(), chosen.second_teacher or mpnet_folder(chosen.work)
    )
    corpus = read_corpus(chosen.data, chosen.own)
    glosser = Glosser(corpus.lexicon)
    start = chosen.work / "start"
    if not (start / "config.json").exists():
        fresh, tokenizer, counts = new_student(corpus, glosser, teachers.first)
        tokenizer.save_pretrained(start)
        fresh.save_pretrained(start)
        log(vocabulary=len(tokenizer), **counts)
    body, tokenizer = read_student(start)
    torch.nn.Module.to(body, device)
    material = build_material(
        corpus, glosser, teachers, chosen.work, lambda line: log(progress=line)
    )

    def of_steps(schedule: Schedule) -> Schedule:
        return replace(schedule, steps=chosen.steps) if chosen.steps else schedule

    reader = Reader(tokenizer, glosser, random.Random(chosen.seed))
    first = FirstStage(material, reader, device)
    general = run_stage(
        "first", first, body, of_steps(FIRST), chosen.work / "first.pt", log, chosen.seed
    )
    second = SecondStage(first, material, material.statements.targets, corpus.neighbours)
    themed = run_stage(
        "second", second, body, of_steps(SECOND), chosen.work / "second.pt", log, chosen.seed + 1
    )
    body.load_state_dict(mixed([(SHARE_OF_FIRST, general), (1 - SHARE_OF_FIRST, themed)]))
    save_student(body.cpu(), tokenizer, chosen.out, chosen.work / "last")
    write_graph(chosen.out, calibration_texts(chosen.own))
    log(saved=str(chosen.out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
