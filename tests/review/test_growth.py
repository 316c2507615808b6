"""More summaries arrive: what people settled stays, and each new bullet finds its place."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import pipeline.flow
from pipeline.cli import main
from pipeline.errors import PipelineError
from pipeline.flow import Outcome, run
from pipeline.records import Bullet, Meeting, Source
from pipeline.review import Approve, Lock, Merge, Move, Rename, Review, SetAside, Split
from pipeline.review.decisions import Propose
from pipeline.review.growth import find_arrivals, match_themes
from pipeline.review.state import State
from pipeline.settings import Settings

SHOWN_BY = ("phrases", "keywords", "exemplars", "shown_for", "reasons")
TOPICS = {
    "bus": ("bussen", "afgange", "køreplan", "stoppested"),
    "skole": ("skolen", "eleverne", "lærerne", "timerne"),
    "bolig": ("boligerne", "lejligheder", "husleje", "byggegrunde"),
}
SAYINGS = (
    "Flere {} og bedre {}",
    "Der mangler {} og {}",
    "Vi vil have {} med {}",
    "Billigere {} og {}",
)


class WordEncoder:
    """Stands in for a sentence model: texts of one topic are alike, more so if they share words."""

    folder = Path("ord")
    fingerprint = "ord"

    def __init__(self, model: str) -> None:
        self.model = model

    def encode(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None):
        vectors = np.full((len(texts), 256 + len(TOPICS)), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w{5,}", text.casefold()):
                vectors[row, zlib.crc32(word.encode()) % 256] += 1
            for number, words in enumerate(TOPICS.values()):
                vectors[row, 256 + number] += 2 * sum(word in text for word in words)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def summary(table: int, topics: Sequence[str]) -> str:
    lines = [f"Opsamling fra bord {table}", "Nærum Kro, 3. maj 2025", "", "Idéer"]
    for topic in topics:
        words = TOPICS[topic]
        for number, saying in enumerate(SAYINGS):
            first, second = words[(table + number) % 4], words[(table * 3 + number + 1) % 4]
            lines.append(f"- {saying.format(first, second)} på {chr(96 + table) * 2}vej")
    return "\n".join(lines) + "\n"


class Project:
    """A folder of summaries with its results and review."""

    def __init__(self, folder: Path) -> None:
        self.input, self.out = folder / "ind", folder / "build"
        self.input.mkdir()
        self.database = folder / "review" / "temaer.db"

    def add(self, table: int, *topics: str) -> str:
        name = f"bord{table:02}.txt"
        path = self.input / name
        path.write_text(summary(table, topics), encoding="utf-8")
        os.utime(path, (1_750_000_000, 1_750_000_000))
        return name

    def run(self) -> Outcome:
        return run(self.input, self.out, Settings(model="ord"))

    def review(self) -> Review:
        return Review(self.database)

    def theme_of(self, state: State, word: str) -> str:
        with self.review() as review:
            bullets = review.store.bullets()
        counts = {
            theme.id: sum(word in bullets[b].text for b in state.members(theme.id))
            for theme in state.tops()
        }
        return max(counts, key=lambda id_: counts[id_])

    def approve_by_topic(self, *topics: str) -> dict[str, str]:
        """Review as a person would: one approved theme for each topic."""
        homes: dict[str, str] = {}
        with self.review() as review:
            bullets = review.store.bullets()
            for topic in topics:
                home = self.theme_of(review.state, TOPICS[topic][0])
                mine = tuple(
                    id_
                    for id_, bullet in bullets.items()
                    if any(word in bullet.text for word in TOPICS[topic])
                    and review.state.places[id_].theme not in _family(review.state, home)
                )
                if mine:
                    review.decide(Move(mine, home), "Åse")
                review.decide_all([Rename(home, f"Om {topic}"), Approve(home)], "Åse")
                homes[topic] = home
        return homes


def _family(state: State, theme: str) -> set[str]:
    return {theme, *state.children[theme]}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(pipeline.flow, "SentenceEncoder", WordEncoder)
    return Project(tmp_path)


@pytest.fixture
def reviewed(project: Project) -> Project:
    """Twelve tables on buses and schools, reviewed into two themes."""
    for table in range(1, 13):
        project.add(table, "bus", "skole")
    project.run()
    project.approve_by_topic("bus", "skole")
    return project


def test_new_bullets_are_placed_in_approved_themes_and_new_topics_proposed(
    reviewed: Project,
) -> None:
    with reviewed.review() as review:
        before = review.state
        homes = {title: theme.id for theme in before.tops() for title in [theme.title]}
    reviewed.add(13, "bus", "bolig")
    reviewed.add(14, "skole", "bolig")
    outcome = reviewed.run()
    with reviewed.review() as review:
        after, bullets = review.state, review.store.bullets()
    for bullet, place in before.places.items():
        assert after.places[bullet] == place
    for id_, theme in before.themes.items():
        # What a theme is shown by follows its bullets; all else stays.
        now = after.themes[id_]
        shown = (now.phrases, now.keywords, now.exemplars, now.shown_for, now.reasons)
        assert now == replace(theme, **dict(zip(SHOWN_BY, shown, strict=True)))
    new = [b for b in after.places if b not in before.places]
    assert len(new) == 16
    for topic in ("bus", "skole"):
        of_topic = [b for b in new if any(word in bullets[b].text for word in TOPICS[topic])]
        placed = [b for b in of_topic if after.places[b].theme]
        assert placed
        assert all(after.places[b].theme in _family(after, homes[f"Om {topic}"]) for b in placed)
        assert {after.places[b].by for b in placed} == {"machine"}
    proposed = [theme for theme in after.themes.values() if theme.id not in before.themes]
    homes_found = {b for theme in proposed for b in after.own[theme.id]}
    assert homes_found
    assert all(any(w in bullets[b].text for w in TOPICS["bolig"]) for b in homes_found)
    assert re.fullmatch(r"\d+ placed, \d+ uncertain, \d+ possible new themes?", outcome.changes)
    report = (reviewed.out / "changes.md").read_text(encoding="utf-8")
    said = re.search(
        r"^\d+ placeret, \d+ usikre?, \d+ (muligt nyt tema|mulige nye temaer)\.", report, re.M
    )
    assert said and re.findall(r"\d+", said[0]) == re.findall(r"\d+", outcome.changes)
    assert all(report.count(bullets[b].text) for b in new)


def test_the_whole_placement_is_taken_back_in_one_step(reviewed: Project) -> None:
    reviewed.run()
    with reviewed.review() as review:
        before = review.state
    reviewed.add(13, "bus", "bolig")
    reviewed.run()
    with reviewed.review() as review:
        assert review.state != before
        review.undo("Åse")
        after = review.state
        assert after.themes == before.themes
        new = [bullet for bullet in after.places if bullet not in before.places]
        assert {bullet: after.places[bullet] for bullet in before.places} == before.places
        assert after.uncertain()[-len(new) :] == new
        # They can still be placed by hand.
        review.decide(Move((new[0],), review.state.find_theme("Om bus").id), "Åse")
        review.undo("Åse")
    data = reviewed.run().themes
    unplaced = [bullet for bullet in data["bullets"] if bullet["source"]["path"] == "bord13.txt"]
    assert len(unplaced) == 8
    assert {bullet["theme"] for bullet in unplaced} == {None}


def test_nothing_is_put_into_a_locked_theme(reviewed: Project) -> None:
    with reviewed.review() as review:
        bus = review.state.find_theme("Om bus")
        review.decide(Lock(bus.id), "Åse")
        before = review.state.members(bus.id)
    reviewed.add(13, "bus")
    reviewed.run()
    with reviewed.review() as review:
        assert review.state.members(bus.id) == before
        doubts = review.state.uncertain()
        assert doubts
        assert {review.state.places[b].candidates[0] for b in doubts} == {bus.id}


def test_a_run_with_nothing_new_adds_no_entry(reviewed: Project) -> None:
    assert reviewed.run().is_new
    with reviewed.review() as review:
        entries = len(review.history.entries)
    assert not reviewed.run().is_new
    (reviewed.out / "manifest.json").unlink()
    outcome = reviewed.run()
    assert outcome.changes == "0 placed, 0 uncertain, 0 possible new themes"
    with reviewed.review() as review:
        assert len(review.history.entries) == entries


def test_decisions_are_written_out_without_another_run(reviewed: Project) -> None:
    reviewed.run()
    with reviewed.review() as review:
        bus = review.state.find_theme("Om bus").id
        review.decide(Rename(bus, "Om busser og tog"), "Åse")
    data = reviewed.run().themes
    [theme] = [theme for theme in data["themes"] if theme["id"] == bus]
    assert (theme["title"], theme["status"]) == ("Om busser og tog", "approved")
    assert not reviewed.run().is_new


def test_a_corrected_letter_keeps_a_bullet_where_a_person_put_it(reviewed: Project) -> None:
    path = reviewed.input / "bord01.txt"
    with reviewed.review() as review:
        school = review.state.find_theme("Om skole").id
        old = next(
            b
            for b, bullet in review.store.bullets().items()
            if bullet.source.path == path.name and "Billigere" in bullet.text
        )
        text = review.store.bullets()[old].text
        home = review.state.places[old].theme
        review.decide(Move((old,), school), "Åse")
        assert home != school
    path.write_text(
        path.read_text(encoding="utf-8").replace(text, text.replace("Billigere", "Billige")),
        encoding="utf-8",
    )
    assert reviewed.run().changes.endswith("1 corrected")
    with reviewed.review() as review:
        bullets = review.store.bullets()
        assert old not in bullets
        new = next(b for b, bullet in bullets.items() if "Billige " in bullet.text)
        assert (review.state.places[new].theme, review.state.places[new].by) == (school, "person")
        assert old not in review.state.places


def test_a_lost_file_takes_nothing_from_a_review_but_leaves_an_untouched_one(
    project: Project,
) -> None:
    for table in range(1, 7):
        project.add(table, "bus", "skole")
    project.run()
    (project.input / "bord01.txt").unlink()
    assert {b["source"]["path"] for b in project.run().themes["bullets"]} == {
        f"bord{table:02}.txt" for table in range(2, 7)
    }
    project.approve_by_topic("bus")
    (project.input / "bord02.txt").unlink()
    outcome = project.run()
    assert "bord02.txt" in {b["source"]["path"] for b in outcome.themes["bullets"]}
    assert "- bord02.txt" in (project.out / "changes.md").read_text(encoding="utf-8")


def test_two_projects_never_share_a_review(reviewed: Project, tmp_path: Path) -> None:
    other = tmp_path / "andet"
    other.mkdir()
    (other / "nyt.txt").write_text(summary(1, ["bolig"]), encoding="utf-8")
    before = (reviewed.out / "themes.json").read_bytes()
    with pytest.raises(PipelineError, match="holds the review of 12 other documents"):
        run(other, reviewed.out, Settings(model="ord"))
    assert (reviewed.out / "themes.json").read_bytes() == before
    run(other, tmp_path / "andet-ud", Settings(model="ord"))
    assert (tmp_path / "andet-ud-review" / "temaer.db").is_file()
    with reviewed.review() as review:
        assert len(review.store.documents()) == 12


def test_a_withdrawn_file_is_passed_over_while_it_lies_there(reviewed: Project) -> None:
    with reviewed.review() as review:
        pipeline.flow.forget(review, "bord03.txt", reviewed.out, "Åse")
    outcome = reviewed.run()
    assert outcome.notes == (
        "bord03.txt: was withdrawn with `temaer forget` and is passed over. Delete the file.",
    )
    assert "bord03.txt" not in {b["source"]["path"] for b in outcome.themes["bullets"]}
    assert not any(
        b"bord03" in path.read_bytes()
        for path in reviewed.out.glob("*.json")
        if path.name == "themes.json"
    )


def test_set_aside_and_merged_bullets_stay_so_when_documents_arrive(reviewed: Project) -> None:
    with reviewed.review() as review:
        bus, school = (review.state.find_theme(f"Om {topic}").id for topic in ("bus", "skole"))
        aside = review.state.members(bus)[0]
        review.decide(SetAside((aside,), "not a statement"), "Åse")
        review.decide(Merge((school,), bus), "Åse")
    reviewed.add(13, "bus", "skole")
    reviewed.run()
    with reviewed.review() as review:
        assert review.state.places[aside].aside == "not a statement"
        assert school not in review.state.themes
        last = [entry for entry in review.history.entries if entry.kind == Propose.kind][-1]
        assert aside not in str(last.body)


def test_a_split_is_proposed_as_commands_that_carry_it_out(
    reviewed: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place = ["--out", str(reviewed.out)]
    with reviewed.review() as review:
        bus, school = (review.state.find_theme(f"Om {topic}").id for topic in ("bus", "skole"))
        review.decide(Merge((school,), bus), "Åse")
        before = review.state
    assert main(["propose-split", bus, "--model", "ord", *place]) == 0
    script = tmp_path / "deling.txt"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    with reviewed.review() as review:
        assert review.state == before
    assert main(["decide", str(script), "--by", "Åse", *place]) == 0
    with reviewed.review() as review:
        state, bullets = review.state, review.store.bullets()
    parts = [theme for theme in state.themes if theme not in before.themes]
    assert len(parts) == 4
    for theme in (bus, *parts):
        topics = {
            topic
            for topic, words in TOPICS.items()
            for b in state.members(theme)
            if any(word in bullets[b].text for word in words)
        }
        assert len(topics) == 1
    one = state.own[parts[0]][:1]
    with reviewed.review() as review:
        small = review.decide(Split(parts[0], one, "Lille"), "Åse")
        assert small
    assert main(["propose-split", "Lille", "--model", "ord", *place]) == 2
    assert "too few to split" in capsys.readouterr().err


def test_matching_keeps_the_ids_of_greatest_overlap() -> None:
    old = {"a": {"1", "2", "3", "4"}, "b": {"5", "6"}, "c": {"7"}}
    new = [{"5", "6", "9"}, {"1", "2", "3"}, {"7", "8", "10"}, set()]
    assert match_themes(old, new) == ["b", "a", None, None]
    assert match_themes({}, new) == [None] * 4
    assert match_themes(old, []) == []


def test_without_review_the_bullets_of_the_input_are_all_there_is() -> None:
    bullet = Bullet("b1", "Bus", "idé", "", None, Meeting(), Source("a.txt", None, 1))
    arrivals = find_arrivals(State(), {}, [bullet])
    assert (arrivals.new, arrivals.gone, arrivals.absent) == (("b1",), (), ())
