"""The whole run: the same bytes every time, earlier results safe, a second run for nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.flow import Outcome, run
from pipeline.review.ids import theme_id
from pipeline.settings import Settings

HOSTS = ("Hvidkilde", "HVIDKILDE", "Mosegaard", "MOSEGAARD")


@pytest.fixture
def settings(tiny_model) -> Settings:
    return Settings(model=str(tiny_model))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_bullet_has_a_place_in_themes_that_are_told_apart(summaries, tmp_path, settings):
    data = run(summaries, tmp_path / "ud", settings).themes
    assert json.loads((tmp_path / "ud" / "themes.json").read_text(encoding="utf-8")) == data
    assert [row["bullets"] for row in data["run"]["inputs"]] == [6, 5]
    assert len(data["bullets"]) == 11
    themes = {theme["id"]: theme for theme in data["themes"]}
    assert len(themes) == len(data["themes"])
    for bullet in data["bullets"]:
        assert themes[bullet["theme"]]["parent"] is None
        assert 0 <= bullet["confidence"] <= 1
        if bullet["subtheme"] is not None:
            assert themes[bullet["subtheme"]]["parent"] == bullet["theme"]
    for theme in themes.values():
        field = "theme" if theme["parent"] is None else "subtheme"
        members = {b["id"] for b in data["bullets"] if b[field] == theme["id"]}
        assert theme["size"] == len(members) > 0
        assert set(theme["exemplars"]) <= members
        assert theme["title"]
        siblings = [t["title"] for t in themes.values() if t["parent"] == theme["parent"]]
        assert siblings.count(theme["title"]) == 1


def test_two_runs_give_the_same_bytes(summaries, tmp_path, settings) -> None:
    run(summaries, tmp_path / "et", settings)
    run(summaries, tmp_path / "to", settings)
    for name in ("themes.json", "themes.md", "parse_report.md"):
        one, two = tmp_path / "et" / name, tmp_path / "to" / name
        assert one.read_bytes() == two.read_bytes(), name


def test_the_seeds_come_out_as_61_statements(root, tmp_path, settings) -> None:
    outcome = run(root / "seeds", tmp_path, settings)
    assert (len(outcome.themes["bullets"]), outcome.problems) == (61, ())
    assert all(bullet["theme"] for bullet in outcome.themes["bullets"])


@pytest.mark.parametrize("number", [1, 2, 5])
def test_few_bullets_are_enough(tmp_path, settings, number: int) -> None:
    lines = "".join(f"- Bussen nummer {n} er sen\n" for n in range(number))
    (tmp_path / "a.txt").write_text("Udfordringer\n" + lines)
    data = run(tmp_path, tmp_path / "ud", settings).themes
    assert len(data["bullets"]) == number
    assert all(bullet["theme"] for bullet in data["bullets"])


def test_created_is_the_time_of_the_newest_input(summaries, tmp_path, settings, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    data = run(summaries, tmp_path / "et", settings).themes
    assert data["run"]["created"] == "2025-06-15T15:06:40+00:00"
    os.utime(summaries / "bord2.txt", (1_760_000_000, 1_760_000_000))
    again = run(summaries, tmp_path / "to", settings).themes
    assert again["run"]["created"] == "2025-10-09T08:53:20+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    stated = run(summaries, tmp_path / "tre", settings).themes
    assert stated["run"]["created"] == "1970-01-01T00:00:00+00:00"


def test_hosts_are_named_in_the_parse_report_only(summaries, tmp_path, settings) -> None:
    run(summaries, tmp_path / "ud", settings)
    naming = {
        name
        for name, data in contents(tmp_path / "ud").items()
        if any(host.encode() in data for host in HOSTS)
    }
    assert naming == {"parse_report.md"}


def test_the_same_input_is_answered_from_the_earlier_result(summaries, tmp_path, settings) -> None:
    first = run(summaries, tmp_path / "ud", settings)
    before = contents(tmp_path / "ud")
    second = run(summaries, tmp_path / "ud", settings)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.themes == first.themes
    assert contents(tmp_path / "ud") == before


def change_text(folder: Path, out: Path) -> None:
    (folder / "bord1.txt").write_text("Idéer\n- Flere tog\n")


def change_name(folder: Path, out: Path) -> None:
    (folder / "bord1.txt").rename(folder / "bord3.txt")


def lose_file(folder: Path, out: Path) -> None:
    (folder / "bord1.txt").unlink()


def lose_output(folder: Path, out: Path) -> None:
    (out / "themes.md").unlink()


def break_output(folder: Path, out: Path) -> None:
    (out / "themes.json").write_text("{")


def break_manifest(folder: Path, out: Path) -> None:
    (out / "manifest.json").write_text("[]")


@pytest.mark.parametrize(
    "change", [change_text, change_name, lose_file, lose_output, break_output, break_manifest]
)
def test_anything_new_is_worked_again(summaries, tmp_path, settings, change) -> None:
    run(summaries, tmp_path / "ud", settings)
    change(summaries, tmp_path / "ud")
    assert run(summaries, tmp_path / "ud", settings).is_new
    fresh = run(summaries, tmp_path / "frisk", settings)
    again = json.loads((tmp_path / "ud" / "themes.json").read_bytes())
    assert by_title(again) == by_title(fresh.themes)


def by_title(themes: dict) -> dict:
    """Themes with titles for ids: one that is mostly an earlier one keeps that one's id."""
    text = json.dumps(themes)
    for number, theme in enumerate(themes["themes"]):
        text = text.replace(theme["id"], f"{number} {theme['title']}")
    return json.loads(text)


def test_other_settings_are_worked_again(summaries, tmp_path, settings) -> None:
    run(summaries, tmp_path / "ud", settings)
    outcome = run(summaries, tmp_path / "ud", Settings(model=settings.model, themes=3))
    tops = [theme for theme in outcome.themes["themes"] if theme["parent"] is None]
    assert (outcome.is_new, len(tops)) == (True, 3)


def test_a_corrected_typo_changes_no_other_bullet(summaries, tmp_path, settings) -> None:
    def ids(outcome: Outcome) -> dict[str, str]:
        return {bullet["text"]: bullet["id"] for bullet in outcome.themes["bullets"]}

    before = ids(run(summaries, tmp_path / "ud", settings))
    path = summaries / "bord1.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("natbus", "nattebus"))
    after = ids(run(summaries, tmp_path / "ud", settings))
    assert len(after) == len(before)
    assert len(set(after.values()) & set(before.values())) == len(before) - 1


def test_failure_leaves_earlier_results_as_they_are(summaries, tmp_path, settings) -> None:
    run(summaries, tmp_path / "ud", settings)
    before = contents(tmp_path / "ud")
    for path in summaries.iterdir():
        path.write_text("Udfordringer\n")
    with pytest.raises(PipelineError, match="no file in it holds a statement"):
        run(summaries, tmp_path / "ud", settings)
    after = contents(tmp_path / "ud")
    assert {name for name in before if after[name] != before[name]} <= {"parse_report.md"}
    with pytest.raises(PipelineError, match="is not there"):
        run(summaries, tmp_path / "ud", Settings(model="findes-ikke"))
    with pytest.raises(PipelineError, match="there is no such folder"):
        run(tmp_path / "mangler", tmp_path / "ud", settings)
    assert contents(tmp_path / "ud") == after


def test_bad_files_are_told_and_others_are_done(summaries, tmp_path, settings) -> None:
    (summaries / "tom.txt").write_bytes(b"")
    (summaries / "billede.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (summaries / "uden.txt").write_text("Udfordringer\n\nVi kan\n")
    (summaries / "regneark.xyz").write_text("a")
    (summaries / ".skjult").write_text("a")
    outcome = run(summaries, tmp_path / "ud", settings)
    assert len(outcome.themes["bullets"]) == 11
    assert [problem.split(":")[0] for problem in outcome.problems] == [
        "billede.txt",
        "regneark.xyz",
        "tom.txt",
        "uden.txt",
    ]
    assert all("\n" not in problem for problem in outcome.problems)
    assert [note.split(":")[0] for note in outcome.notes] == [".skjult"]
    report = (tmp_path / "ud" / "parse_report.md").read_text(encoding="utf-8")
    for line in (
        "- billede.txt: er et billede. Kør tekstgenkendelse (OCR) på det.",
        "- tom.txt: er tom. Kontrollér, at den rigtige fil blev gemt.",
        "- uden.txt: der er ikke fundet noget udsagn i filen. "
        "Se herunder, hvordan filens linjer er læst.",
        "- .skjult: udeladt, en skjult eller midlertidig fil",
    ):
        assert line in report.splitlines()
    assert not any(problem in report for problem in outcome.problems)
    assert run(summaries, tmp_path / "ud", settings).problems == outcome.problems


def test_results_may_be_written_into_the_folder_that_is_read(summaries, settings) -> None:
    first = run(summaries, summaries / "build", settings)
    second = run(summaries, summaries / "build", settings)
    assert second.problems == first.problems == ()
    assert second.themes["bullets"] == first.themes["bullets"]
    assert not second.is_new
    with pytest.raises(PipelineError, match="is also the folder for the results"):
        run(summaries, summaries, settings)


def test_a_second_run_imports_nothing_heavy(root, summaries, tmp_path, tiny_model) -> None:
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        f"status = main(['clusters', {str(summaries)!r}, '--out', {str(tmp_path / 'ud')!r}, "
        f"'--model', {str(tiny_model)!r}])\n"
        "heavy = {'torch', 'sklearn', 'scipy', 'spacy', 'transformers', 'sentence_transformers'}\n"
        "print('HEAVY', status, sorted(heavy & set(sys.modules)))\n"
    )

    run(summaries, tmp_path / "ud", Settings(model=str(tiny_model)))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert "Nothing new" in done.stdout
    assert done.stdout.splitlines()[-1] == "HEAVY 0 []"


def test_with_cached_vectors_the_weights_are_not_needed(summaries, tmp_path, tiny_model) -> None:
    model = shutil.copytree(tiny_model, tmp_path / "model")
    first = run(summaries, tmp_path / "ud", Settings(model=str(model)))
    (tmp_path / "ud" / "themes.json").unlink()
    again = run(summaries, tmp_path / "ud", Settings(model=str(model)))
    assert again.is_new
    assert again.themes == first.themes


def test_a_theme_is_known_by_its_bullets_not_by_their_order() -> None:
    assert theme_id(["b1", "b2"], None) == theme_id(["b2", "b1"], None)
    assert len({theme_id(["b1"], None), theme_id(["b1"], "t1"), theme_id(["b2"], None)}) == 3


def test_progress_is_told_up_to_the_end(summaries, tmp_path, settings) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    run(
        summaries,
        tmp_path / "ud",
        settings,
        lambda step, done, total: told.setdefault(step, []).append((done, total)),
    )
    assert {"Reading files", "Reading the meaning", "Finding themes"} <= set(told)
    for steps in told.values():
        assert all(0 <= done <= total for done, total in steps)
        assert steps[-1][0] == steps[-1][1]
