"""A withdrawn document leaves: its bullets, its words, and every trace of them in the log's texts.

What stays is that something was removed, when and by whom, and how many bullets there were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.danish import content_lemmas
from pipeline.errors import DecisionError
from pipeline.records import Bullet, Entry
from pipeline.review.apply import apply_all, parts
from pipeline.review.decisions import AddNote, Arrive, Forget, Merge, Propose, Relabel, Several
from pipeline.review.history import to_history
from pipeline.review.session import Review
from pipeline.review.state import State

# A person's text is withheld for three words in a row, a machine's for two: it only ever quotes.
_PERSONS_RUN, _MACHINES_RUN = 3, 2
_TELLING_DIGITS = 4
_NO_TITLE = "Uden titel"


def forget_document(review: Review, path: str, by: str) -> int:
    """Remove a document and all that came from it, for good.

    Returns
    -------
    bullets
        How many left.

    Raises
    ------
    DecisionError
        If there is no such document.
    """
    with review.changing():
        documents = {document.path: document for document in review.store.documents()}
        if path not in documents:
            known = ", ".join(documents) or "none"
            raise DecisionError(f"{path}: there is no such document. Known are {known}.")
        bullets = review.store.bullets(only_present=False)
        lost = [bullet for bullet in bullets.values() if bullet.source.path == path]
        kept = [bullet for bullet in bullets.values() if bullet.source.path != path]
        traces = Traces(lost, kept)
        entries = review.history.entries
        keeps = _kept_by_merges(entries)
        changed = {}
        for entry in entries:
            body = redact(entry, traces, keeps)
            if body != entry.body:
                changed[entry.number] = body
        written = review.add(Forget(len(lost)), by)
        review.store.redact(changed, written.number)
        review.store.mark_forgotten(documents[path].sha256, written.number)
        review.store.drop_documents([path])
        review.reload()
    review.store.wipe()
    return len(lost)


class Traces:
    """Tells what would give a lost bullet away: words in a row that no kept bullet holds.

    Parameters
    ----------
    lost, kept
        Bullets of the withdrawn document, and all others.
    """

    def __init__(self, lost: Sequence[Bullet], kept: Sequence[Bullet]) -> None:
        self.ids = {bullet.id for bullet in lost}
        self._lost = [_words(bullet.text) for bullet in lost]
        self._lost += [_words(host) for host in {bullet.meeting.host for bullet in lost} if host]
        self._kept = [_words(bullet.text) for bullet in kept]
        self._runs: dict[int, set[tuple[str, ...]]] = {}
        self._lost_words, self._kept_words = _all_words(lost), _all_words(kept)
        self._telling = {
            word
            for words in self._lost
            for word in words
            if sum(char.isdigit() for char in word) >= _TELLING_DIGITS
        } - {word for words in self._kept for word in words}
        self._short = {tuple(words) for words in self._lost if len(words) < _PERSONS_RUN} - {
            run for length in range(1, _PERSONS_RUN) for run in _runs(self._kept, length)
        }

    def in_persons(self, text: str) -> bool:
        """Whether a text that a person wrote quotes a lost bullet."""
        words = _words(text)
        short = {run for length in range(1, _PERSONS_RUN) for run in _runs([words], length)}
        return (
            bool(self._telling & set(words))
            or bool(self._short & short)
            or self._quotes(words, _PERSONS_RUN)
        )

    def in_machines(self, text: str) -> bool:
        """Whether a phrase that a run took from bullets is borne out by lost ones only."""
        words = _words(text)
        return self._quotes(words, min(_MACHINES_RUN, len(words)))

    def in_keyword(self, lemma: str) -> bool:
        """Whether lost bullets hold a keyword, as a word or in one, and kept ones do not."""
        word = lemma.casefold()
        return word in self._lost_words and word not in self._kept_words

    def _quotes(self, words: Sequence[str], length: int) -> bool:
        if length not in self._runs:
            self._runs[length] = _runs(self._lost, length) - _runs(self._kept, length)
        return bool(self._runs[length] & _runs([words], length))


def redact(
    entry: Entry, traces: Traces, keeps: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """Return an entry's body without lost bullets and without their words.

    `keeps` says by id which themes each merge left standing.
    """
    if entry.kind == Several.kind:
        redacted = [{"kind": p.kind, **redact(p, traces, keeps)} for p in parts(entry)]
        return {"decisions": redacted}
    body = dict(entry.body)
    for name in ("bullets", "leave_out", "gone"):
        if isinstance(body.get(name), list):
            body[name] = [bullet for bullet in body[name] if bullet not in traces.ids]
    for name in ("title", "text"):
        if name in body and traces.in_persons(body[name]):
            body[name] = ""
    if body.get("duplicate_of") in traces.ids:
        body["duplicate_of"] = None
    if entry.kind == AddNote.kind and body["on"] in traces.ids:
        body |= {"on": "", "text": ""}
    if entry.kind == Arrive.kind:
        body["renewed"] = [pair for pair in body["renewed"] if not traces.ids & set(pair)]
    if entry.kind == Propose.kind:
        for name in ("placed", "uncertain", "doubts"):
            # What ran before this program knew of doubts has none.
            if name in body:
                body[name] = [row for row in body[name] if row["bullet"] not in traces.ids]
        body["themes"] = [_redact_theme(theme, traces) for theme in body["themes"]]
    if entry.kind == Relabel.kind:
        body["themes"] = [_redact_label(label, traces) for label in body["themes"]]
    if entry.kind == Merge.kind and body != entry.body:
        body["keeps"] = list(keeps.get(entry.id, ()))
    return body


def _redact_theme(theme: dict[str, Any], traces: Traces) -> dict[str, Any]:
    rows = [
        (bullet, confidence)
        for bullet, confidence in zip(theme["bullets"], theme["confidences"], strict=True)
        if bullet not in traces.ids
    ]
    if traces.in_persons(theme.get("description", "")):
        theme = {**theme, "description": ""}
    return {
        **_redact_label(theme, traces),
        "bullets": [bullet for bullet, _ in rows],
        "confidences": [confidence for _, confidence in rows],
    }


def _redact_label(label: dict[str, Any], traces: Traces) -> dict[str, Any]:
    """Take lost bullets and what only they bear out off what a theme is shown by."""
    phrases = _without(label["phrases"], traces.in_machines)
    keywords = _without(label["keywords"], traces.in_keyword)
    title = label["title"]
    if title and traces.in_machines(title):
        title = next(iter([*phrases, *(word.capitalize() for word in keywords)]), _NO_TITLE)
    return {
        **label,
        "title": title,
        "phrases": phrases,
        "reasons": [row for row in label.get("reasons", []) if row["phrase"] in phrases],
        "keywords": keywords,
        "exemplars": [bullet for bullet in label["exemplars"] if bullet not in traces.ids],
        "bullets": [bullet for bullet in label["bullets"] if bullet not in traces.ids],
    }


def _without(texts: Iterable[str], is_trace: Callable[[str], bool]) -> list[str]:
    return [text for text in texts if not is_trace(text)]


def _kept_by_merges(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Themes that each merge left standing: they stay, also when what was left in them leaves."""
    kept: dict[str, list[str]] = {}
    state = State()
    for entry in (part for whole in to_history(entries).counting for part in parts(whole)):
        after = apply_all(state, [entry])
        if entry.kind == Merge.kind:
            kept[entry.id] = [theme for theme in entry.body["themes"] if theme in after.themes]
        state = after
    return kept


def _all_words(bullets: Sequence[Bullet]) -> str:
    """Words and lemmas of bullets in one text, to look for parts of compounds in as well."""
    lemmas = {lemma for bullet in bullets for lemma in content_lemmas(bullet.text)}
    words = {word for bullet in bullets for word in _words(bullet.text)}
    return " ".join(sorted(lemmas | words))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(texts: Iterable[Sequence[str]], length: int) -> set[tuple[str, ...]]:
    """All runs of `length` words in texts."""
    return {
        tuple(words[start : start + length])
        for words in texts
        for start in range(len(words) - length + 1)
        if length
    }
