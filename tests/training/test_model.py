"""The shipped model reads Danish as it is written, not only as it is taught."""

import hashlib
import re
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

FOLDER = Path(__file__).parents[2] / "models" / "da-saetning"

BULLETS = [
    "Der mangler børnehavepladser i landsbyerne",
    "Flere ældre føler sig ensomme i hverdagen",
    "Cykelstien langs landevejen er for farlig for skolebørn",
    "Bussen kører kun to gange om dagen",
    "Unge flytter væk, fordi der ikke er nogen uddannelser",
    "Lægehuset tager ikke imod nye patienter",
    "Foreningerne har svært ved at finde frivillige trænere",
    "Vindmøllerne larmer, men giver penge til lokalområdet",
    "Kommunen svarer ikke på borgernes henvendelser",
    "Der er for få små boliger til enlige",
    "Svømmehallen bør holde åbent om søndagen",
    "Nye borgere skal bydes velkommen med kaffe i forsamlingshuset",
]
ENGLISH = [
    "There is a shortage of kindergarten places in the villages",
    "More elderly people feel lonely in everyday life",
    "The cycle path along the main road is too dangerous for schoolchildren",
    "The bus only runs twice a day",
    "Young people move away because there are no study programmes",
    "The medical centre does not take new patients",
    "The associations find it hard to get volunteer coaches",
    "The wind turbines are noisy but give money to the local area",
    "The municipality does not answer citizens' enquiries",
    "There are too few small homes for single people",
    "The swimming pool should be open on Sundays",
    "New residents should be welcomed with coffee in the village hall",
]


@pytest.fixture(scope="module")
def model() -> SentenceTransformer:
    return SentenceTransformer(str(FOLDER), device="cpu").float()


def encode(model: SentenceTransformer, texts: list[str]) -> np.ndarray:
    return model.encode(texts, normalize_embeddings=True)


def own_similarity(model: SentenceTransformer, variants: list[str]) -> np.ndarray:
    """Check that each variant is nearest to its own bullet; return those similarities."""
    similarities = encode(model, variants) @ encode(model, BULLETS).T
    assert similarities.argmax(axis=1).tolist() == list(range(len(BULLETS)))
    return np.diag(similarities)


def test_unicode_forms_and_capitals_make_no_difference(model: SentenceTransformer) -> None:
    for change in (lambda text: unicodedata.normalize("NFD", text), str.upper, str.lower):
        assert own_similarity(model, [change(text) for text in BULLETS]).min() > 0.999


def test_soft_hyphens_make_no_difference(model: SentenceTransformer) -> None:
    soft = [re.sub(r"(\w{5})(\w)", "\\1\u00ad\\2", text) for text in BULLETS]
    assert own_similarity(model, soft).min() > 0.999


def test_old_spelling(model: SentenceTransformer) -> None:
    old = [text.replace("å", "aa").replace("Å", "Aa") for text in BULLETS]
    assert own_similarity(model, old).mean() > 0.85


def test_keyboard_without_danish_letters(model: SentenceTransformer) -> None:
    for letter, others in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        changed = [text.replace(letter, others) for text in BULLETS]
        assert own_similarity(model, changed).mean() > 0.85


def test_typos(model: SentenceTransformer) -> None:
    def swapped(text: str) -> str:
        longest = max(text.split(), key=len)
        middle = len(longest) // 2
        typo = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
        return text.replace(longest, typo)

    assert own_similarity(model, [swapped(text) for text in BULLETS]).mean() > 0.6


def test_compounds_written_apart(model: SentenceTransformer) -> None:
    parted = {
        "børnehavepladser": "børne have pladser",
        "landsbyerne": "lands byerne",
        "Cykelstien": "Cykel stien",
        "landevejen": "lande vejen",
        "skolebørn": "skole børn",
        "Lægehuset": "Læge huset",
        "Vindmøllerne": "Vind møllerne",
        "lokalområdet": "lokal området",
        "Svømmehallen": "Svømme hallen",
        "forsamlingshuset": "forsamlings huset",
    }
    apart = []
    for bullet in BULLETS:
        for whole, parts in parted.items():
            bullet = bullet.replace(whole, parts)
        apart.append(bullet)
    assert own_similarity(model, apart).min() > 0.75


def test_a_compound_alone_and_apart_is_nearer_than_other_bullets(
    model: SentenceTransformer,
) -> None:
    # The model card names this as a weakness: "børne have" alone is half a garden.
    for whole, apart in (
        ("børnehave", "børne have"),
        ("ungdomsuddannelser", "ungdoms uddannelser"),
    ):
        own, other = encode(model, [whole, apart]), encode(model, BULLETS)
        assert own[0] @ own[1] > (own[1] @ other.T).mean() + 0.2


def test_english_lies_beside_danish(model: SentenceTransformer) -> None:
    assert own_similarity(model, ENGLISH).mean() > 0.6


def test_long_bullets_are_read_to_128_pieces(model: SentenceTransformer) -> None:
    assert model.max_seq_length == 128
    filler = "vi talte om mange ting ved bordet og der blev skrevet ned hvad alle sagde " * 4
    assert len(model.tokenizer(filler)["input_ids"]) < 100
    plain, ending = encode(model, [filler, filler + "svømmehallen skal have nyt vand og nyt tag"])
    assert plain @ ending < 0.99


def test_the_order_and_company_of_texts_make_no_difference(model: SentenceTransformer) -> None:
    alone = np.concatenate([encode(model, [text]) for text in BULLETS])
    np.testing.assert_allclose(encode(model, BULLETS[::-1])[::-1], alone, atol=1e-5)


def test_the_folder_is_what_its_card_says() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 60_000_000
    digest = hashlib.sha256((FOLDER / "model.safetensors").read_bytes()).hexdigest()
    assert digest in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_graph_gives_nearly_the_same_vectors(model: SentenceTransformer) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    session = onnxruntime.InferenceSession(str(FOLDER / "model_int8.onnx"))
    read = model.tokenizer(BULLETS, padding=True, return_tensors="np")
    (found,) = session.run(None, {name: read[name] for name in ("input_ids", "attention_mask")})
    assert (found * encode(model, BULLETS)).sum(axis=1).min() > 0.95
