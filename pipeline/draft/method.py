"""How the draft was made, in plain Danish: with what, and what people decided."""

from __future__ import annotations

from collections import Counter

from pipeline.danish import format_date, sort_key
from pipeline.draft.content import MadeWith
from pipeline.draft.wording import figure, join, number_of, sentence
from pipeline.records import Entry, RunFacts
from pipeline.review import MACHINE
from pipeline.review.decisions import Several
from pipeline.review.history import History

_DECISIONS = {
    "approve": ("godkendelse", "godkendelser"),
    "reopen": ("genåbning af et tema", "genåbninger af temaer"),
    "rename": ("ny titel", "nye titler"),
    "describe": ("beskrivelse", "beskrivelser"),
    "merge": ("sammenlægning", "sammenlægninger"),
    "split": ("opdeling", "opdelinger"),
    "gather": ("nyt tema", "nye temaer"),
    "nest": ("omplacering af et tema", "omplaceringer af temaer"),
    "move": ("flytning af udsagn", "flytninger af udsagn"),
    "set_aside": ("fravalg af udsagn", "fravalg af udsagn"),
    "note": ("note", "noter"),
    "lock": ("låsning af et tema", "låsninger af temaer"),
    "unlock": ("oplåsning af et tema", "oplåsninger af temaer"),
}
_SETTINGS = {"themes": "antal temaer", "granularity": "finhed"}
_WRITING = (
    "Programmet har valgt citaterne, så forskellige borde og slags udsagn kommer til orde. "
    "Teksten mellem citaterne er skrevet af programmet ud fra optællinger; den tolker ikke "
    "udsagnene. »Andre stemmer« er udsagn, der fortæller om uenighed, eller som klart "
    "hører til temaet, men ligner temaets øvrige udsagn mindst. Et punkt, der indleder en liste af "
    "underpunkter, er ikke citeret alene; det står i bilaget."
)
_PRINT = 12


def made_with(facts: RunFacts, history: History, with_names: bool, by_model: int) -> MadeWith:
    """Return how the draft was made; `by_model` counts titles that a language model suggested."""
    decided = [entry for entry in history.counting if _decisions(entry)]
    counts = Counter(kind for entry in decided for kind in _decisions(entry))
    people = sorted({entry.by for entry in decided} - {MACHINE}, key=sort_key)
    undone = {*history.undone}
    taken_back = sum(len(_decisions(entry)) for entry in history.entries if entry.id in undone)
    as_of = history.entries[-1].at if history.entries else ""
    decisions = tuple(
        (words[0] if counts[kind] == 1 else words[1], counts[kind])
        for kind, words in _DECISIONS.items()
        if counts[kind]
    )
    text = [
        _reading(facts),
        _titles(facts, by_model),
        _review(decisions, people if with_names else [], len(people), taken_back, as_of),
        _WRITING,
        _technical(facts),
    ]
    return MadeWith(
        facts.pipeline,
        facts.model,
        facts.model_fingerprint,
        {name: facts.settings[name] for name in _SETTINGS if name in facts.settings},
        facts.created,
        as_of,
        decisions,
        len(people),
        tuple(people) if with_names else (),
        tuple(paragraph for paragraph in text if paragraph),
    )


def _decisions(entry: Entry) -> list[str]:
    """Kinds of what a person decided in an entry; a run decides nothing."""
    parts = entry.body["decisions"] if entry.kind == Several.kind else [{"kind": entry.kind}]
    return [part["kind"] for part in parts if part["kind"] in _DECISIONS]


def _reading(facts: RunFacts) -> str:
    return (
        "Programmet »temaer« har læst opsamlingerne og delt dem i udsagn: ét punkt i en opsamling "
        f"er ét udsagn. Sprogmodellen {facts.model} har sammenlignet udsagnenes betydning, og "
        "udsagn, der ligner hinanden, er foreslået som temaer. Den nyeste af filerne er gemt den "
        f"{format_date(facts.created[:10])}."
    )


def _titles(facts: RunFacts, by_model: int) -> str:
    if not facts.settings.get("titles_by"):
        return "Alt er foregået på den maskine, programmet kører på; intet er sendt ud af den."
    if not by_model:
        return (
            "En sprogmodel har foreslået titler til temaerne; "
            "alle titler i udkastet er siden ændret."
        )
    titles = sentence(number_of(by_model, "titel"))
    return f"{titles} i udkastet er foreslået af en sprogmodel og ikke ændret siden."


def _review(
    decisions: tuple[tuple[str, int], ...],
    names: list[str],
    people: int,
    taken_back: int,
    as_of: str,
) -> str:
    if not decisions:
        return "Ingen har gennemgået temaerne endnu."
    who = sentence(number_of(people, "person")) + (f" ({join(names)})" if names else "")
    number = sum(times for _, times in decisions)
    made = number_of(number, "beslutning")
    listed = join(f"{figure(times)} {words}" for words, times in decisions)
    said = (
        f"Alle temaer var forslag, indtil mennesker gennemgik dem. {who} har truffet {made}: "
        f"{listed}."
    )
    if taken_back:
        said += f" {sentence(number_of(taken_back, 'beslutning'))} er fortrudt."
    return f"{said} Udkastet viser temaerne, som de stod den {format_date(as_of[:10])}."


def _technical(facts: RunFacts) -> str:
    settings = [
        f"{word}: {_plain(facts.settings[name])}"
        for name, word in _SETTINGS.items()
        if name in facts.settings
    ]
    return (
        f"Tekniske oplysninger: temaer {facts.pipeline}; model {facts.model}, fingeraftryk "
        f"{facts.model_fingerprint[:_PRINT]}; {', '.join(settings)}."
    )


def _plain(value: int | float | str) -> str:
    if isinstance(value, int) and not value:
        return "efter programmets skøn"
    return value if isinstance(value, str) else f"{value:g}".replace(".", ",")
