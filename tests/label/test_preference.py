"""What makes a good title can be read, changed and learned."""

import tomllib
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.label import WEIGHTS, learn, read_weights, to_toml
from pipeline.label.preference import score


def test_a_score_is_the_sum_of_traits_by_weight() -> None:
    assert score({"central": 0.5, "pair": 1.0, "unknown": 9.0}, {"central": 2.0, "pair": -1}) == 0


def test_what_was_chosen_comes_first_after_a_few_choices() -> None:
    weights = {"long": 1.0, "short": 0.0}
    long, short = {"long": 1.0, "short": 0.0}, {"long": 0.0, "short": 1.0}
    assert score(long, weights) > score(short, weights)
    learned = learn(weights, [(short, [long])] * 20)
    assert score(short, learned) > score(long, learned)
    assert weights == {"long": 1.0, "short": 0.0}


def test_a_choice_that_was_first_already_moves_less_than_a_surprise() -> None:
    weights = {"a": 2.0}
    expected = learn(weights, [({"a": 1.0}, [{"a": 0.0}])])["a"] - 2.0
    surprise = 2.0 - learn(weights, [({"a": 0.0}, [{"a": 1.0}])])["a"]
    assert 0 < expected < surprise


def test_without_choices_nothing_is_learned() -> None:
    assert learn(WEIGHTS, []) == dict(WEIGHTS)


def test_weights_survive_their_file(tmp_path: Path) -> None:
    path = tmp_path / "preferences.toml"
    path.write_text(to_toml(WEIGHTS), encoding="utf-8")
    assert read_weights(path, WEIGHTS) == dict(WEIGHTS)
    strongest = next(iter(tomllib.loads(to_toml(WEIGHTS))))
    assert abs(WEIGHTS[strongest]) == max(map(abs, WEIGHTS.values()))


@pytest.mark.parametrize(
    ("text", "says"),
    [("colour = 1", "unknown trait 'colour'"), ('central = "x"', "number"), ("=", "readable")],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "preferences.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        read_weights(path, WEIGHTS)
