"""Search, work list and granularity on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.commands.decide import person, said
from pipeline.records import Bullet
from pipeline.review import Review, State
from pipeline.review.granularity import Plan
from pipeline.review.worklist import Item
from pipeline.settings import load_settings

Words = argparse.Namespace
Add = Callable[..., argparse.ArgumentParser]


def add_advice(add: Add) -> None:
    """Add the commands; `add` makes one of its name, help, action, and whether it says who."""
    search = add("search", "find bullets by words, table, kind, place or file", _search)
    search.add_argument("words", metavar="WORD", nargs="+", help='"in quotes" for words in a row')
    search.add_argument("--theme", metavar="THEME", help="only in this theme")
    search.add_argument("--most", type=int, default=20, help="how many to print")
    worklist = add("worklist", "list what is worth a look, the most valuable first", _worklist)
    worklist.add_argument("--most", type=int, default=20, help="how many to print")
    for name, help_ in (
        ("coarser", "show which themes would be joined to have fewer"),
        ("finer", "show which themes would be split to have more"),
    ):
        parser = add(name, help_, _granularity, by=True)
        parser.add_argument("steps", metavar="NUMBER", nargs="?", type=int, default=1)
        parser.add_argument("--do", action="store_true", help="carry it out; `undo` takes it back")
        parser.set_defaults(direction=name)
    add(
        "relabel",
        "show changed themes by the bullets they hold now, and title the unnamed",
        _relabel,
    )
    for parser in (search, worklist):
        parser.add_argument("--model", help="sentence model, as for clusters")


def _advice(review: Review, words: Words) -> Any:
    from pipeline.advice import Advice

    given = {"review": words.review, "model": getattr(words, "model", None)}
    return Advice(review, words.out, load_settings(words.settings, given))


def _search(review: Review, words: Words) -> Iterable[str]:
    query = " ".join(f'"{word}"' if " " in word else word for word in words.words)
    # Words that were typed to their end are not the beginnings of others.
    answer = _advice(review, words).search(f"{query} ", words.theme, limit=words.most)
    bullets, state = review.store.bullets(), review.state
    if answer.total and not answer.is_all_words:
        yield "No bullet holds all of these words; these hold some."
    for hit in answer.hits:
        bullet, text, end = bullets[hit.bullet], "", 0
        for start, stop in hit.spans:
            text += f"{bullet.text[end:start]}[{bullet.text[start:stop]}]"
            end = stop
        yield f"{bullet.id}  {text}{bullet.text[end:]}  ({_where(bullet, state)})"
    yield f"{_number(answer.total, 'bullet')} found."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _where(bullet: Bullet, state: State) -> str:
    place = state.places.get(bullet.id)
    theme = state.themes[place.theme].title if place and place.theme else "in no theme"
    return f"{theme}; {bullet.kind}; {bullet.source.path}:{bullet.source.line}"


def _worklist(review: Review, words: Words) -> Iterable[str]:
    advice = _advice(review, words)
    items, done = advice.work_list(), advice.progress()
    bullets, state = review.store.bullets(), review.state
    yield (
        f"{done.approved} of {done.themes} themes approved, "
        f"{done.settled} of {done.bullets} bullets settled."
    )
    for item in items[: words.most]:
        yield f"{item.score:5.1f}  {_SAID[item.kind](item)}"
        yield from (f"       {id_}  {state.themes[id_].title}" for id_ in item.themes)
        yield from (f"       {id_}  {bullets[id_].text}" for id_ in item.bullets[:_MOST_BULLETS])
    if len(items) > words.most:
        yield f"{len(items) - words.most} more; --most says how many to print."


_MOST_BULLETS = 6
_SAID: Mapping[str, Callable[[Item], str]] = {
    "uncertain": lambda item: (
        "not surely in the first of these; the other is nearest:"
        if "confidence" in item.reason
        else "in no theme; it might belong to one of these:"
    ),
    "personal": lambda item: f"seems to hold personal data ({', '.join(item.reason['flags'])}):",
    "alike": lambda item: f"alike, merge? ({item.reason['likeness']:.2f})",
    "loose": lambda item: (
        f"hangs together badly ({item.reason['cohesion']:.2f}, "
        f"middle {item.reason['middle']:.2f}); nearer to another theme are {len(item.bullets)}:"
    ),
    "large": lambda item: f"large, split? ({item.reason['size']} bullets)",
    "one_table": lambda item: (
        "one bullet only" if item.reason["size"] == 1 else "all from one table"
    ),
    "duplicate": lambda item: "in nearly the same words:",
}


def _granularity(review: Review, words: Words) -> Iterable[str]:
    advice, revision = _advice(review, words), review.revision
    plan: Plan = getattr(advice, words.direction)(words.steps)
    for change in plan.changes:
        other = review.state.themes[change.other].title if change.other else change.title
        count = _number(len(change.bullets), "bullet")
        source = review.state.themes[change.theme].title
        verb = "comes under" if change.kind == "join" else "leaves"
        yield f"{other} ({count}) {verb} {source}"
    yield f"{_number(plan.before, 'theme')} at the top, {plan.after} then."
    if words.do:
        yield from (said(entry) for entry in advice.carry_out(plan, person(words), revision))
    elif plan.changes:
        yield "Nothing was changed; --do carries it out."


def _relabel(review: Review, words: Words) -> Iterable[str]:
    titles = {theme.id: theme.title for theme in review.state.themes.values()}
    entry = _advice(review, words).relabel()
    if entry is None:
        yield "Every theme is shown by the bullets it holds."
        return
    yield said(entry)
    for theme in review.state.themes.values():
        if theme.title != titles[theme.id]:
            yield f"{theme.id}  {titles[theme.id]} is now {theme.title}"
