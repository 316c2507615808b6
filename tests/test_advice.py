"""Advice on a review: what a run cached is enough, titles follow, and plans are carried out."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.advice import Advice
from pipeline.errors import ConflictError, DecisionError
from pipeline.flow import forget, run
from pipeline.review import MACHINE, AddNote, Merge, Move, Rename, Review, Split
from pipeline.settings import Settings, review_database


@pytest.fixture
def settings(tiny_model: Path) -> Settings:
    return Settings(model=str(tiny_model), themes=4)


@pytest.fixture
def advice(summaries: Path, tmp_path: Path, settings: Settings) -> Advice:
    out = tmp_path / "build"
    run(summaries, out, settings)
    return Advice(Review(review_database(settings, out)), out, settings)


def test_bullets_are_found_in_the_whole_review_or_in_one_theme(advice: Advice) -> None:
    found = {hit.bullet for hit in advice.search("bus ").hits}
    texts = {bullet.id: bullet.text for bullet in advice.review.store.bullets().values()}
    assert found == {id_ for id_, text in texts.items() if "bus" in text.lower()}
    home = advice.review.state.places[min(found)].theme
    inside = {hit.bullet for hit in advice.search("bus ", theme=home).hits}
    assert inside == found & set(advice.review.state.members(str(home)))
    assert advice.search("bus ", among=[min(found)]).total == 1
    with pytest.raises(DecisionError, match="There is no theme"):
        advice.search("bus", theme="findes ikke")


def test_new_documents_are_found_and_those_withdrawn_are_not(
    advice: Advice, summaries: Path, tmp_path: Path, settings: Settings
) -> None:
    assert advice.search("natsværmere ").total == 0
    text = (summaries / "bord1.txt").read_text(encoding="utf-8")
    (summaries / "bord1.txt").write_text(f"{text}- Flere natsværmere\n", encoding="utf-8")
    run(summaries, tmp_path / "build", settings)
    assert advice.search("natsværmere ").total == 1
    forget(advice.review, "bord1.txt", tmp_path / "build", "Åse")
    assert advice.search("natsværmere ").total == 0
    assert advice.progress().bullets == 5
    left = advice.review.store.bullets()
    assert all(bullet in left for item in advice.work_list() for bullet in item.bullets)


def test_the_work_list_and_progress_follow_the_review(advice: Advice) -> None:
    progress = advice.progress()
    assert (progress.themes, progress.approved, progress.bullets, progress.settled) == (4, 0, 11, 0)
    first = advice.work_list()
    assert advice.work_list() is first
    theme = next(item.themes[0] for item in first if item.themes)
    advice.review.decide(AddNote(theme, "Det er set"), "Åse")
    assert not any(theme == item.themes[0] for item in advice.work_list() if item.themes)
    bullet, *_ = advice.review.state.members(theme)
    to = next(top.id for top in advice.review.state.tops() if top.id != theme)
    advice.review.decide(Move((bullet,), to), "Åse")
    assert advice.progress().settled == 1


def test_a_plan_is_carried_out_as_one_entry_on_what_was_seen(advice: Advice) -> None:
    before, revision = advice.review.state, advice.review.revision
    plan = advice.coarser(2)
    assert (plan.before, plan.after) == (4, 2)
    assert advice.review.state == before
    [entry] = advice.carry_out(plan, "Åse", revision)
    assert (entry.kind, len(advice.review.state.tops())) == ("several", 2)
    with pytest.raises(ConflictError):
        advice.carry_out(plan, "Bo", revision)
    advice.review.undo("Åse")
    assert advice.review.state == before


def test_finer_titles_what_is_new_by_what_it_holds(advice: Advice) -> None:
    state = advice.review.state
    one, *others = [theme.id for theme in state.tops()]
    advice.review.decide(Merge(tuple(others), one), "Åse")
    plan = advice.finer(2)
    titles = [title for title, _ in plan.themes]
    assert len(set(titles)) == len(titles) == 3
    assert all(titles)
    assert advice.finer(2) == plan


@pytest.mark.parametrize(("weight", "is_pair"), [(1000, True), (-1000, False)])
def test_titles_made_anew_are_weighed_as_the_settings_say(
    advice: Advice, settings: Settings, tmp_path: Path, weight: int, is_pair: bool
) -> None:
    weights = tmp_path / "title_weights.toml"
    weights.write_text(f"joined = {weight}\n", encoding="utf-8")
    liked = replace(settings, title_weights=str(weights))
    one, *others = [theme.id for theme in advice.review.state.tops()]
    advice.review.decide(Merge(tuple(others), one), "Åse")
    Advice(advice.review, tmp_path / "build", liked).relabel()
    first = advice.review.state.themes[one].reasons[0]
    assert (first.traits["joined"] > 0) is is_pair


def test_labels_follow_the_bullets_and_names_of_people_stay(advice: Advice) -> None:
    assert (advice.stale(), advice.relabel()) == ([], None)
    first, second, *_ = advice.review.state.tops()
    advice.review.decide(Rename(first.id, "Det vi kalder det"), "Åse")
    advice.review.decide(Merge((second.id,), first.id), "Åse")
    bullets = advice.review.state.members(first.id)[:2]
    advice.review.decide(Split(first.id, bullets, ""), "Åse")
    [new] = [theme.id for theme in advice.review.state.tops() if theme.title == "Nyt tema"]
    assert advice.stale() == [first.id, new]
    entry = advice.relabel()
    assert entry is not None
    assert (entry.by, entry.kind, advice.stale()) == (MACHINE, "relabel", [])
    state = advice.review.state
    assert state.themes[first.id].title == "Det vi kalder det"
    assert state.themes[new].title != "Nyt tema"
    for theme in (first.id, new):
        assert set(state.themes[theme].exemplars) <= set(state.members(theme))
        assert state.themes[theme].exemplars
    titles = [theme.title for theme in state.tops()]
    assert len(set(titles)) == len(titles)


def test_a_run_labels_what_people_changed(
    advice: Advice, summaries: Path, tmp_path: Path, settings: Settings
) -> None:
    first, second, *_ = advice.review.state.tops()
    advice.review.decide(Merge((second.id,), first.id), "Åse")
    data = run(summaries, tmp_path / "build", settings).themes
    assert advice.stale() == []
    theme = advice.review.state.themes[first.id]
    [written] = [row for row in data["themes"] if row["id"] == first.id]
    assert (written["title"], tuple(written["phrases"])) == (theme.title, theme.phrases)
    assert not run(summaries, tmp_path / "build", settings).is_new


def test_where_all_is_cached_no_model_is_loaded(
    advice: Advice, tmp_path: Path, settings: Settings
) -> None:
    code = f"""
import sys
from pathlib import Path
from pipeline.advice import Advice
from pipeline.review import Review
from pipeline.settings import Settings
review = Review(Path({str(advice.review.store.path)!r}))
advice = Advice(review, Path({str(tmp_path / "build")!r}), Settings(model={settings.model!r}))
advice.search("bus"), advice.work_list(), advice.progress(), advice.stale()
advice.coarser(1)
print(sorted({{"torch", "spacy", "sentence_transformers"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
