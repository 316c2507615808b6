"""A theme is found by its id, its title, or how one of them begins."""

import pytest

from pipeline.errors import DecisionError
from pipeline.records import Theme
from pipeline.review import State

STATE = State(
    themes={
        "t1a": Theme("t1a", "Unge uden job og uddannelse"),
        "t1b": Theme("t1b", "Bolig"),
        "t2c": Theme("t2c", "Boliger og lokalplaner"),
    }
)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("t1a", "t1a"),
        ("t2", "t2c"),
        ("unge uden job og uddannelse", "t1a"),
        ("Unge", "t1a"),
        ("boliger", "t2c"),
        # The whole title of one theme, though another's begins with it.
        ("Bolig", "t1b"),
    ],
)
def test_a_theme_is_found(word: str, found: str) -> None:
    assert STATE.find_theme(word).id == found


@pytest.mark.parametrize("word", ["t1", "bol"])
def test_a_beginning_of_several_is_refused_with_their_ids(word: str) -> None:
    with pytest.raises(DecisionError, match=r"names several themes: t1\w, t\d\w"):
        STATE.find_theme(word)


@pytest.mark.parametrize("word", ["", "  ", "skole"])
def test_what_begins_no_theme_is_refused(word: str) -> None:
    with pytest.raises(DecisionError, match="There is no theme"):
        STATE.find_theme(word)
