"""The web page under load: `python -m tests.bench.web`.

The time of every page and action at the server, on 20,000 bullets in 60 themes: the whole
application runs, without a network between; each is asked for 40 times. Beside the time on the
clock stands the processor's, which is what a machine with nothing else to do would take.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))

from desk import HOME, Person, ids

from pipeline.review.decisions import Describe, Move, Propose, Uncertain

TIMES = 40
PAGE_MS, ACTION_MS = 150, 100
# A page that waits for its map has this patience with it.
WAITING_MS = 2_200


def main(documents: int, themes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        person = Person(Path(folder), 200, themes, documents)
        doubtful(person)
        print(f"{len(person.state.places)} bullets in {len(person.state.themes)} themes")
        begin = time.perf_counter()
        person.desk.warm()
        print(f"made for search and work list: {time.perf_counter() - begin:.1f} s, once")
        begin = time.perf_counter()
        person.sees("/")
        print(f"first page after a run: {time.perf_counter() - begin:.1f} s, once")
        pages(person)
        the_map(person)
        if "--pages" not in sys.argv:
            actions(person)


def doubtful(person: Person) -> None:
    """Leave 200 more bullets to a person."""
    rows = (Uncertain(f"b00x{row:03}", ("t01", "t02"), (0.4, 0.3)) for row in range(200))
    with person.review.changing():
        person.review.add(Propose(uncertain=tuple(rows)), "temaer")


def pages(person: Person) -> None:
    for path in (
        *("/", "/tema/t01", "/tema/t02?side=4", "/udsagn/b01x000", "/saml?themes=t04&themes=t05"),
        *("/gentagelse?u=b01x000", "/usikre", "/uden-tema", "/sat-til-side"),
        *("/soeg?q=cykelstier", "/soeg?q=bord+7+teater", "/arbejdsliste"),
        *("/finhed?trin=-3", "/aendringer", "/historik", "/hjaelp", "/eksport"),
    ):
        tell(path, PAGE_MS, lambda _, path=path: person.sees(path))

    for path in ("/arbejdsliste", "/usikre", "/finhed?trin=-3", "/tema/t01"):
        times = []
        for number in range(TIMES):
            person.review.decide(Describe("t04", f"Beskrivelse {number}"), "Åse")
            times.append(timed(lambda path=path: person.sees(path)))
        tell_times(f"{path} after a decision", PAGE_MS, times)


def the_map(person: Person) -> None:
    """Time the page of the map once the map is there, as the server gives it.

    Reading its megabyte of drawing as a test does would take longer than making the page.
    """
    begin = time.perf_counter()
    while "Kortet bliver lavet" in person.client.get("/kort").text:
        time.sleep(1)
    print(f"map: {time.perf_counter() - begin:.0f} s, once, beside the pages")
    tell("/kort", PAGE_MS, lambda _: person.client.get("/kort"))
    person.review.decide(Move((person.state.own["t04"][0],), "t06"), "Åse")
    tell("/kort after a move", WAITING_MS, lambda _: person.client.get("/kort"))


def actions(person: Person) -> None:
    """Press each button on pages seen before; the page that follows is timed above."""
    bullets = ids(person.sees("/tema/t01").html)
    token = person.sees("/tema/t01").form_of("Gem titlen")[2]["csrf"][0]

    def press(verb: str, **fields: str) -> None:
        form = {"csrf": token, "revision": person.review.revision, "next": "/tema/t01", **fields}
        answer = person.client.post(f"/goer/{verb}", data=form, headers={"Origin": HOME})
        assert answer.status_code == 303, answer.text

    def merge(number: int) -> None:
        press("nyt-tema", theme="t10", bullet=person.state.own["t10"][0], title="Kort")
        new = list(person.state.themes)[-1]
        merge_times.append(timed(lambda: press("saml", themes=f"{new} t11", into="t11")))

    merge_times: list[tuple[float, float]] = []
    does: dict[str, Callable[[int], None]] = {
        "omdoeb": lambda n: press("omdoeb", theme="t01", title=f"Titel {n}"),
        "beskriv": lambda n: press("beskriv", theme="t01", text=f"Beskrivelse {n}"),
        "note": lambda n: press("note", on="t01", text=f"Note {n}"),
        "godkend": lambda n: press("genaabn" if n % 2 else "godkend", theme="t01"),
        "laas": lambda n: press("laas-op" if n % 2 else "laas", theme="t04"),
        "flyt": lambda n: press("flyt", bullet=bullets[n], to="t06"),
        "til-side": lambda n: press("til-side", bullet=bullets[n + TIMES], reason="other"),
        "nyt-tema": lambda n: press(
            "nyt-tema", theme="t08", bullet=person.state.own["t08"][0], title=f"Nyt {n}"
        ),
        "under": lambda n: press("for-sig" if n % 2 else "under", theme="t12", under="t13"),
        "fortryd": lambda n: press("fortryd"),
        "gentag": lambda n: press("gentag"),
    }
    for name, act in does.items():
        tell(name, ACTION_MS, act)
    for number in range(TIMES):
        merge(number)
    tell_times("saml", ACTION_MS, merge_times)


def tell(name: str, limit: int, act: Callable[[int], object]) -> None:
    tell_times(name, limit, [timed(lambda n=number: act(n)) for number in range(TIMES)])


def tell_times(name: str, limit: int, times: list[tuple[float, float]]) -> None:
    ordered = sorted(1000 * clock for clock, _ in times)
    within = ordered[int(len(ordered) * 0.95) - 1]
    busy = max(1000 * processor for _, processor in times)
    verdict = "" if ordered[-1] <= limit else f"  over {limit} ms"
    print(
        f"{name:34} 95 % within {within:4.0f} ms, at most {ordered[-1]:4.0f} ms, "
        f"of the processor at most {busy:4.0f} ms{verdict}"
    )


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main(*[int(word) for word in sys.argv[1:3]] or [100, 60])
