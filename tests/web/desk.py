"""A review at a desk: a real store, the real application, and a browser without script."""

from __future__ import annotations

import re
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent.parent / "review"))

from reviewer import begin, document

from pipeline.records import RunFacts
from pipeline.review import Review, State
from pipeline.settings import Settings
from pipeline.web import Desk, create_app

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"


class Person:
    """A person at the page: opens it with the key, follows links, and presses buttons.

    Parameters
    ----------
    folder
        Where the review and its results lie.
    bullets, themes, documents
        How much there is to review, with `bullets` in each document; every fourth theme stands
        under the one before it. Where a run has made a review already, that one is opened.
    settings
        What models to use.
    """

    def __init__(
        self,
        folder: Path,
        bullets: int = 12,
        themes: int = 4,
        documents: int = 1,
        settings: Settings | None = None,
    ) -> None:
        self.out, self.settings = folder / "build", settings or Settings()
        self.review = Review(folder / "review" / "temaer.db")
        if not self.review.history.entries:
            begin(self.review, [document(n + 1, bullets) for n in range(documents)], themes)
        self.opens()

    def opens(self) -> None:
        """Start the page on the review, as it is after the program is started again."""
        self.desk = Desk(self.review, self.out, self.settings, "Åse")
        self.guard = create_app(self.desk, PORT)
        self.client = TestClient(self.guard, base_url=HOME, follow_redirects=False)
        answer = self.client.get(f"/aabn?k={self.guard.key}")
        assert answer.headers["location"] == "/"
        self.client.cookies.set("temaer-navn", "Bj%C3%B8rn")

    @property
    def state(self) -> State:
        return self.review.state

    def sees(self, path: str, status: int = 200) -> Page:
        answer = self.client.get(path)
        if answer.status_code == 303:
            return self.sees(answer.headers["location"], status)
        assert answer.status_code == status, answer.text
        return Page(answer.text)

    def presses(self, page: Page, button: str, status: int = 303, **filled: object) -> Page:
        """Press a button of a page with fields set to anything; return the page it leads to."""
        action, method, fields = page.form_of(button)
        for name, value in filled.items():
            fields[name] = [str(part) for part in value] if isinstance(value, tuple) else [value]
        return self.sends(action, method, fields, status)

    def sends(
        self, action: str, method: str, fields: dict[str, list[str]], status: int = 303
    ) -> Page:
        """Send a form; return the page it leads to."""
        if method == "get":
            answer = self.client.get(action, params=fields)
            return Page(answer.text)
        answer = self.client.post(action, data=fields, headers={"Origin": HOME})
        assert answer.status_code == status, answer.text
        if status != 303:
            return Page(answer.text)
        self.landed = answer.headers["location"]
        return self.sees(self.landed)

    def written(self) -> None:
        """Note a run in the store, as the flow does, so that results can be written."""
        facts = RunFacts("2025-05-03T00:00:00+00:00", "0", "da-saetning", "00", {})
        with self.review.changing():
            self.review.store.put_fact("run", {name: getattr(facts, name) for name in _FACTS})


_FACTS = ("created", "pipeline", "model", "model_fingerprint", "settings")


class Page:
    """A page as a browser without script has it: its text, and its forms with their buttons."""

    def __init__(self, html: str) -> None:
        self.html = html
        reader = _Reader()
        reader.feed(html)
        self.text = " ".join(" ".join(reader.words).split())
        self.forms = reader.forms
        self.links = reader.links

    def form_of(self, button: str) -> tuple[str, str, dict[str, list[str]]]:
        """Address, method and fields of the form that a button, known by its name, belongs to."""
        return self.filled(button)

    def filled(
        self, button: str, about: str = "", **filled: object
    ) -> tuple[str, str, dict[str, list[str]]]:
        """Address, method and fields of a form as a person fills it in.

        What is chosen must be among what the page offers, and is sent in the order of the page.

        Parameters
        ----------
        button
            The name of the button that will be pressed.
        about
            The bullet that the form is about, where several forms have such a button.
        filled
            What is typed or chosen; of fields that take several values a tuple.
        """
        for form in self.forms:
            for name, action, pair in form.buttons:
                if name == button and about in ("", *form.fields.get("bullet", [])):
                    fields = {key: list(values) for key, values in form.fields.items()}
                    if pair:
                        fields.setdefault(pair[0], [])[:] = [pair[1]]
                    fields |= {field: form.chosen(field, to) for field, to in filled.items()}
                    return action or form.action, form.method, fields
        raise AssertionError(f"no button {button!r}: {self.buttons()}")

    def buttons(self) -> list[str]:
        return [name for form in self.forms for name, _, _ in form.buttons]


class _Form:
    def __init__(self, action: str, method: str) -> None:
        self.action, self.method = action, method
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str, tuple[str, str] | None]] = []
        self.typed: set[str] = set()
        self.offers: dict[str, list[str]] = {}

    def chosen(self, field: str, value: object) -> list[str]:
        """Return what a browser sends of a field that a person filled in."""
        wanted = [str(part) for part in (value if isinstance(value, tuple) else (value,))]
        if field in self.typed:
            return wanted
        offered = self.offers.get(field, [])
        assert {*wanted} <= {*offered}, f"{field}: {wanted} is not among {offered}"
        return [part for part in dict.fromkeys(offered) if part in wanted]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[_Form] = []
        self.links: list[str] = []
        self._form: _Form | None = None
        self._button: dict[str, str | None] | None = None
        self._said: list[str] = []
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag == "form":
            assert self._form is None, "a form inside a form"
            self._form = _Form(found.get("action") or "", found.get("method") or "get")
            self.forms.append(self._form)
        if self._form is None:
            return
        fields = self._form.fields
        if tag == "input" and name:
            is_choice = found.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in found:
                fields.setdefault(name, []).append(value)
            if is_choice or found.get("type") == "hidden":
                self._offer(name, value, found)
            else:
                self._form.typed.add(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            fields.setdefault(self._select, [value])
            self._offer(self._select, value, found)
        elif tag == "textarea":
            self._textarea = name
            self._form.typed.add(name)
            fields[name] = [""]
        elif tag == "button" and "disabled" not in found:
            self._button, self._said = found, []

    def _offer(self, name: str, value: str, found: dict[str, str | None]) -> None:
        if self._form and "disabled" not in found:
            self._form.offers.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
        elif tag == "button" and self._button is not None and self._form:
            said = self._button.get("aria-label") or " ".join("".join(self._said).split())
            name = self._button.get("name")
            pair = (name, self._button.get("value") or "") if name else None
            self._form.buttons.append((said, self._button.get("formaction") or "", pair))
            self._button = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self._said.append(data)
        if self._textarea and self._form:
            self._form.fields[self._textarea][0] += data


def query(location: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location).query)


def ids(html: str) -> list[str]:
    """Bullets on a page, in the order they stand."""
    return re.findall(r'<li class="bullet" id="u-([^"]+)"', unescape(html))
