"""Records cannot be changed behind another step's back."""

from dataclasses import FrozenInstanceError

import pytest

from pipeline.records import KINDS, Bullet, Line, Meeting, Source

BULLET = Bullet("b1", "Busser", "idé", "Idéer", None, Meeting(table="1"), Source("a.txt", None, 3))


def test_the_seven_kinds() -> None:
    assert KINDS == (
        "udfordring",
        "drøftelse",
        "idé",
        "styrke",
        "refleksion",
        "handling",
        "andet",
    )


@pytest.mark.parametrize(
    ("record", "field"), [(BULLET, "text"), (Meeting(), "host"), (Line("x", 1), "number")]
)
def test_records_are_frozen(record: object, field: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(record, field, "andet")


def test_equal_facts_are_equal_records() -> None:
    again = Bullet(
        "b1", "Busser", "idé", "Idéer", None, Meeting(table="1"), Source("a.txt", None, 3)
    )
    assert again == BULLET
    assert len({again, BULLET}) == 1


def test_a_summary_that_says_nothing_has_empty_facts() -> None:
    assert Meeting() == Meeting("", "", "", "", "", "")
