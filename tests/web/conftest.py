"""A person at the page of a small review."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from desk import Person


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Somebody who reviews 12 bullets in four themes; t03 stands under t02."""
    person = Person(tmp_path)
    yield person
    person.review.close()
