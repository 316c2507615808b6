"""The phrases that could name a theme, with the bullets that bear them out."""

from pipeline.label.candidates import find_candidates, read_lexis, with_parts
from tests.label.tagged import tag

TAGGED = [
    tag("Lejeboliger/N til/P unge/A"),
    tag("En/D ungdomsbolig/N i/P byen/N"),
    tag("Byen/N og/C Tjørneparken/N"),
    tag("Vi flytter/V fra/P Tjørneparken/N"),
]


def test_a_compound_counts_for_its_parts() -> None:
    assert with_parts("lejebolig") == ("lejebolig", "leje", "bolig")
    assert with_parts("kultur") == ("kultur",)


def test_the_head_that_compounds_share_is_a_candidate() -> None:
    lexis = read_lexis(TAGGED)
    found = {item.text: item for item in find_candidates([0, 1], TAGGED, lexis)}
    assert found["boliger"].shape == "part"
    assert found["boliger"].bullets == {0, 1}
    assert found["boliger"].words == 2
    assert found["lejeboliger til unge"].bullets == {0}


def test_names_are_no_candidates() -> None:
    lexis = read_lexis(TAGGED)
    assert lexis.names == {"tjørneparken"}
    texts = [item.text for item in find_candidates([2, 3], TAGGED, lexis)]
    assert not [text for text in texts if "tjørne" in text]


def test_variants_are_one_candidate() -> None:
    tagged = [tag("en/D tidlig/A indsats/N"), tag("tidlige/A indsatser/N")]
    found = find_candidates([0, 1], tagged, read_lexis(tagged))
    assert len([item for item in found if set(item.lemmas) == {"tidlig", "indsats"}]) == 1
