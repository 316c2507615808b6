"""The same decisions through every door come to the same themes, and none of them is lost."""

from pathlib import Path

from doors import DOORS, review_through


def test_the_doors_write_the_same_log_through_the_same_functions(tmp_path: Path) -> None:
    outcomes = {door: review_through(door, tmp_path / door, 60, 20) for door in DOORS}
    expected = outcomes["from code"]
    for door, outcome in outcomes.items():
        assert (door, outcome.log) == (door, expected.log)
        assert (door, outcome.state) == (door, expected.state)
    assert outcomes["on the page"].refused
