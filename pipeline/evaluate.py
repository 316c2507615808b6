"""How well the pipeline does on a folder of summaries whose right answer is known.

The folder holds `docs/` with the summaries and `gold.tsv` with the columns doc, n, kind, theme,
subtheme and text, one statement a row.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.records import Bullet


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One row of `gold.tsv`."""

    document: str
    text: str
    kind: str
    theme: str
    subtheme: str


@dataclass(frozen=True, slots=True)
class ParseScore:
    """Bullets against gold statements, matched by document (without suffix) and words.

    Attributes
    ----------
    precision, recall
        Share of bullets that are gold statements, and of gold statements that were found; 0 to 1.
    kind_accuracy
        Share of the matched bullets that have the gold kind; 0 to 1.
    missing, extra
        Gold statements that no bullet matches, and bullets that match none.
    """

    precision: float
    recall: float
    kind_accuracy: float
    missing: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 to 1."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_gold(folder: Path) -> list[GoldStatement]:
    """Read `gold.tsv` of a folder.

    Raises
    ------
    InputError
        If the file is not there or lacks a column.
    """
    path = folder / "gold.tsv"
    if not path.is_file():
        raise InputError(str(path), "is not there", "Name a folder that holds docs/ and gold.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    missing = {"doc", "kind", "theme", "subtheme", "text"} - set(rows[0] if rows else ())
    if missing:
        raise InputError(str(path), f"lacks the column {min(missing)}", "Add it to the first line")
    return [
        GoldStatement(row["doc"], row["text"], row["kind"], row["theme"], row["subtheme"])
        for row in rows
    ]


def score_parse(bullets: Sequence[Bullet], gold: Sequence[GoldStatement]) -> ParseScore:
    """Compare bullets with gold statements; each may be matched once."""
    wanted = Counter(_key(row.document, row.text) for row in gold)
    kinds: dict[tuple[str, str], list[str]] = {}
    for row in gold:
        kinds.setdefault(_key(row.document, row.text), []).append(row.kind)
    found = Counter(_key(bullet.source.path, bullet.text) for bullet in bullets)
    right_kind = 0
    for bullet in bullets:
        candidates = kinds.get(_key(bullet.source.path, bullet.text), [])
        if bullet.kind in candidates:
            candidates.remove(bullet.kind)
            right_kind += 1
    matched = (wanted & found).total()
    return ParseScore(
        matched / max(1, found.total()),
        matched / max(1, wanted.total()),
        right_kind / max(1, matched),
        tuple((wanted - found).elements()),
        tuple((found - wanted).elements()),
    )


def gold_themes(bullets: Sequence[Bullet], gold: Sequence[GoldStatement]) -> list[str | None]:
    """Return the right theme of each bullet, None for a bullet that is no gold statement."""
    themes = {_key(row.document, row.text): row.theme for row in gold}
    return [themes.get(_key(bullet.source.path, bullet.text)) for bullet in bullets]


def _key(document: str, text: str) -> tuple[str, str]:
    """Documents are compared by name without folder and suffix, texts without spacing."""
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return Path(document).stem, words
