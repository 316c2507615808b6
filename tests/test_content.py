"""Statements that say nothing of their own, and short ones that do."""

import pytest

from pipeline.danish import has_content


@pytest.mark.parametrize(
    "text",
    [
        "Ja, enig",
        "Se ovenfor",
        "Samme her!",
        "Nej",
        "???",
        "",
        "Helt enig i ovenstående.",
        "1.",
        "x",
    ],
)
def test_says_nothing_of_its_own(text: str) -> None:
    assert not has_content(text)


@pytest.mark.parametrize(
    "text",
    ["Bank på døren!", "Social dannelse", "Ventetiderne!!", "Enig om busserne", "EU", "Mere natur"],
)
def test_says_something(text: str) -> None:
    assert has_content(text)
