"""themes.json, schema 1."""

import json

import pytest

from pipeline.records import (
    Bullet,
    Meeting,
    ParsedDocument,
    Place,
    RunFacts,
    Source,
    Theme,
    ThemeSet,
)
from pipeline.write.themes_json import overview, to_json

MEETING = Meeting("Møde", "Nærum Kro", "2025-05-03", "1", "Asta Hvidkilde", "Teknik")
BUS = Bullet("b1", "Flere busser", "idé", "Idéer", None, MEETING, Source("a.txt", 2, 7), ("navn",))
NIGHT = Bullet("b2", "om natten", "idé", "Idéer", "b1", MEETING, Source("a.txt", 2, 8))
HOME = Bullet(
    "b3", "Dyre boliger", "udfordring", "", None, Meeting(table="2"), Source("b.txt", None, 1)
)
THEMES = (
    Theme("t1", "Busser", None, ("Busser", "Tog"), ("bus",), ("b1", "b9")),
    Theme("t2", "Nat", "t1", ("Nat",), ("nat",), ("b2",)),
    Theme("t3", "Boliger", None, ("Boliger",), ("bolig",), ("b3",), status="approved"),
)
MEMBERS = {"t1": ("b1", "b2"), "t2": ("b2",), "t3": ("b3",)}
PLACES = {
    "b1": Place("t1", "machine", 0.98765),
    "b2": Place("t2", "machine", 0.5),
    "b3": Place("t3", "person", 1.0),
}
DOCUMENTS = (
    ParsedDocument("a.txt", "aa", MEETING, (BUS, NIGHT), (), ()),
    ParsedDocument("b.txt", "bb", Meeting(table="2"), (HOME,), (), ()),
)
FACTS = RunFacts("2025-05-03T10:00:00+00:00", "0.1.0", "da", "ff", {"themes": 0})


@pytest.fixture
def data():
    return to_json(ThemeSet(DOCUMENTS, (BUS, NIGHT, HOME), THEMES, MEMBERS, PLACES), FACTS)


def test_the_fields_of_schema_1(data) -> None:
    assert list(data) == ["schema", "run", "bullets", "themes"]
    assert data["schema"] == 1
    assert data["run"] == {
        "created": "2025-05-03T10:00:00+00:00",
        "pipeline": "0.1.0",
        "model": "da",
        "model_fingerprint": "ff",
        "settings": {"themes": 0},
        "inputs": [
            {"path": "a.txt", "sha256": "aa", "bullets": 2},
            {"path": "b.txt", "sha256": "bb", "bullets": 1},
        ],
    }
    assert data["bullets"][1] == {
        "id": "b2",
        "text": "om natten",
        "kind": "idé",
        "section": "Idéer",
        "parent": "b1",
        "meeting": {
            "event": "Møde",
            "place": "Nærum Kro",
            "date": "2025-05-03",
            "table": "1",
            "host_role": "Teknik",
        },
        "source": {"path": "a.txt", "page": 2, "line": 8},
        "theme": "t1",
        "subtheme": "t2",
        "confidence": 0.5,
        "placed_by": "machine",
        "flags": [],
    }
    assert data["themes"][0] == {
        "id": "t1",
        "title": "Busser",
        "status": "proposed",
        "parent": None,
        "phrases": ["Busser", "Tog"],
        "keywords": ["bus"],
        "exemplars": ["b1"],
        "size": 2,
    }


def test_it_is_plain_data_without_hosts(data) -> None:
    text = json.dumps(data, ensure_ascii=False)
    assert json.loads(text) == data
    assert "Hvidkilde" not in text
    assert data["bullets"][0]["flags"] == ["navn"]


def test_overview_counts_bullets_tables_and_kinds_of_top_themes(data) -> None:
    rows = [
        (row["title"], row["size"], row["tables"], dict(row["kinds"])) for row in overview(data)
    ]
    assert rows == [("Busser", 2, 1, {"idé": 2}), ("Boliger", 1, 1, {"udfordring": 1})]


def test_what_people_decided_is_in_it(data) -> None:
    assert [theme["status"] for theme in data["themes"]] == ["proposed", "proposed", "approved"]
    assert [bullet["placed_by"] for bullet in data["bullets"]] == ["machine", "machine", "person"]
    unplaced = to_json(ThemeSet(DOCUMENTS, (BUS,), (), {}, {}), FACTS)["bullets"][0]
    assert (unplaced["theme"], unplaced["subtheme"], unplaced["confidence"]) == (None, None, 0.0)


def test_a_doubt_is_named_with_the_other_theme_while_that_stands() -> None:
    places = {
        "b1": Place("t1", confidence=0.4, doubt="between", second="t2"),
        "b2": Place("t1", confidence=0.4, doubt="between", second="gone"),
        "b3": Place("t1", "person", confidence=1.0),
    }
    meeting, source = Meeting(), Source("a.txt", None, 1)
    bullets = tuple(Bullet(id_, "Bus", "idé", "", None, meeting, source) for id_ in places)
    shown = (Theme("t1", "Bus"), Theme("t2", "Vej"))
    facts = RunFacts("", "1", "m", "f", {})
    data = to_json(ThemeSet((), bullets, shown, {"t1": tuple(places), "t2": ()}, places), facts)
    said = [(row.get("doubt"), row.get("second")) for row in data["bullets"]]
    assert said == [("between", "t2"), ("between", None), (None, None)]
