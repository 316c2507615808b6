"""Titles from a language model: only near, never with personal data, and dispensable."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.errors import SettingsError
from pipeline.forming import ask_for_titles
from pipeline.records import (
    BY_MODEL,
    Bullet,
    Meeting,
    Proposal,
    ProposedTheme,
    Source,
    TitleReason,
)
from pipeline.remarks import in_english
from pipeline.suggest import Evidence, LanguageModel, Suggestion, SuggestionError, suggest_titles


class Server(ThreadingHTTPServer):
    """Speaks as much of the protocol as is needed, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.status = 200
        self.content = '{"titel": "kollektiv trafik.", "beskrivelse": "Busserne kører sjældent."}'

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._answer({"data": [{"id": "lille-dansk"}]} if self.path == "/v1/models" else {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self._answer({"choices": [{"message": {"content": self.server.content}}]})

    def _answer(self, data: dict) -> None:
        self.send_response(self.server.status)
        self.send_header("Location", "http://example.com/")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


THEME = Evidence(
    ("Bussen er sen", "Ring til Asta på 23 45 67 89"),
    ("Busser", "Astas telefon"),
    ("Kollektiv trafik",),
    withheld=("Ring til Asta på 23 45 67 89", "Astas telefon er 23 45 67 89"),
)


def test_a_title_and_a_sentence_come_back(server: Server) -> None:
    found = LanguageModel(server.url).suggest(THEME)
    assert found == Suggestion("Kollektiv trafik", "Busserne kører sjældent.")
    assert server.asked[0]["model"] == "lille-dansk"
    assert server.asked[0]["temperature"] == 0


def test_personal_data_is_never_sent(server: Server) -> None:
    LanguageModel(server.url, "x").suggest(THEME)
    sent = json.dumps(server.asked, ensure_ascii=False)
    assert "Bussen er sen" in sent
    assert "Busser" in sent
    assert "Kollektiv trafik" in sent
    assert "Asta" not in sent
    assert "23 45" not in sent


def test_the_model_is_told_which_titles_hold_words_that_no_citizen_used(server: Server) -> None:
    LanguageModel(server.url, "x").suggest(THEME)
    *_, question = server.asked[0]["messages"]
    assert question["content"].splitlines()[-3:] == [
        "Titler med ord fra udsagnene: Busser",
        "",
        "Titler med fagord, som ikke står i udsagnene: Kollektiv trafik",
    ]


def test_a_models_title_comes_first_and_says_what_the_model_saw(server: Server) -> None:
    source = Source("a.txt", None, 3)
    bus = Bullet("b1", "Bussen er sen", "idé", "", None, Meeting(table="1"), source)
    asta = replace(bus, id="b2", text="Ring til Asta", meeting=Meeting(table="2"), flags=("navn",))
    own = TitleReason("Busser", "udsagn", 2, 2, {"central": 0.5})
    term = TitleReason("Trafik", "fagord", 1, 1, {"central": 0.4})
    theme = ProposedTheme(
        *("t1", "Busser", None, ("Busser", "Trafik"), (), ("b1", "b2"), ("b1", "b2")),
        reasons=(own, term),
    )
    before = Proposal((theme,), {})
    after, notes = ask_for_titles(
        before, [bus, asta], LanguageModel(server.url), lambda step, done, total: None
    )
    [titled] = after.themes
    assert notes == []
    assert (titled.title, titled.titled_by) == ("Kollektiv trafik", BY_MODEL)
    assert titled.phrases == ("Kollektiv trafik", "Busser", "Trafik")
    # Asta's statement was not shown to the model.
    assert titled.reasons[0] == TitleReason("Kollektiv trafik", BY_MODEL, 1, 1, {})
    assert titled.reasons[1:] == (own, term)
    sent = json.dumps(server.asked, ensure_ascii=False)
    assert "Asta" not in sent
    assert "med ord fra udsagnene: Busser\\n" in sent

    server.content = '{"titel": "Busser"}'
    [again] = ask_for_titles(
        before, [bus, asta], LanguageModel(server.url), lambda step, done, total: None
    )[0].themes
    assert (again.phrases, again.reasons) == (theme.phrases, theme.reasons)


def test_a_theme_of_which_nothing_may_be_shown_is_not_asked_for(server: Server) -> None:
    theme = Evidence(("Ring til Asta",), ("Asta",), withheld=("Ring til Asta",))
    assert LanguageModel(server.url, "x").suggest(theme) is None
    assert server.asked == []


@pytest.mark.parametrize(
    "content",
    [
        "Kollektiv trafik",
        "{}",
        '{"titel": ""}',
        '{"titel": 7}',
        '{"titel": "en to tre fire fem seks syv otte ni"}',
        "{half",
    ],
)
def test_an_answer_without_a_title_is_no_title(server: Server, content: str) -> None:
    server.content = content
    with pytest.raises(SuggestionError, match="title"):
        LanguageModel(server.url, "x").suggest(THEME)


def test_an_answer_with_words_around_it_is_read(server: Server) -> None:
    server.content = 'Her er den:\n```json\n{"titel": "Busser"}\n```'
    assert LanguageModel(server.url, "x").suggest(THEME) == Suggestion("Busser", "")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_the_run_goes_on_when_the_server_fails(server: Server, status: int) -> None:
    server.status = status
    found, problems = suggest_titles(LanguageModel(server.url, "x"), [THEME] * 4)
    assert found == [None] * 4
    assert len(server.asked) == 2
    problems = [in_english(problem) for problem in problems]
    assert str(status) in problems[0]
    assert "not asked again" in problems[-1]


def test_nobody_answers() -> None:
    closed = Server()
    closed.server_close()
    found, problems = suggest_titles(LanguageModel(closed.url, "x"), [THEME])
    assert found == [None]
    assert "no answer" in in_english(problems[0])


@pytest.mark.parametrize("url", ["http://8.8.8.8/v1", "https://[2001:4860:4860::8888]/v1"])
def test_public_addresses_are_refused_unless_allowed(url: str) -> None:
    with pytest.raises(SettingsError, match="--allow-external"):
        LanguageModel(url)
    assert LanguageModel(url, allow_external=True).url == url


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://127.0.0.1/", "http://", "x"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="web address"):
        LanguageModel(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "192.168.0.7", "[::1]"])
def test_private_addresses_are_taken(host: str) -> None:
    assert LanguageModel(f"http://{host}:11434").url == f"http://{host}:11434/v1"
