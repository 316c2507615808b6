"""Every remark of the program is there in English and in Danish."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import pipeline
from pipeline.records import Remark
from pipeline.remarks import WORDINGS, UnreadableError, in_danish, in_english

MAKERS = {"Remark": 0, "UnreadableError": 1, "SuggestionError": 0}
PROGRAM = Path(pipeline.__file__).parent
READERS = sorted((PROGRAM / "read").glob("*.py"))
# What is wrong with the folder itself stops the run, so that there is no report to say it in.
STOPS_THE_RUN = {"find_files"}


def calls(path: Path) -> list[tuple[str, str, ast.Call]]:
    """Calls by the function that they stand in and the name that is called."""
    found = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    found.append((function.name, node.func.id, node))
    return found


def parameters(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


@pytest.mark.parametrize("key", WORDINGS)
def test_every_wording_is_there_in_both_languages(key: str) -> None:
    wording = WORDINGS[key]
    assert wording.english and wording.danish and wording.danish != wording.english
    assert bool(wording.remedy) == bool(wording.remedy_danish)
    assert not wording.remedy or wording.remedy != wording.remedy_danish
    # Danish may leave out what the system says in English, but knows no more than was told.
    told = parameters(wording.english) | parameters(wording.remedy)
    assert parameters(wording.danish) | parameters(wording.remedy_danish) <= told
    assert not re.search(r"\b(the|is|was|not|and|file)\b", wording.danish + wording.remedy_danish)


def test_every_remark_that_the_program_makes_has_its_wording() -> None:
    made = set()
    for path in PROGRAM.rglob("*.py"):
        for _, name, call in calls(path):
            if name in MAKERS and len(call.args) > MAKERS[name]:
                literals = ast.walk(call.args[MAKERS[name]])
                keys = {node.value for node in literals if isinstance(node, ast.Constant)}
                made |= {key for key in keys if isinstance(key, str)}
    assert made <= set(WORDINGS)
    assert len(made) > 30


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_no_reader_refuses_a_file_in_one_language_only(path: Path) -> None:
    plain = {where for where, name, _ in calls(path) if name == "InputError"}
    assert plain <= STOPS_THE_RUN


def test_a_refused_file_is_told_of_in_either_language() -> None:
    error = UnreadableError("svar.csv", "no such column", column="Svar", columns=("Navn", "Ord"))
    assert str(error) == ('svar.csv: has no column "Svar". Name one of its columns: "Navn", "Ord".')
    assert str(error) == in_english(error.remark)
    assert in_danish(error.remark) == (
        "svar.csv: har ingen kolonne »Svar«. Angiv en af kolonnerne: »Navn«, »Ord«."
    )


def test_a_remark_may_hold_another() -> None:
    why = Remark("rows", {"most": 100})
    remark = Remark("sheet refused", {"sheet": "Koder", "why": why}, "svar.xlsx")
    assert in_danish(remark) == (
        "svar.xlsx: arket »Koder« er ikke læst: Det har mere end 100 rækker. "
        "Del filen, eller slet de tomme rækker."
    )


def test_a_note_without_remedy_is_one_line_as_it_stands() -> None:
    assert in_english(Remark("hidden file", path="~$x.docx")) == (
        "~$x.docx: left out, a hidden or temporary file"
    )
