"""The same decisions through every door come to the same themes, and none of them is lost."""

from pathlib import Path

from doors import DOORS, review_through


def test_the_doors_write_the_same_log_through_the_same_functions(tmp_path: Path) -> None:
    outcomes = {door: review_through(door, tmp_path / door, 60, 20) for door in DOORS}
    assert outcomes["typed"] == outcomes["from_code"]
    assert outcomes["in_a_sheet"] == outcomes["from_code"]
