"""Retagging PAROLE the way UD Danish-DDT tags.

Both corpora name parts of speech with the universal tags, but draw some lines
elsewhere: what DDT calls DET before a noun ("hans bil"), ADV beside a verb
("løb hurtigt"), VERB when it stands alone ("jeg har en bil") and ADP in a
comparison ("som en bil") is PRON, ADJ, AUX and PRON in PAROLE. Where the line
runs depends on the words around, so it is learnt: a logistic regression sees
the word and its neighbours under tags both corpora agree on, in DDT's
development sentences, and says which of DDT's tags the word would have there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from models.grammar_training.corpus import Sentence, Token

# PAROLE's tag -> the tags that DDT may have in its place.
_LINES = {
    "PRON": frozenset({"DET", "ADP", "ADV"}),
    "DET": frozenset({"PRON"}),
    "AUX": frozenset({"VERB"}),
    "ADJ": frozenset({"ADV"}),
    "SCONJ": frozenset({"ADP"}),
    "ADV": frozenset({"ADP"}),
}
# Lines that words cross even where DDT's few sentences do not show them.
_OPEN = frozenset({("PRON", "DET"), ("AUX", "VERB"), ("ADJ", "ADV")})
# What lies on either side of these lines counts as one when it is a neighbour.
_SHARED = {
    "PRON": "D",
    "DET": "D",
    "AUX": "V",
    "VERB": "V",
    "ADP": "P",
    "SCONJ": "P",
    "PROPN": "NOUN",
}
# A tag PAROLE itself gives a word this often is one PAROLE's annotators weighed there.
_WEIGHED = 0.02
# A word seen this often in DDT without a tag does not take the tag.
_OFTEN = 5
_EDGE = Token("", "", "EDGE")
_CLAUSE = 8

Features = dict[str, str | bool]


def _tags_of(sentences: list[Sentence]) -> defaultdict[str, Counter[str]]:
    tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for token in sentence:
            tags[token.form.lower()][token.upos] += 1
    return tags


class Conventions:
    """DDT's choice of tag, learnt from its development sentences.

    Parameters
    ----------
    parole : list of Sentence
        Sentences tagged PAROLE's way; says how PAROLE tags a word as a rule.
    ddt : list of Sentence
        Sentences tagged DDT's way.
    """

    def __init__(self, parole: list[Sentence], ddt: list[Sentence]) -> None:
        self._parole = _tags_of(parole)
        self._ddt = _tags_of(ddt)
        self._usual = {form: tags.most_common(1)[0][0] for form, tags in self._parole.items()}
        rows, tags = [], []
        for sentence in ddt:
            for place, token in enumerate(sentence):
                if self._on_a_line(token):
                    rows.append(self._features(sentence, place))
                    tags.append(token.upos)
        self._model = make_pipeline(
            DictVectorizer(), LogisticRegression(C=1.0, max_iter=2000, tol=1e-6)
        )
        self._model.fit(rows, tags)
        self._tags = [str(tag) for tag in self._model[-1].classes_]

    def retag(self, sentences: list[Sentence]) -> list[Sentence]:
        """Give PAROLE's sentences DDT's tags."""
        return [self._retag(sentence) for sentence in sentences]

    def _retag(self, sentence: Sentence) -> Sentence:
        choices = {
            place: allowed
            for place, token in enumerate(sentence)
            if len(allowed := self._allowed(token)) > 1
        }
        if not choices:
            return sentence
        chances = self._model.predict_proba([self._features(sentence, p) for p in choices])
        retagged = list(sentence)
        for (place, allowed), row in zip(choices.items(), chances, strict=True):
            token = sentence[place]
            scored = zip(row, self._tags, strict=True)
            best = max(
                ((float(chance), tag) for chance, tag in scored if tag in allowed),
                default=(0.0, token.upos),
            )[1]
            # In both corpora an adverb is its own lemma, also when it was an adjective's neuter.
            lemma = token.form.lower() if (token.upos, best) == ("ADJ", "ADV") else token.lemma
            retagged[place] = Token(token.form, lemma, best)
        return retagged

    def _allowed(self, token: Token) -> set[str]:
        form = token.form.lower()
        parole, ddt = self._parole[form], self._ddt[form]
        if token.upos != self._usual.get(form, token.upos):
            return {token.upos}
        return {token.upos} | {
            tag
            for tag in _LINES.get(token.upos, ())
            if parole[tag] < _WEIGHED * parole.total()
            and (ddt[tag] or (ddt.total() < _OFTEN and (token.upos, tag) in _OPEN))
        }

    def _on_a_line(self, token: Token) -> bool:
        usual = self._usual.get(token.form.lower(), token.upos)
        return usual in _LINES or token.upos in _LINES

    def _shared(self, token: Token) -> str:
        """Name a neighbour's part of speech so that both corpora would name it alike."""
        tag = token.upos
        usual = self._usual.get(token.form.lower(), tag)
        if tag in ("ADV", "ADP", "SCONJ", "PRON") and usual in ("ADP", "SCONJ", "PRON"):
            tag = usual
        elif tag == "ADV" and (usual == "ADJ" or token.form.endswith("t")):
            tag = "ADJ"
        elif tag == "ADJ" and usual == "ADV":
            tag = "ADV"
        return _SHARED.get(tag, tag)

    def _features(self, sentence: Sentence, place: int) -> Features:
        def at(offset: int) -> Token:
            there = place + offset
            return sentence[there] if 0 <= there < len(sentence) else _EDGE

        here = sentence[place]
        form = here.form.lower()
        ahead = list(self._clause(sentence, place))
        until_noun = "".join(tag[0] for tag in ahead[: self._first(ahead, "NOUN", "V") + 1])
        features: Features = {
            "form": form,
            "kind": self._shared(here),
            "end": form[-1:],
            "ends": form[-2:],
            "ahead": until_noun,
            "form ahead": f"{form} {until_noun}",
            "participle": self._participle(sentence, place),
            "finite before": self._finite_before(sentence, place),
        }
        for offset in (-2, -1, 1, 2):
            tag = self._shared(at(offset)) if at(offset) is not _EDGE else "EDGE"
            features[f"tag {offset}"] = tag
            features[f"form tag {offset}"] = f"{form} {tag}"
            features[f"kind tag {offset}"] = f"{features['kind']}{form[-1:]} {tag}"
        for offset in (-1, 1):
            features[f"word {offset}"] = at(offset).form.lower()
            features[f"end {offset}"] = at(offset).form.lower()[-2:]
        features["tags"] = f"{features['kind']} {features['tag -1']} {features['tag 1']}"
        features["lemma participle"] = f"{here.lemma} {features['participle']}"
        features["next two"] = f"{features['tag 1']} {features['tag 2']}"
        return features

    def _clause(self, sentence: Sentence, place: int) -> Iterator[str]:
        for token in sentence[place + 1 : place + 1 + _CLAUSE]:
            if token.upos == "PUNCT":
                yield "."
                return
            yield self._shared(token)

    @staticmethod
    def _first(tags: list[str], *wanted: str) -> int:
        return next((n for n, tag in enumerate(tags) if tag in wanted), len(tags))

    @staticmethod
    def _participle(sentence: Sentence, place: int) -> bool:
        """Whether the next verb of the clause can be a participle."""
        for token in sentence[place + 1 :]:
            if token.upos in ("VERB", "AUX"):
                return token.form.lower().endswith("t")
            if token.form in (".", "?", "!", ":", "at", "som", "der", "og"):
                return False
        return False

    @staticmethod
    def _finite_before(sentence: Sentence, place: int) -> bool:
        for token in reversed(sentence[:place]):
            if token.upos in ("VERB", "AUX"):
                return True
            if token.upos == "PUNCT":
                return False
        return False
