"""The vocabulary of topics: well formed, and told by words."""

from pipeline.danish import STOP_WORDS
from pipeline.label.topics import read_vocabulary


def test_every_name_could_be_a_title() -> None:
    for name in read_vocabulary().all_names():
        words = name.lower().split()
        assert len(words) <= 6, name
        assert len(name) <= 48, name
        assert name[0].isupper(), name
        assert {words[0], words[-1]}.isdisjoint(STOP_WORDS), name


def test_words_speak_for_their_field() -> None:
    fields = read_vocabulary().fields
    odds = fields.odds([frozenset({"bus", "køreplan"}), frozenset({"lærer", "elev"}), frozenset()])
    assert [names[0] for names in fields.names][odds[0].argmax()] == "Kollektiv trafik"
    assert [names[0] for names in fields.names][odds[1].argmax()] in (
        "Folkeskole",
        "Faglighed i skolen",
    )
    assert not odds[2].any()


def test_groups_hold_fields() -> None:
    known = read_vocabulary()
    held = dict(zip(known.groups, known.members, strict=True))
    names = {known.fields.names[field][0] for field in held[("Kultur og fritid",)]}
    assert {"Kultur", "Idræt"} <= names
    assert all(len(members) > 1 for members in known.members)
