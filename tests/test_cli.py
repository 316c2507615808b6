"""The command line as a user meets it: what is printed where, and the exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.cli import FAILED, OK, SOME_FILES_FAILED, main


@pytest.fixture
def clusters(tmp_path, tiny_model, capsys):
    """Run `temaer clusters` with the tiny model; return status, stdout and stderr."""

    def call(folder: Path, *words: str, out: str = "ud") -> tuple[int, str, str]:
        model = [] if "--model" in words else ["--model", str(tiny_model)]
        status = main(["clusters", str(folder), "--out", str(tmp_path / out), *model, *words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_the_status_numbers_are_those_of_the_documentation() -> None:
    assert (OK, SOME_FILES_FAILED, FAILED) == (0, 1, 2)


def test_a_run_prints_the_table_of_themes(summaries, tmp_path, clusters) -> None:
    status, out, err = clusters(summaries)
    assert (status, err) == (OK, "")
    data = json.loads((tmp_path / "ud" / "themes.json").read_text(encoding="utf-8"))
    tops = [theme for theme in data["themes"] if theme["parent"] is None]
    assert re.search(r"Theme +Bullets +Tables +Kinds", out)
    for theme in tops:
        assert theme["title"].split()[0] in out
    assert f"11 bullets from 2 documents in {len(tops)} themes." in out
    assert "parse_report.md" in out
    again = clusters(summaries)
    assert again[0] == OK
    assert "Nothing new" in again[1]
    assert again[1].splitlines()[:-1] == out.splitlines()[:-1]


def test_a_chosen_number_of_themes(summaries, clusters) -> None:
    assert "in 4 themes." in clusters(summaries, "--themes", "4")[1]


def test_settings_from_a_file(summaries, tmp_path, clusters) -> None:
    (tmp_path / "my.toml").write_text("themes = 2\n")
    settings = ("--settings", str(tmp_path / "my.toml"))
    assert "in 2 themes." in clusters(summaries, *settings)[1]
    assert "in 3 themes." in clusters(summaries, *settings, "--themes", "3")[1]


def write_bad(name: str, data: bytes):
    def prepare(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return prepare


@pytest.mark.parametrize(
    ("prepare", "line"),
    [
        (write_bad("tom.txt", b""), r"tom\.txt: is empty\. Check that .+"),
        (
            write_bad("uden.txt", b"Udfordringer\n\nVi kan\n"),
            r"uden\.txt: no statement was found in it\. Check in parse_report\.md .+",
        ),
        (
            write_bad("billede.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00"),
            r"billede\.txt: is an image\. Run text recognition .+",
        ),
        (
            write_bad("program.txt", bytes(range(256)) * 4),
            r"program\.txt: is not a text file\. Open it .+",
        ),
        (
            write_bad("regneark.xyz", b"a"),
            r"regneark\.xyz: files ending in \.xyz are not read\. Save it as .+\.txt.*",
        ),
        (write_bad("LÆSMIG", b"a"), r"LÆSMIG: files without an ending are not read\. Save .+"),
    ],
    ids=["empty", "no bullets", "image", "not text", "unknown suffix", "no suffix"],
)
def test_a_bad_file_gets_one_line_and_the_others_are_done(
    summaries, clusters, prepare, line: str
) -> None:
    prepare(summaries)
    status, out, err = clusters(summaries)
    assert status == SOME_FILES_FAILED
    assert re.fullmatch(line + "\n", err)
    assert "11 bullets from 2 documents" in out
    # and so it is told by the run that has nothing new to do
    assert clusters(summaries)[::2] == (status, err)


def test_files_in_older_encodings_are_as_good_as_others(summaries, clusters, tmp_path) -> None:
    clusters(summaries, out="utf8")
    for path, encoding in zip(sorted(summaries.iterdir()), ("latin-1", "utf-16"), strict=True):
        text = path.read_text(encoding="utf-8")
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert clusters(summaries, out="other")[::2] == (OK, "")
    one, two = (
        json.loads((tmp_path / out / "themes.json").read_text(encoding="utf-8"))
        for out in ("utf8", "other")
    )
    assert one["bullets"] == two["bullets"]
    assert one["themes"] == two["themes"]


def bad_folder(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "mangler")]


def empty_folder(tmp_path: Path) -> list[str]:
    (tmp_path / "tom").mkdir()
    return [str(tmp_path / "tom")]


def a_file(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "indhold" / "bord1.txt")]


def no_model(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "indhold"), "--model", str(tmp_path / "ingen-model")]


def unreadable_settings(tmp_path: Path) -> list[str]:
    (tmp_path / "my.toml").write_text("themes = = 3")
    return [str(tmp_path / "indhold"), "--settings", str(tmp_path / "my.toml")]


def no_settings(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "indhold"), "--settings", str(tmp_path / "mangler.toml")]


def unknown_setting(tmp_path: Path) -> list[str]:
    (tmp_path / "my.toml").write_text("tema = 3")
    return [str(tmp_path / "indhold"), "--settings", str(tmp_path / "my.toml")]


def wrong_number(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "indhold"), "--themes", "-2"]


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (bad_folder, "mangler: there is no such folder. Check"),
        (empty_folder, "tom: holds no files. Put"),
        (a_file, "bord1.txt: is a file, not a folder. Name"),
        (no_model, "ingen-model' is not there"),
        (unreadable_settings, "my.toml: is not a readable TOML file"),
        (no_settings, "mangler.toml: there is no such settings file"),
        (unknown_setting, "my.toml: unknown setting 'tema'. Known are"),
        (wrong_number, "themes is -2, expected"),
    ],
)
def test_nothing_is_done_with_one_clear_line(
    summaries, tmp_path, clusters, prepare, words: str
) -> None:
    folder, *more = prepare(tmp_path)
    status, out, err = clusters(Path(folder), *more)
    assert (status, out) == (FAILED, "")
    assert words in err
    assert err.count("\n") == 1
    assert not (tmp_path / "ud").exists()


def test_a_folder_of_bad_files_only_names_each_and_keeps_what_was_written(
    summaries, tmp_path, clusters
) -> None:
    clusters(summaries)
    before = (tmp_path / "ud" / "themes.json").read_bytes()
    (summaries / "bord1.txt").write_bytes(b"")
    (summaries / "bord2.txt").write_text("Udfordringer\n")
    status, out, err = clusters(summaries)
    assert (status, out) == (FAILED, "")
    first, second, third = err.splitlines()
    assert first.startswith("bord1.txt: is empty.")
    assert second.startswith("bord2.txt: no statement was found in it.")
    assert third.endswith("no file in it holds a statement. Nothing was changed.")
    assert (tmp_path / "ud" / "themes.json").read_bytes() == before


def test_an_out_folder_that_cannot_be_written_to(summaries, tmp_path, clusters) -> None:
    (tmp_path / "ud").write_text("en fil")
    status, _, err = clusters(summaries)
    assert status == FAILED
    assert re.search(r"ud: cannot be written .*--out", err)
    assert err.count("\n") == 1


def test_hidden_files_are_passed_over_in_so_many_words(summaries, clusters) -> None:
    (summaries / "~$bord1.docx").write_bytes(b"\x00")
    status, _, err = clusters(summaries)
    assert status == OK
    assert err == "~$bord1.docx: left out, a hidden or temporary file\n"


def test_evaluate_prints_the_measure(root, tiny_model, capsys) -> None:
    folder = str(root / "tests" / "data" / "civic_gold")
    assert main(["evaluate", folder, "--model", str(tiny_model)]) == OK
    out = capsys.readouterr().out
    measure = re.search(r"bullets: precision ([\d.]+), recall ([\d.]+), F1 ([\d.]+)", out)
    kinds = re.search(r"kinds: accuracy ([\d.]+)", out)
    assert measure is not None
    assert kinds is not None
    assert float(measure[3]) >= 0.99
    assert float(kinds[1]) >= 0.97


def test_evaluate_needs_an_answer(tmp_path, capsys) -> None:
    assert main(["evaluate", str(tmp_path)]) == FAILED
    assert re.fullmatch(r".*gold\.tsv: is not there\. Name .*\n", capsys.readouterr().err)


def test_help_and_version(capsys) -> None:
    assert main([]) == OK
    assert "clusters" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"temaer {__version__}\n"
    with pytest.raises(SystemExit) as stop:
        main(["clusters"])
    assert stop.value.code == 2


def test_as_a_user_runs_it(root, summaries, tmp_path, tiny_model) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "clusters", "indhold", "--model", str(tiny_model)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "2", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "11 bullets from 2 documents" in done.stdout
    built = {path.name for path in (tmp_path / "build").iterdir()}
    assert {"themes.json", "themes.md", "parse_report.md", "manifest.json"} <= built
    # The same bytes as in this process, whatever its threads and its hash seed.
    assert (
        main(["clusters", str(summaries), "--out", str(tmp_path / "b"), "--model", str(tiny_model)])
        == 0
    )
    for name in ("themes.json", "themes.md", "parse_report.md"):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "build" / name).read_bytes()
