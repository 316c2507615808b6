"""Reading treebanks."""

from pathlib import Path

import spacy
from spacy.tokens import DocBin

from models.grammar_training.corpus import (
    Token,
    fragments,
    read_conllu,
    read_parole,
    write,
)

PAROLE = """form	lemma	upos
I	i	ADP
år	år	NOUN
går	gå	VERB
hun	hun	PRON
hjem	hjem	ADV
-	 - 	PUNCT

I_går	i_går	ADV
sov	sove	VERB
miljø-	miljø-	X
folk	folk	NOUN
,	,	PUNCT
selv_om	selv_om	SCONJ
det	det	PRON
bl._a.	blandt_andet	ADV
regnede	regne	VERB
"""

CONLLU = """# text = Hun går.
1	Hun	hun	PRON	_	_	2	nsubj	_	_
2-3	gik'en	_	_	_	_	_	_	_	_
2	går	gå	VERB	_	_	0	root	_	_
3	.	.	PUNCT	_	_	2	punct	_	_

1	Ja	ja	INTJ	_	_	0	root	_	_
"""


def test_read_parole_undoes_what_ddt_never_has(tmp_path: Path) -> None:
    path = tmp_path / "parole.tsv"
    path.write_text(PAROLE, encoding="utf-8")
    first, second = read_parole(path)
    assert first[2] == Token("går", "gå", "VERB")
    assert first[-1] == Token("-", "-", "PUNCT")
    assert second == [
        Token("I", "i", "ADP"),
        Token("går", "går", "NOUN"),
        Token("sov", "sove", "VERB"),
        Token("miljø-", "miljø-", "NOUN"),
        Token("folk", "folk", "NOUN"),
        Token(",", ",", "PUNCT"),
        Token("selv", "selv", "ADV"),
        Token("om", "om", "ADP"),
        Token("det", "det", "PRON"),
        Token("bl.a.", "blandt_andet", "ADV"),
        Token("regnede", "regne", "VERB"),
    ]


def test_read_conllu_takes_words_only(tmp_path: Path) -> None:
    path = tmp_path / "ddt.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    assert read_conllu(path) == [
        [Token("Hun", "hun", "PRON"), Token("går", "gå", "VERB"), Token(".", ".", "PUNCT")],
        [Token("Ja", "ja", "INTJ")],
    ]


def test_fragments_are_cut_at_punctuation_and_lose_their_capital() -> None:
    sentence = [
        Token("Flere", "mange", "ADJ"),
        Token("stier", "sti", "NOUN"),
        Token(",", ",", "PUNCT"),
        Token("Elmby", "Elmby", "PROPN"),
        Token("vokser", "vokse", "VERB"),
        Token("-", "-", "PUNCT"),
        Token("Ja", "ja", "INTJ"),
    ]
    assert fragments([sentence]) == [
        [Token("flere", "mange", "ADJ"), Token("stier", "sti", "NOUN")],
        [Token("Elmby", "Elmby", "PROPN"), Token("vokser", "vokse", "VERB")],
    ]


def test_write_keeps_words_tags_and_lemmas(tmp_path: Path) -> None:
    sentences = [[Token("Hun", "hun", "PRON"), Token("går", "gå", "VERB")]]
    write(tmp_path / "out.spacy", sentences)
    vocab = spacy.blank("da").vocab
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(vocab))
    assert [[Token(t.text, t.lemma_, t.pos_) for t in doc] for doc in docs] == sentences
