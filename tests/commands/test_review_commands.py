"""Every decision on the command line, as a person types it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "review"))

from reviewer import begin, document

from pipeline.cli import FAILED, OK, main
from pipeline.review import Review
from pipeline.review.decisions import NewTheme, Placed, Propose, Uncertain


class Desk:
    """A review of 12 bullets in four themes, and a person at the command line."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.out, self._capsys = folder / "build", capsys
        self.database = folder / "review" / "temaer.db"
        with Review(self.database) as review:
            begin(review, [document(1, 12)], 4)

    @property
    def place(self) -> tuple[str, str]:
        return "--out", str(self.out)

    def types(self, *words: str, status: int = OK) -> str:
        assert main([*words, *self.place]) == status
        captured = self._capsys.readouterr()
        return captured.out if status == OK else captured.err

    def decides(self, *words: str, status: int = OK) -> str:
        return self.types(*words, "--by", "Åse", status=status)

    @property
    def state(self):
        with Review(self.database) as review:
            return review.state


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_themes_are_named_by_id_by_its_beginning_or_by_title(desk: Desk) -> None:
    desk.decides("rename", "t00", "Busser")
    desk.decides("describe", "busser", "Om at komme frem.")
    desk.decides("approve", "t0", status=FAILED)
    desk.decides("approve", "t01")
    themes = desk.state.themes
    assert (themes["t00"].title, themes["t00"].description) == ("Busser", "Om at komme frem.")
    assert themes["t01"].status == "approved"


def test_every_decision_has_a_command(desk: Desk) -> None:
    assert "rename t00" in desk.decides("rename", "t00", "Busser")
    desk.decides("approve", "t00")
    desk.decides("reopen", "t00")
    desk.decides("lock", "t01")
    desk.decides("unlock", "t01")
    desk.decides("merge", "t00", "t01", "--leave-out", "b01x001")
    desk.decides("split", "t00", "b01x000", "b01x004", "--title", "Natbusser")
    assert 'make "Fundet frem" of 1 bullet' in desk.decides(
        "gather", "b01x001", "--title", "Fundet frem"
    )
    assert desk.state.find_theme("Fundet frem").parent is None
    desk.decides("move", "b01x001", "--to", "t00")
    desk.decides("nest", "t03", "--top")
    desk.decides("nest", "Natbusser", "--under", "t00")
    desk.decides("set-aside", "b01x002", "--reason", "duplicate", "--of", "b01x006")
    desk.decides("note", "t00", "Spørg trafikselskabet")
    desk.decides("note", "b01x003", "Nævnt før")
    state = desk.state
    [night] = [theme for theme in state.themes.values() if theme.title == "Natbusser"]
    assert (night.parent, state.themes["t03"].parent) == ("t00", None)
    assert state.own[night.id] == ("b01x000", "b01x004")
    assert state.places["b01x001"].theme == "t00"
    assert state.places["b01x002"].duplicate_of == "b01x006"
    assert [note.by for note in state.themes["t00"].notes] == ["Åse"]
    assert [note.text for note in state.places["b01x003"].notes] == ["Nævnt før"]
    for _ in range(2):
        desk.decides("undo")
    desk.decides("redo")
    assert desk.state.places["b01x003"].notes == ()
    assert desk.state.themes["t00"].notes


def test_what_is_refused_is_told_in_a_line_and_changes_nothing(desk: Desk) -> None:
    before = desk.state
    assert "There is no theme 't99'" in desk.decides("approve", "t99", status=FAILED)
    assert "There is no bullet 'x'" in desk.decides("move", "x", "--to", "t00", status=FAILED)
    assert "begins the ids of 12" in desk.decides("move", "b01", "--to", "t00", status=FAILED)
    assert "The title is empty" in desk.decides("rename", "t00", " ", status=FAILED)
    assert "nothing to undo" in desk.decides("undo", status=FAILED)
    assert desk.state == before


def test_undo_tells_in_words_what_it_took_back(desk: Desk) -> None:
    with Review(desk.database) as review, review.changing():
        arriving = document(2, 3)
        review.store.put_documents([arriving], arriving.bullets)
        placed = (Placed("b02x000", "t00", 0.9), Placed("b02x001", "t00", 0.9))
        new = NewTheme("t07", "Havn", None, (), (), (), ("b02x002",), (0.5,))
        review.add(Propose(placed=placed, themes=(new,)), "temaer")
    desk.decides("rename", "t00", "Busser")
    desk.decides("merge", "t00", "t01")
    told = desk.decides("undo")
    assert re.search(
        r"undo e.+\nis taken back, by Åse, .+: "
        r'merge t01 "Tema 1" into t00 "Busser"\n3 bullets changed place by it\.\n$',
        told,
    )
    assert "counts again" in desk.decides("redo")
    desk.decides("undo")
    assert 'rename t00 "Tema 0" "Busser"\n0 bullets changed place' in desk.decides("undo")
    forgotten = desk.decides("forget", "bord01.txt")
    assert "The removal of bord01.txt cannot be undone" in forgotten
    told = desk.decides("undo")
    assert "1 theme proposed, 2 bullets placed; " in told
    assert '2 into t00 "Tema 0"; t07 "Havn" of 1 bullet\n3 bullets changed' in told
    assert re.search(r"forget a document of 12 bullets, came later and cannot be undone", told)
    [forget] = [line for line in desk.types("log").splitlines() if "forget a document" in line]
    assert "gone for good" in desk.decides("undo", forget.split()[0], status=FAILED)


def test_a_decision_on_an_old_view_is_refused(desk: Desk) -> None:
    with Review(desk.database) as review:
        seen = review.revision
    desk.decides("rename", "t00", "Busser")
    words = ("rename", "t00", "Biler", "--revision", seen)
    assert "changed since you saw it" in desk.decides(*words, status=FAILED)
    assert desk.state.themes["t00"].title == "Busser"


def test_the_user_of_the_machine_decides_unless_another_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "bo")
    desk.types("approve", "t00")
    assert re.search(r"bo: approve t00$", desk.types("log"), re.M)


def test_themes_and_bullets_are_listed(desk: Desk) -> None:
    with Review(desk.database) as review, review.changing():
        arriving = document(2, 1)
        review.store.put_documents([arriving], arriving.bullets)
        doubt = Uncertain("b02x000", ("t00", "t02"), (0.5, 0.25))
        review.add(Propose(uncertain=(doubt,)), "temaer")
    desk.decides("set-aside", "b01x002", "--reason", "not a statement")
    desk.decides("move", "b01x001", "--to", "t00")
    listed = desk.types("themes").splitlines()
    assert listed[0] == "t00  Tema 0  (proposed, 4 bullets)"
    assert listed[3] == "  t03  Tema 3  (proposed, 3 bullets)"
    assert listed[4:] == [
        "1 uncertain: `temaer show --uncertain` lists them.",
        "1 set aside: `temaer show --aside` lists them.",
    ]
    shown = desk.types("show", "Tema 0")
    assert "b01x001  cykelsti og teater 1  [bord01.txt:2, placed by a person]" in shown
    assert "50% t00 Tema 0\n      25% t02 Tema 2" in desk.types("show", "--uncertain")
    assert "[bord01.txt:3, not a statement]" in desk.types("show", "--aside")


def test_a_file_of_decisions_is_carried_out_as_a_whole(desk: Desk, tmp_path: Path) -> None:
    script = tmp_path / "beslutninger.txt"
    script.write_text(
        '# efter mødet\nrename t00 "Busser og tog"\n\nsplit t00 b01x000 --title Nat\n'
        "move b01x001 --to Nat\napprove Nat\nundo\n",
        encoding="utf-8",
    )
    told = desk.decides("decide", str(script))
    assert len(re.findall(r"^e[0-9a-f]+: ", told, re.M)) == 5
    [night] = [theme for theme in desk.state.themes.values() if theme.title == "Nat"]
    assert desk.state.own[night.id] == ("b01x000", "b01x001")
    assert night.status == "proposed"
    before = desk.state
    for line, said in (
        ("approve t99", "There is no theme"),
        ("frobnicate t00", "invalid choice"),
        ('rename t00 "Ene', "No closing quotation"),
    ):
        script.write_text(f"approve t01\n{line}\n", encoding="utf-8")
        told = desk.decides("decide", str(script), status=FAILED)
        assert "beslutninger.txt, line 2: " in told
        assert said in told
    assert desk.state == before


def test_the_log_goes_to_another_machine(desk: Desk, tmp_path: Path, capsys) -> None:
    desk.decides("merge", "t00", "t01")
    desk.decides("split", "t00", "b01x000", "--title", "Nat")
    desk.decides("undo")
    desk.decides("redo")
    exported = desk.types("log", "--export")
    assert [json.loads(line)["kind"] for line in exported.splitlines()] == [
        *("propose", "merge", "split", "undo", "redo")
    ]
    file = tmp_path / "log.jsonl"
    file.write_text(exported, encoding="utf-8")
    elsewhere = Desk(tmp_path / "andet", capsys)
    assert elsewhere.state != desk.state
    elsewhere.types("replay", str(file))
    assert elsewhere.state.to_json() == desk.state.to_json()
    assert "0 entries added" in elsewhere.types("replay", str(file))
    desk.decides("approve", "t02")
    file.write_text(desk.types("log", "--export"), encoding="utf-8")
    assert "1 entries added" in elsewhere.types("replay", str(file))
    assert elsewhere.state.to_json() == desk.state.to_json()


def test_a_log_is_not_replayed_over_other_decisions(desk: Desk, tmp_path: Path, capsys) -> None:
    desk.decides("approve", "t00")
    file = tmp_path / "log.jsonl"
    file.write_text(desk.types("log", "--export"), encoding="utf-8")
    elsewhere = Desk(tmp_path / "andet", capsys)
    elsewhere.decides("rename", "t00", "Busser")
    before = elsewhere.state
    assert "holds decisions that are not in the file" in elsewhere.types(
        "replay", str(file), status=FAILED
    )
    assert elsewhere.state == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "line 1: is no entry"),
        ('{"id": "e"}', "line 1: is no entry"),
        ('{"id": 1, "at": "", "by": "", "kind": "undo", "body": {"entry": "x"}}', "are texts"),
        ('\n{"id": "e", "at": "", "by": "", "kind": "fly", "body": {}}', "line 2: is no entry"),
    ],
)
def test_what_is_no_log_is_named(desk: Desk, tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(content, encoding="utf-8")
    assert said in desk.types("replay", str(file), status=FAILED)


def test_a_log_of_documents_that_are_not_here_is_refused(
    desk: Desk, tmp_path: Path, capsys
) -> None:
    other = tmp_path / "andet" / "review" / "temaer.db"
    with Review(other) as review:
        begin(review, [document(5, 4)], 2)
        review.store.close()
    elsewhere = Desk(tmp_path / "tredje", capsys)
    file = tmp_path / "log.jsonl"
    with Review(other) as review:
        from pipeline.review.exchange import to_lines

        file.write_text(to_lines(review.history.entries), encoding="utf-8")
    told = elsewhere.types("replay", str(file), status=FAILED)
    assert "4 of 4 bullets of the log are not known here" in told


def test_without_a_review_it_says_what_to_do(tmp_path: Path, capsys) -> None:
    assert main(["themes", "--out", str(tmp_path / "build")]) == FAILED
    assert "there is no review. Run `temaer clusters` first" in capsys.readouterr().err


def test_a_sheet_goes_out_and_comes_back(desk: Desk) -> None:
    from openpyxl import load_workbook

    desk.types("sheet")
    path = desk.out / "gennemgang.xlsx"
    assert "Nothing was changed in the sheet" in desk.decides("sheet-import", str(path))
    book = load_workbook(path)
    book["Temaer"]["D2"].value = "Busser"
    book.save(path)
    assert "rename t00" in desk.decides("sheet-import", str(path))
    assert desk.state.themes["t00"].title == "Busser"


@pytest.mark.parametrize("words", [("log", "--export"), ("rename", "t00", "Busser")])
def test_a_reader_who_has_read_enough_ends_it_quietly(
    desk: Desk, root: Path, words: tuple[str, ...]
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words, *desk.place],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 141
    process.stderr.close()
    assert desk.state.themes["t00"].title == ("Busser" if "rename" in words else "Tema 0")
