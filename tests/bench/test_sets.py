"""The sets are what their tables say: sizes, gold, folds, and nothing that gives the theme away."""

from itertools import pairwise

import numpy as np

from models.training.corpus import DEVELOPMENT_AREAS
from tests.bench.sets import (
    available,
    civic_gold,
    held_out_areas,
    held_out_strategy,
    large,
    seeds,
    sib200,
    six_thousand,
    sixteen_folds,
)


def test_the_real_summaries_have_no_gold_and_sixteen_parts() -> None:
    made = seeds()
    assert len(made.bullets) == 61
    assert not made.has_gold
    assert set(made.folds) == set(range(16))


def test_civic_gold_is_grouped_whole_and_scored_without_its_rest() -> None:
    made = civic_gold()
    known = [theme for theme in made.gold if theme is not None]
    assert (len(made.bullets), len(known), made.number) == (389, 371, 14)
    first = {bullet.source.path for bullet, fold in zip(made.bullets, made.folds, strict=True)}
    assert len(first) == len(set(made.folds)) == 16


def test_held_out_sets_hold_what_the_model_has_not_seen() -> None:
    areas = held_out_areas()
    assert set(areas.gold) == set(DEVELOPMENT_AREAS)
    strategy = held_out_strategy("12")
    assert strategy.number == 12
    assert all(theme is not None and theme.startswith("12 ") for theme in strategy.gold)


def test_six_thousand_are_whole_areas_and_none_held_out() -> None:
    made = six_thousand()
    assert 5_900 <= len(made.bullets) <= 6_000
    assert made.number == 50
    assert set(made.gold).isdisjoint(DEVELOPMENT_AREAS)


def test_the_order_of_statements_does_not_follow_their_themes() -> None:
    gold = held_out_areas().gold
    same = sum(first == second for first, second in pairwise(gold))
    # Eight areas of equal size in random order: one neighbour in eight has the same.
    assert same / len(gold) < 0.2


def test_large_sets_hold_different_texts_and_no_two_equal_vectors() -> None:
    made = large(60_000)
    texts = [bullet.text for bullet in made.bullets]
    assert made.copies == 3
    assert len(set(texts)) == len(texts) == 60_000
    assert texts[20_000] == f"{texts[0]} 2"


def test_copies_keep_the_first_vectors_and_differ_by_noise() -> None:
    made = large(60_000)
    single = len(made.bullets) // made.copies

    def encode(texts: list[str]) -> np.ndarray:
        assert len(texts) == single
        return np.eye(8, dtype=np.float32)[np.arange(single) % 8]

    vectors = made.encode(encode)
    assert vectors.shape == (len(made.bullets), 8)
    assert (vectors[0] == np.eye(8)[0]).all()
    assert not np.allclose(vectors[single], vectors[0])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_sib200_is_there_only_where_its_folder_is_named(tmp_path) -> None:
    (tmp_path / "sib200_da.tsv").write_text(
        "text\tlabel\tsplit\nSolen står op.\tscience\ttrain\nByen er gammel.\ttravel\ttest\n",
        encoding="utf-8",
    )
    assert "sib200" not in available(None)
    made = available(tmp_path)["sib200"]()
    assert sorted(bullet.text for bullet in made.bullets) == ["Byen er gammel.", "Solen står op."]
    assert made.number == 2
    assert sib200(tmp_path) == made


def test_folds_are_dealt_in_turn() -> None:
    assert sixteen_folds(18) == (*range(16), 0, 1)
