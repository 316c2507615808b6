"""Titles from a language model on the user's own machine or network; off unless asked for."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from pipeline.danish import content_lemmas
from pipeline.errors import PipelineError, SettingsError
from pipeline.records import Remark
from pipeline.remarks import in_english

_SECONDS = 120
_MAX_WORDS = 8
_MAX_TITLE = 60
_MAX_DESCRIPTION = 300
_MAX_ANSWER = 1_000_000

_SYSTEM = (
    "Du hjælper en dansk kommune med at navngive temaer fra borgermøder. Svar kun med JSON: "
    '{"titel": "...", "beskrivelse": "..."}. Titlen er på 2-6 ord, på dansk, uden punktum og uden '
    "kommunens navn. Beskrivelsen er én sætning, der kun siger, hvad udsagnene siger."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a language model may see of one theme.

    Attributes
    ----------
    statements
        The theme's exemplars.
    phrases
        Titles in the words of the bullets.
    terms
        Titles from the vocabulary, with words that no citizen used.
    withheld
        Statements of the theme that hold personal data. They are never sent, and neither is a
        title with a word that stands in them only.
    """

    statements: tuple[str, ...]
    phrases: tuple[str, ...]
    terms: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title and one sentence on what the theme is about, as the language model gave them."""

    title: str
    description: str


class SuggestionError(PipelineError):
    """The language model did not answer, or not with a title; `remark` says so."""

    def __init__(self, key: str, url: str = "", **facts: object) -> None:
        self.remark = Remark(key, facts, url)
        super().__init__(in_english(self.remark))


class LanguageModel:
    """A chat endpoint that speaks OpenAI's protocol, as Ollama, vLLM and llama.cpp do.

    Parameters
    ----------
    url
        Its address, such as `http://localhost:11434/v1`.
    model
        Name of the model; the first that the server lists if empty.
    allow_external
        Allow addresses outside this machine and its private network.

    Raises
    ------
    SettingsError
        If the address is no web address, or is outside and that was not allowed.
    """

    def __init__(self, url: str, model: str = "", allow_external: bool = False) -> None:
        self.url = url.rstrip("/")
        self.model = model
        self._allow_external = allow_external
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"--titles-by {url}: is no web address. Give one such as http://localhost:11434/v1."
            )
        if not parts.path:
            self.url += "/v1"
        self._host = parts.hostname
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        if not allow_external:
            self._check_address()

    def suggest(self, evidence: Evidence) -> Suggestion | None:
        """Ask for the title of one theme; None if nothing of it may be shown.

        Raises
        ------
        SuggestionError
            If the server does not answer, or not with a title.
        """
        question = _question(evidence)
        if not question:
            return None
        self.model = self.model or self._first_model()
        body = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": _SYSTEM},
                {"role": "user", "content": question},
            ],
            "temperature": 0,
            "seed": 0,
        }
        answer = self._call("/chat/completions", body)
        try:
            return _read(answer["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError) as error:
            raise SuggestionError("no message", self.url) from error

    def _first_model(self) -> str:
        answer = self._call("/models", None)
        try:
            return str(answer["data"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise SuggestionError("no model", self.url) from error

    def _call(self, path: str, body: dict[str, Any] | None) -> Any:
        if not self._allow_external:
            # The name may point elsewhere than it did when the run began.
            self._check_address()
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.url + path, data, {"Content-Type": "application/json"})
        try:
            with _opener().open(request, timeout=_SECONDS) as answer:
                return json.loads(answer.read(_MAX_ANSWER))
        except HTTPError as error:
            raise SuggestionError("answered", self.url, code=error.code) from error
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise SuggestionError("no answer", self.url, reason=reason) from error
        except ValueError as error:
            raise SuggestionError("no JSON", self.url) from error

    def _check_address(self) -> None:
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise SettingsError(
                f"--titles-by {self.url}: there is no machine called {self._host}."
            ) from error
        for *_, address in found:
            ip = ipaddress.ip_address(str(address[0]).split("%")[0])
            if not (ip.is_private or ip.is_loopback or ip.is_link_local):
                raise SettingsError(
                    f"--titles-by {self.url}: {self._host} is outside this machine and its private "
                    "network, so statements would leave it. Add --allow-external if they may."
                )


def suggest_titles(
    model: LanguageModel, themes: Sequence[Evidence]
) -> tuple[list[Suggestion | None], list[Remark]]:
    """Ask for the title of each theme.

    Returns
    -------
    suggestions
        One for each theme, None where the theme keeps its own title.
    problems
        What went wrong, one by one. After two failures in a row no more is asked.
    """
    suggestions: list[Suggestion | None] = []
    problems: list[Remark] = []
    in_a_row = 0
    for number, evidence in enumerate(themes, 1):
        found = None
        if in_a_row < 2:
            try:
                found = model.suggest(evidence)
                in_a_row = 0
            except SuggestionError as error:
                in_a_row += 1
                problems.append(Remark("kept title", {"number": number, "why": error.remark}))
                if in_a_row == 2 and number < len(themes):
                    problems.append(Remark("asked no more"))
        suggestions.append(found)
    return suggestions, problems


def _question(evidence: Evidence) -> str:
    statements = [text for text in evidence.statements if text not in evidence.withheld]
    if not statements:
        return ""
    hidden = {word for text in evidence.withheld for word in content_lemmas(text)}
    shown = {word for text in statements for word in content_lemmas(text)}
    lines = ["Udsagn fra temaet:", *(f"- {text}" for text in statements)]
    offers = (
        ("Titler med ord fra udsagnene", evidence.phrases),
        ("Titler med fagord, som ikke står i udsagnene", evidence.terms),
    )
    for heading, titles in offers:
        safe = [title for title in titles if not (set(content_lemmas(title)) & hidden) - shown]
        if safe:
            lines += ["", f"{heading}: {', '.join(safe)}"]
    return "\n".join(lines)


def _read(content: str) -> Suggestion:
    found = re.search(r"\{.*\}", content, re.DOTALL)
    try:
        answer = json.loads(found[0]) if found else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not isinstance(answer.get("titel"), str):
        raise SuggestionError("no title")
    title = " ".join(answer["titel"].split()).strip(" .\"'")
    description = " ".join(str(answer.get("beskrivelse") or "").split())
    if not title or len(title.split()) > _MAX_WORDS or len(title) > _MAX_TITLE:
        raise SuggestionError("bad title")
    return Suggestion(title[:1].upper() + title[1:], description[:_MAX_DESCRIPTION])


class _NoRedirect(HTTPRedirectHandler):
    """A redirect could lead statements out of the network, so it is an error."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _opener() -> OpenerDirector:
    # A proxy named in the environment would carry the statements elsewhere.
    return build_opener(ProxyHandler({}), _NoRedirect)
