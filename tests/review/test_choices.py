"""Which titles people chose over others, out of the log."""

from dataclasses import replace

from pipeline.records import Entry, TitleReason
from pipeline.review.choices import find_choices
from pipeline.review.decisions import NewTheme, Propose, Rename, Several, to_body

FIRST = TitleReason("Busser", "udsagn", 4, 2, {"central": 0.9, "term": 0.0})
SECOND = TitleReason("Kollektiv trafik", "fagord", 5, 3, {"central": 0.7, "term": 1.0})
THEME = NewTheme("t1", "Busser", None, ("Busser", "Kollektiv trafik"), (), (), (), ())
PROPOSED = Propose(themes=(replace(THEME, reasons=(FIRST, SECOND)),))


def log(*steps):
    return [Entry(str(n), "", "Anne", step.kind, to_body(step)) for n, step in enumerate(steps)]


def test_a_renaming_to_an_offered_phrase_is_a_choice_over_the_others() -> None:
    (choice,) = find_choices(log(PROPOSED, Rename("t1", "Kollektiv trafik")))
    assert choice.title == "Kollektiv trafik"
    assert choice.chosen == SECOND.traits
    assert choice.others == (FIRST.traits,)


def test_own_words_are_no_choice() -> None:
    assert find_choices(log(PROPOSED, Rename("t1", "Bedre busser"))) == []


def test_only_the_last_title_of_a_theme_counts() -> None:
    steps = (PROPOSED, Rename("t1", "Kollektiv trafik"), Rename("t1", "Bedre busser"))
    assert find_choices(log(*steps)) == []
    (choice,) = find_choices(log(*steps, Rename("t1", "busser")))
    assert choice.chosen == FIRST.traits


def test_a_renaming_among_several_decisions_counts() -> None:
    several = Several((Rename("t1", "Kollektiv trafik"),))
    assert len(find_choices(log(PROPOSED, several))) == 1


def test_what_a_language_model_suggested_teaches_nothing() -> None:
    model = TitleReason("Offentlig transport", "sprogmodel", 3, 2, {})
    proposed = Propose(themes=(replace(THEME, reasons=(model, FIRST, SECOND)),))
    (choice,) = find_choices(log(proposed, Rename("t1", "Kollektiv trafik")))
    assert choice.others == (FIRST.traits,)
    assert find_choices(log(proposed, Rename("t1", "Offentlig transport"))) == []


def test_a_log_from_before_reasons_were_kept_has_no_choices() -> None:
    body = to_body(PROPOSED)
    for theme in body["themes"]:
        del theme["reasons"]
    old = [Entry("0", "", "temaer", Propose.kind, body), *log(Rename("t1", "Kollektiv trafik"))]
    assert find_choices(old) == []
