"""Which of the dictionary's lemmas are corrected."""

from models.grammar_training.corpus import Token
from models.grammar_training.corrections import corrections


def test_only_what_annotators_mostly_say_otherwise_is_corrected() -> None:
    def seen(form: str, lemma: str, upos: str, times: int) -> list[Token]:
        return [Token(form, lemma, upos)] * times

    sentence = [
        *seen("dyr", "dyr", "NOUN", 3),  # simplemma: "dy"
        *seen("Hallen", "hal", "NOUN", 2),  # seen twice only
        *seen("skoler", "skole", "NOUN", 5),  # as simplemma has it
        *seen("Billig", "Billig", "PROPN", 9),  # a name
        *seen("skat", "skat", "NOUN", 3),  # half and half
        *seen("skat", "skatte", "VERB", 3),
        *seen("qxwz", "qxw", "NOUN", 9),  # not in the dictionary
    ]
    assert corrections([sentence]) == {"dyr": "dyr"}
