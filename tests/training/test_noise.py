"""Other spellings stay near the text they come from."""

import random

from models.training.glosses import Glosser
from models.training.noise import ascii_spelling, old_spelling, respelt, slip

GLOSSER = Glosser({"børn": ["children"], "have": ["garden"], "cykel": ["bicycle"], "sti": ["path"]})


def test_old_and_ascii_spelling() -> None:
    assert old_spelling("Ålborg på måned") == "Aalborg paa maaned"
    assert ascii_spelling("Ærø, øl og å") == "Aeroe, oel og aa"


def test_slip_changes_at_most_one_place_and_spares_short_words() -> None:
    chance = random.Random(1)
    assert slip("sti", chance) == "sti"
    for _ in range(50):
        changed = slip("kommune", chance)
        assert abs(len(changed) - len("kommune")) <= 1
        assert sorted(set(changed) - set("kommune")) == sorted(set(changed) - set("kommune"))[:1]


def test_respelt_repeats_with_the_same_seed_and_parts_a_compound() -> None:
    text = "Cykelstien må ikke lukkes"
    seen = {respelt(text, GLOSSER, random.Random(seed)) for seed in range(40)}
    assert seen == {respelt(text, GLOSSER, random.Random(seed)) for seed in range(40)}
    assert "Cykel stien må ikke lukkes" in seen
    assert "Cykelstien maa ikke lukkes" in seen
