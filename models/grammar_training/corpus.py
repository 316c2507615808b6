"""Reading the treebanks, and writing them as spaCy reads them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab


class Token(NamedTuple):
    """A word with its lemma and universal part of speech."""

    form: str
    lemma: str
    upos: str


Sentence = list[Token]


def read_parole(path: Path) -> list[Sentence]:
    """Read ``form TAB lemma TAB upos`` lines below a header; an empty line ends a sentence.

    PAROLE joins set phrases with underscores ("i_dag", "på_grund_af"); they
    come back as the words a reader sees, tagged as these usually are alone.
    """
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    sentences = _sentences([Token(*line.split("\t"))] if line else [] for line in lines)
    seen: defaultdict[str, Counter[Token]] = defaultdict(Counter)
    for sentence in sentences:
        for token in sentence:
            seen[token.form.lower()][token] += 1
    usual = {form: tokens.most_common(1)[0][0] for form, tokens in seen.items()}
    return [
        [word for token in sentence for word in _words(_tidy(token), usual)]
        for sentence in sentences
    ]


def _words(token: Token, usual: dict[str, Token]) -> Iterator[Token]:
    """Undo PAROLE's joining of words."""
    if "_" not in token.form.strip("_"):
        yield token
        return
    if "." in token.form:
        yield token._replace(form=token.form.replace("_", ""))
        return
    words = token.form.split("_")
    if token.upos == "SCONJ" and words[-1] == "om":
        # "selv om", "som om": so DDT's development sentences have them.
        yield Token(words[0], words[0].lower(), "ADV")
        yield Token(words[1], words[1], "ADP")
        return
    before = None
    for word in words:
        guess = usual.get(word.lower(), Token(word, word.lower(), "NOUN"))
        # After a preposition "går" (gå) and "gang" are nouns, whatever they are elsewhere.
        if before == "ADP" and guess.upos not in ("NOUN", "ADJ", "PRON", "DET", "ADP"):
            guess = Token(word, word.lower(), "NOUN")
        yield guess._replace(form=word)
        before = guess.upos


def read_conllu(path: Path) -> list[Sentence]:
    """Read form, lemma and universal part of speech from a CoNLL-U file."""
    rows: list[list[Token]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if not line:
            rows.append([])
        # "3-4" and "3.1" are multiword tokens and empty nodes: no words of the text.
        elif columns[0].isdigit():
            rows.append([Token(columns[1], columns[2], columns[3])])
    return _sentences(rows)


def _sentences(rows: Iterable[list[Token]]) -> list[Sentence]:
    sentences: list[Sentence] = [[]]
    for row in rows:
        if row:
            sentences[-1].extend(row)
        elif sentences[-1]:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _tidy(token: Token) -> Token:
    """Remove what DDT never has."""
    if token.upos == "PUNCT":
        # PAROLE gives the dash as " - ", with its spaces.
        return token._replace(lemma=token.form)
    if token.upos == "X" and len(token.form) > 2 and token.form.endswith("-"):
        # The first half of "miljø- og klimaplan".
        return token._replace(upos="NOUN")
    return token


def fragments(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Cut sentences at their punctuation, as people jot things down.

    A bullet has seldom a full stop, often no capital and no verb; the corpora
    are newspapers and books. What stands between two punctuation marks is the
    nearest they hold to one.
    """
    cut: list[Sentence] = []
    for sentence in sentences:
        pieces: list[Sentence] = [[]]
        for token in sentence:
            if token.upos == "PUNCT":
                pieces.append([])
            else:
                pieces[-1].append(token)
        cut.extend([_lowered(piece[0]), *piece[1:]] for piece in pieces if len(piece) > 1)
    return cut


def _lowered(token: Token) -> Token:
    return token if token.upos == "PROPN" else token._replace(form=token.form.lower())


def to_doc(vocab: Vocab, sentence: Sentence) -> Doc:
    """Make a spaCy document of gold tokens."""
    return Doc(
        vocab,
        words=[token.form for token in sentence],
        pos=[token.upos for token in sentence],
        lemmas=[token.lemma for token in sentence],
        sent_starts=[place == 0 for place in range(len(sentence))],
    )


def write(path: Path, sentences: Iterable[Sentence]) -> None:
    """Write sentences as a spaCy ``DocBin``."""
    vocab = Vocab()
    bin_ = DocBin(attrs=["ORTH", "POS", "LEMMA", "SENT_START", "SPACY"])
    for sentence in sentences:
        bin_.add(to_doc(vocab, sentence))
    bin_.to_disk(path)
